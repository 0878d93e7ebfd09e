-- 库款. The cash in the treasury at the end of a day, with what moved it.
-- One row for each government and day; closing should be opening plus inflow less outflow, and a
-- row where it is not is kept, for a rule to find.
create table core.treasury_balance (
    region    varchar        not null,  -- 财政区划代码
    stated_on date           not null,  -- 日期
    opening   decimal(18, 2) not null,  -- 期初库款余额, yuan
    inflow    decimal(18, 2) not null,  -- 本期流入, yuan
    outflow   decimal(18, 2) not null,  -- 本期流出, yuan
    closing   decimal(18, 2) not null   -- 期末库款余额, yuan
);
