"""社保基金结余不平 · A fund's balance does not follow.

Balance, income and outlay of a fund are three figures of one book. Where they do not fit, money
moved that is in none of them.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="B60",
    title=Text("社保基金结余不平", "A fund's balance does not follow"),
    meaning=Text(
        "险种的月末结余不等于上月结余加当月收入减当月支出。",
        "A scheme's balance is not the month before's with the month's income and outlay.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "|{balance} − ({balance_before} + {income} − {outlay})| = {size} > {tolerance}",
        "|{balance} − ({balance_before} + {income} − {outlay})| = {size} > {tolerance}",
    ),
    needs=("insurance_fund",),
    basis=(
        Article(
            law="社会保险法",
            number="第六十四条",
            part="第一款",
            quote="社会保险基金执行国家统一的会计制度",
            bearing=Bearing.PRINCIPLE,
        ),
        Article(
            law="社会保险法",
            number="第六十四条",
            part="第二款",
            quote="社会保险基金专款专用，任何组织和个人不得侵占或者挪用",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "tolerance": Limit(
            Decimal("0.01"), Provenance.PUBLISHED_PRACTICE, "容差", "tolerance", unit="yuan"
        ),
    },
    sql="""
        with told as (
            select
                *,
                cast(left(month, 4) as integer) * 12 + cast(right(month, 2) as integer) as nth
            from core.insurance_fund
            where last_day(cast(month || '-01' as date)) <= $as_of
        ),
        followed as (
            select
                t.region, t.month, t.scheme, t.income, t.outlay, t.balance,
                before.month as month_before,
                before.balance as balance_before,
                before.balance + t.income - t.outlay as expected
            from told t
            left join told before
                on before.region = t.region
                and before.scheme = t.scheme
                and before.nth + 1 = t.nth
        )
        select
            region,
            month as period,
            replace(scheme, '/', '／') as subject,
            case
                when expected is null then 'unknown'
                when abs(balance - expected) > $tolerance then 'fail'
                else 'pass'
            end as verdict,
            case when expected is null then 'insurance_fund of the month before' end as reason,
            null as severity,
            abs(balance - expected) as at_stake,
            cast(null as varchar) as unit,
            scheme,
            month_before,
            balance_before,
            income,
            outlay,
            expected,
            balance,
            abs(balance - expected) as size
        from followed
    """,
    evidence={
        "insurance_fund": """
            select f.region, f.period, f.subject, i.month, i.scheme
            from finding f
            join core.insurance_fund i
                on i.region = f.region
                and i.scheme = f.scheme
                and (i.month = f.period or i.month = f.month_before)
        """,
    },
    operands={
        "scheme": Text("险种", "scheme"),
        "month_before": Text("上月", "month before"),
        "balance_before": Text("上月结余", "balance of the month before"),
        "income": Text("当月收入", "income of the month"),
        "outlay": Text("当月支出", "outlay of the month"),
        "expected": Text("应有结余", "expected balance"),
        "balance": Text("报告结余", "balance told"),
        "size": Text("相差", "difference"),
    },
    advice=Text(
        "请社保经办机构提供该月基金明细账和银行对账单，说明差额去向并更正报表。",
        "The insurance office shows the month's ledger and bank statement, says where the "
        "difference went and puts the report right.",
    ),
    innocent=Text(
        "上解、下拨、转移等未列入当月收支；年初结余按决算调整；补报更正了以前月份。",
        "Money handed up, down or over is in neither column; the opening balance was set by the "
        "final accounts; an earlier month was corrected.",
    ),
    assumptions=(
        Text(
            "一月与上年十二月比较；上月没有报送的判为未知",
            "January follows December; where the month before was not delivered, unknown",
        ),
    ),
    examples=(
        Example(
            story="a fen is rounding, two are a gap; above or below",
            given={
                "unit": [{}],
                "insurance_fund": [
                    {"month": "2026-07", "scheme": scheme} for scheme in ("1", "2", "3", "4/5")
                ]
                + [
                    {"scheme": "1", "balance": Decimal("121.00")},
                    {"scheme": "2", "balance": Decimal("121.01")},
                    {"scheme": "3", "balance": Decimal("121.02")},
                    {"scheme": "4/5", "balance": Decimal("120.98")},
                ],
            },
            as_of=date(2027, 1, 31),
            fails={"2026-08 3": Severity.ORANGE, "2026-08 4／5": Severity.ORANGE},
            at_stake={"2026-08 3": Decimal("0.02"), "2026-08 4／5": Decimal("0.02")},
            passes=["2026-08 1", "2026-08 2"],
            unknown={
                f"2026-07 {scheme}": "insurance_fund of the month before"
                for scheme in ("1", "2", "3", "4／5")
            },
            boundary=True,
        ),
        Example(
            story="January follows December, of the same government and scheme",
            given={
                "unit": [{}],
                "insurance_fund": [
                    {"month": "2025-12"},
                    {"month": "2026-01", "balance": Decimal("130.00")},
                    {"month": "2025-12", "region": "410102", "balance": Decimal("129.00")},
                    {"month": "2025-12", "scheme": "210", "balance": Decimal("129.00")},
                ],
            },
            as_of=date(2026, 1, 31),
            fails={"110": Severity.ORANGE},
            at_stake={"110": Decimal("9.00")},
            unknown={
                "2025-12 110": "insurance_fund of the month before",
                "410102 2025-12 110": "insurance_fund of the month before",
                "2025-12 210": "insurance_fund of the month before",
            },
        ),
        Example(
            story="a month that is left out breaks the chain",
            given={
                "unit": [{}],
                "insurance_fund": [
                    {"month": "2026-06"},
                    {"month": "2026-08", "balance": Decimal("900.00")},
                ],
            },
            as_of=date(2027, 1, 31),
            unknown={
                "2026-06 110": "insurance_fund of the month before",
                "2026-08 110": "insurance_fund of the month before",
            },
        ),
        Example(
            story="a month is told when it is over",
            given={
                "insurance_fund": [
                    {},
                    {"month": "2026-09", "balance": Decimal("900.00")},
                ]
            },
            as_of=date(2026, 9, 29),
            unknown={"110": "insurance_fund of the month before"},
            boundary=True,
        ),
        Example(
            story="without the funds nothing is known",
            given={"payment": [{}]},
            missing=["insurance_fund"],
            unknown={"": "feed missing: insurance_fund"},
        ),
    ),
)
