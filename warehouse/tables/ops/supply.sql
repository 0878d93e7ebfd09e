-- 供数. Which government's feed is there for which fiscal year, by the files in force; a file of no rows counts.
-- Registers and stocks without a fiscal year hold from their first year to the night's.
create table ops.supply (
    region      varchar not null,
    feed        varchar not null,
    fiscal_year integer not null
);
