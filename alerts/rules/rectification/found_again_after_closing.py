"""预警复发 · Found again soon after it was closed.

What comes back within a season was closed on paper and not in fact.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Limit, Provenance, Rule, Severity, Text

CLOSED = {"state": "closed", "closed_on": date(2026, 5, 1), "first_seen": date(2026, 1, 10)}
PLACES: dict[str, list[dict[str, object]]] = {"unit": [{}, {"region": "410102"}]}
AGAIN = {"number": 2, "recurrence": 1, "first_seen": date(2026, 7, 30)}

RULE = Rule(
    code="R06",
    title=Text("预警复发", "Found again after closing"),
    meaning=Text(
        "同一规则、同一对象的预警，销号后九十天内再次发现。",
        "The same rule found the same subject again within ninety days of its alert being closed.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{first_seen} − {closed_on} = {days_since} 天 ≤ {days} 天",
        "{first_seen} − {closed_on} = {days_since} days ≤ {days} days",
    ),
    needs=(),
    raises=False,
    basis=(),
    printed_basis="本目录建议：同一规则、同一对象销号后九十天内再次发现 / proposed by this "
    "catalogue: same rule and object within 90 days after closing",
    limits={
        "days": Limit(
            90, Provenance.PROPOSED_DEFAULT, "销号后天数", "days after closing", unit="day"
        ),
    },
    sql="""
        with again as (
            select
                a.*,
                c.number as closed_number,
                c.closed_on as closed_before
            from ops.alert a
            join ops.alert c
                on c.region = a.region
                and c.code = a.code
                and c.subject = a.subject
                and c.number <> a.number
                and c.closed_on <= a.first_seen
            where a.first_seen <= $as_of
            qualify row_number() over (
                partition by a.number
                order by c.closed_on desc, c.number desc
            ) = 1
        )
        select
            region,
            cast(year(first_seen) as varchar) as period,
            cast(number as varchar) as subject,
            case when first_seen - closed_before <= $days then 'fail' else 'pass' end as verdict,
            cast(null as varchar) as reason,
            null as severity,
            at_stake,
            unit,
            code as rule_code,
            subject as found,
            closed_number,
            closed_before as closed_on,
            first_seen,
            first_seen - closed_before as days_since
        from again
    """,
    evidence={},
    operands={
        "rule_code": Text("规则", "rule"),
        "found": Text("对象", "subject"),
        "closed_number": Text("已销号的预警", "alert that was closed"),
        "closed_on": Text("销号日期", "closed on"),
        "first_seen": Text("再次发现日期", "found again on"),
        "days_since": Text("相隔天数", "days since closing"),
    },
    advice=Text(
        "请将两次预警的证据对照，核实上次整改是否到位；未到位的，上次销号的依据一并复核。",
        "The evidence of both is compared: was it put right? If not, what it was closed upon is "
        "looked at again.",
    ),
    innocent=Text(
        "新的一笔业务触发同一规则；上次整改措施从下一年度起生效。",
        "A new transaction sets off the same rule; what was decided takes effect next year.",
    ),
    exclusions=(
        Text(
            "不另生成预警：复发只标在再次发现的预警上，并计入覆盖情况",
            "no alert of its own: it marks the alert that recurs, and is a row in the coverage",
        ),
    ),
    assumptions=(
        Text(
            "按规则、政府、对象认定，所属期间可以不同；有多次销号的取最近一次",
            "the same by rule, government and subject, whatever the period; of several closings "
            "the last counts",
        ),
        Text("以上一夜的台账为准", "as the ledger stood before this night"),
    ),
    examples=(
        Example(
            story="found again on the ninetieth day",
            given=PLACES
            | {"ops.alert": [CLOSED, {**AGAIN, "at_stake": Decimal("7.00"), "unit": "U2"}]},
            fails={"2": Severity.ORANGE},
            at_stake={"2": Decimal("7.00")},
            units={"2": "U2"},
            boundary=True,
        ),
        Example(
            story="found again on the ninety-first day; the last closing counts",
            given=PLACES
            | {
                "ops.alert": [
                    CLOSED,
                    {**AGAIN, "first_seen": date(2026, 7, 31)},
                    {**CLOSED, "region": "410102", "number": 3, "closed_on": date(2026, 1, 20)},
                    {**CLOSED, "region": "410102", "number": 4, "first_seen": date(2026, 4, 25)},
                    {**AGAIN, "region": "410102", "number": 5},
                ]
            },
            passes=["2", "410102 4"],
            fails={"410102 5": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="another rule, subject or government is not again, nor what is not closed",
            given=PLACES
            | {
                "ops.alert": [
                    CLOSED,
                    {**AGAIN, "code": "B03"},
                    {**AGAIN, "number": 3, "subject": "A2"},
                    {**AGAIN, "number": 4, "region": "410102"},
                    {**AGAIN, "number": 5, "first_seen": date(2026, 4, 30)},
                    {**AGAIN, "number": 6, "first_seen": date(2026, 10, 1)},
                    {**AGAIN, "number": 8, "first_seen": date(2026, 9, 30)},
                    {**AGAIN, "number": 7, "first_seen": date(2026, 5, 1), "period": "2025"},
                ]
            },
            fails={"7": Severity.ORANGE},
            passes=["8"],
            boundary=True,
        ),
        Example(
            story="what was never closed cannot come back",
            given={"ops.alert": [{}, AGAIN]},
        ),
    ),
)
