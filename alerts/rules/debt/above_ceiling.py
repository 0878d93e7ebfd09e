"""债务余额超限额 · Debt above its ceiling.

The ceiling is set from above and voted on; general and special debt each have their own. Debt above
it was borrowed without authority, or a ceiling that was granted has not been reported.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import (
    Article,
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
    code="D01",
    title=Text("政府债务余额超限额", "Debt above its ceiling"),
    meaning=Text(
        "最近统计日的一般债务、专项债务或者债务合计余额超过限额。",
        "At the latest date, general debt, special debt or both together stand above the ceiling.",
    ),
    severity=Severity.RED,
    formula=Text(
        "{outstanding} − {ceiling} > {tolerance}", "{outstanding} − {ceiling} > {tolerance}"
    ),
    needs=("debt_position",),
    horizon=Horizon.AS_OF,
    basis=(
        Article(
            law="预算法实施条例",
            number="第四十三条",
            part="第二款",
            quote="各省、自治区、直辖市的政府债务余额不得突破国务院批准的限额。",
            note="本款只及省级；市县须在上级下达的限额以内举债，依地方条例 / it names provinces "
            "alone; a city or county is bound to the ceiling handed down, by local regulation",
        ),
        Article(
            law="预算法实施条例",
            number="第九十四条",
            part="第（一）项",
            quote="突破一般债务限额或者专项债务限额举借债务",
        ),
        Article(
            law="预算法",
            number="第三十五条",
            part="第二款",
            quote="可以在国务院确定的限额内，通过发行地方政府债券举借债务的方式筹措",
        ),
        Article(law="预算法", number="第九十四条", quote="违反本法规定举借债务"),
    ),
    limits={
        "tolerance": Limit(
            Decimal("0.00"),
            Provenance.STATUTORY,
            "容差",
            "tolerance",
            unit="yuan",
            article="预算法实施条例第四十三条第二款",
        ),
    },
    sql=f"""{COMPARED}
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(subject, '/', '／') as subject,
            case
                when missing is not null then 'unknown'
                when outstanding - ceiling > $tolerance then 'fail'
                else 'pass'
            end as verdict,
            missing as reason,
            null as severity,
            outstanding - ceiling as at_stake,
            null as unit,
            latest_on as stated_on,
            ceiling,
            outstanding,
            outstanding - ceiling as difference
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
        "difference": Text("超出", "above"),
    },
    advice=Text(
        "请财政部门对照上级下达的限额文件和债务余额明细，说明超出部分的形成时间和处置安排。",
        "The finance department holds the ceiling's document against the list of its debts and "
        "states when the part above arose and how it will be brought back.",
    ),
    innocent=Text(
        "年中追加的限额尚未报送；再融资债券已发行而到期债券尚未偿还。",
        "A ceiling raised within the year is not delivered yet; a refinancing bond was issued and "
        "the old one falls due later.",
    ),
    assumptions=(
        Text(
            "存量数据按基准日前最近统计日整体读取，合计须两类都有",
            "the state of the latest date up to the as-of date is read as a whole; the total needs "
            "both kinds",
        ),
    ),
    examples=(
        Example(
            story="debt may reach its ceiling to the fen",
            given={
                "debt_position": [
                    {"outstanding": Decimal("100.00")},
                    {"kind": "2", "outstanding": Decimal("100.00")},
                ]
            },
            passes=["1", "2", "total"],
            boundary=True,
        ),
        Example(
            story="one fen above, of one kind; the two together are within",
            given={
                "debt_position": [
                    {"outstanding": Decimal("100.01")},
                    {"kind": "2", "outstanding": Decimal("99.99")},
                ]
            },
            fails={"1": Severity.RED},
            at_stake={"1": Decimal("0.01")},
            passes=["2", "total"],
            boundary=True,
        ),
        Example(
            story="one fen above, of the other kind and so of both",
            given={
                "debt_position": [
                    {"outstanding": Decimal("100.00")},
                    {"kind": "2", "outstanding": Decimal("100.01")},
                ]
            },
            fails={"2": Severity.RED, "total": Severity.RED},
            at_stake={"2": Decimal("0.01"), "total": Decimal("0.01")},
            passes=["1"],
            boundary=True,
        ),
        Example(
            story="the latest date stands, and each government has its own",
            given={
                "debt_position": [
                    {"stated_on": date(2025, 12, 31), "outstanding": Decimal("500.00")},
                    {},
                    {"kind": "2"},
                    {"kind": "2", "region": "410102", "stated_on": date(2025, 6, 30)},
                    {
                        "region": "410102",
                        "stated_on": date(2025, 6, 30),
                        "outstanding": Decimal("120.00"),
                    },
                ]
            },
            fails={"410102 1": Severity.RED},
            at_stake={"410102 1": Decimal("20.00")},
            passes=["1", "2", "total", "410102 2", "410102 total"],
        ),
        Example(
            story="no row dated after the day is read",
            given={
                "debt_position": [
                    {"stated_on": date(2026, 9, 30), "outstanding": Decimal("100.01")},
                    {"stated_on": date(2026, 9, 30), "kind": "2"},
                    {"stated_on": date(2026, 10, 1)},
                    {"stated_on": date(2026, 10, 1), "kind": "2"},
                ]
            },
            fails={"1": Severity.RED},
            passes=["2", "total"],
            boundary=True,
        ),
        Example(
            story="debt without a ceiling of its own is debt above 0",
            given={
                "debt_position": [
                    {"ceiling": Decimal("0.00"), "outstanding": Decimal("0.01")},
                    {"kind": "2", "ceiling": Decimal("0.00"), "outstanding": Decimal("0.00")},
                ]
            },
            fails={"1": Severity.RED, "total": Severity.RED},
            passes=["2"],
        ),
        Example(
            story="a kind that is not reported leaves the total open",
            given={"debt_position": [{"outstanding": Decimal("100.01")}]},
            fails={"1": Severity.RED},
            unknown={
                "2": "debt_position of kind 2",
                "total": "debt_position of kind 2",
            },
        ),
        Example(
            story="a kind that nobody knows leaves the total open too",
            given={
                "debt_position": [
                    {},
                    {"kind": "2"},
                    {"kind": "3/4"},
                    {"region": "410102"},
                    {"region": "410102", "kind": "9"},
                ]
            },
            passes=["1", "2", "410102 1"],
            unknown={
                "3／4": "debt_position.kind",
                "total": "debt_position.kind",
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
