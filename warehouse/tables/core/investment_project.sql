-- 政府投资项目. How far a government-financed building project is, at a date.
-- Estimate (估算) comes with the proposal, approved cost (概算) with the design; invested is
-- cumulative.
create table core.investment_project (
    project           varchar        not null,  -- 项目代码
    region            varchar        not null,  -- 财政区划代码
    stated_on         date           not null,  -- 统计日期
    name              varchar        not null,  -- 项目名称
    unit              varchar        not null,  -- 单位代码
    estimate          decimal(18, 2),           -- 估算投资, yuan
    approved_cost     decimal(18, 2),           -- 概算投资, yuan
    invested          decimal(18, 2),           -- 累计完成投资, yuan
    planned_start_on  date,                     -- 计划开工日期
    started_on        date,                     -- 实际开工日期
    planned_finish_on date,                     -- 计划完工日期
    accepted_on       date,                     -- 竣工验收日期
    final_accounts_on date                      -- 竣工财务决算日期
);
