-- 数据列. The columns of each feed's contract, in order.
create table ops.feed_column (
    feed        varchar not null,
    place       integer not null,
    column_name varchar not null,
    zh          varchar not null,
    en          varchar not null,
    mof         varchar not null,  -- the identifier of the budget-management integration
    type        varchar not null,
    key         boolean not null,
    mandatory   boolean not null,
    refers      varchar,           -- its dictionary or the feed that it names a row of
    meaning     varchar
);
