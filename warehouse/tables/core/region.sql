-- 行政区划. One row for each government, with the one above it.
-- A township has nine digits, everybody else six. Places outside China take 99xxxx, by the mapping
-- of their supplier. The centre has no parent.
create table core.region (
    region varchar not null,  -- 区划代码: GB/T 2260, 6 digits; 9 digits for a township
    name   varchar not null,  -- 区划名称
    parent varchar,           -- 上级区划代码
    tier   varchar not null   -- 级次: 1 central 2 province 3 prefecture 4 county 5 township
);
