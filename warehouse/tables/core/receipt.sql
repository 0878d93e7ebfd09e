-- 收入入库. One row for each sum that reached the treasury.
-- Received is the day in the treasury, paid in the day that the payer handed it over. A rebate is
-- a receipt below zero.
create table core.receipt (
    receipt      varchar        not null,  -- 入库流水号
    fiscal_year  integer        not null,  -- 预算年度
    region       varchar        not null,  -- 财政区划代码
    received_on  date           not null,  -- 入库日期
    paid_in_on   date,                     -- 缴款日期
    revenue_item varchar        not null,  -- 收入分类科目
    collector    varchar,                  -- 执收单位代码
    amount       decimal(18, 2) not null   -- 入库金额, yuan
);
