-- 分项目支出进度. What each project had paid in each fiscal year, by the night's day.
-- A project is asked within a government and year; its unit and names come from the project register, null where it is
-- not on file. Denominators: approved (年初批复数) from the department budget, executable (amount + changes - frozen of
-- active allotments, 可执行指标). Shares are null where the denominator is zero or not reported. Year-end vouchers
-- (business 9) are left out. Payments that name no project take that of their allotment.
create table mart.execution_by_project (
    region              varchar not null,
    fiscal_year         integer not null,
    project             varchar not null,
    project_name        varchar,
    category            varchar,
    unit                varchar,
    department          varchar,
    is_key              boolean,
    payments            bigint,
    first_paid_on       date,
    last_paid_on        date,
    paid                decimal(38, 2),
    approved            decimal(38, 2),
    executable          decimal(38, 2),
    share_of_approved   decimal(38, 8),
    share_of_executable decimal(38, 8)
);
insert into mart.execution_by_project
with paid as (
    select p.region, p.fiscal_year, coalesce(p.project, a.project) as project,
        count(*) as payments, min(p.paid_on) as first_paid_on, max(p.paid_on) as last_paid_on,
        sum(p.amount) as paid
    from core.payment p
    left join core.allotment a using (allotment, fiscal_year, region), ops.run
    where p.paid_on <= as_of and p.fiscal_year <= year(as_of) and p.business is distinct from '9'
    group by all
),
approved as (
    select region, fiscal_year, project, sum(approved) as approved
    from core.department_budget, ops.run
    where fiscal_year <= year(as_of)
    group by all
),
changed as (
    select allotment, fiscal_year, region, sum(amount) as amount
    from core.allotment_change, ops.run
    where changed_on <= as_of
    group by all
),
executable as (
    select a.region, a.fiscal_year, a.project,
        sum(a.amount + coalesce(c.amount, 0) - coalesce(a.frozen, 0)) as executable
    from core.allotment a
    left join changed c using (allotment, fiscal_year, region), ops.run
    where a.active and a.issued_on <= as_of and a.fiscal_year <= year(as_of)
    group by all
),
seen as (
    select region, fiscal_year, project from paid
    union
    select region, fiscal_year, project from approved
    union
    select region, fiscal_year, project from executable
)
select s.region, s.fiscal_year, s.project, j.name, j.category, j.unit, u.department, j.is_key,
    case when known.feed is not null then coalesce(p.payments, 0) end,
    p.first_paid_on, p.last_paid_on,
    case when known.feed is not null then coalesce(p.paid, 0) end as net_paid,
    b.approved, e.executable,
    net_paid / nullif(b.approved, 0), net_paid / nullif(e.executable, 0)
from seen s
left join paid p using (region, fiscal_year, project)
left join approved b using (region, fiscal_year, project)
left join executable e using (region, fiscal_year, project)
left join core.project j using (region, fiscal_year, project)
left join core.unit u
    on u.region = s.region and u.fiscal_year = s.fiscal_year and u.unit = j.unit
left join ops.supply known
    on known.region = s.region and known.fiscal_year = s.fiscal_year and known.feed = 'payment'
where s.project is not null
order by s.region, s.fiscal_year, s.project;
