-- 政府债券. One row for each bond and each government that uses its proceeds.
-- A province issues for its cities: one bond code with several regions, each with its own part of
-- the amount.
create table core.bond (
    bond        varchar        not null,  -- 债券代码
    region      varchar        not null,  -- 财政区划代码: the government that uses the proceeds
    name        varchar        not null,  -- 债券名称
    kind        varchar        not null,  -- 债券类型: 1 general 2 special
    purpose     varchar        not null,  -- 发行用途: 1 new 2 refinancing 3 swap
    issued_on   date           not null,  -- 发行日期
    matures_on  date           not null,  -- 到期日期
    coupon      decimal(18, 8) not null,  -- 票面利率; 0.10 is ten per cent
    amount      decimal(18, 2) not null,  -- 发行金额, yuan
    proceeds_on date                      -- 资金到位日期
);
