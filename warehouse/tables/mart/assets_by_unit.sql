-- 分单位资产. What each unit holds at its government's latest date up to the night's day; disposed cards (9) are left out.
-- Areas and values are sums of what the cards state, null where none states it. Idle is a card with an idle area, or with
-- status 4 (then its whole area where no idle area is stated); leased covers lent, statuses 2 and 3, in the same way.
-- idle_cost is the cost of cards with status 4. A card without a unit has the unit null.
create table mart.assets_by_unit (
    region      varchar not null,
    stated_on   date    not null,
    unit        varchar,
    unit_name   varchar,
    department  varchar,
    cards       bigint  not null,
    cost        decimal(38, 2),
    net_value   decimal(38, 2),
    area        decimal(38, 6),  -- square metres
    idle_cards  bigint  not null,
    idle_cost   decimal(38, 2),
    idle_area   decimal(38, 6),
    leased_area decimal(38, 6),
    idle_share_of_area decimal(38, 8),
    idle_share_of_cost decimal(38, 8)
);
insert into mart.assets_by_unit
with latest as (
    select region, max(stated_on) as stated_on
    from core.asset_card, ops.run
    where stated_on <= as_of
    group by region
),
names as (
    select u.region, u.unit, arg_max(u.name, u.fiscal_year) as unit_name,
        arg_max(u.department, u.fiscal_year) as department
    from core.unit u
    join latest l on l.region = u.region and u.fiscal_year <= year(l.stated_on)
    group by u.region, u.unit
),
held as (
    select region, stated_on, unit,
        count(*) as cards,
        sum(cost) as cost,
        sum(net_value) as net_value,
        sum(area) as area,
        count(*) filter (status = '4') as idle_cards,
        sum(case when status = '4' then cost when cost is not null then 0 end) as idle_cost,
        sum(coalesce(idle_area, case when status = '4' then area when area is not null then 0 end))
            as idle_area,
        sum(coalesce(
            leased_area, case when status in ('2', '3') then area when area is not null then 0 end
        )) as leased_area
    from core.asset_card
    join latest using (region, stated_on)
    where status <> '9'
    group by all
)
select h.region, h.stated_on, h.unit, n.unit_name, n.department, h.cards, h.cost, h.net_value,
    h.area, h.idle_cards, h.idle_cost, h.idle_area, h.leased_area,
    h.idle_area / nullif(h.area, 0), h.idle_cost / nullif(h.cost, 0)
from held h
left join names n using (region, unit)
order by h.region, h.unit nulls last;
