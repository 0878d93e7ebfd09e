-- 更正. One cell that a later delivery stated otherwise; a row that went is told by each of its sums, which became nothing.
create table ops.restated (
    feed        varchar   not null,
    region      varchar   not null,
    period      varchar   not null,   -- of the file that stood before
    supplier    varchar   not null,
    key         varchar   not null,   -- its parts joined with /
    column_name varchar,              -- null: the row as a whole, where a feed has no money
    change      varchar   not null,   -- changed, gone, withdrawn
    was         varchar,
    became      varchar,
    difference  decimal(38, 2),       -- yuan; null: not money
    stated_at   timestamp not null,   -- UTC, by the manifest, else when it was received
    received_at timestamp not null,   -- UTC
    file        integer   not null,   -- that restated it
    replaced    integer   not null,   -- that held the old figure
    line        bigint    not null    -- of the replaced file
);
