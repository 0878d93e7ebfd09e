-- 预算指标. One row for each allotment (指标): authority handed down inside the appropriation.
-- The amount is as first issued and contains no later change: what is allotted today is this plus
-- the rows of allotment_change. A frozen amount is still there and may not be drawn.
create table core.allotment (
    allotment           varchar        not null,  -- 指标主键
    fiscal_year         integer        not null,  -- 预算年度
    region              varchar        not null,  -- 财政区划代码
    unit                varchar        not null,  -- 单位代码
    project             varchar,                  -- 项目代码
    document            varchar,                  -- 本级指标文号
    superior_document   varchar,                  -- 上级指标文号
    issued_on           date           not null,  -- 发文时间
    kind                varchar        not null,  -- 指标类型: 1 opening 2 supplement 3 carry-over 4 advance
    origin_year         integer,                  -- 资金来源年度: the year whose money a carry-over is
    fund                varchar        not null,  -- 资金性质: 1 general public budget 2 government funds 3 state capital 4 social insurance 5 special account 6 unit's own; longer codes refine these
    function_item       varchar        not null,  -- 支出功能分类科目
    government_economic varchar,                  -- 政府预算支出经济分类
    department_economic varchar,                  -- 部门预算支出经济分类
    amount              decimal(18, 2) not null,  -- 指标金额: as first issued: no allotment_change is contained in it; yuan
    frozen              decimal(18, 2),           -- 冻结金额, yuan
    active              boolean        not null   -- 可执行标志
);
