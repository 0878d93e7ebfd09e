-- 收据. One row for each file of a delivery and what became of it; in_force: this night is built on it.
create table ops.delivery_file (
    number    integer not null,
    delivery  integer not null,
    name      varchar not null,
    feed      varchar,
    region    varchar,
    period    varchar,
    supplier  varchar,
    sha256    varchar,
    mapping   varchar,
    status    varchar not null,
    reason    varchar,
    delivered bigint,            -- rows: delivered = kept + repeated + aside
    kept      bigint,
    repeated  bigint,
    aside     bigint,
    in_force  boolean not null
);
