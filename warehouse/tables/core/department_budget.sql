-- 部门预算. The approved budget of a year by unit, project and codes, one row a line.
-- The column that the identifier calls IS_ASSIGNED means the opposite: 是 is not yet assigned.
-- Requested is what the unit asked for, approved what it was given.
create table core.department_budget (
    line                varchar        not null,  -- 项目年度预算主键
    fiscal_year         integer        not null,  -- 预算年度
    region              varchar        not null,  -- 财政区划代码
    unit                varchar        not null,  -- 单位代码
    project             varchar,                  -- 项目代码
    fund                varchar        not null,  -- 资金性质
    function_item       varchar        not null,  -- 支出功能分类科目
    government_economic varchar,                  -- 政府预算支出经济分类
    department_economic varchar,                  -- 部门预算支出经济分类
    requested           decimal(18, 2),           -- 申报数, yuan
    approved            decimal(18, 2) not null,  -- 年初批复数, yuan
    is_procurement      boolean,                  -- 是否政府采购
    is_unassigned       boolean                   -- 是否待分配: whatever the identifier suggests, 是 / 1 means 待分配: not yet assigned to a unit and project
);
