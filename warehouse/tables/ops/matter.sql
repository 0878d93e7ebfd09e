-- 督办事项. The ledger's matters as they stood before this night.
create table ops.matter (
    number    bigint  not null,
    kind      varchar not null,
    state     varchar not null,
    region    varchar not null,
    unit      varchar,
    subject   varchar not null,
    issued_on date,
    due_on    date,
    closed_on date
);
