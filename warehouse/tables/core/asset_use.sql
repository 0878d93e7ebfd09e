-- 资产出租出借处置. One row for each lease, loan, disposal or outside investment of an asset.
-- The income due of a lease is the rent of a year; of a disposal, its proceeds.
create table core.asset_use (
    event      varchar        not null,  -- 业务编号
    region     varchar        not null,  -- 财政区划代码
    asset      varchar        not null,  -- 资产编号
    unit       varchar        not null,  -- 单位代码
    kind       varchar        not null,  -- 业务类型: 1 lease 2 loan 3 disposal 4 outside investment
    started_on date           not null,  -- 发生日期
    ends_on    date,                     -- 到期日期
    approval   varchar,                  -- 批准文号
    due_income decimal(18, 2),           -- 应收收入: a lease: the rent of a year; a disposal: its proceeds; yuan
    handed_in  decimal(18, 2),           -- 已缴国库金额, yuan
    due_on     date,                     -- 应缴日期
    reason     varchar                   -- 事由
);
