-- 债券资金支付. What was paid with the money of each bond in each fiscal year by the night's day, for each project.
-- paid: net of refunds, without year-end carry-over vouchers (business 9). Where a payment does not say its project, its
-- allotment's is taken; the project is null where neither does. A payment that names no bond is not in here.
create table mart.paid_by_bond (
    region      varchar not null,
    bond        varchar not null,
    fiscal_year integer not null,
    project     varchar,
    payments    bigint  not null,
    paid        decimal(38, 2) not null
);
insert into mart.paid_by_bond
select p.region, p.bond, p.fiscal_year, coalesce(p.project, a.project), count(*), sum(p.amount)
from core.payment p
left join core.allotment a using (allotment, fiscal_year, region), ops.run
where p.bond is not null and p.paid_on <= as_of and p.fiscal_year <= year(as_of)
    and p.business is distinct from '9'
group by all
order by all;
