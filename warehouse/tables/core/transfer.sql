-- 转移支付. One row for each transfer (转移支付) from a government to one below it.
-- Never a bank transfer. The region is the one that hands the money on, to_region the one that
-- gets it. An empty issued_on says that it was not handed on yet.
create table core.transfer (
    transfer           varchar        not null,  -- 转移支付主键
    fiscal_year        integer        not null,  -- 预算年度
    region             varchar        not null,  -- 财政区划代码: the government that hands the money on
    to_region          varchar        not null,  -- 接收方区划代码
    kind               varchar        not null,  -- 转移支付类型: 1 general 2 earmarked
    document           varchar        not null,  -- 指标文号
    project            varchar,                  -- 项目名称
    budget_approved_on date,                     -- 预算批准日期
    received_on        date,                     -- 收到上级文件日期
    issued_on          date,                     -- 下达日期
    amount             decimal(18, 2) not null,  -- 金额, yuan
    is_early_notice    boolean,                  -- 是否提前下达
    is_direct          boolean                   -- 是否直达资金
);
