-- 剔出. One row set aside, with the line of its file, the column, the raw value and the reason.
create table ops.aside (
    file        integer not null,
    line        bigint  not null,
    column_name varchar,
    raw         varchar,
    reason      varchar not null
);
