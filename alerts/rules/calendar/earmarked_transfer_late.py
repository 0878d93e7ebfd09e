"""专项转移支付下达超期 · Earmarked transfers issued late.

Money for a set purpose is to reach those below within sixty days of the congress's approval, while
there is a year left to use it.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules.calendar._transfers import (
    EVIDENCE,
    EXEMPT,
    EXEMPT_WORDS,
    NOT_YET,
    OPERANDS,
    issued_after_approval,
)

OWN = {"kind": "2", "received_on": None}
EARMARKED = {"kind": "2"}

RULE = Rule(
    code="A04",
    title=Text("专项转移支付下达超期", "Earmarked transfer issued late"),
    meaning=Text(
        "本级预算安排的对下级专项转移支付，在本级人民代表大会批准预算后超过六十日才下达，或者至今没有下达。",
        "An earmarked transfer out of a government's own budget was issued more than sixty days "
        "after the congress's approval, or has not been issued to this day.",
    ),
    severity=Severity.RED,
    formula=Text(
        "{counted_to} − {approved_on} = {days_since} 天 > {days} 天",
        "{counted_to} − {approved_on} = {days_since} days > {days} days",
    ),
    needs=("transfer",),
    optional=("legal_event", "region"),
    basis=(
        Article(
            law="预算法",
            number="第五十二条",
            part="第四款",
            quote="县级以上地方各级预算安排对下级政府的一般性转移支付和专项转移支付，"
            "应当分别在本级人民代表大会批准预算后的三十日和六十日内正式下达。",
            note="省级预算自身安排的转移支付同样适用；中央转移支付由省级转下的，适用第三款 / "
            "a province's own transfers are bound too; central money that it passes on is under "
            "paragraph 3 (A05)",
        ),
        Article(
            law="预算法",
            number="第五十二条",
            part="第五款",
            quote="对据实结算等特殊项目的转移支付，可以分期下达预算，或者先预付后结算",
        ),
    ),
    limits={
        "days": Limit(
            60,
            Provenance.STATUTORY,
            "批准后不超过",
            "at most after approval",
            unit="day",
            article="预算法第五十二条第四款",
            valid_from=date(2015, 1, 1),
        ),
        "exempt_words": EXEMPT_WORDS,
    },
    sql=issued_after_approval("2"),
    evidence={"transfer": EVIDENCE},
    operands={
        **OPERANDS,
        "approved_on": Text("预算批准日期", "approved by the congress on"),
        "issued_on": Text("下达日期", "issued on"),
        "counted_to": Text("计至", "counted to"),
        "days_since": Text("相隔天数", "days since approval"),
    },
    advice=Text(
        "请财政部门提供该笔转移支付的下达文件和下级政府的收文登记，与批准预算的决议日期对照，说明逾期原因。",
        "The finance department shows the paper by which it was issued and the receiver's entry of "
        "it, beside the day of the resolution, and gives the reason for the delay.",
    ),
    innocent=Text(
        "资金来自上级转下而未填收文日期；据实结算、救灾等项目未在名称中写明；下达文件已发而未回填。",
        "It was the superior's money and the day of its paper is not filled in; it is settled by "
        "need and its name does not say so; it was issued and not written back.",
    ),
    exclusions=(
        EXEMPT,
        Text(
            "上级资金转下的：省级有收到上级文件日期的，其他各级只有收文日期或者收文晚于本级预算批准的",
            "money passed on from above: a province's with the day of a superior's paper; "
            "others' with that day alone, or with one after their own budget was approved",
        ),
        Text("中央对地方的转移支付", "the centre's own transfers, which have other terms"),
    ),
    assumptions=(
        Text(
            "预算批准日期以转移支付表为准，未填的取法定事项中最早的批准预算日期",
            "the day of approval is the transfer's own; where it is empty, the first approval "
            "among the legal events",
        ),
        NOT_YET,
    ),
    examples=(
        Example(
            story="issued on the sixtieth day",
            given={"transfer": [{**OWN, "issued_on": date(2026, 4, 2)}]},
            passes=["T1"],
            boundary=True,
        ),
        Example(
            story="issued on the sixty-first day; a general one is not asked about here",
            given={
                "transfer": [
                    {**OWN, "transfer": "T/1", "issued_on": date(2026, 4, 3)},
                    {**OWN, "transfer": "T2", "kind": "1", "issued_on": date(2026, 9, 1)},
                ]
            },
            fails={"T／1": Severity.RED},
            at_stake={"T／1": Decimal("100.00")},
            boundary=True,
        ),
        Example(
            story="not issued, and the sixtieth day is today",
            given={"transfer": [{**OWN, "issued_on": None}]},
            as_of=date(2026, 4, 2),
            passes=["T1"],
            boundary=True,
        ),
        Example(
            story="not issued, and the sixtieth day was yesterday",
            given={
                "transfer": [
                    {**OWN, "issued_on": None},
                    {**OWN, "transfer": "T2", "issued_on": date(2026, 4, 4)},
                    {**OWN, "transfer": "T3", "issued_on": date(2026, 4, 3)},
                ]
            },
            as_of=date(2026, 4, 3),
            fails={"T1": Severity.RED, "T2": Severity.RED, "T3": Severity.RED},
            boundary=True,
        ),
        Example(
            story="a province is bound for its own money, not for the centre's",
            given={
                "transfer": [
                    {**OWN, "region": "410000", "issued_on": date(2026, 4, 3)},
                    {
                        **EARMARKED,
                        "transfer": "T2",
                        "region": "410000",
                        "received_on": date(2026, 1, 5),
                        "issued_on": date(2026, 4, 3),
                    },
                ]
            },
            fails={"410000 T1": Severity.RED},
            not_applicable={"410000 T2": "money passed on from above"},
        ),
        Example(
            story="a city's money from above is known by the day of the superior's paper",
            given={
                "transfer": [
                    {**EARMARKED, "received_on": date(2026, 2, 1), "issued_on": date(2026, 4, 3)},
                    {
                        **EARMARKED,
                        "transfer": "T2",
                        "received_on": date(2026, 2, 2),
                        "issued_on": date(2026, 4, 3),
                    },
                    {
                        **EARMARKED,
                        "transfer": "T3",
                        "budget_approved_on": None,
                        "received_on": date(2026, 1, 2),
                        "issued_on": date(2026, 4, 3),
                    },
                ],
                "legal_event": [{}],
            },
            fails={"T1": Severity.RED},
            not_applicable={
                "T2": "money passed on from above",
                "T3": "money passed on from above",
            },
            boundary=True,
        ),
        Example(
            story="the centre's own transfers have other terms; the register tells a tier",
            given={
                "region": [
                    {"region": "411000", "tier": "2"},
                    {"region": "419001", "tier": "4"},
                ],
                "transfer": [
                    {
                        **EARMARKED,
                        "transfer": place,
                        "region": place,
                        "received_on": before,
                        "issued_on": date(2026, 4, 3),
                    }
                    for place, before in (
                        ("000000", None),
                        ("100000", None),
                        ("411000", date(2026, 1, 5)),
                        ("419001", date(2026, 1, 5)),
                        ("410100001", date(2026, 1, 5)),
                        ("410000000", date(2026, 1, 5)),
                        ("410101", None),
                        ("420000", None),
                    )
                ],
            },
            fails={
                "419001 419001": Severity.RED,
                "410100001 410100001": Severity.RED,
                "410000000 410000000": Severity.RED,
                "410101 410101": Severity.RED,
                "420000 420000": Severity.RED,
            },
            not_applicable={
                "000000 000000": "the centre has terms of its own",
                "100000 100000": "the centre has terms of its own",
                "411000 411000": "money passed on from above",
            },
        ),
        Example(
            story="what is settled by need or answers a disaster has no such term",
            given={
                "transfer": [
                    {**OWN, "issued_on": None, "project": "农村危房改造（据实结算）"},
                    {**OWN, "transfer": "T2", "issued_on": None, "document": "救灾〔2026〕2号"},
                    {**OWN, "transfer": "T3", "issued_on": None, "project": "均衡性转移支付"},
                    {**OWN, "transfer": "T6", "issued_on": None, "project": "自然灾害生活补助"},
                    {**OWN, "transfer": "T7", "issued_on": None, "project": "突发事件应对"},
                    {**OWN, "region": "410102", "issued_on": None},
                    {**OWN, "transfer": "T1", "fiscal_year": 2025, "issued_on": None},
                    {
                        **OWN,
                        "transfer": "T5",
                        "fiscal_year": 2027,
                        "project": "据实结算",
                        "issued_on": None,
                    },
                ]
            },
            fails={
                "T3": Severity.RED,
                "410102 T1": Severity.RED,
                "2025 T1": Severity.RED,
            },
            not_applicable={
                "T1": "settled by need, or for a disaster",
                "T2": "settled by need, or for a disaster",
                "T6": "settled by need, or for a disaster",
                "T7": "settled by need, or for a disaster",
            },
        ),
        Example(
            story="the first approval among the events stands in for an empty date",
            given={
                "transfer": [
                    {**OWN, "budget_approved_on": None, "issued_on": date(2026, 4, 3)},
                    {
                        **OWN,
                        "transfer": "T2",
                        "budget_approved_on": date(2026, 2, 2),
                        "issued_on": date(2026, 4, 3),
                    },
                    {
                        **OWN,
                        "transfer": "T3",
                        "fiscal_year": 2025,
                        "budget_approved_on": None,
                    },
                    {
                        **OWN,
                        "transfer": "T4",
                        "budget_approved_on": None,
                        "issued_on": date(2026, 4, 2),
                    },
                ],
                "legal_event": [
                    {},
                    {"event": "M2", "happened_on": date(2026, 2, 5)},
                    {
                        "event": "M3",
                        "kind": "adjustment_approved",
                        "happened_on": date(2026, 1, 1),
                    },
                    {"event": "M4", "region": "410102", "happened_on": date(2026, 1, 1)},
                ],
            },
            fails={"T1": Severity.RED},
            passes=["T2", "T4"],
            unknown={"2025 T3": "transfer.budget_approved_on"},
        ),
        Example(
            story="an early notice precedes the budget; an approval after the night is to come",
            given={
                "transfer": [
                    {**OWN, "budget_approved_on": None, "is_early_notice": True},
                    {
                        **OWN,
                        "transfer": "T2",
                        "is_early_notice": True,
                        "issued_on": date(2026, 4, 3),
                    },
                    {**OWN, "transfer": "T3", "budget_approved_on": date(2026, 10, 1)},
                    {
                        **OWN,
                        "transfer": "T4",
                        "budget_approved_on": date(2026, 9, 30),
                        "issued_on": None,
                    },
                ]
            },
            fails={"T2": Severity.RED},
            passes=["T4"],
            not_applicable={"T1": "early notice", "T3": "budget not approved yet"},
            boundary=True,
        ),
        Example(
            story="without any day of approval nobody can tell",
            given={"transfer": [{**OWN, "budget_approved_on": None}]},
            missing=["legal_event"],
            unknown={"T1": "transfer.budget_approved_on"},
        ),
        Example(
            story="transfers that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["transfer"],
            unknown={"": "feed missing: transfer"},
        ),
    ),
)
