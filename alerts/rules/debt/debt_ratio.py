"""债务率 · Debt against what the government commands.

Debt outstanding over comprehensive resources (综合财力): the bands by which superiors rate the risk
of a government, from green below 120 % to red at 300 %.
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
    code="D03",
    title=Text("债务率等级", "Debt ratio by band"),
    meaning=Text(
        "最近统计日的政府债务余额（一般加专项）与综合财力之比达到黄、橙、红档。",
        "At the latest date, debt of both kinds over comprehensive resources has reached the "
        "yellow, orange or red band.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{outstanding} ÷ {resources} = {ratio} ≥ {yellow}（橙 {orange}，红 {red}），"
        "或者 {resources} ≤ 0（红）",
        "{outstanding} ÷ {resources} = {ratio} ≥ {yellow} (orange {orange}, red {red}) "
        "or {resources} ≤ 0 (red)",
    ),
    needs=("debt_position",),
    horizon=Horizon.AS_OF,
    basis=(
        Article(
            law="预算法实施条例",
            number="第四十七条",
            quote="建立健全地方政府债务风险评估指标体系，组织评估地方政府债务风险状况，对债务高风险地区提出预警",
            bearing=Bearing.PRINCIPLE,
            note="条文没有分档，分档为财政部门惯例，待核实 / no band stands in the article; "
            "these are the ministry's practice, unverified",
        ),
    ),
    limits={
        "yellow": Limit(
            Decimal("1.20"), Provenance.UNVERIFIED_DEFAULT, "黄色：达到", "yellow: at", "share"
        ),
        "orange": Limit(
            Decimal("2.00"), Provenance.UNVERIFIED_DEFAULT, "橙色：达到", "orange: at", "share"
        ),
        "red": Limit(
            Decimal("3.00"), Provenance.UNVERIFIED_DEFAULT, "红色：达到", "red: at", "share"
        ),
    },
    sql="""
        with dated as (
            select *, max(stated_on) over (partition by region) as latest_on
            from core.debt_position
            where stated_on <= $as_of
        ),
        summed as (
            select
                region,
                latest_on,
                sum(outstanding) as outstanding,
                max(comprehensive_resources) filter (kind = '1') as resources,
                bool_or(kind = '1') and bool_or(kind = '2') and bool_and(kind in ('1', '2'))
                    as complete
            from dated
            where stated_on = latest_on
            group by all
        ),
        judged as (
            select
                *,
                case
                    when not complete then 'debt_position of both kinds'
                    when resources is null then 'debt_position.comprehensive_resources'
                end as missing
            from summed
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            'total' as subject,
            case
                when missing is not null then 'unknown'
                when outstanding <= 0 then 'pass'
                when outstanding >= $yellow * resources then 'fail'
                else 'pass'
            end as verdict,
            missing as reason,
            case
                when outstanding >= $red * resources then 'red'
                when outstanding >= $orange * resources then 'orange'
                else 'yellow'
            end as severity,
            round(outstanding - $yellow * greatest(resources, 0), 2) as at_stake,
            null as unit,
            latest_on as stated_on,
            outstanding,
            resources,
            cast(outstanding / nullif(resources, 0) as decimal(18, 6)) as ratio
        from judged
    """,
    evidence={
        "debt_position": """
            select f.region, f.period, f.subject, d.stated_on, d.kind
            from finding f
            join core.debt_position d on d.region = f.region and d.stated_on = f.stated_on
        """,
    },
    operands={
        "stated_on": Text("统计日期", "stated on"),
        "outstanding": Text("债务余额", "outstanding"),
        "resources": Text("综合财力", "comprehensive resources"),
        "ratio": Text("债务率", "debt ratio"),
    },
    advice=Text(
        "请财政部门提供综合财力的计算表和债务余额明细，报告降低债务率的计划和进度。",
        "The finance department shows how comprehensive resources were computed and the list of "
        "debts, and reports its plan for bringing the ratio down.",
    ),
    innocent=Text(
        "综合财力为上年数，本年补助或者土地收入尚未计入；新增债券集中在上半年发行。",
        "The resources are last year's and this year's grants or land income are not in them; new "
        "bonds were issued early in the year.",
    ),
    assumptions=(
        Text(
            "综合财力取一般债务行所列；为零或者负而有余额的，按红色",
            "resources are those in the row of general debt; where they are zero or below and "
            "there is debt, it is red",
        ),
    ),
    examples=(
        Example(
            story="one fen below 120 % is green",
            given={
                "debt_position": [
                    {
                        "outstanding": Decimal("70.00"),
                        "comprehensive_resources": Decimal("100.00"),
                    },
                    {"kind": "2", "outstanding": Decimal("49.99")},
                ]
            },
            passes=["total"],
            boundary=True,
        ),
        Example(
            story="at 120 % yellow",
            given={
                "debt_position": [
                    {
                        "outstanding": Decimal("70.00"),
                        "comprehensive_resources": Decimal("100.00"),
                    },
                    {"kind": "2", "outstanding": Decimal("50.00")},
                ]
            },
            fails={"total": Severity.YELLOW},
            at_stake={"total": Decimal("0.00")},
            boundary=True,
        ),
        Example(
            story="one fen below 200 % yellow still",
            given={
                "debt_position": [
                    {"comprehensive_resources": Decimal("100.00")},
                    {"kind": "2", "outstanding": Decimal("119.99")},
                ]
            },
            fails={"total": Severity.YELLOW},
            at_stake={"total": Decimal("79.99")},
            boundary=True,
        ),
        Example(
            story="at 200 % orange",
            given={
                "debt_position": [
                    {"comprehensive_resources": Decimal("100.00")},
                    {"kind": "2", "outstanding": Decimal("120.00")},
                ]
            },
            fails={"total": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="one fen below 300 % orange still",
            given={
                "debt_position": [
                    {"comprehensive_resources": Decimal("100.00")},
                    {"kind": "2", "outstanding": Decimal("219.99")},
                ]
            },
            fails={"total": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="at 300 % red",
            given={
                "debt_position": [
                    {"comprehensive_resources": Decimal("100.00")},
                    {"kind": "2", "outstanding": Decimal("220.00")},
                ]
            },
            fails={"total": Severity.RED},
            at_stake={"total": Decimal("180.00")},
            boundary=True,
        ),
        Example(
            story="debt against no resources is red, no debt is green",
            given={
                "debt_position": [
                    {"comprehensive_resources": Decimal("0.00")},
                    {"kind": "2", "outstanding": Decimal("0.01")},
                    {
                        "region": "410102",
                        "outstanding": Decimal("0.00"),
                        "comprehensive_resources": Decimal("0.00"),
                    },
                    {"region": "410102", "kind": "2", "outstanding": Decimal("0.00")},
                    {
                        "region": "410103",
                        "outstanding": Decimal("0.01"),
                        "comprehensive_resources": Decimal("-5.00"),
                    },
                    {"region": "410103", "kind": "2", "outstanding": Decimal("0.00")},
                ]
            },
            fails={"total": Severity.RED, "410103 total": Severity.RED},
            at_stake={"total": Decimal("80.01"), "410103 total": Decimal("0.01")},
            passes=["410102 total"],
        ),
        Example(
            story="the latest date stands, no row dated after the day is read",
            given={
                "debt_position": [
                    {
                        "stated_on": date(2026, 9, 30),
                        "comprehensive_resources": Decimal("100.00"),
                    },
                    {"stated_on": date(2026, 9, 30), "kind": "2"},
                    {
                        "stated_on": date(2026, 8, 31),
                        "outstanding": Decimal("900.00"),
                        "comprehensive_resources": Decimal("900.00"),
                    },
                    {
                        "stated_on": date(2026, 10, 1),
                        "comprehensive_resources": Decimal("1000.00"),
                    },
                    {"stated_on": date(2026, 10, 1), "kind": "2"},
                ]
            },
            fails={"total": Severity.YELLOW},
            at_stake={"total": Decimal("40.00")},
            boundary=True,
        ),
        Example(
            story="the resources stand in the row of general debt alone",
            given={
                "debt_position": [{}, {"kind": "2", "comprehensive_resources": Decimal("1.00")}]
            },
            unknown={"total": "debt_position.comprehensive_resources"},
        ),
        Example(
            story="one kind alone is not the debt",
            given={
                "debt_position": [
                    {"comprehensive_resources": Decimal("1.00")},
                    {"region": "410102", "kind": "2"},
                    {"region": "410103", "comprehensive_resources": Decimal("1.00")},
                    {"region": "410103", "kind": "2"},
                    {"region": "410103", "kind": "9"},
                ]
            },
            unknown={
                "total": "debt_position of both kinds",
                "410102 total": "debt_position of both kinds",
                "410103 total": "debt_position of both kinds",
            },
        ),
        Example(
            story="without the feed nothing is known",
            given={"payment": [{}]},
            missing=["debt_position"],
            unknown={"": "feed missing: debt_position"},
        ),
    ),
)
