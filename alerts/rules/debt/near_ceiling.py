"""限额使用率逼近 · Debt near its ceiling.

What is left below the ceiling is all that a government may still borrow. This is the forecast of
D01: it breaks no law, and it says that the next bond may.
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
from alerts.rules.debt._ceilings import COMPARED

RULE = Rule(
    code="D02",
    title=Text("限额使用率逼近", "Debt near its ceiling"),
    meaning=Text(
        "最近统计日的一般债务、专项债务或者债务合计余额达到限额的百分之九十五以上。",
        "At the latest date, general debt, special debt or both together have reached 95 % of "
        "the ceiling or more.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{outstanding} ÷ {ceiling} = {used} ≥ {yellow}（橙 ≥ {orange}）",
        "{outstanding} ÷ {ceiling} = {used} ≥ {yellow} (orange ≥ {orange})",
    ),
    needs=("debt_position",),
    horizon=Horizon.AS_OF,
    basis=(
        Article(
            law="预算法实施条例",
            number="第四十三条",
            part="第二款",
            quote="各省、自治区、直辖市的政府债务余额不得突破国务院批准的限额。",
            bearing=Bearing.PRINCIPLE,
            note="本款只及省级，且只禁突破；逼近的界线系本系统设定 / it names provinces alone and "
            "forbids what is above; how near is near is ours",
        ),
        Article(
            law="预算法",
            number="第三十五条",
            part="第二款",
            quote="可以在国务院确定的限额内，通过发行地方政府债券举借债务的方式筹措",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "yellow": Limit(
            Decimal("0.95"), Provenance.PROPOSED_DEFAULT, "黄色：达到", "yellow: at", "share"
        ),
        "orange": Limit(
            Decimal("0.99"), Provenance.PROPOSED_DEFAULT, "橙色：达到", "orange: at", "share"
        ),
    },
    sql=f"""{COMPARED}
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(subject, '/', '／') as subject,
            case
                when missing is not null then 'unknown'
                when outstanding <= 0 then 'pass'
                when outstanding >= $yellow * ceiling then 'fail'
                else 'pass'
            end as verdict,
            missing as reason,
            case when outstanding >= $orange * ceiling then 'orange' else 'yellow' end as severity,
            round(outstanding - $yellow * ceiling, 2) as at_stake,
            null as unit,
            latest_on as stated_on,
            ceiling,
            outstanding,
            ceiling - outstanding as room,
            cast(outstanding / nullif(ceiling, 0) as decimal(38, 6)) as used
        from compared
    """,
    evidence={
        "debt_position": """
            select f.region, f.period, f.subject, d.stated_on, d.kind
            from finding f
            join core.debt_position d
                on d.region = f.region
                and d.stated_on = f.stated_on
                and f.subject in (d.kind, 'total')
        """,
    },
    operands={
        "stated_on": Text("统计日期", "stated on"),
        "ceiling": Text("债务限额", "ceiling"),
        "outstanding": Text("债务余额", "outstanding"),
        "room": Text("剩余空间", "room left"),
        "used": Text("限额使用率", "share used"),
    },
    advice=Text(
        "请财政部门对照限额文件和年度发行计划，说明剩余空间是否足以完成已批准的举债，是否需要申请追加。",
        "The finance department holds the ceiling's document against the year's plan of issues "
        "and says whether the room left is enough for what was approved.",
    ),
    innocent=Text(
        "年内不再举债；本年新增限额尚未下达或者尚未报送；即将到期的本金偿还后余额下降。",
        "No more will be borrowed this year; this year's addition to the ceiling is not handed "
        "down or not delivered yet; principal falling due soon will bring the debt down.",
    ),
    assumptions=(
        Text(
            "存量数据按基准日前最近统计日整体读取，合计须两类都有",
            "the state of the latest date up to the as-of date is read as a whole; the total needs "
            "both kinds",
        ),
        Text(
            "没有余额的不判；有余额而限额为零的，按橙色；超限额的仍判，并见 D01",
            "without debt there is nothing to warn of; debt under a ceiling of zero is orange; "
            "what is above its ceiling is found here too, and by D01",
        ),
    ),
    examples=(
        Example(
            story="one fen below 95 % is room enough",
            given={
                "debt_position": [
                    {"outstanding": Decimal("94.99")},
                    {"kind": "2", "outstanding": Decimal("94.99")},
                ]
            },
            passes=["1", "2", "total"],
            boundary=True,
        ),
        Example(
            story="at 95 % yellow, and one fen below 99 % yellow still",
            given={
                "debt_position": [
                    {"outstanding": Decimal("95.00")},
                    {"kind": "2", "outstanding": Decimal("98.99")},
                ]
            },
            fails={"1": Severity.YELLOW, "2": Severity.YELLOW, "total": Severity.YELLOW},
            at_stake={
                "1": Decimal("0.00"),
                "2": Decimal("3.99"),
                "total": Decimal("3.99"),
            },
            boundary=True,
        ),
        Example(
            story="at 99 % orange, of one kind alone; the two together have room",
            given={
                "debt_position": [
                    {"outstanding": Decimal("99.00")},
                    {"kind": "2", "outstanding": Decimal("80.00")},
                ]
            },
            fails={"1": Severity.ORANGE},
            at_stake={"1": Decimal("4.00")},
            passes=["2", "total"],
            boundary=True,
        ),
        Example(
            story="the two together are near though one has room",
            given={
                "debt_position": [
                    {"ceiling": Decimal("10.00"), "outstanding": Decimal("1.00")},
                    {"kind": "2", "ceiling": Decimal("990.00"), "outstanding": Decimal("949.00")},
                ]
            },
            fails={"2": Severity.YELLOW, "total": Severity.YELLOW},
            at_stake={"total": Decimal("0.00")},
            passes=["1"],
            boundary=True,
        ),
        Example(
            story="debt above its ceiling is near it all the more",
            given={
                "debt_position": [
                    {"outstanding": Decimal("100.01")},
                    {"kind": "2", "outstanding": Decimal("20.00")},
                ]
            },
            fails={"1": Severity.ORANGE},
            passes=["2", "total"],
        ),
        Example(
            story="a ceiling of zero: without debt silent, with a fen of debt orange",
            given={
                "debt_position": [
                    {"ceiling": Decimal("0.00"), "outstanding": Decimal("0.00")},
                    {"kind": "2", "ceiling": Decimal("0.00"), "outstanding": Decimal("0.01")},
                ]
            },
            fails={"2": Severity.ORANGE, "total": Severity.ORANGE},
            at_stake={"2": Decimal("0.01")},
            passes=["1"],
        ),
        Example(
            story="the latest date stands, no row dated after the day is read",
            given={
                "debt_position": [
                    {"stated_on": date(2026, 9, 30)},
                    {"stated_on": date(2026, 9, 30), "kind": "2"},
                    {"outstanding": Decimal("99.00")},
                    {"stated_on": date(2026, 10, 1), "outstanding": Decimal("99.00")},
                ]
            },
            passes=["1", "2", "total"],
            boundary=True,
        ),
        Example(
            story="one kind alone is not the debt",
            given={
                "debt_position": [
                    {"outstanding": Decimal("95.00")},
                    {"region": "410102", "kind": "9"},
                ]
            },
            fails={"1": Severity.YELLOW},
            unknown={
                "2": "debt_position of kind 2",
                "total": "debt_position of kind 2",
                "410102 1": "debt_position of kind 1",
                "410102 2": "debt_position of kind 2",
                "410102 9": "debt_position.kind",
                "410102 total": "debt_position.kind",
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
