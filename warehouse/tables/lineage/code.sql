-- 科目沿革. What a code of a scheme stands as from a budget year on, over any number of changes; of several rows up to a year
-- the latest counts. split: the code went on as several, and what stood under it is no one's alone.
create table lineage.code (
    scheme      varchar not null,
    code        varchar not null,
    stands_as   varchar not null,
    fiscal_year integer not null,
    split       boolean not null
);
insert into lineage.code
with recursive steps as (
    select scheme, old_code as code, new_code as stands_as, fiscal_year, kind = '3' as split
    from core.code_change
    where old_code <> new_code
    union
    select s.scheme, s.code, c.new_code, c.fiscal_year, s.split or c.kind = '3'
    from steps s
    join core.code_change c
        on c.scheme = s.scheme
        and c.old_code = s.stands_as
        and c.fiscal_year > s.fiscal_year
    where c.new_code not in (s.code, s.stands_as)
)
select scheme, code, stands_as, fiscal_year, bool_or(split)
from steps
group by scheme, code, stands_as, fiscal_year
order by all;
