-- 本夜. The night itself, one row: the day that it counts from, and what it was built of.
create table ops.run (
    as_of       date      not null,
    known       date,                -- deliveries received by this day; null: all
    built_at    timestamp not null,  -- UTC
    version     varchar   not null,
    fingerprint varchar   not null   -- of the files in force, the tables' SQL and the day
);
