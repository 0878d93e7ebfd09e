-- 预警. The ledger's alerts as they stood before this night.
create table ops.alert (
    number               bigint  not null,
    code                 varchar not null,
    rule                 varchar not null,
    region               varchar not null,
    period               varchar not null,
    subject              varchar not null,
    recurrence           integer not null,
    unit                 varchar,
    severity             varchar not null,
    state                varchar not null,
    at_stake             decimal(18, 2),
    first_seen           date    not null,
    last_seen            date    not null,
    sightings            integer not null,
    no_longer_observed   date,              -- since this night
    backlog              boolean not null,  -- before the start
    closed_on            date               -- the day of its closing
);
