-- 收款人. Every payee's name as it was written, and the one form that tells it from others, with a number for each.
-- Made once a night, so that rules compare numbers and need not go through the names again. The numbers are in the
-- order of the texts: the least spelling is the first name. They are this night's alone.
create table lineage.payee (
    payee     varchar not null,
    spelling  integer not null,
    plain     varchar not null,
    payee_key integer not null
);
insert into lineage.payee
select
    payee,
    cast(row_number() over (order by payee) as integer),
    plain,
    cast(dense_rank() over (order by plain) as integer)
from (
    select payee, replace(case when regexp_matches(payee, '[！-＇＊-～ 	\[\]{}<>〔〕【】〈〉《》「」]') then translate(payee, '！＂＃＄％＆＇＊＋，－．／０１２３４５６７８９：；＝？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｜～ 　（）() 	[]［］{}｛｝<>＜＞〔〕【】〈〉《》「」', '!"#$%&''*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~') else translate(payee, ' 　（）()', '') end, '有限责任公司', '有限公司') as plain
    from (select distinct payee from core.payment) as named
) as told
order by payee;
