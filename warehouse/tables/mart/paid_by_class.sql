-- 分科目支付. What each department had paid in each fiscal year by the night's day, by fund, function and economic class.
-- paid: net of refunds, without year-end carry-over vouchers (business 9). Where a payment does not say its fund or function,
-- its allotment's are taken. The department is null for a unit that is not on file; a class is null where nobody says it.
-- paid_by_then: of a past year, what had been paid by the night's day of one year before, and by the end of its own year.
create table mart.paid_by_class (
    region         varchar not null,
    fiscal_year    integer not null,
    fund           varchar,  -- the first digit: 1 general public budget 2 government funds 3 state capital …
    department     varchar,
    function_class varchar,  -- 类, three digits
    economic_class varchar,  -- of departments: 款, five digits
    paid           decimal(38, 2) not null,
    paid_by_then   decimal(38, 2)
);
insert into mart.paid_by_class
with paid as (
    select p.region, p.fiscal_year,
        left(coalesce(p.fund, a.fund), 1) as fund,
        p.unit,
        left(coalesce(p.function_item, a.function_item), 3) as function_class,
        left(p.department_economic, 5) as economic_class,
        sum(p.amount) as paid,
        sum(p.amount) filter (
            p.paid_on <= least(make_date(p.fiscal_year, 12, 31), as_of - interval 1 year)
        ) as paid_by_then
    from core.payment p
    left join core.allotment a using (allotment, fiscal_year, region), ops.run
    where p.paid_on <= as_of and p.fiscal_year <= year(as_of) and p.business is distinct from '9'
    group by all
)
select p.region, p.fiscal_year, p.fund, u.department, p.function_class, p.economic_class,
    sum(p.paid), sum(p.paid_by_then)
from paid p
left join core.unit u using (region, fiscal_year, unit)
group by all
order by all;
