-- 供数质量. What each supplier's score is made of, to be added up by hand: periods that were due by the night
-- and what came of them, files that were taken, refused and restated, and what became of their rows.
-- A period counts as due once it has come or is overdue; a refused one that is not overdue does not count yet.
create table mart.supplier_quality (
    supplier       varchar not null,
    region         varchar not null,
    due            bigint  not null,  -- arrived + late + missing + refused
    arrived        bigint  not null,  -- in time
    late           bigint  not null,
    missing        bigint  not null,
    refused        bigint  not null,  -- overdue, and only refused files came
    files          bigint  not null,  -- kept or refused
    files_refused  bigint  not null,
    files_kept     bigint  not null,
    files_restated bigint  not null,  -- kept, and no longer in force: restated or taken back
    rows_delivered bigint  not null,  -- of kept files: kept + repeated + aside
    rows_kept      bigint  not null,
    rows_repeated  bigint  not null,
    rows_aside     bigint  not null
);
insert into mart.supplier_quality
with periods as (
    select
        supplier, region,
        count(*) filter (state = 'arrived') as arrived,
        count(*) filter (state = 'late') as late,
        count(*) filter (state = 'missing') as missing,
        count(*) filter (state = 'refused' and days_late is not null) as refused
    from ops.due
    group by supplier, region
),
files as (
    select
        coalesce(supplier, region) as supplier, region,
        count(*) as files,
        count(*) filter (status = 'refused') as files_refused,
        count(*) filter (status = 'kept') as files_kept,
        count(*) filter (status = 'kept' and not in_force) as files_restated,
        sum(delivered) filter (status = 'kept') as rows_delivered,
        sum(kept) filter (status = 'kept') as rows_kept,
        sum(repeated) filter (status = 'kept') as rows_repeated,
        sum(aside) filter (status = 'kept') as rows_aside
    from ops.delivery_file
    where status in ('kept', 'refused') and region is not null
    group by all
)
select
    supplier,
    region,
    coalesce(arrived, 0) + coalesce(late, 0) + coalesce(missing, 0) + coalesce(refused, 0),
    coalesce(arrived, 0),
    coalesce(late, 0),
    coalesce(missing, 0),
    coalesce(refused, 0),
    coalesce(files, 0),
    coalesce(files_refused, 0),
    coalesce(files_kept, 0),
    coalesce(files_restated, 0),
    coalesce(rows_delivered, 0),
    coalesce(rows_kept, 0),
    coalesce(rows_repeated, 0),
    coalesce(rows_aside, 0)
from periods
full join files using (supplier, region)
order by supplier, region;
