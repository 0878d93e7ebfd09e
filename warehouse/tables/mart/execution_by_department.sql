-- 分部门支出进度. What each department had paid by the end of each month, against two denominators.
-- paid: net of refunds, without year-end carry-over vouchers (business 9); null where no payments are delivered.
-- approved (年初批复数): the department budget of the year; null where the department has no line in it.
-- executable (可执行指标): amount + changes - frozen of active allotments issued, and changes made, by that month's end.
-- share_of_… : paid_to_date over that denominator; null where it is zero or not reported, never 0.
-- A unit that is not on file has the department null, so that the departments' sum is the government's.
create table mart.execution_by_department (
    region              varchar  not null,
    fiscal_year         integer  not null,
    department          varchar,
    department_name     varchar,
    month               integer  not null,  -- the last one of the night's year ends on the night's day
    paid                decimal(38, 2),     -- in that month
    paid_to_date        decimal(38, 2),
    approved            decimal(38, 2),
    executable          decimal(38, 2),
    share_of_approved   decimal(38, 8),
    share_of_executable decimal(38, 8)
);
insert into mart.execution_by_department
with of_unit as (
    select region, fiscal_year, unit, department, department_name
    from core.unit
),
named as (
    select region, fiscal_year, department, min(department_name) as department_name
    from of_unit
    group by all
),
moved as (
    select p.region, p.fiscal_year, p.unit,
        case
            when year(p.paid_on) < p.fiscal_year then 1
            when year(p.paid_on) > p.fiscal_year then 12
            else month(p.paid_on)
        end as month,
        p.amount as paid, null::decimal(18, 2) as approved, null::decimal(18, 2) as executable
    from core.payment p, ops.run
    where p.paid_on <= as_of and p.fiscal_year <= year(as_of) and p.business is distinct from '9'
    union all
    select region, fiscal_year, unit, 1, null, approved, null
    from core.department_budget, ops.run
    where fiscal_year <= year(as_of)
    union all
    select region, fiscal_year, unit,
        case when year(issued_on) < fiscal_year then 1
            when year(issued_on) > fiscal_year then 12
            else month(issued_on) end,
        null, null, amount - coalesce(frozen, 0)
    from core.allotment, ops.run
    where active and issued_on <= as_of and fiscal_year <= year(as_of)
    union all
    select a.region, a.fiscal_year, a.unit,
        case when year(c.changed_on) < a.fiscal_year then 1
            when year(c.changed_on) > a.fiscal_year then 12
            else month(c.changed_on) end,
        null, null, c.amount
    from core.allotment_change c
    join core.allotment a using (allotment, fiscal_year, region), ops.run
    where a.active and c.changed_on <= as_of and a.issued_on <= as_of
        and a.fiscal_year <= year(as_of)
),
monthly as (
    select m.region, m.fiscal_year, u.department, m.month,
        sum(m.paid) as paid, sum(m.approved) as approved, sum(m.executable) as executable
    from moved m
    left join of_unit u using (region, fiscal_year, unit)
    group by all
),
grid as (
    select distinct m.region, m.fiscal_year, m.department, months.month
    from monthly m, ops.run,
        unnest(range(1, case when m.fiscal_year < year(as_of) then 13 else month(as_of) + 1 end))
            as months (month)
),
running as (
    select g.region, g.fiscal_year, g.department, g.month,
        case when s.feed is not null then coalesce(m.paid, 0) end as paid,
        sum(m.paid) over so_far as paid_to_date,
        s.feed is not null as paid_is_known,
        sum(m.approved) over whole as approved,
        sum(m.executable) over so_far as executable
    from grid g
    left join monthly m
        on m.region = g.region and m.fiscal_year = g.fiscal_year and m.month = g.month
        and m.department is not distinct from g.department
    left join ops.supply s
        on s.region = g.region and s.fiscal_year = g.fiscal_year and s.feed = 'payment'
    window
        so_far as (partition by g.region, g.fiscal_year, g.department order by g.month),
        whole as (partition by g.region, g.fiscal_year, g.department)
)
select r.region, r.fiscal_year, r.department, n.department_name, r.month, r.paid,
    case when r.paid_is_known then coalesce(r.paid_to_date, 0) end as to_date,
    r.approved, r.executable,
    to_date / nullif(r.approved, 0), to_date / nullif(r.executable, 0)
from running r
left join named n using (region, fiscal_year, department)
order by r.region, r.fiscal_year, r.department nulls last, r.month;
