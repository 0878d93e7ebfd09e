-- 单位承继. Units that were renamed, merged or split, one row for each old unit and each that goes on in its place.
-- A renamed or merged unit's history is the new one's; what a split unit spent before cannot be shared out.
create table core.succession (
    old_unit     varchar not null,  -- 原单位代码
    region       varchar not null,  -- 财政区划代码
    new_unit     varchar not null,  -- 现单位代码
    effective_on date    not null,  -- 生效日期: the first day of the new unit
    kind         varchar not null,  -- 变更类型: 1 renamed 2 merged 3 split
    document     varchar            -- 文号
);
