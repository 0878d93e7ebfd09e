-- 债券资金项目. What a bond gave to a project, and what became of it, at a date.
-- Handed over (拨付) is money that left the treasury for the project; spent is what the project
-- paid to others. Amounts are cumulative.
create table core.bond_project (
    bond             varchar        not null,  -- 债券代码
    project          varchar        not null,  -- 项目代码
    region           varchar        not null,  -- 财政区划代码
    project_name     varchar        not null,  -- 项目名称
    field            varchar,                  -- 投向领域
    owner            varchar,                  -- 项目业主
    allocated        decimal(18, 2) not null,  -- 安排金额, yuan
    handed_over      decimal(18, 2),           -- 拨付金额, yuan
    handed_over_on   date,                     -- 首次拨付日期
    spent            decimal(18, 2),           -- 实际支出金额, yuan
    income_forecast  decimal(18, 2),           -- 预期收益, yuan
    income_actual    decimal(18, 2),           -- 实际收益, yuan
    income_handed_in decimal(18, 2),           -- 已上缴收益, yuan
    stated_on        date           not null   -- 统计日期
);
