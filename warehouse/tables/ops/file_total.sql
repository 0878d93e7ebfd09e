-- 控制总额. The money of one column of one file, in yuan: delivered = kept + repeated + aside, and how many could not be read.
create table ops.file_total (
    file        integer        not null,
    column_name varchar        not null,
    delivered   decimal(38, 2) not null,
    kept        decimal(38, 2) not null,
    repeated    decimal(38, 2) not null,
    aside       decimal(38, 2) not null,
    unreadable  bigint         not null
);
