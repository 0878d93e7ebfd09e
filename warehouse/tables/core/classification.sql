-- 政府收支分类科目. The revenue and expenditure codes of a year, by scheme.
-- Codes change from year to year: a code is right or wrong for its year alone. Class, section and
-- item (类款项) are rows of their own, 3, 5 and 7 digits.
create table core.classification (
    fiscal_year integer not null,  -- 预算年度
    scheme      varchar not null,  -- 科目体系: function · government_economic · department_economic · revenue, or 支出功能分类 · 政府预算支出经济分类 · 部门预算支出经济分类 · 收入分类
    code        varchar not null,  -- 科目编码
    name        varchar not null,  -- 科目名称
    parent      varchar            -- 上级科目编码
);
