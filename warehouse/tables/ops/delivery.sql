-- 交付. One row for each delivery that came; below zero what the site's own staff typed in.
create table ops.delivery (
    number       integer   not null,
    name         varchar   not null,
    supplier     varchar,
    delivered_at timestamp,            -- UTC, as the manifest says
    received_at  timestamp not null    -- UTC
);
