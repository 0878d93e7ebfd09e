-- 科目变更. Codes of the classification that were renumbered, merged or split, one row for each old code and each that takes its place.
-- What stood under a split code cannot be shared out.
create table core.code_change (
    scheme      varchar not null,  -- 科目体系
    old_code    varchar not null,  -- 原科目编码
    new_code    varchar not null,  -- 现科目编码
    fiscal_year integer not null,  -- 预算年度: the first year of the new code
    kind        varchar not null,  -- 变更类型: 1 renamed 2 merged 3 split
    document    varchar            -- 文号
);
