-- 列支. What payments are charged to: every combination of government, year, unit, allotment, project, fund and codes
-- that any of them names, with a number. Payments are added up by the number first, and each sum is named once.
-- The numbers are in the order of the texts, the unit's first within a government, and this night's alone.
create table lineage.charge (
    charge              integer not null,
    region              varchar not null,
    fiscal_year         integer not null,
    unit                varchar not null,
    allotment           varchar,
    project             varchar,
    fund                varchar,
    function_item       varchar,
    government_economic varchar,
    department_economic varchar
);
insert into lineage.charge
select
    cast(row_number() over (
        order by region, unit, fiscal_year, allotment, project, fund, function_item, government_economic, department_economic
    ) as integer) as charge,
    region, fiscal_year, unit, allotment, project, fund, function_item, government_economic, department_economic
from (
    select distinct
        region, fiscal_year, unit, allotment, project, fund, function_item, government_economic, department_economic
    from core.payment
) as told
order by charge;
