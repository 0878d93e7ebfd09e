"""资产闲置 · Idle assets.

Land and buildings that stand empty for more than a year, dear equipment that nobody uses, and units
a tenth of whose floor space is idle: before anything is bought, these are to be shared or moved.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import (
    Article,
    Bearing,
    Example,
    Horizon,
    Limit,
    Provenance,
    Rule,
    Severity,
    Text,
)

RULE = Rule(
    code="S01",
    title=Text("资产闲置", "Idle assets"),
    meaning=Text(
        "土地、房屋闲置超过规定月数，较贵设备闲置超过规定月数，或者单位房屋闲置面积（没有面积的按原值）"
        "占比超过规定比例。",
        "Land or a building, or equipment of some value, has been idle for longer than it may; or "
        "too large a share of a unit's building area (of its cost, where no area is given) "
        "is idle.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "单项：自 {idle_since} 闲置满 {idle_months} 个月之后（设备原值 {cost} ≥ "
        "{equipment_cost}）；"
        "单位：{idle} ÷ {total} = {idle_share} > {unit_share}",
        "an asset: idle since {idle_since}, longer than {idle_months} months (equipment of "
        "{cost} ≥ "
        "{equipment_cost}); a unit: {idle} ÷ {total} = {idle_share} > {unit_share}",
    ),
    needs=("asset_card",),
    horizon=Horizon.AS_OF,
    basis=(
        Article(
            law="行政事业性国有资产管理条例",
            number="第八条",
            quote="结合资产存量、资产配置标准、绩效目标和财政承受能力配置资产",
            bearing=Bearing.PRINCIPLE,
        ),
        Article(
            law="行政事业性国有资产管理条例",
            number="第十一条",
            quote="各部门及其所属单位应当优先通过调剂方式配置资产。",
            bearing=Bearing.PRINCIPLE,
        ),
        Article(
            law="行政事业性国有资产管理条例",
            number="第十八条",
            quote="建立健全国有资产共享共用机制",
            bearing=Bearing.PRINCIPLE,
            note="更贴切的是机关事务管理条例第十九条第二款 / nearer is article 19, paragraph 2 "
            "of the "
            "Regulation on Administering Government Offices",
        ),
        Article(
            law="机关事务管理条例",
            number="第十九条",
            part="第二款",
            quote="政府各部门的闲置资产应当由本级政府统一调剂使用或者采取公开拍卖等方式处置，处置收益应当上缴国库。",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "idle_months": Limit(
            12, Provenance.PROPOSED_DEFAULT, "闲置超过", "idle longer than", "month"
        ),
        "equipment_cost": Limit(
            Decimal("100000.00"),
            Provenance.PROPOSED_DEFAULT,
            "设备原值达到",
            "equipment of at least",
            "yuan",
        ),
        "unit_share": Limit(
            Decimal("0.10"),
            Provenance.PROPOSED_DEFAULT,
            "单位房屋闲置占比超过",
            "idle share of a unit's buildings above",
            "share",
        ),
        "not_buildings": Limit(
            ("101", "103"),
            Provenance.PROPOSED_DEFAULT,
            "一类资产中不属房屋的（土地、构筑物）",
            "class 1 that is no building (land, structures)",
            "code",
        ),
    },
    sql="""
        with latest as (
            select region, max(stated_on) as stated_on
            from core.asset_card
            where stated_on <= $as_of
            group by region
        ),
        cards as (
            select
                region, stated_on, asset, name, unit, asset_class, status, idle_since, cost,
                area, idle_area,
                left(asset_class, 1) = '2' as is_equipment,
                $as_of > idle_since + to_months($idle_months) as is_long
            from core.asset_card
            join latest using (region, stated_on)
            where status <> '9'
        ),
        units as (
            select distinct region, unit from cards
        ),
        asked as (
            select
                cards.*,
                case when units.unit is not null then 'asset/' else '' end
                    || replace(cards.asset, '/', '／') as subject,
                case
                    when left(asset_class, 1) not in ('1', '2')
                        then 'neither land, building nor equipment'
                    when status <> '4' or not is_long then ''
                    when is_equipment and cost < $equipment_cost then ''
                    when idle_since is null then 'asset_card.idle_since'
                    when asset_class is null then 'asset_card.asset_class'
                    when is_equipment and cost is null then 'asset_card.cost'
                end as why_not
            from cards
            left join units on units.region = cards.region and units.unit = cards.asset
        ),
        by_asset as (
            select
                region,
                subject,
                case
                    when why_not is null then 'fail'
                    when why_not = '' then 'pass'
                    when starts_with(why_not, 'asset_card.') then 'unknown'
                    else 'not_applicable'
                end as verdict,
                nullif(why_not, '') as reason,
                cost as at_stake,
                unit,
                stated_on,
                name,
                asset_class,
                idle_since,
                cost,
                cast(null as varchar) as measured_by,
                cast(null as decimal(38, 6)) as idle,
                cast(null as decimal(38, 6)) as total
            from asked
        ),
        buildings as (
            select
                *,
                case when status = '4' then area else idle_area end as area_idle,
                case when status = '4' then cost else 0 end as cost_idle
            from cards
            where left(asset_class, 1) = '1' and left(asset_class, 3) not in $not_buildings
        ),
        summed as (
            select
                region, unit, stated_on,
                case
                    when count(area) = count(*) then 'area'
                    when count(cost) = count(*) then 'cost'
                end as measured_by,
                bool_or(area_idle is null) as idle_missing,
                count(area) as areas,
                sum(area) as area,
                sum(area_idle) as area_idle,
                sum(cost) as cost,
                sum(cost_idle) as cost_idle
            from buildings
            group by all
        ),
        measured as (
            select
                *,
                case measured_by when 'area' then area else cost end as total,
                case measured_by when 'area' then area_idle else cost_idle end as idle
            from summed
        ),
        by_unit as (
            select
                region,
                coalesce(replace(unit, '/', '／'), 'unit/') as subject,
                case
                    when unit is null or measured_by is null then 'unknown'
                    when idle > $unit_share * total then 'fail'
                    when measured_by = 'area' and idle_missing then 'unknown'
                    when total = 0 then 'not_applicable'
                    else 'pass'
                end as verdict,
                case
                    when unit is null then 'asset_card.unit'
                    when measured_by is null and areas > 0 then 'asset_card.area'
                    when measured_by is null then 'asset_card.cost'
                    when idle > $unit_share * total then null
                    when measured_by = 'area' and idle_missing then 'asset_card.idle_area'
                    when total = 0 then 'no building area'
                end as reason,
                cost_idle as at_stake,
                unit,
                stated_on,
                null as name,
                null as asset_class,
                null as idle_since,
                null as cost,
                measured_by,
                idle,
                total
            from measured
        ),
        judged as (
            select * from by_asset
            union all
            select * from by_unit
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            subject,
            verdict,
            reason,
            null as severity,
            at_stake,
            unit,
            stated_on,
            name,
            asset_class,
            idle_since,
            cost,
            measured_by,
            idle,
            total,
            cast(idle / nullif(total, 0) as decimal(18, 6)) as idle_share
        from judged
    """,
    evidence={
        "asset_card": """
            select f.region, f.period, f.subject, c.asset, c.stated_on
            from finding f
            join core.asset_card c
                on c.region = f.region
                and c.stated_on = f.stated_on
                and c.asset_class = f.asset_class
                and c.idle_since = f.idle_since
            where f.measured_by is null
                and f.subject in (
                    replace(c.asset, '/', '／'), 'asset/' || replace(c.asset, '/', '／')
                )
            union all
            select f.region, f.period, f.subject, c.asset, c.stated_on
            from finding f
            join core.asset_card c
                on c.region = f.region and c.stated_on = f.stated_on and c.unit = f.unit
            where f.measured_by is not null
                and left(c.asset_class, 1) = '1'
                and left(c.asset_class, 3) not in $not_buildings
                and c.status <> '9'
        """,
    },
    operands={
        "stated_on": Text("统计日期", "stated on"),
        "name": Text("资产名称", "asset"),
        "asset_class": Text("资产分类", "class"),
        "idle_since": Text("闲置起始日期", "idle since"),
        "cost": Text("原值", "cost"),
        "measured_by": Text("单位口径（area 面积，cost 原值）", "a unit is measured by"),
        "idle": Text("闲置", "idle"),
        "total": Text("合计", "total"),
        "idle_share": Text("闲置占比", "idle share"),
    },
    advice=Text(
        "请资产使用单位说明闲置原因，机关事务或者财政部门对照资产卡片实地核实，提出调剂、出租或者处置意见。",
        "The unit states why the asset is idle; the office administration or the finance "
        "department "
        "checks the card on the spot and proposes to move, let or dispose of it.",
    ),
    innocent=Text(
        "正在改建、腾退或者等待处置批复；战备、应急等按规定备用；卡片状态未及时更新。",
        "It is being rebuilt, vacated or awaits leave for disposal; it is kept in reserve by rule; "
        "or its card was not updated.",
    ),
    exclusions=(
        Text("已处置（状态 9）的卡片不计", "cards of what was disposed of (status 9)"),
        Text("单位占比只计房屋，不计土地和构筑物", "a unit's share is of buildings, not of land"),
        Text(
            "文物、图书、家具、生物、无形资产不判",
            "relics, books, furniture, biological and intangible assets",
        ),
    ),
    assumptions=(
        Text(
            "闲置月数从闲置起始日算至基准日",
            "months are counted from the first idle day to the as-of date",
        ),
        Text(
            "闲置房屋按全部面积计；在用房屋未报闲置面积的，不作零",
            "an idle building counts with all its area; an empty idle area of one in use is not 0",
        ),
        Text(
            "面积不全的单位按原值计算；原值也不全的为未知",
            "a unit whose areas are not all given is measured by cost; with costs missing too, it "
            "is unknown",
        ),
        Text(
            "资产编号与单位代码相同的，资产的对象写作 asset/编号",
            "an asset that bears a unit's code is written asset/<number>",
        ),
    ),
    examples=(
        Example(
            story="a building idle for twelve months to the day; land a day longer",
            given={
                "asset_card": [
                    {"status": "4", "idle_since": date(2025, 9, 30), "unit": "U8"},
                    {
                        "asset": "E/2",
                        "asset_class": "1010000",
                        "status": "4",
                        "idle_since": date(2025, 9, 29),
                    },
                ]
            },
            fails={"E／2": Severity.YELLOW, "U8": Severity.YELLOW},
            at_stake={"E／2": Decimal("1000000.00"), "U8": Decimal("1000000.00")},
            passes=["E1"],
            boundary=True,
        ),
        Example(
            story="equipment of 100,000 is looked for, a fen below it is not",
            given={
                "asset_card": [
                    {
                        "asset_class": "2010000",
                        "status": "4",
                        "idle_since": date(2025, 9, 29),
                        "cost": Decimal("100000.00"),
                    },
                    {
                        "asset": "E2",
                        "asset_class": "2010000",
                        "status": "4",
                        "idle_since": date(2025, 9, 29),
                        "cost": Decimal("99999.99"),
                    },
                    {
                        "asset": "E3",
                        "asset_class": "2030100",
                        "status": "4",
                        "idle_since": date(2025, 9, 30),
                        "cost": Decimal("100000.00"),
                    },
                ]
            },
            fails={"E1": Severity.YELLOW},
            at_stake={"E1": Decimal("100000.00")},
            passes=["E2", "E3"],
            boundary=True,
        ),
        Example(
            story="a tenth of a unit's building area may be idle",
            given={
                "asset_card": [
                    {"area": Decimal("900.00")},
                    {
                        "asset": "E2",
                        "area": Decimal("100.00"),
                        "status": "4",
                        "idle_since": date(2026, 8, 1),
                    },
                    {
                        "asset": "E3",
                        "asset_class": "1010000",
                        "area": Decimal("9000.00"),
                        "idle_area": Decimal("9000.00"),
                    },
                    {
                        "asset": "E4",
                        "asset_class": "1030000",
                        "area": Decimal("9000.00"),
                        "idle_area": Decimal("9000.00"),
                    },
                    {"asset": "E5", "status": "9", "area": Decimal("9000.00")},
                ]
            },
            passes=["E1", "E2", "E3", "E4", "U1"],
            boundary=True,
        ),
        Example(
            story="what is idle of a unit is at stake together",
            given={
                "asset_card": [
                    {"status": "4", "idle_since": date(2026, 8, 1)},
                    {
                        "asset": "E2",
                        "status": "4",
                        "idle_since": date(2026, 8, 1),
                        "cost": Decimal("5.00"),
                    },
                ]
            },
            fails={"U1": Severity.YELLOW},
            at_stake={"U1": Decimal("1000005.00")},
            passes=["E1", "E2"],
        ),
        Example(
            story="a little more than a tenth is idle, in part of a building that is in use",
            given={
                "asset_card": [
                    {"area": Decimal("900.00"), "unit": "U/1"},
                    {
                        "asset": "E2",
                        "unit": "U/1",
                        "area": Decimal("100.00"),
                        "idle_area": Decimal("100.00"),
                        "status": "2",
                    },
                    {
                        "asset": "E3",
                        "unit": "U/1",
                        "area": Decimal("1.00"),
                        "idle_area": Decimal("0.20"),
                    },
                    {"asset": "E4", "unit": "U2"},
                ]
            },
            fails={"U／1": Severity.YELLOW},
            passes=["E1", "E2", "E3", "E4", "U2"],
            boundary=True,
        ),
        Example(
            story="without areas cost is held against cost, on both sides of a tenth",
            given={
                "asset_card": [
                    {"area": None, "idle_area": None, "cost": Decimal("900.00")},
                    {
                        "asset": "E2",
                        "area": None,
                        "idle_area": None,
                        "cost": Decimal("100.00"),
                        "status": "4",
                        "idle_since": date(2026, 8, 1),
                    },
                    {
                        "asset": "E3",
                        "unit": "U2",
                        "area": None,
                        "idle_area": None,
                        "cost": Decimal("899.99"),
                    },
                    {
                        "asset": "E4",
                        "unit": "U2",
                        "area": None,
                        "idle_area": None,
                        "cost": Decimal("100.00"),
                        "status": "4",
                        "idle_since": date(2026, 8, 1),
                    },
                ]
            },
            fails={"U2": Severity.YELLOW},
            at_stake={"U2": Decimal("100.00")},
            units={"U2": "U2"},
            passes=["E1", "E2", "E3", "E4", "U1"],
            boundary=True,
        ),
        Example(
            story="the latest date stands as a whole, no card of a later day is read",
            given={
                "asset_card": [
                    {"stated_on": date(2026, 9, 30)},
                    {
                        "asset": "E2",
                        "stated_on": date(2026, 8, 31),
                        "status": "4",
                        "idle_since": date(2020, 1, 1),
                    },
                    {
                        "asset": "E3",
                        "stated_on": date(2026, 10, 1),
                        "status": "4",
                        "idle_since": date(2020, 1, 1),
                    },
                    {
                        "region": "410102",
                        "stated_on": date(2025, 6, 30),
                        "asset_class": "2010000",
                        "status": "4",
                        "idle_since": date(2025, 6, 1),
                    },
                ]
            },
            fails={"410102 E1": Severity.YELLOW},
            passes=["E1", "U1"],
            boundary=True,
        ),
        Example(
            story="an asset that bears a unit's code is called an asset",
            given={
                "asset_card": [
                    {"asset": "U1", "status": "4", "idle_since": date(2020, 1, 1)},
                    {"asset": "E2", "area": Decimal("1.00")},
                ]
            },
            fails={"asset/U1": Severity.YELLOW, "U1": Severity.YELLOW},
            passes=["E2"],
        ),
        Example(
            story="furniture, books and what was disposed of are not asked",
            given={
                "asset_card": [
                    {"asset_class": "5010000", "status": "4", "idle_since": date(2020, 1, 1)},
                    {
                        "asset": "E2",
                        "asset_class": "2010000",
                        "status": "9",
                        "idle_since": date(2020, 1, 1),
                    },
                ]
            },
            not_applicable=["E1"],
        ),
        Example(
            story="idle since nobody knows when, of no class, at no cost",
            given={
                "asset_card": [
                    {"asset_class": "1010000", "status": "4"},
                    {
                        "asset": "E2",
                        "asset_class": None,
                        "status": "4",
                        "idle_since": date(2020, 1, 1),
                    },
                    {
                        "asset": "E3",
                        "asset_class": "2010000",
                        "status": "4",
                        "cost": None,
                        "idle_since": date(2020, 1, 1),
                    },
                    {
                        "asset": "E4",
                        "asset_class": "2010000",
                        "status": "4",
                        "cost": Decimal("1.00"),
                    },
                    {
                        "asset": "E5",
                        "asset_class": "2010000",
                        "status": "4",
                        "cost": None,
                        "idle_since": date(2026, 8, 1),
                    },
                    {"asset": "E6", "asset_class": None},
                    {
                        "asset": "E7",
                        "asset_class": "1010000",
                        "status": "4",
                        "cost": None,
                        "idle_since": date(2020, 1, 1),
                    },
                ]
            },
            fails={"E7": Severity.YELLOW},
            unknown={
                "E1": "asset_card.idle_since",
                "E2": "asset_card.asset_class",
                "E3": "asset_card.cost",
            },
            passes=["E4", "E5", "E6"],
        ),
        Example(
            story="what a unit does not report is not 0: areas, idle areas, costs, the unit itself",
            given={
                "asset_card": [
                    {"idle_area": None},
                    {"asset": "E2", "unit": "U2", "area": None, "cost": None},
                    {"asset": "E3", "unit": "U2"},
                    {"asset": "E4", "unit": "U3", "area": None, "cost": None},
                    {"asset": "E5", "unit": None},
                    {"asset": "E6", "unit": "U4", "idle_area": None},
                    {
                        "asset": "E7",
                        "unit": "U4",
                        "area": Decimal("112.00"),
                        "status": "4",
                        "idle_since": date(2026, 8, 1),
                    },
                    {"asset": "E8", "unit": "U5", "area": None, "cost": Decimal("9.00")},
                    {"asset": "E9", "unit": "U5"},
                ]
            },
            fails={"U4": Severity.YELLOW},
            unknown={
                "U1": "asset_card.idle_area",
                "U2": "asset_card.area",
                "U3": "asset_card.cost",
                "unit/": "asset_card.unit",
            },
            passes=["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9", "U5"],
        ),
        Example(
            story="no floor space, nothing to be idle; idle space of no building is too much",
            given={
                "asset_card": [
                    {"area": Decimal("0.00")},
                    {
                        "asset": "E2",
                        "unit": "U2",
                        "area": Decimal("0.00"),
                        "idle_area": Decimal("1.00"),
                    },
                ]
            },
            fails={"U2": Severity.YELLOW},
            passes=["E1", "E2"],
            not_applicable=["U1"],
        ),
        Example(
            story="without the cards nothing is known",
            given={"payment": [{}]},
            missing=["asset_card"],
            unknown={"": "feed missing: asset_card"},
        ),
    ),
)
