-- 政府债务限额和余额. Ceiling and balance of government debt at a date, by kind.
-- Comprehensive resources (综合财力) stand once for a government and date, in the row of kind 1;
-- in the row of kind 2 they are empty, not 0.
create table core.debt_position (
    region                  varchar        not null,  -- 财政区划代码
    stated_on               date           not null,  -- 统计日期
    kind                    varchar        not null,  -- 债务类型: 1 general 2 special
    ceiling                 decimal(18, 2) not null,  -- 债务限额, yuan
    outstanding             decimal(18, 2) not null,  -- 债务余额, yuan
    overdue                 decimal(18, 2),           -- 逾期金额, yuan
    comprehensive_resources decimal(18, 2)            -- 综合财力: once for a region and date, in the row of kind 1; yuan
);
