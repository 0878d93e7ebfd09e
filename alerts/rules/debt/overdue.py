"""逾期 · Principal or interest overdue.

A payment on a bond fell due and was not made in full. The market hears of it the same day.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Horizon, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="D07",
    title=Text("债券还本付息逾期", "Principal or interest overdue"),
    meaning=Text(
        "应还日期早于基准日的债券本金或者利息，到基准日仍未足额偿还。",
        "Principal or interest of a bond was due before the as-of date and is not paid in full.",
    ),
    severity=Severity.RED,
    formula=Text(
        "应还 {due} − 已还 {paid}：欠 {short} > {tolerance}，{due_on} < {as_of_day}",
        "due {due} − paid {paid}: short {short} > {tolerance}, {due_on} < {as_of_day}",
    ),
    needs=("debt_service",),
    horizon=Horizon.OPEN,
    basis=(
        Article(
            law="预算法",
            number="第三十五条",
            part="第二款",
            quote="举借的债务应当有偿还计划和稳定的偿还资金来源",
            bearing=Bearing.PRINCIPLE,
            note="条文未言逾期，红色系本系统设定 / the law has no word on arrears; red is ours",
        ),
    ),
    limits={
        "tolerance": Limit(
            Decimal("0.00"), Provenance.PUBLISHED_PRACTICE, "容差", "tolerance", unit="yuan"
        ),
    },
    sql="""
        with settled as (
            select *, case when paid_on > $as_of then 0 else paid end as settled
            from core.debt_service
            where due_on <= $as_of
        ),
        summed as (
            select
                region, bond, due_on,
                sum(due) as due,
                sum(settled) as paid,
                sum(greatest(due - settled, 0)) filter (settled is not null) as short,
                bool_or(settled is null and due > $tolerance) as paid_missing
            from settled
            group by all
        ),
        judged as (
            select
                *,
                case
                    when due_on >= $as_of then 'pass'
                    when short > $tolerance then 'fail'
                    when paid_missing then 'unknown'
                    else 'pass'
                end as verdict
            from summed
        )
        select
            region,
            cast(year(due_on) as varchar) as period,
            replace(bond, '/', '／') || '/' || cast(due_on as varchar) as subject,
            verdict,
            case when verdict = 'unknown' then 'debt_service.paid' end as reason,
            null as severity,
            short as at_stake,
            null as unit,
            bond,
            due_on,
            due,
            paid,
            short,
            $as_of as as_of_day,
            date_diff('day', due_on, $as_of) as days_over
        from judged
    """,
    evidence={
        "debt_service": """
            select f.region, f.period, f.subject, s.bond, s.due_on, s.part
            from finding f
            join core.debt_service s
                on s.region = f.region and s.bond = f.bond and s.due_on = f.due_on
        """,
    },
    operands={
        "bond": Text("债券", "bond"),
        "due_on": Text("应还日期", "due on"),
        "due": Text("应还本息", "due"),
        "paid": Text("已还本息", "paid"),
        "short": Text("欠还（本、息分别计算）", "short, principal and interest each"),
        "as_of_day": Text("基准日", "as of"),
        "days_over": Text("逾期天数", "days over"),
    },
    advice=Text(
        "请财政部门当日核对还款凭证和登记结算机构的到账记录；确属未还的，说明资金安排并按应急预案报告。",
        "The finance department checks the voucher of repayment against the depository's record "
        "the same day; what is really unpaid is reported under the emergency plan.",
    ),
    innocent=Text(
        "已偿还而还款金额未回填；应还日为节假日，顺延至下一工作日；由上级代为偿付、年终结算。",
        "It was paid and not written back; the day was a holiday and payment moves to the next "
        "working day; the level above paid and settles at the year's end.",
    ),
    exclusions=(
        Text("应还日期为基准日当日的不算逾期", "what is due on the as-of date itself"),
        Text("逾期后已足额偿还的不再判", "what was paid in full since, however late"),
    ),
    assumptions=(
        Text(
            "同一债券同一应还日的本金和利息合为一个对象，多还的本金不抵欠还的利息",
            "principal and interest of one bond and day are one subject; principal overpaid does "
            "not pay interest",
        ),
        Text(
            "偿还日期晚于基准日的不计；已还金额已填而日期未填的，视为已还",
            "what was paid after the as-of date does not count; a sum paid without a day does",
        ),
    ),
    examples=(
        Example(
            story="one fen short the day after it was due",
            given={
                "debt_service": [
                    {"due_on": date(2026, 9, 29), "paid": Decimal("1.24")},
                ]
            },
            fails={"B1/2026-09-29": Severity.RED},
            at_stake={"B1/2026-09-29": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="paid to the fen, or due on the day itself",
            given={
                "debt_service": [
                    {"due_on": date(2026, 9, 29), "paid": Decimal("1.25")},
                    {"due_on": date(2026, 9, 30), "paid": Decimal("0.00"), "paid_on": None},
                    {"bond": "B2", "due_on": date(2026, 9, 30), "paid": None, "paid_on": None},
                    {"bond": "B3", "due_on": date(2026, 10, 1), "paid": Decimal("0.00")},
                ]
            },
            passes=["B1/2026-09-29", "B1/2026-09-30", "B2/2026-09-30"],
            boundary=True,
        ),
        Example(
            story="principal and interest of a day are one debt; neither pays for the other",
            given={
                "debt_service": [
                    {"part": "1", "due": Decimal("100.00"), "paid": Decimal("110.00")},
                    {"paid": Decimal("0.25")},
                    {"bond": "B2", "part": "1", "due": Decimal("5.00"), "paid": Decimal("2.00")},
                    {"bond": "B2", "paid": Decimal("0.00")},
                ]
            },
            fails={"B1/2026-07-10": Severity.RED, "B2/2026-07-10": Severity.RED},
            at_stake={"B1/2026-07-10": Decimal("1.00"), "B2/2026-07-10": Decimal("4.25")},
        ),
        Example(
            story="paid late is paid, paid after the night's day is not",
            given={
                "debt_service": [
                    {"paid_on": date(2026, 9, 30)},
                    {"bond": "B2", "paid_on": date(2026, 10, 1)},
                    {"bond": "B/3", "paid": None, "paid_on": date(2026, 10, 1)},
                    {"bond": "B4", "paid_on": None},
                ]
            },
            passes=["B1/2026-07-10", "B4/2026-07-10"],
            fails={"B2/2026-07-10": Severity.RED, "B／3/2026-07-10": Severity.RED},
            at_stake={"B2/2026-07-10": Decimal("1.25")},
            boundary=True,
        ),
        Example(
            story="a debt of last year counts to the night's day",
            given={
                "unit": [{"fiscal_year": 2025}],
                "debt_service": [
                    {"due_on": date(2025, 7, 10), "paid": Decimal("0.00")},
                    {"bond": "B2", "due_on": date(2025, 7, 10), "paid_on": date(2026, 2, 1)},
                ],
            },
            fails={"2025 B1/2025-07-10": Severity.RED},
            passes=["2025 B2/2025-07-10"],
        ),
        Example(
            story="what was paid is not reported: unknown, unless another part is short",
            given={
                "debt_service": [
                    {"paid": None, "paid_on": None},
                    {"bond": "B2", "paid": None, "paid_on": None},
                    {"bond": "B2", "part": "1", "paid": Decimal("1.00")},
                    {"bond": "B3", "due": Decimal("0.00"), "paid": None, "paid_on": None},
                ]
            },
            unknown={"B1/2026-07-10": "debt_service.paid"},
            fails={"B2/2026-07-10": Severity.RED},
            at_stake={"B2/2026-07-10": Decimal("0.25")},
            passes=["B3/2026-07-10"],
        ),
        Example(
            story="without the schedule nothing is known",
            given={"payment": [{}]},
            missing=["debt_service"],
            unknown={"": "feed missing: debt_service"},
        ),
    ),
)
