-- 社会保险基金. Income, outlay and balance of an insurance scheme in a month.
-- Income and outlay are of the month alone, not cumulative; the balance is all that is left.
create table core.insurance_fund (
    region  varchar        not null,  -- 财政区划代码
    month   varchar        not null,  -- 月份
    scheme  varchar        not null,  -- 险种: 110 企业职工基本养老 170 城乡居民基本养老 210 失业 310 职工基本医疗 390 城乡居民基本医疗 410 工伤
    income  decimal(18, 2) not null,  -- 当月收入, yuan
    outlay  decimal(18, 2) not null,  -- 当月支出, yuan
    balance decimal(18, 2) not null   -- 累计结余, yuan
);
