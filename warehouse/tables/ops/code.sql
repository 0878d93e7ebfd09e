-- 代码. The codes of each year's dictionaries, units excepted (they are core.unit).
create table ops.code (
    dictionary  varchar not null,
    fiscal_year integer not null,
    code        varchar not null,
    name        varchar,
    parent      varchar,
    origin      varchar not null  -- delivered, bundled, contract
);
