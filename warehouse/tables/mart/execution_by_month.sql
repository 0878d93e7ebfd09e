-- 分月支出进度. What each government had paid by the end of each month; its departments together.
-- Columns and denominators as in execution_by_department: approved is the year's department budgets (年初批复数),
-- executable is amount + changes - frozen of the active allotments by that month's end (可执行指标).
-- year_gone (序时进度): month / 12 at a month's end, else the day of the year over the days of the year.
create table mart.execution_by_month (
    region              varchar not null,
    fiscal_year         integer not null,
    month               integer not null,
    paid                decimal(38, 2),
    paid_to_date        decimal(38, 2),
    approved            decimal(38, 2),
    executable          decimal(38, 2),
    share_of_approved   decimal(38, 8),
    share_of_executable decimal(38, 8),
    year_gone           decimal(38, 8) not null
);
insert into mart.execution_by_month
with summed as (
    select region, fiscal_year, month, sum(paid) as paid, sum(paid_to_date) as paid_to_date,
        sum(approved) as approved, sum(executable) as executable
    from mart.execution_by_department
    group by all
)
select region, fiscal_year, month, paid, paid_to_date, approved, executable,
    paid_to_date / nullif(approved, 0),
    paid_to_date / nullif(executable, 0),
    case
        when fiscal_year < year(as_of) or month < month(as_of) or as_of = last_day(as_of)
            then month / 12
        else dayofyear(as_of) / dayofyear(make_date(fiscal_year, 12, 31))
    end
from summed, ops.run
order by region, fiscal_year, month;
