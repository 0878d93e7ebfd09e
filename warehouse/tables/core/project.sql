-- 项目库. One row for each project (项目库) and year.
-- A project that runs over three years is three rows with one code. Operating costs are projects
-- too, of category 2.
create table core.project (
    project      varchar        not null,  -- 项目代码
    fiscal_year  integer        not null,  -- 预算年度
    region       varchar        not null,  -- 财政区划代码
    name         varchar        not null,  -- 项目名称
    category     varchar        not null,  -- 项目类别: 1 personnel 2 operating 3 specific purpose
    unit         varchar        not null,  -- 单位代码
    start_year   integer,                  -- 起始年度
    term_years   integer,                  -- 实施期限
    total_amount decimal(18, 2),           -- 项目总额, yuan
    has_target   boolean,                  -- 是否设定绩效目标
    is_key       boolean                   -- 是否重点项目
);
