-- 规则结果. How many subjects of a government and period were looked at by a rule, and what came of them.
create table ops.rule_result (
    code           varchar not null,
    region         varchar not null,
    period         varchar not null,
    subjects       bigint  not null,
    fail           bigint  not null,
    pass           bigint  not null,
    not_applicable bigint  not null,
    unknown        bigint  not null,
    error          bigint  not null,
    reasons        varchar,           -- JSON: what is missing → how many
    edition        varchar not null,
    limits         varchar            -- JSON
);
