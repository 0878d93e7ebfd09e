-- 资产卡片. One row for each asset of the state at a date.
-- A building may be centuries old. Areas are square metres. An empty idle_since with status 4 is
-- idle since a day that nobody wrote down.
create table core.asset_card (
    asset       varchar        not null,  -- 资产编号
    region      varchar        not null,  -- 财政区划代码
    stated_on   date           not null,  -- 统计日期
    unit        varchar,                  -- 单位代码
    name        varchar        not null,  -- 资产名称
    asset_class varchar,                  -- 资产分类代码: GB/T 14885, 7 digits; the first: 1 land and buildings 2 equipment (203 vehicles) 3 relics 4 books 5 furniture 6 biological 7 intangible
    status      varchar        not null,  -- 使用状况: 1 in use 2 leased out 3 lent 4 idle 5 awaiting disposal 9 disposed
    idle_since  date,                     -- 闲置起始日期
    acquired_on date,                     -- 取得日期
    booked_on   date,                     -- 入账日期
    in_use_from date,                     -- 投入使用日期
    cost        decimal(18, 2),           -- 原值, yuan
    net_value   decimal(18, 2),           -- 净值, yuan
    area        decimal(18, 6),           -- 面积: square metres
    idle_area   decimal(18, 6),           -- 闲置面积
    leased_area decimal(18, 6),           -- 出租出借面积
    certificate varchar                   -- 权属证号
);
