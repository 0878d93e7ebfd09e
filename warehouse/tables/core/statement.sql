-- 预算收支表. The four books by code: approved, revised, executed, settled.
-- Rows come at every level: never add them all, a book is the sum of its 3-digit rows. Months 1 to
-- 12 are cumulative, 0 is the opening budget, 13 the final accounts. An empty amount was not
-- reported.
create table core.statement (
    fiscal_year  integer        not null,  -- 预算年度
    region       varchar        not null,  -- 财政区划代码
    month        integer        not null,  -- 月份: 1-12 cumulative; 0 the opening budget; 13 final accounts
    book         varchar        not null,  -- 账本: 1 general public budget 2 government funds 3 state capital 4 social insurance
    side         varchar        not null,  -- 收支方向: 1 revenue 2 expenditure
    code         varchar        not null,  -- 科目编码
    approved     decimal(18, 2),           -- 年初预算数, yuan
    revised      decimal(18, 2),           -- 调整预算数, yuan
    executed     decimal(18, 2),           -- 累计执行数, yuan
    last_year    decimal(18, 2),           -- 上年同期数, yuan
    carried_over decimal(18, 2),           -- 结转数, yuan
    unspent      decimal(18, 2)            -- 结余数, yuan
);
