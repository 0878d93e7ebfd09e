-- 国有企业财务快报. One row for each state-owned enterprise and month.
-- Revenue and profit are cumulative since January; assets, liabilities and equity stand at the end
-- of the month. Equity is that of the parent company, and may be below zero.
create table core.enterprise (
    enterprise       varchar        not null,  -- 企业统一社会信用代码
    region           varchar        not null,  -- 财政区划代码
    month            varchar        not null,  -- 月份
    name             varchar        not null,  -- 企业名称
    assets           decimal(18, 2) not null,  -- 资产总额, yuan
    liabilities      decimal(18, 2) not null,  -- 负债总额, yuan
    equity           decimal(18, 2) not null,  -- 归母所有者权益, yuan
    opening_equity   decimal(18, 2),           -- 年初归母所有者权益, yuan
    revenue          decimal(18, 2) not null,  -- 营业收入: cumulative since January; yuan
    net_profit       decimal(18, 2) not null,  -- 归母净利润: cumulative since January; yuan
    profit_due_share decimal(18, 8),           -- 收益上缴比例; 0.10 is ten per cent
    profit_handed_in decimal(18, 2),           -- 已上缴收益, yuan
    guarantees       decimal(18, 2)            -- 对外担保余额, yuan
);
