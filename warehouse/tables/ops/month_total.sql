-- 月合计. What a government's feed adds up to in a month: by the rows' own dates up to the night, for statements by their month,
-- and for a register without dates by the files of the month. A file of no rows adds up to nothing.
create table ops.month_total (
    feed        varchar not null,
    region      varchar not null,
    month       varchar not null,     -- 2026-03
    column_name varchar not null,
    total       decimal(38, 2),       -- yuan; null: the column is empty
    rows        bigint  not null
);
