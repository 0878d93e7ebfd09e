-- 疑点. What a rule found on this night, with its formula's numbers and the rows that it rests on.
create table ops.finding (
    code          varchar not null,
    rule          varchar not null,
    edition       varchar not null,
    region        varchar not null,
    period        varchar not null,
    subject       varchar not null,
    unit          varchar,
    severity      varchar not null,
    at_stake      decimal(18, 2),     -- yuan; null: no money is at stake
    operands      varchar not null,   -- JSON
    limits        varchar not null,   -- JSON
    evidence_rows bigint  not null,
    evidence_total decimal(38, 2),    -- yuan: the money of all rows of the first feed
    evidence      varchar not null    -- JSON: at most 200 rows
);
