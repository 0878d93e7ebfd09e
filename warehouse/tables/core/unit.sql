-- 预算单位. One row for each budget unit (预算单位) and year.
-- A department (主管部门) is itself a unit, the one that its subordinates name as their
-- department. Numbers of staff are heads on the day of reporting; a quota of 0 is a quota, an
-- empty one is not reported.
create table core.unit (
    unit            varchar not null,  -- 单位代码
    fiscal_year     integer not null,  -- 预算年度
    region          varchar not null,  -- 财政区划代码
    name            varchar not null,  -- 单位名称
    department      varchar not null,  -- 主管部门代码
    department_name varchar not null,  -- 主管部门名称
    kind            varchar not null,  -- 单位类型: 1 administrative 2 institution 3 other
    staff_quota     integer,           -- 编制人数
    staff           integer,           -- 实有人数
    vehicle_quota   integer            -- 公务用车编制数
);
