-- 审计查出问题. One row for each problem that the auditors reported.
-- Remedied is the amount put right so far; a problem is settled only when it is closed (销号).
create table core.audit_problem (
    problem       varchar        not null,  -- 问题编号
    region        varchar        not null,  -- 财政区划代码
    audit_year    integer        not null,  -- 审计年度
    unit          varchar        not null,  -- 单位代码
    problem_class varchar        not null,  -- 问题类别
    text          varchar        not null,  -- 问题表现
    amount        decimal(18, 2),           -- 涉及金额, yuan
    reported_on   date           not null,  -- 审计报告日期
    due_on        date,                     -- 整改时限
    remedied      decimal(18, 2),           -- 已整改金额, yuan
    closed_on     date                      -- 销号日期
);
