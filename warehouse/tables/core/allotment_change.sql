-- 指标调整. One row for each change of an allotment after it was issued.
-- Amounts are signed. A virement (调剂) is two rows, one on each side, and moves money inside the
-- approved total; a supplement or a reduction (追加, 调减) changes it.
create table core.allotment_change (
    change           varchar        not null,  -- 调整明细主键
    fiscal_year      integer        not null,  -- 预算年度
    region           varchar        not null,  -- 财政区划代码
    changed_on       date           not null,  -- 调整日期
    kind             varchar        not null,  -- 调整类型: 1 supplement 2 reduction 3 virement in 4 virement out
    allotment        varchar        not null,  -- 指标主键
    source_allotment varchar,                  -- 源指标主键
    amount           decimal(18, 2) not null,  -- 调整金额: signed: a reduction is below zero; each side of a virement is a row of its own; yuan
    approval         varchar                   -- 批准文号
);
