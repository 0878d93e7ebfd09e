-- 还本付息. One row for each date on which principal or interest of a bond falls due.
-- An empty paid is not reported; 0 says that nothing was paid.
create table core.debt_service (
    bond    varchar        not null,  -- 债券代码
    region  varchar        not null,  -- 财政区划代码
    due_on  date           not null,  -- 应还日期
    part    varchar        not null,  -- 本息类型: 1 principal 2 interest
    due     decimal(18, 2) not null,  -- 应还金额, yuan
    paid    decimal(18, 2),           -- 已还金额, yuan
    paid_on date                      -- 实际偿还日期
);
