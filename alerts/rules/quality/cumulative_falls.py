"""累计数倒退 · A cumulative figure that falls.

What was carried out by the end of a month cannot be less a month later, unless something was taken
back or put right; then the month before was wrong, and somebody reported it.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="Q04",
    title=Text("累计数倒退", "A cumulative figure falls"),
    meaning=Text(
        "收支表某科目本月的累计执行数小于上月。",
        "The cumulative figure of a code in the statement is below that of the month before.",
    ),
    severity=Severity.BLUE,
    formula=Text(
        "累计执行 {executed} − 上月累计执行 {executed_before} = {difference}（{month} 月），"
        "减少超过 {tolerance}",
        "executed {executed} − by the month before {executed_before} = {difference} "
        "(month {month}), a fall of more than {tolerance}",
    ),
    needs=("statement",),
    basis=(),
    printed_basis="数据核对，无条文 / a data check without an article",
    limits={
        "tolerance": Limit(
            Decimal("0.00"), Provenance.PROPOSED_DEFAULT, "容差", "tolerance", "yuan"
        ),
    },
    sql="""
        with stated as (
            select region, fiscal_year, month, book, side, code, executed
            from core.statement
            where month between 1 and 12
                and last_day(make_date(fiscal_year, month, 1)) <= $as_of
        ),
        months as (
            select distinct region, fiscal_year, month, book, side from stated
        ),
        codes as (
            select distinct region, fiscal_year, book, side, code from stated
        ),
        compared as (
            select
                m.region, m.fiscal_year, m.month, m.book, m.side, c.code,
                s.executed,
                s.code is not null as stands,
                before.executed as executed_before,
                before.code is not null as stood,
                eve.month is not null as eve_there
            from months m
            join codes c using (region, fiscal_year, book, side)
            left join stated s using (region, fiscal_year, month, book, side, code)
            left join months eve
                on eve.region = m.region
                and eve.fiscal_year = m.fiscal_year
                and eve.book = m.book
                and eve.side = m.side
                and eve.month + 1 = m.month
            left join stated before
                on before.region = m.region
                and before.fiscal_year = m.fiscal_year
                and before.book = m.book
                and before.side = m.side
                and before.code = c.code
                and before.month + 1 = m.month
        ),
        judged as (
            select
                *,
                case
                    when not stands and not stood then null
                    when month = 1 then 'not_applicable'
                    when not eve_there then 'unknown'
                    when not stood then 'not_applicable'
                    when executed is null or executed_before is null then 'unknown'
                    when executed_before - executed > $tolerance then 'fail'
                    else 'pass'
                end as verdict
            from compared
        )
        select
            region,
            concat(cast(fiscal_year as varchar), '-', lpad(cast(month as varchar), 2, '0'))
                as period,
            concat_ws('/', book, side, replace(code, '/', '／'), cast(month as varchar))
                as subject,
            verdict,
            case
                when verdict = 'unknown' and not eve_there then 'statement of the month before'
                when verdict = 'unknown' then 'statement.executed'
                when verdict = 'not_applicable' and month = 1 then 'first month of the year'
                when verdict = 'not_applicable' then 'first month of the code'
            end as reason,
            null as severity,
            executed_before - executed as at_stake,
            cast(null as varchar) as unit,
            month,
            executed,
            executed_before,
            executed - executed_before as difference
        from judged
        where verdict is not null
    """,
    evidence={
        "statement": """
            select f.region, f.period, f.subject, s.fiscal_year, s.month, s.book, s.side, s.code
            from finding f
            join core.statement s
                on s.region = f.region
                and cast(s.fiscal_year as varchar) = left(f.period, 4)
                and s.month between f.month - 1 and f.month
                and f.subject = concat_ws(
                    '/', s.book, s.side, replace(s.code, '/', '／'), cast(f.month as varchar)
                )
        """,
    },
    operands={
        "month": Text("月份", "month"),
        "executed": Text("本月累计执行", "executed by this month"),
        "executed_before": Text("上月累计执行", "executed by the month before"),
        "difference": Text("差额", "difference"),
    },
    advice=Text(
        "请财政部门说明减少的原因，提供冲销、退库或者更正的凭证；上月报错的，重报上月。",
        "The finance department says why it fell and shows the reversals, refunds or corrections; "
        "where the month before was wrong, it is delivered again.",
    ),
    innocent=Text(
        "退税、退库大于当月入库；错列科目本月调账；上月为快报数。",
        "Refunds were more than what came in; a wrong code was put right; the month before was a "
        "first estimate.",
    ),
    exclusions=(
        Text(
            "一月、期初预算和决算不比较；上月没有该科目的不适用",
            "January, the opening budget and final accounts are not compared; a code that the "
            "month before did not have is not applicable",
        ),
    ),
    assumptions=(
        Text(
            "上月整张表没有报送的判为未知；上月有、本月没有的科目判为未知，不当作零",
            "where the month before was not delivered, unknown; a code that is gone this month is "
            "unknown and not 0",
        ),
    ),
    examples=(
        Example(
            story="a fen less than the month before is a fall, as much is none",
            given={
                "statement": [
                    {"month": 8, "executed": Decimal("40.01")},
                    {},
                    {"code": "206", "month": 8},
                    {"code": "206"},
                ]
            },
            fails={"1/2/205/9": Severity.BLUE},
            at_stake={"1/2/205/9": Decimal("0.01")},
            passes=["1/2/206/9"],
            unknown={
                "1/2/205/8": "statement of the month before",
                "1/2/206/8": "statement of the month before",
            },
            boundary=True,
        ),
        Example(
            story="books, sides, governments and years are each their own",
            given={
                "statement": [
                    {"month": 2, "executed": Decimal("10.00")},
                    {"month": 1, "book": "2", "executed": Decimal("11.00")},
                    {"month": 1, "side": "1", "executed": Decimal("11.00")},
                    {"month": 1, "region": "410102", "executed": Decimal("11.00")},
                    {"month": 1, "fiscal_year": 2025, "executed": Decimal("11.00")},
                    {"month": 1, "executed": Decimal("9.99")},
                ]
            },
            passes=["1/2/205/2"],
            not_applicable={
                "1/2/205/1": "first month of the year",
                "2/2/205/1": "first month of the year",
                "1/1/205/1": "first month of the year",
                "410102 1/2/205/1": "first month of the year",
                "2025-01 1/2/205/1": "first month of the year",
            },
        ),
        Example(
            story="an empty figure is unknown, and so is a code that is gone",
            given={
                "statement": [
                    {"month": 1, "executed": Decimal("1.00")},
                    {"month": 2, "executed": None},
                    {"month": 3, "executed": Decimal("0.50")},
                    {"month": 1, "code": "206", "executed": Decimal("1.00")},
                    {"month": 3, "code": "207", "executed": Decimal("1.00")},
                ]
            },
            unknown={
                "1/2/205/2": "statement.executed",
                "1/2/205/3": "statement.executed",
                "1/2/206/2": "statement.executed",
            },
            not_applicable={
                "1/2/205/1": "first month of the year",
                "1/2/206/1": "first month of the year",
                "1/2/207/3": "first month of the code",
            },
        ),
        Example(
            story="a month that is not over is not looked at, nor are opening and final accounts",
            given={
                "statement": [
                    {"month": 0, "executed": Decimal("9.00")},
                    {"month": 1, "executed": Decimal("5.00")},
                    {"month": 2, "executed": Decimal("5.00")},
                    {"month": 3, "executed": Decimal("4.00")},
                    {"month": 13, "executed": Decimal("1.00")},
                ]
            },
            as_of=date(2026, 3, 30),
            passes=["1/2/205/2"],
            not_applicable={"1/2/205/1": "first month of the year"},
            boundary=True,
        ),
        Example(
            story="a fall is a fall also below nothing; a limit allows some",
            given={
                "statement": [
                    {"month": 1, "executed": Decimal("-1.00")},
                    {"month": 2, "executed": Decimal("-2.00")},
                    {"month": 3, "executed": Decimal("-3.01")},
                ]
            },
            limits={"tolerance": Decimal("1.00")},
            fails={"1/2/205/3": Severity.BLUE},
            passes=["1/2/205/2"],
            not_applicable=["1/2/205/1"],
            boundary=True,
        ),
        Example(
            story="without the statement nothing is known",
            given={"payment": [{}]},
            missing=["statement"],
            unknown={"": "feed missing: statement"},
        ),
    ),
)
