-- 重复主键. Rows of events whose key stands in two files in force, and whether the rows differ.
create table ops.key_twice (
    feed    varchar not null,
    key     varchar not null,  -- its parts joined with /
    file    integer not null,
    line    bigint  not null,
    differs boolean not null   -- the rows of the key, from one another
);
