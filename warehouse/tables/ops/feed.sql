-- 数据契约. The feeds that this edition takes in, as their contracts have them.
create table ops.feed (
    feed  varchar not null,
    zh    varchar not null,
    en    varchar not null,
    every varchar not null,  -- day, month, year, event
    holds varchar not null,  -- events, stock, register
    dated varchar,           -- the column whose dates lie in the file's period
    ours  boolean not null,  -- no published standard has such a table
    about varchar            -- what a row is
);
