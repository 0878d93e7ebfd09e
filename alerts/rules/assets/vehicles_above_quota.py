"""公车超编 · More vehicles in use than the quota.

A quota of vehicles is a number that can be counted in a car park.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Horizon, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="S15",
    title=Text("公车超编", "More vehicles in use than the quota"),
    meaning=Text(
        "单位在用车辆的卡片数超过了公务用车编制数。",
        "The unit has more vehicles in use than its quota of official vehicles.",
    ),
    severity=Severity.RED,
    formula=Text("{vehicles} − {quota} > {tolerance}", "{vehicles} − {quota} > {tolerance}"),
    needs=("asset_card", "unit"),
    horizon=Horizon.AS_OF,
    basis=(
        Article(
            law="机关事务管理条例",
            number="第二十五条",
            quote="不得超编制、超标准配备公务用车",
            note=(
                "其他国家机关和有关人民团体参照执行（第三十四条） / other state organs by "
                "analogy (article 34)"
            ),
        ),
        Article(
            law="机关事务管理条例",
            number="第三十二条",
            part="第（四）项",
            quote="超编制、超标准配备公务用车",
        ),
        Article(
            law="行政事业性国有资产管理条例",
            number="第五十三条",
            part="第（二）项",
            quote="超标准配置国有资产",
            note="本项言标准，不言编制 / it speaks of standards, not of quotas",
        ),
    ),
    limits={
        "tolerance": Limit(
            0,
            Provenance.STATUTORY,
            "容差",
            "tolerance",
            unit="vehicle",
            article="机关事务管理条例第二十五条",
        ),
    },
    sql="""
        with latest as (
            select region, max(stated_on) as stated_on
            from core.asset_card
            where stated_on <= $as_of
            group by region
        ),
        standing as (
            select c.*
            from core.asset_card c
            join latest using (region, stated_on)
            where c.status = '1'
                and (c.asset_class is null or left(c.asset_class, 3) = '203')
        ),
        counted as (
            select
                region, unit, stated_on,
                sum(case when asset_class is null then 0 else 1 end) as vehicles,
                sum(case when asset_class is null then 1 else 0 end) as unclassed,
                sum(case when asset_class is null then 0 else cost end) as cost
            from standing
            where unit is not null
            group by region, unit, stated_on
        ),
        newest as (
            select region, unit, max(fiscal_year) as fiscal_year
            from core.unit
            where fiscal_year <= year($as_of)
            group by region, unit
        ),
        quotas as (
            select region, unit, fiscal_year, vehicle_quota as quota, true as on_file
            from core.unit
            join newest using (region, unit, fiscal_year)
        ),
        compared as (
            select
                region, unit, fiscal_year, quota, coalesce(on_file, false) as on_file,
                stated_on, cost,
                coalesce(vehicles, 0) as vehicles,
                coalesce(unclassed, 0) as unclassed
            from counted
            full join quotas using (region, unit)
        ),
        judged as (
            select
                *,
                case
                    when vehicles - quota > $tolerance then 'fail'
                    when vehicles + unclassed = 0 then 'pass'
                    when quota is null then 'unknown'
                    when vehicles + unclassed - quota > $tolerance then 'unknown'
                    else 'pass'
                end as verdict
            from compared
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(unit, '/', '／') as subject,
            verdict,
            case
                when verdict <> 'unknown' then null
                when not on_file then 'unit'
                when quota is null then 'unit.vehicle_quota'
                else 'asset_card.asset_class'
            end as reason,
            null as severity,
            cast(cost * (vehicles - quota) / nullif(vehicles, 0) as decimal(18, 2)) as at_stake,
            unit,
            stated_on,
            fiscal_year as quota_year,
            quota,
            vehicles,
            vehicles - quota as difference,
            cost
        from judged
        union all
        select
            region,
            cast(year($as_of) as varchar),
            concat('asset/', replace(asset, '/', '／')),
            'unknown',
            'asset_card.unit',
            null,
            cast(null as decimal(18, 2)),
            unit,
            stated_on,
            cast(null as integer),
            cast(null as integer),
            cast(null as integer),
            cast(null as integer),
            cost
        from standing
        where unit is null
    """,
    evidence={
        "asset_card": """
            select f.region, f.period, f.subject, c.asset, c.stated_on
            from finding f
            join core.asset_card c
                on c.region = f.region
                and c.stated_on = f.stated_on
                and c.unit = f.unit
            where c.status = '1'
                and left(c.asset_class, 3) = '203'
        """,
        "unit": """
            select f.region, f.period, f.subject, u.unit, u.fiscal_year
            from finding f
            join core.unit u
                on u.region = f.region
                and u.unit = f.unit
            where u.fiscal_year = f.quota_year
        """,
    },
    operands={
        "stated_on": Text("统计日期", "stated on"),
        "quota_year": Text("编制所属年度", "year of the quota"),
        "quota": Text("公务用车编制数", "quota"),
        "vehicles": Text("在用车辆数", "vehicles in use"),
        "difference": Text("超编数", "above the quota"),
        "cost": Text("在用车辆原值", "cost of the vehicles in use"),
    },
    advice=Text(
        "请单位逐辆提供行驶证和编制批复，说明超编车辆的来源、使用人和处置安排。",
        "The unit shows the registration of every vehicle and the approval of its quota, and says "
        "where those above came from, who drives them and what becomes of them.",
    ),
    innocent=Text(
        "救护、消防、执法执勤等特种专业技术用车另有编制；旧车待报废未改使用状况；编制数未更新。",
        "Ambulances, fire engines and patrol cars have quotas of their own; an old car waits to be "
        "scrapped and its status was not changed; the quota is not up to date.",
    ),
    exclusions=(
        Text(
            "只数在用车辆（使用状况 1），出租、出借、闲置、待处置、已处置的不数",
            "only vehicles in use (status 1): not those let, lent, idle or to be disposed of",
        ),
    ),
    assumptions=(
        Text(
            "分类代码 203 的卡片一张即一辆；编制为 0 也是编制，未报的判为未知",
            "a card of class 203 is one vehicle; a quota of 0 is a quota, one that is not reported "
            "is unknown",
        ),
        Text(
            "没有分类代码的在用卡片可能是车辆：加上它们就超编的，判为未知；所涉金额按平均原值计",
            "a card in use without a class may be a vehicle: where they would break the "
            "quota, it is "
            "unknown; what is at stake is the vehicles above, at their average cost",
        ),
        Text(
            "编制取不晚于监督年度的最近一年",
            "the quota is that of the unit's latest year up to the night's",
        ),
    ),
    examples=(
        Example(
            story="as many as the quota are in order",
            given={
                "unit": [{"vehicle_quota": 2}],
                "asset_card": [
                    {"asset_class": "2030500"},
                    {"asset": "E2", "asset_class": "2030500"},
                ],
            },
            passes=["U1"],
            boundary=True,
        ),
        Example(
            story="one more is too many",
            given={
                "unit": [{"vehicle_quota": 2}],
                "asset_card": [
                    {"asset_class": "2030500", "cost": Decimal("100000.00")},
                    {"asset": "E2", "asset_class": "2030500", "cost": Decimal("200000.00")},
                    {"asset": "E3", "asset_class": "2030599", "cost": Decimal("300000.00")},
                ],
            },
            fails={"U1": Severity.RED},
            at_stake={"U1": Decimal("200000.00")},
            boundary=True,
        ),
        Example(
            story="a quota of none is a quota",
            given={
                "unit": [{"vehicle_quota": 0}, {"unit": "U2", "vehicle_quota": 0}],
                "asset_card": [{"asset_class": "2030500"}],
            },
            fails={"U1": Severity.RED},
            at_stake={"U1": Decimal("1000000.00")},
            passes=["U2"],
            boundary=True,
        ),
        Example(
            story="only vehicles in use count, and only vehicles",
            given={
                "unit": [{"vehicle_quota": 0}],
                "asset_card": [
                    {"asset": f"E{status}", "asset_class": "2030500", "status": status}
                    for status in ("2", "3", "4", "5", "9")
                ]
                + [{"asset": "E7", "asset_class": "2020000"}, {"asset": "E8"}],
            },
            passes=["U1"],
        ),
        Example(
            story="the latest date stands as a whole, and so does the unit's latest year",
            given={
                "unit": [
                    {"vehicle_quota": 0, "fiscal_year": 2025},
                    {"vehicle_quota": 1},
                    {"vehicle_quota": 0, "fiscal_year": 2027},
                    {"region": "410200", "vehicle_quota": 0},
                ],
                "asset_card": [
                    {"asset_class": "2030500", "stated_on": date(2026, 9, 30)},
                    *(
                        {"asset": asset, "asset_class": "2030500", "stated_on": stated_on}
                        for asset in ("E2", "E5")
                        for stated_on in (date(2026, 7, 31), date(2026, 10, 31))
                    ),
                    {
                        "asset": "E3",
                        "asset_class": "2030500",
                        "stated_on": date(2026, 10, 31),
                    },
                    {
                        "asset": "E4",
                        "region": "410200",
                        "asset_class": "2030500",
                        "stated_on": date(2026, 6, 30),
                    },
                ],
            },
            passes=["U1"],
            fails={"410200 U1": Severity.RED},
        ),
        Example(
            story="a quota, a unit or a class that was not reported is unknown, by its name",
            given={
                "unit": [
                    {"vehicle_quota": None},
                    {"unit": "U2", "vehicle_quota": 2},
                    {"unit": "U5", "vehicle_quota": 1},
                    {"unit": "U4", "vehicle_quota": None},
                ],
                "asset_card": [
                    {"asset_class": "2030500"},
                    {"asset": "E2", "unit": "U2", "asset_class": "2030500"},
                    {"asset": "E3", "unit": "U2", "asset_class": None},
                    {"asset": "E6", "unit": "U2", "asset_class": None},
                    {"asset": "E7", "unit": "U5", "asset_class": "2030500"},
                    {"asset": "E8", "unit": "U5", "asset_class": None},
                    {"asset": "E4", "unit": "U3", "asset_class": "2030500"},
                    {"asset": "E5", "unit": None, "asset_class": "2030500"},
                ],
            },
            unknown={
                "U1": "unit.vehicle_quota",
                "U2": "asset_card.asset_class",
                "U3": "unit",
                "U5": "asset_card.asset_class",
                "asset/E5": "asset_card.unit",
            },
            passes=["U4"],
        ),
        Example(
            story="a card without a class within the quota changes nothing",
            given={
                "unit": [{"vehicle_quota": 2}],
                "asset_card": [
                    {"asset_class": "2030500", "cost": None},
                    {"asset": "E2", "asset_class": None},
                ],
            },
            passes=["U1"],
            boundary=True,
        ),
        Example(
            story="what the vehicles cost was not reported, and they are too many all the same",
            given={
                "unit": [{"vehicle_quota": 0}],
                "asset_card": [{"asset_class": "2030500", "cost": None}],
            },
            fails={"U1": Severity.RED},
        ),
        Example(
            story="without the units no quota is known",
            given={"asset_card": [{"asset_class": "2030500"}]},
            missing=["unit"],
            unknown={"": "feed missing: unit"},
        ),
    ),
)
