-- 政府采购合同. One row for each contract of government procurement.
-- The amount is as signed; supplementary contracts stand beside it and are not contained in it.
create table core.contract (
    contract      varchar        not null,  -- 采购合同编号
    region        varchar        not null,  -- 财政区划代码
    unit          varchar        not null,  -- 单位代码
    project       varchar,                  -- 项目代码
    item          varchar,                  -- 采购品目
    procedure     varchar        not null,  -- 采购方式: 1 open tender 2 invited tender 3 negotiation 4 single source 5 inquiry 6 framework
    supplier      varchar        not null,  -- 供应商
    is_small_firm boolean,                  -- 是否中小企业
    budget        decimal(18, 2),           -- 采购预算, yuan
    amount        decimal(18, 2) not null,  -- 合同金额, yuan
    supplement    decimal(18, 2),           -- 补充合同金额, yuan
    awarded_on    date,                     -- 中标通知日期
    signed_on     date           not null,  -- 签订日期
    published_on  date,                     -- 公告日期
    filed_on      date,                     -- 备案日期
    delivered_on  date                      -- 交付日期
);
