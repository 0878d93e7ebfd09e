-- 债务率. Each government's debt at each date that it was stated, up to the night's day.
-- A total is both kinds together (1 general, 2 special), null where one of them is not stated.
-- debt_ratio: total outstanding over comprehensive resources (综合财力), null where these are zero or not stated.
create table mart.debt_ratio (
    region                  varchar not null,
    stated_on               date    not null,
    general_ceiling         decimal(38, 2),
    general_outstanding     decimal(38, 2),
    special_ceiling         decimal(38, 2),
    special_outstanding     decimal(38, 2),
    ceiling                 decimal(38, 2),
    outstanding             decimal(38, 2),
    overdue                 decimal(38, 2),  -- of the kinds that state it
    comprehensive_resources decimal(38, 2),
    general_share           decimal(38, 8),  -- of its ceiling
    special_share           decimal(38, 8),
    share                   decimal(38, 8),
    debt_ratio              decimal(38, 8)
);
insert into mart.debt_ratio
with kinds as (
    select region, stated_on,
        sum(ceiling) filter (kind = '1') as general_ceiling,
        sum(outstanding) filter (kind = '1') as general_outstanding,
        sum(ceiling) filter (kind = '2') as special_ceiling,
        sum(outstanding) filter (kind = '2') as special_outstanding,
        general_ceiling + special_ceiling as ceiling,
        general_outstanding + special_outstanding as outstanding,
        sum(overdue) as overdue,
        max(comprehensive_resources) filter (kind = '1') as comprehensive_resources
    from core.debt_position, ops.run
    where stated_on <= as_of
    group by region, stated_on
)
select *,
    general_outstanding / nullif(general_ceiling, 0),
    special_outstanding / nullif(special_ceiling, 0),
    outstanding / nullif(ceiling, 0),
    outstanding / nullif(comprehensive_resources, 0)
from kinds
order by region, stated_on;
