-- 国库集中支付. One row for each voucher that the treasury paid.
-- A refund or a red reversal is a payment below zero. The fiscal year is the one that the payment
-- is charged to, which need not be the calendar year of its date.
create table core.payment (
    payment             varchar        not null,  -- 支付凭证主键
    fiscal_year         integer        not null,  -- 预算年度
    region              varchar        not null,  -- 财政区划代码
    voucher             varchar,                  -- 支付凭证号
    allotment           varchar,                  -- 指标主键
    unit                varchar        not null,  -- 单位代码
    project             varchar,                  -- 项目代码
    fund                varchar,                  -- 资金性质
    function_item       varchar,                  -- 支出功能分类科目
    government_economic varchar,                  -- 政府预算支出经济分类
    department_economic varchar,                  -- 部门预算支出经济分类
    requested_on        date,                     -- 申请日期
    paid_on             date           not null,  -- 实际支付日期
    amount              decimal(18, 2) not null,  -- 实际支付金额: a refund or red reversal is below zero; yuan
    method              varchar,                  -- 支付方式: 1 direct 2 delegated
    business            varchar,                  -- 支付业务类型: 1 ordinary 2 refund 3 correction 9 year-end carry-over voucher
    settlement          varchar,                  -- 结算方式: 1 transfer 2 cash 3 official card
    payer_account       varchar,                  -- 付款人账号
    payee               varchar        not null,  -- 收款人全称
    payee_account       varchar,                  -- 收款人账号
    payee_bank          varchar,                  -- 收款人开户银行
    purpose             varchar,                  -- 用途
    contract            varchar,                  -- 采购合同编号
    bond                varchar                   -- 债券代码
);
