"""国资预算零收支 · The state capital budget neither receives nor spends.

A budget that the congress approved and that has not moved by autumn is a budget in name. Either the
enterprises hand nothing in, or what they hand in is booked elsewhere.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="S24",
    title=Text("国资预算零收支", "The state capital budget does not move"),
    meaning=Text(
        "九月三十日以后，国有资本经营预算累计收入和支出的执行数都是零。",
        "On 30 September or after, the state capital budget shows neither receipts nor spending.",
    ),
    severity=Severity.ORANGE,
    formula=Text("{received} = 0 ∧ {spent} = 0", "{received} = 0 and {spent} = 0"),
    needs=("statement",),
    basis=(
        Article(
            law="预算法",
            number="第十条",
            part="第二款",
            quote="安排资金调入一般公共预算",
            bearing=Bearing.PRINCIPLE,
            note="本条不禁止空预算 / it does not forbid an empty budget",
        ),
    ),
    limits={
        "from_month": Limit(
            9,
            Provenance.PUBLISHED_PRACTICE,
            "起算月",
            "asked from (month)",
            unit="month",
            least=1,
            most=12,
        ),
        "from_day": Limit(
            30,
            Provenance.PUBLISHED_PRACTICE,
            "起算日",
            "asked from (day)",
            unit="day",
            least=1,
            most=31,
        ),
    },
    sql="""
        with dated as (
            select *, least($as_of, make_date(fiscal_year, 12, 31)) as horizon
            from core.statement
            where fiscal_year <= year($as_of)
        ),
        monthly as (
            select *
            from dated
            where month between 1 and month(horizon)
                and (month < month(horizon) or horizon = last_day(horizon))
        ),
        latest as (
            select region, fiscal_year, horizon, max(month) as month
            from monthly
            group by region, fiscal_year, horizon
        ),
        moved as (
            select
                region, fiscal_year, month,
                sum(case when side = '1' then executed end) as received,
                sum(case when side = '2' then executed end) as spent,
                sum(case when side = '1' then approved end) as approved,
                bool_or(executed is null) as unreported
            from monthly
            where book = '3'
                and length(code) = 3
            group by region, fiscal_year, month
        ),
        judged as (
            select
                region, fiscal_year, month, received, spent, approved,
                unreported,
                case
                    when horizon < make_date(fiscal_year, $from_month, $from_day)
                        then 'not_applicable'
                    when received <> 0 or spent <> 0 then 'pass'
                    when received is null or spent is null or unreported then 'unknown'
                    else 'fail'
                end as verdict
            from latest
            left join moved using (region, fiscal_year, month)
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            '3' as subject,
            verdict,
            case
                when verdict = 'not_applicable' then 'not asked yet this year'
                when verdict <> 'unknown' then null
                when unreported is null then 'statement of book 3'
                when unreported then 'statement.executed'
                when received is null then 'statement of book 3, side 1'
                else 'statement of book 3, side 2'
            end as reason,
            null as severity,
            approved as at_stake,
            cast(null as varchar) as unit,
            month,
            received,
            spent,
            approved
        from judged
    """,
    evidence={
        "statement": """
            select
                f.region, f.period, f.subject, s.fiscal_year, s.month, s.book, s.side, s.code
            from finding f
            join core.statement s
                on s.region = f.region
                and cast(s.fiscal_year as varchar) = f.period
                and s.month = f.month
            where s.book = '3'
                and length(s.code) = 3
        """,
    },
    operands={
        "month": Text("执行数所属月份", "executed up to month"),
        "received": Text("累计收入", "received"),
        "spent": Text("累计支出", "spent"),
        "approved": Text("年初预算收入", "revenue approved"),
    },
    advice=Text(
        "请财政部门说明国有资本收益的收缴计划和支出安排，核对收益是否入了其他账本。",
        "The finance office gives the plan for receipts and spending, and says whether the income "
        "was booked in another book.",
    ),
    innocent=Text(
        "收益集中在第四季度入库；所属企业全部亏损；国资已整体划转上级。",
        "The income arrives in the fourth quarter; all enterprises lose; they were moved to "
        "a higher "
        "government.",
    ),
    exclusions=(
        Text("九月三十日（设置的日期）以前不判", "not asked before 30 September (a setting)"),
        Text("年初预算（月份 0）和决算（月份 13）不看", "months 0 and 13 are not read"),
    ),
    assumptions=(
        Text(
            "以该级政府当年最近一个月的报表为准，取三位科目之和；没有第三本账的行，或者有一边未报，判为未知",
            "the government's latest month of the year stands as a whole, as the sum of its "
            "3-digit "
            "rows; where book 3 or one of its sides is not reported, unknown",
        ),
    ),
    examples=(
        Example(
            story="on 30 September nothing has moved, and the day before it is not asked",
            given={
                "statement": [
                    {
                        "book": "3",
                        "side": "1",
                        "code": "103",
                        "approved": Decimal("70.00"),
                        "executed": Decimal("0.00"),
                    },
                    {"book": "3", "code": "223", "executed": Decimal("0.00")},
                ]
            },
            fails={"3": Severity.ORANGE},
            at_stake={"3": Decimal("70.00")},
            boundary=True,
        ),
        Example(
            story="the day before it is not asked",
            given={
                "statement": [
                    {
                        "month": 8,
                        "book": "3",
                        "side": "1",
                        "code": "103",
                        "executed": Decimal("0.00"),
                    },
                    {"month": 8, "book": "3", "code": "223", "executed": Decimal("0.00")},
                ]
            },
            as_of=date(2026, 9, 29),
            not_applicable=["3"],
            boundary=True,
        ),
        Example(
            story="a fen on one side is a movement",
            given={
                "statement": [
                    {"book": "3", "side": "1", "code": "103", "executed": Decimal("0.01")},
                    {"book": "3", "code": "223", "executed": Decimal("0.00")},
                    {
                        "region": "410200",
                        "book": "3",
                        "side": "1",
                        "code": "103",
                        "executed": Decimal("0.00"),
                    },
                    {
                        "region": "410200",
                        "book": "3",
                        "code": "223",
                        "executed": Decimal("-0.01"),
                    },
                ]
            },
            passes=["3", "410200 3"],
            boundary=True,
        ),
        Example(
            story="classes that cancel each other out add up to nothing",
            given={
                "statement": [
                    {"book": "3", "side": side, "code": code, "executed": Decimal(executed)}
                    for side, code, executed in (
                        ("1", "103", "1.00"),
                        ("1", "110", "-1.00"),
                        ("2", "223", "2.00"),
                        ("2", "230", "-2.00"),
                    )
                ]
            },
            fails={"3": Severity.ORANGE},
            at_stake={"3": Decimal("200.00")},
        ),
        Example(
            story="other books, and rows below three digits, tell nothing about it",
            given={
                "statement": [
                    {"executed": Decimal("50.00")},
                    {"book": "3", "side": "1", "code": "103", "executed": Decimal("0.00")},
                    {"book": "3", "side": "1", "code": "10306", "executed": Decimal("9.00")},
                    {"book": "3", "code": "223", "executed": Decimal("0.00")},
                ]
            },
            fails={"3": Severity.ORANGE},
        ),
        Example(
            story="the latest month of the year stands, and not the opening nor the final accounts",
            given={
                "statement": [
                    {
                        "month": month,
                        "book": "3",
                        "side": side,
                        "code": code,
                        "executed": Decimal("5.00") if month != 9 else Decimal("0.00"),
                    }
                    for month in (0, 8, 9, 10, 13)
                    for side, code in (("1", "103"), ("2", "223"))
                ]
            },
            fails={"3": Severity.ORANGE},
        ),
        Example(
            story="a year that is over is asked as of its December",
            given={
                "statement": [
                    {
                        "fiscal_year": 2025,
                        "month": month,
                        "book": "3",
                        "side": side,
                        "code": code,
                        "executed": Decimal("5.00") if month == 13 else Decimal("0.00"),
                    }
                    for month in (12, 13)
                    for side, code in (("1", "103"), ("2", "223"))
                ]
            },
            as_of=date(2026, 1, 31),
            fails={"2025 3": Severity.ORANGE},
        ),
        Example(
            story="a month that is not over is not read",
            given={
                "statement": [
                    {
                        "month": month,
                        "book": "3",
                        "side": side,
                        "code": code,
                        "executed": Decimal(month - 9),
                    }
                    for month in (9, 10)
                    for side, code in (("1", "103"), ("2", "223"))
                ]
            },
            as_of=date(2026, 10, 30),
            fails={"3": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="it is asked from the first month on, and of no year to come",
            given={
                "statement": [
                    {
                        "fiscal_year": year,
                        "month": 1,
                        "book": "3",
                        "side": side,
                        "code": code,
                        "executed": Decimal("0.00"),
                    }
                    for year in (2026, 2027)
                    for side, code in (("1", "103"), ("2", "223"))
                ]
            },
            as_of=date(2026, 1, 31),
            not_applicable=["3"],
            boundary=True,
        ),
        Example(
            story="a side that was not reported is unknown, unless the other has moved",
            given={
                "statement": [
                    {"executed": Decimal("50.00")},
                    {
                        "region": "410200",
                        "book": "3",
                        "side": "1",
                        "code": "103",
                        "executed": None,
                    },
                    {
                        "region": "410200",
                        "book": "3",
                        "code": "223",
                        "executed": Decimal("0.00"),
                    },
                    {
                        "region": "410300",
                        "book": "3",
                        "side": "1",
                        "code": "103",
                        "executed": Decimal("0.00"),
                    },
                    {
                        "region": "410400",
                        "book": "3",
                        "code": "223",
                        "executed": Decimal("0.00"),
                    },
                    {
                        "region": "410500",
                        "book": "3",
                        "side": "1",
                        "code": "103",
                        "executed": Decimal("1.00"),
                    },
                ]
            },
            unknown={
                "3": "statement of book 3",
                "410200 3": "statement.executed",
                "410300 3": "statement of book 3, side 2",
                "410400 3": "statement of book 3, side 1",
            },
            passes=["410500 3"],
        ),
        Example(
            story="a statement that was never delivered leaves the rule without an answer",
            given={"unit": [{}]},
            missing=["statement"],
            unknown={"": "feed missing: statement"},
        ),
    ),
)
