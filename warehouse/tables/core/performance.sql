-- 绩效评价. The score of a project and the values of its indicators, by year.
-- The row without an indicator is the project as a whole, and carries the score; an indicator’s
-- row scores that indicator alone.
create table core.performance (
    project      varchar        not null,  -- 项目代码
    fiscal_year  integer        not null,  -- 预算年度
    region       varchar        not null,  -- 财政区划代码
    indicator    varchar,                  -- 绩效指标: empty: the project as a whole, whose row carries the score
    score        decimal(18, 6) not null,  -- 评价得分: 0-100
    target_value decimal(18, 6),           -- 目标值
    actual_value decimal(18, 6)            -- 完成值
);
