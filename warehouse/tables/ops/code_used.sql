-- 用码. Each code that a file in force uses in a column that has a dictionary, and whether the year's dictionary lists it.
create table ops.code_used (
    file        integer not null,
    feed        varchar not null,
    column_name varchar not null,
    dictionary  varchar not null,
    fiscal_year integer not null,  -- whose dictionary was asked
    value       varchar not null,
    state       varchar not null,  -- listed, unlisted, or open: no dictionary reaches it
    looks_like  varchar,           -- a listed code that differs by leading zeros alone
    used        bigint  not null,  -- rows
    lines       bigint[]           -- of the file, the first 200; where it is unlisted
);
