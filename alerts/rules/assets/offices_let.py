"""机关出租出借办公用房 · An administrative office is let or lent.

Offices that a department can let are offices that it does not need: they go back to the office
administration, not to a tenant.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Horizon, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="S04",
    title=Text("机关出租出借办公用房", "An administrative office is let or lent"),
    meaning=Text(
        "行政单位名下的办公用房处于出租、出借状态，法规一律不准。",
        "An office of an administrative unit is let or lent, which the regulation forbids.",
    ),
    severity=Severity.RED,
    formula=Text(
        "{status} = 2 ∨ {status} = 3 ∨ {leased_area} > 0 ∨ {running} > 0",
        "{status} = 2 or {status} = 3 or {leased_area} > 0 or {running} > 0",
    ),
    needs=("asset_card", "asset_use", "unit"),
    horizon=Horizon.AS_OF,
    basis=(
        Article(
            law="机关事务管理条例",
            number="第二十三条",
            quote="政府各部门不得出租、出借办公用房或者改变办公用房使用功能",
            note=(
                "其他国家机关和有关人民团体参照执行（第三十四条） / other state organs by "
                "analogy (article 34)"
            ),
        ),
    ),
    limits={
        "office_words": Limit(
            ("办公",),
            Provenance.PROPOSED_DEFAULT,
            "办公用房名称含",
            "words that name an office",
            unit="text",
        ),
    },
    sql="""
        with latest as (
            select region, max(stated_on) as stated_on
            from core.asset_card
            where stated_on <= $as_of
            group by region
        ),
        offices as (
            select c.*
            from core.asset_card c
            join latest using (region, stated_on)
            where c.status <> '9'
                and regexp_matches(c.name, array_to_string($office_words, '|'))
                and (c.asset_class is null or left(c.asset_class, 1) = '1')
        ),
        let as (
            select region, asset, count(*) as running, sum(due_income) as rent
            from core.asset_use
            where kind in ('1', '2')
                and started_on <= $as_of
                and (ends_on is null or ends_on >= $as_of)
            group by region, asset
        ),
        newest as (
            select region, unit, max(fiscal_year) as fiscal_year
            from core.unit
            where fiscal_year <= year($as_of)
            group by region, unit
        ),
        kinds as (
            select region, unit, kind as unit_kind
            from core.unit
            join newest using (region, unit, fiscal_year)
        ),
        seen as (
            select
                o.*,
                coalesce(running, 0) as running,
                rent,
                unit_kind,
                status in ('2', '3') or coalesce(leased_area, 0) > 0 or coalesce(running, 0) > 0
                    as is_let
            from offices o
            left join let using (region, asset)
            left join kinds using (region, unit)
        ),
        judged as (
            select
                *,
                case
                    when unit_kind <> '1' then 'not_applicable'
                    when not is_let then 'pass'
                    when unit is null or unit_kind is null or asset_class is null then 'unknown'
                    else 'fail'
                end as verdict
            from seen
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(asset, '/', '／') as subject,
            verdict,
            case
                when verdict = 'not_applicable' then 'not an administrative unit'
                when verdict <> 'unknown' then null
                when unit is null then 'asset_card.unit'
                when unit_kind is null then 'unit'
                else 'asset_card.asset_class'
            end as reason,
            null as severity,
            rent as at_stake,
            unit,
            name,
            stated_on,
            status,
            leased_area,
            running,
            rent
        from judged
    """,
    evidence={
        "asset_card": """
            select f.region, f.period, f.subject, c.asset, c.stated_on
            from finding f
            join core.asset_card c
                on c.region = f.region
                and c.stated_on = f.stated_on
                and replace(c.asset, '/', '／') = f.subject
        """,
        "asset_use": """
            select f.region, f.period, f.subject, u.event
            from finding f
            join core.asset_use u
                on u.region = f.region
                and replace(u.asset, '/', '／') = f.subject
            where u.kind in ('1', '2')
                and u.started_on <= $as_of
                and (u.ends_on is null or u.ends_on >= $as_of)
        """,
    },
    operands={
        "name": Text("资产名称", "asset"),
        "stated_on": Text("统计日期", "stated on"),
        "status": Text("使用状况", "status"),
        "leased_area": Text("出租出借面积", "area let or lent"),
        "running": Text("在期租借业务数", "leases and loans running"),
        "rent": Text("年租金", "rent of a year"),
    },
    advice=Text(
        "请机关事务管理部门核对该房屋的权属和用途，限期收回并纳入统一调剂。",
        "The office administration checks whose the rooms are and what for, and takes them back to "
        "be used by whoever needs them.",
    ),
    innocent=Text(
        "名称含“办公”而实为附属商铺或者已移交；经批准提供给所属事业单位使用而登记为出借。",
        "The name says office and the rooms are shops or were handed over; a subordinate "
        "institution uses them with approval and it was booked as a loan.",
    ),
    exclusions=(
        Text("事业单位和其他单位不适用", "institutions and other units: not applicable"),
        Text("已处置的卡片不看", "cards of what was disposed of are not looked at"),
    ),
    assumptions=(
        Text(
            "使用状况为出租、出借，或有出租出借面积，或有在期的出租、出借业务，有其一即为出租、出借",
            "let or lent by its status, by an area let, or by a lease or loan that runs: one is "
            "enough",
        ),
        Text(
            "单位类型按不晚于监督年度的最近一年",
            "a unit's kind is that of its latest year up to the night's",
        ),
    ),
    examples=(
        Example(
            story="an office that is in use is in order",
            given={"asset_card": [{"name": "办公楼"}], "unit": [{}]},
            passes=["E1"],
        ),
        Example(
            story=(
                "let by its status, lent by its status, or by its area to the last part of a metre"
            ),
            given={
                "asset_card": [
                    {"name": "办公楼", "status": "2"},
                    {"asset": "E2", "name": "机关办公用房", "status": "3"},
                    {"asset": "E3", "name": "办公室", "leased_area": Decimal("0.000001")},
                    {"asset": "E4", "name": "办公室", "leased_area": None},
                    {"asset": "E5", "name": "办公室", "status": "4"},
                ],
                "unit": [{}],
            },
            fails={"E1": Severity.RED, "E2": Severity.RED, "E3": Severity.RED},
            passes=["E4", "E5"],
            boundary=True,
        ),
        Example(
            story="let by a lease that runs to this day, and not by one that ended or is to come",
            given={
                "asset_card": [
                    {"name": "办公楼"},
                    {"asset": "E2", "name": "办公楼"},
                    {"asset": "E3", "name": "办公楼"},
                    {"asset": "E4", "name": "办公楼"},
                    {"asset": "E5", "name": "办公楼"},
                    {"asset": "E6", "name": "办公楼"},
                ],
                "asset_use": [
                    {"ends_on": date(2026, 9, 30)},
                    {"event": "G2", "asset": "E2", "ends_on": date(2026, 9, 29)},
                    {"event": "G3", "asset": "E3", "started_on": date(2026, 10, 1)},
                    {"event": "G4", "asset": "E4", "kind": "3"},
                    {
                        "event": "G5",
                        "asset": "E5",
                        "kind": "2",
                        "ends_on": None,
                        "started_on": date(2026, 9, 30),
                    },
                    {"event": "G6", "region": "410200", "asset": "E6"},
                    {"event": "G7", "due_income": Decimal("50.00")},
                ],
                "unit": [{}],
            },
            fails={"E1": Severity.RED, "E5": Severity.RED},
            at_stake={"E1": Decimal("150.00")},
            passes=["E2", "E3", "E4", "E6"],
            boundary=True,
        ),
        Example(
            story="an institution's offices are another matter",
            given={
                "asset_card": [{"name": "办公楼", "status": "2"}],
                "unit": [{"kind": "2"}],
            },
            not_applicable=["E1"],
        ),
        Example(
            story="a school, an office desk and a card that is gone are not offices",
            given={
                "asset_card": [
                    {"status": "2"},
                    {"asset": "E2", "name": "办公桌", "asset_class": "5010000", "status": "3"},
                    {"asset": "E3", "name": "办公楼", "status": "9", "leased_area": Decimal(9)},
                ],
                "unit": [{}],
            },
        ),
        Example(
            story="the latest date stands as a whole, and so does the unit's latest year",
            given={
                "asset_card": [
                    {"name": "办公楼", "stated_on": date(2026, 7, 31), "status": "2"},
                    {"name": "办公楼", "stated_on": date(2026, 9, 30)},
                    {
                        "asset": "E2",
                        "name": "办公楼",
                        "stated_on": date(2026, 7, 31),
                        "status": "2",
                    },
                    {
                        "asset": "E3",
                        "name": "办公楼",
                        "stated_on": date(2026, 10, 31),
                        "status": "2",
                    },
                    {
                        "asset": "E4",
                        "region": "410200",
                        "name": "办公楼",
                        "stated_on": date(2026, 6, 30),
                        "status": "2",
                    },
                ],
                "unit": [
                    {},
                    {"region": "410200", "fiscal_year": 2025, "kind": "2"},
                    {"region": "410200", "fiscal_year": 2026, "kind": "1"},
                    {"region": "410200", "fiscal_year": 2027, "kind": "2"},
                ],
            },
            passes=["E1"],
            fails={"410200 E4": Severity.RED},
        ),
        Example(
            story="an office that is let, and whose it is or what it is was not reported",
            given={
                "asset_card": [
                    {"name": "办公楼", "status": "2", "unit": None},
                    {"asset": "E2", "name": "办公楼", "status": "2", "unit": "U9"},
                    {"asset": "E3", "name": "办公楼", "status": "2", "asset_class": None},
                    {"asset": "E4", "name": "办公楼", "asset_class": None},
                ],
                "unit": [{}],
            },
            unknown={"E1": "asset_card.unit", "E2": "unit", "E3": "asset_card.asset_class"},
            passes=["E4"],
        ),
        Example(
            story="without the leases nothing can be called in order",
            given={"asset_card": [{"name": "办公楼"}], "unit": [{}]},
            missing=["asset_use"],
            unknown={"": "feed missing: asset_use"},
        ),
    ),
)
