-- 法定事项. What the law dates: approvals, replies, publications, reports.
-- An empty happened_on says that it has not happened yet. The subject is empty where the event is
-- the whole government’s.
create table core.legal_event (
    event       varchar        not null,  -- 事项编号
    region      varchar        not null,  -- 财政区划代码
    fiscal_year integer        not null,  -- 预算年度
    kind        varchar        not null,  -- 事项类型: budget_approved · department_replied · unit_replied · budget_published · final_accounts_approved · final_accounts_replied · final_accounts_published · adjustment_approved · borrowing_approved · asset_report · debt_report · audit_report · rectification_report · draft_submitted · meeting
    subject     varchar,                  -- 对象: department or unit, where the event is one's own
    happened_on date,                     -- 发生日期: empty: it has not happened yet
    amount      decimal(18, 2),           -- 金额, yuan
    document    varchar                   -- 文号
);
