-- 收款单位. What each department had paid in each fiscal year by the night's day, by fund, to whom.
-- Named are the 100 organisations that a government paid the most in the year; all others, and natural persons, are
-- together in the rows whose payee is null. Added up as mart.paid_by_class is, so that both come to the same sums.
create table ops.paid_to (
    region      varchar not null,
    fiscal_year integer not null,
    fund        varchar,
    department  varchar,
    payee       varchar,
    paid        decimal(38, 2) not null
);
insert into ops.paid_to
with paid as (
    select p.region, p.fiscal_year, left(coalesce(p.fund, a.fund), 1) as fund, p.unit, p.payee,
        sum(p.amount) as paid
    from core.payment p
    left join core.allotment a using (allotment, fiscal_year, region), ops.run
    where p.paid_on <= as_of and p.fiscal_year <= year(as_of) and p.business is distinct from '9'
    group by all
),
most as (
    select region, fiscal_year, payee
    from paid
    semi join (select region, name as payee from ops.name where kind = 'payee')
        using (region, payee)
    group by region, fiscal_year, payee
    qualify row_number() over (
        partition by region, fiscal_year order by sum(paid) desc, payee
    ) <= 100
)
select p.region, p.fiscal_year, p.fund, u.department, m.payee, sum(p.paid)
from paid p
left join most m using (region, fiscal_year, payee)
left join core.unit u using (region, fiscal_year, unit)
group by all
order by all;
