-- 校验. For each file in force what its receipt states, what was read from its kept rows, and what of it
-- gave way to another file. Read less given way is what `kept` holds. No column: the number of rows.
create table ops.proof (
    file        integer        not null,
    feed        varchar        not null,
    column_name varchar,
    stated      decimal(38, 2) not null,
    read        decimal(38, 2) not null,
    gave_way    decimal(38, 2) not null
);
