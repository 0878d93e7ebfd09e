"""收入进度异常 · Revenue off its schedule.

Revenue that runs far ahead of the year, or piles up in a quarter's last days, was collected to
meet a figure; revenue far behind was not there when the budget was made.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="B42",
    title=Text("收入进度异常", "Revenue off its schedule"),
    meaning=Text(
        "一般公共预算收入（不含基金、国资收入）的完成进度与序时进度相差超过十五个百分点；"
        "或者一个季度的收入一半以上在最后十天入库。",
        "General revenue is more than fifteen points ahead of or behind the year; or more than "
        "half of a quarter's revenue came in its last ten days.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{revenue} ÷ {approved} − {pace} = {gap}，超出 ±{points}；"
        "季度：{tail} ÷ {revenue} = {tail_share} > {quarter_share}",
        "{revenue} ÷ {approved} − {pace} = {gap}, beyond ±{points}; of a quarter: {tail} ÷ "
        "{revenue} = {tail_share} > {quarter_share}",
    ),
    needs=("receipt",),
    optional=("statement",),
    basis=(
        Article(
            law="预算法",
            number="第五十五条",
            part="第一款",
            quote="多征、提前征收或者减征、免征、缓征",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "points": Limit(
            Decimal("0.15"), Provenance.PROPOSED_DEFAULT, "偏离", "points off", unit="share"
        ),
        "quarter_share": Limit(
            Decimal("0.50"), Provenance.PROPOSED_DEFAULT, "季末占比", "share at the end", "share"
        ),
        "last_days": Limit(
            10, Provenance.PROPOSED_DEFAULT, "季末天数", "last days of a quarter", unit="day"
        ),
        "general": Limit(
            ("101", "103"),
            Provenance.PROPOSED_DEFAULT,
            "一般公共预算收入科目",
            "codes of general revenue",
            unit="code",
        ),
        "left_out": Limit(
            ("10301", "10306"),
            Provenance.PROPOSED_DEFAULT,
            "其中不计的基金、国资收入科目",
            "of these left out: funds and state capital",
            unit="code",
        ),
    },
    sql="""
        with taken as (
            select region, fiscal_year, received_on, amount
            from core.receipt
            where fiscal_year <= year($as_of)
                and received_on <= least($as_of, make_date(fiscal_year, 12, 31))
                and left(revenue_item, 3) in $general
                and left(revenue_item, 5) not in $left_out
        ),
        told as (
            select *
            from core.statement
            where book = '1'
                and side = '1'
                and fiscal_year <= year($as_of)
                and month between 0 and 12
                and (
                    fiscal_year < year($as_of)
                    or month < month($as_of)
                    or (month = month($as_of) and $as_of = last_day($as_of))
                )
        ),
        repeated as (
            select
                region, fiscal_year, month,
                case
                    when bool_and(approved is not null)
                        then sum(case when code in $general then approved else -approved end)
                end as approved
            from told
            where code in $general or code in $left_out
            group by region, fiscal_year, month
            having bool_or(code in $general)
        ),
        planned as (
            select *
            from repeated
            qualify row_number() over (
                partition by region, fiscal_year
                order by case when approved is null then 1 else 0 end, month desc
            ) = 1
        ),
        collected as (
            select region, fiscal_year, sum(amount) as revenue
            from taken
            group by region, fiscal_year
        ),
        places as (
            select region, fiscal_year from collected
            union
            select region, fiscal_year from told
        ),
        timed as (
            select
                *,
                case when horizon = last_day(horizon) then month(horizon)
                    else dayofyear(horizon) end as gone,
                case when horizon = last_day(horizon) then 12
                    else dayofyear(make_date(fiscal_year, 12, 31)) end as span
            from (
                select *, least($as_of, make_date(fiscal_year, 12, 31)) as horizon from places
            ) as dated
        ),
        compared as (
            select
                region, fiscal_year, month, revenue, approved, gone, span,
                cast(revenue * span - approved * gone as decimal(38, 2)) as lead,
                cast(approved * span as decimal(38, 2)) as whole
            from timed
            left join collected using (region, fiscal_year)
            left join planned using (region, fiscal_year)
        ),
        quarters as (
            select
                region, fiscal_year, amount,
                quarter(received_on) as nth,
                date_diff(
                    'day', received_on,
                    last_day(make_date(fiscal_year, quarter(received_on) * 3, 1))
                ) as days_left,
                last_day(make_date(fiscal_year, quarter(received_on) * 3, 1)) as ends_on
            from taken
            where year(received_on) = fiscal_year
        ),
        by_quarter as (
            select
                region, fiscal_year, nth,
                sum(amount) as revenue,
                sum(case when days_left < $last_days then amount else 0 end) as tail
            from quarters
            where ends_on <= $as_of
            group by region, fiscal_year, nth
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            'general_revenue' as subject,
            case
                when revenue is null or approved is null then 'unknown'
                when approved <= 0 then 'not_applicable'
                when abs(lead) > $points * whole then 'fail'
                else 'pass'
            end as verdict,
            case
                when revenue is null then 'receipt'
                when approved is null then 'statement.approved'
                when approved <= 0 then 'no revenue approved'
            end as reason,
            null as severity,
            round(abs(lead) / nullif(span, 0), 2) as at_stake,
            cast(null as varchar) as unit,
            month,
            approved,
            revenue,
            cast(gone / nullif(span, 0) as decimal(18, 6)) as pace,
            cast(lead / nullif(whole, 0) as decimal(18, 6)) as gap,
            cast(null as decimal(38, 2)) as tail,
            cast(null as decimal(18, 6)) as tail_share
        from compared
        union all
        select
            region,
            cast(fiscal_year as varchar) || 'Q' || cast(nth as varchar),
            'general_revenue',
            case
                when revenue <= 0 then 'not_applicable'
                when tail > $quarter_share * revenue then 'fail'
                else 'pass'
            end,
            case when revenue <= 0 then 'no revenue in the quarter' end,
            null,
            tail,
            null,
            null,
            null,
            revenue,
            null,
            null,
            tail,
            cast(tail / nullif(revenue, 0) as decimal(18, 6))
        from by_quarter
    """,
    evidence={
        "receipt": """
            select f.region, f.period, f.subject, r.receipt, r.fiscal_year
            from finding f
            join core.receipt r
                on r.region = f.region
                and cast(r.fiscal_year as varchar) = left(f.period, 4)
                and (
                    length(f.period) <= length('YYYY')
                    or (
                        cast(quarter(r.received_on) as varchar) = right(f.period, 1)
                        and date_diff(
                            'day', r.received_on,
                            last_day(make_date(r.fiscal_year, quarter(r.received_on) * 3, 1))
                        ) < $last_days
                    )
                )
            where r.received_on <= least($as_of, make_date(r.fiscal_year, 12, 31))
                and left(r.revenue_item, 3) in $general
                and left(r.revenue_item, 5) not in $left_out
        """,
        "statement": """
            select
                f.region, f.period, f.subject, s.fiscal_year, s.month, s.book, s.side, s.code
            from finding f
            join core.statement s
                on s.region = f.region
                and cast(s.fiscal_year as varchar) = f.period
                and s.month = f.month
            where s.book = '1'
                and s.side = '1'
                and (s.code in $general or s.code in $left_out)
        """,
    },
    operands={
        "month": Text("预算数所属月份", "budget of month"),
        "approved": Text("年初预算收入", "revenue approved"),
        "revenue": Text("入库收入", "revenue received"),
        "pace": Text("序时进度", "share of the year gone"),
        "gap": Text("偏离", "ahead or behind"),
        "tail": Text("季末十天入库", "received in the last days"),
        "tail_share": Text("季末占比", "share of the last days"),
    },
    advice=Text(
        "请财政、税务部门说明进度异常的原因，抽查季末大额入库的缴款日期和税款所属期。",
        "The finance and tax offices explain the pace; large receipts of a quarter's end are "
        "checked for the day they were paid and the months they are for.",
    ),
    innocent=Text(
        "汇算清缴、一次性资产处置等集中入库；征期在季末；政策性减免、缓缴。",
        "Annual settlements or a sale of assets; collection days at the quarter's end; reliefs or "
        "deferrals by policy.",
    ),
    exclusions=(
        Text(
            "政府性基金（10301）、国有资本经营（10306）收入不计",
            "government funds (10301) and state capital (10306) are left out",
        ),
        Text("退库（负数）与收入相抵", "refunds (below zero) net"),
    ),
    assumptions=(
        Text(
            "预算收入取最近一个已过且列明年初数的月份（没有的取年初预算，月份 0）",
            "approved revenue is what the latest month that is over and repeats the opening budget "
            "gives, or the opening budget itself (month 0)",
        ),
        Text(
            "季度过完才判；最后十天含季末日",
            "a quarter is asked when it is over; its last day is one of the ten",
        ),
    ),
    examples=(
        Example(
            story="fifteen points ahead or behind of two thirds is silent",
            given={
                "statement": [
                    {"month": 8, "side": "1", "code": "101", "approved": Decimal("120.00")},
                    {
                        "region": "410102",
                        "month": 8,
                        "side": "1",
                        "code": "101",
                        "approved": Decimal("120.00"),
                    },
                ],
                "receipt": [
                    {"received_on": date(2026, 8, 3), "amount": Decimal("98.00")},
                    {
                        "receipt": "R2",
                        "region": "410102",
                        "received_on": date(2026, 8, 3),
                        "amount": Decimal("62.00"),
                    },
                ],
            },
            as_of=date(2026, 8, 31),
            passes=["general_revenue", "410102 general_revenue"],
            boundary=True,
        ),
        Example(
            story="a fen more ahead or behind is not",
            given={
                "statement": [
                    {"month": 8, "side": "1", "code": "101", "approved": Decimal("120.00")},
                    {
                        "region": "410102",
                        "month": 8,
                        "side": "1",
                        "code": "101",
                        "approved": Decimal("120.00"),
                    },
                ],
                "receipt": [
                    {"received_on": date(2026, 8, 3), "amount": Decimal("98.01")},
                    {
                        "receipt": "R2",
                        "region": "410102",
                        "received_on": date(2026, 8, 3),
                        "amount": Decimal("61.99"),
                    },
                ],
            },
            as_of=date(2026, 8, 31),
            fails={
                "general_revenue": Severity.YELLOW,
                "410102 general_revenue": Severity.YELLOW,
            },
            at_stake={
                "general_revenue": Decimal("18.01"),
                "410102 general_revenue": Decimal("18.01"),
            },
            boundary=True,
        ),
        Example(
            story="within a month the days of the year count",
            given={
                "statement": [
                    {"month": 6, "side": "1", "code": "101", "approved": Decimal("365.00")},
                    {"month": 7, "side": "1", "code": "101", "approved": Decimal("900.00")},
                ],
                "receipt": [
                    {"received_on": date(2026, 7, 2), "amount": Decimal("249.75")},
                    {"receipt": "R2", "received_on": date(2026, 7, 15), "amount": Decimal("0.01")},
                    {
                        "receipt": "R3",
                        "received_on": date(2026, 7, 16),
                        "amount": Decimal("900.00"),
                    },
                ],
            },
            as_of=date(2026, 7, 14),
            passes=["general_revenue"],
            boundary=True,
        ),
        Example(
            story="general revenue is taxes and non-tax without funds and state capital",
            given={
                "statement": [
                    {"month": 8, "side": "1", "code": "101", "approved": Decimal("90.00")},
                    {"month": 8, "side": "1", "code": "103", "approved": Decimal("70.00")},
                    {"month": 8, "side": "1", "code": "10301", "approved": Decimal("30.00")},
                    {"month": 8, "side": "1", "code": "10306", "approved": Decimal("10.00")},
                    {"month": 8, "side": "1", "code": "10302", "approved": Decimal("900.00")},
                    {"month": 8, "side": "1", "code": "105", "approved": Decimal("900.00")},
                    {"month": 8, "side": "2", "code": "101", "approved": Decimal("900.00")},
                    {
                        "month": 8,
                        "book": "2",
                        "side": "1",
                        "code": "101",
                        "approved": Decimal("900.00"),
                    },
                    {"month": 7, "side": "1", "code": "101", "approved": Decimal("900.00")},
                    {"month": 13, "side": "1", "code": "101", "approved": Decimal("900.00")},
                ],
                "receipt": [
                    {"received_on": date(2026, 8, 3), "amount": Decimal("50.00")},
                    {
                        "receipt": "R2",
                        "received_on": date(2026, 8, 3),
                        "revenue_item": "1030201",
                        "amount": Decimal("49.00"),
                    },
                    {
                        "receipt": "R3",
                        "received_on": date(2026, 8, 3),
                        "revenue_item": "1030101",
                        "amount": Decimal("900.00"),
                    },
                    {
                        "receipt": "R4",
                        "received_on": date(2026, 8, 3),
                        "revenue_item": "1030601",
                        "amount": Decimal("900.00"),
                    },
                    {
                        "receipt": "R5",
                        "received_on": date(2026, 8, 3),
                        "revenue_item": "1050101",
                        "amount": Decimal("900.00"),
                    },
                    {"receipt": "R6", "received_on": date(2026, 8, 4), "amount": Decimal("-0.99")},
                ],
            },
            as_of=date(2026, 8, 31),
            fails={"general_revenue": Severity.YELLOW},
            at_stake={"general_revenue": Decimal("18.01")},
            boundary=True,
        ),
        Example(
            story="half of a quarter in its last ten days is silent, a fen more is not",
            given={
                "receipt": [
                    {"received_on": date(2026, 3, 21), "amount": Decimal("50.00")},
                    {"receipt": "R2", "received_on": date(2026, 3, 22), "amount": Decimal("25.00")},
                    {"receipt": "R3", "received_on": date(2026, 3, 31), "amount": Decimal("25.00")},
                    {"receipt": "R4", "received_on": date(2026, 6, 20), "amount": Decimal("50.00")},
                    {"receipt": "R5", "received_on": date(2026, 6, 21), "amount": Decimal("40.01")},
                    {"receipt": "R9", "received_on": date(2026, 6, 30), "amount": Decimal("10.00")},
                    {"receipt": "R6", "received_on": date(2026, 12, 31), "fiscal_year": 2026},
                    {"receipt": "R7", "received_on": date(2027, 1, 2), "fiscal_year": 2026},
                    {"receipt": "R10", "received_on": date(2025, 12, 30), "fiscal_year": 2026},
                    {"receipt": "R8", "received_on": date(2026, 8, 2), "revenue_item": "1030101"},
                ],
            },
            as_of=date(2027, 3, 30),
            fails={
                "2026Q2 general_revenue": Severity.YELLOW,
                "2026Q4 general_revenue": Severity.YELLOW,
            },
            at_stake={
                "2026Q2 general_revenue": Decimal("50.01"),
                "2026Q4 general_revenue": Decimal("100.00"),
            },
            passes=["2026Q1 general_revenue"],
            unknown={"2026 general_revenue": "statement.approved"},
            boundary=True,
        ),
        Example(
            story="a quarter is not asked before its last day",
            given={
                "statement": [{"month": 0, "side": "1", "code": "101"}],
                "receipt": [
                    {"received_on": date(2026, 3, 30), "amount": Decimal("25.00")},
                ],
            },
            as_of=date(2026, 3, 30),
            passes=["general_revenue"],
            boundary=True,
        ),
        Example(
            story="a quarter is asked on its last day",
            given={
                "statement": [{"month": 0, "side": "1", "code": "101"}],
                "receipt": [
                    {"received_on": date(2026, 3, 30), "amount": Decimal("25.00")},
                ],
            },
            as_of=date(2026, 3, 31),
            fails={"2026Q1 general_revenue": Severity.YELLOW},
            at_stake={"2026Q1 general_revenue": Decimal("25.00")},
            passes=["general_revenue"],
            boundary=True,
        ),
        Example(
            story="a quarter of refunds, and a year without a budget, have no measure",
            given={
                "statement": [
                    {
                        "fiscal_year": 2025,
                        "month": 12,
                        "side": "1",
                        "code": "101",
                        "approved": Decimal("0.00"),
                    },
                    {"fiscal_year": 2025, "month": 13, "side": "1", "code": "101"},
                ],
                "receipt": [
                    {
                        "fiscal_year": 2025,
                        "received_on": date(2025, 3, 30),
                        "amount": Decimal("-1.00"),
                    },
                    {
                        "receipt": "R2",
                        "fiscal_year": 2025,
                        "received_on": date(2025, 6, 30),
                        "amount": Decimal("0.00"),
                    },
                ],
            },
            not_applicable=[
                "2025 general_revenue",
                "2025Q1 general_revenue",
                "2025Q2 general_revenue",
            ],
        ),
        Example(
            story="what the months do not repeat was approved with the opening budget",
            given={
                "statement": [
                    {"month": 0, "side": "1", "code": "101", "approved": Decimal("120.00")},
                    {"month": 7, "side": "1", "code": "101", "approved": Decimal("60.00")},
                    {"month": 7, "side": "1", "code": "103", "approved": Decimal("60.00")},
                    {"month": 8, "side": "1", "code": "101", "approved": Decimal("900.00")},
                    {"month": 8, "side": "1", "code": "103", "approved": None},
                    {"region": "410102", "side": "1", "code": "101", "approved": None},
                    {"region": "410102", "side": "1", "code": "101", "approved": Decimal("120.00")}
                    | {"month": 0},
                ],
                "receipt": [
                    {"received_on": date(2026, 8, 3), "amount": Decimal("98.00")},
                    {"region": "410102", "received_on": date(2026, 8, 3)}
                    | {"amount": Decimal("98.01")},
                ],
            },
            as_of=date(2026, 8, 31),
            passes=["general_revenue"],
            fails={"410102 general_revenue": Severity.YELLOW},
            at_stake={"410102 general_revenue": Decimal("18.01")},
            boundary=True,
        ),
        Example(
            story="an empty budget, and a budget without receipts, are unknown",
            given={
                "statement": [
                    {"month": 8, "side": "1", "code": "101", "approved": None},
                    {"month": 8, "side": "1", "code": "103"},
                    {"region": "410102", "month": 8, "side": "1", "code": "101"},
                    {"region": "410103", "month": 8, "side": "1", "code": "105"},
                    {"region": "410104", "month": 8, "side": "1", "code": "10301"},
                    {"fiscal_year": 2027, "month": 1, "side": "1", "code": "101"},
                ],
                "receipt": [
                    {"received_on": date(2026, 8, 3)},
                    {"receipt": "R3", "region": "410103", "received_on": date(2026, 8, 3)},
                    {"receipt": "R2", "received_on": date(2026, 8, 3), "fiscal_year": 2027},
                    {"receipt": "R4", "region": "410104", "received_on": date(2026, 8, 3)},
                ],
            },
            as_of=date(2026, 8, 31),
            unknown={
                "general_revenue": "statement.approved",
                "410102 general_revenue": "receipt",
                "410103 general_revenue": "statement.approved",
                "410104 general_revenue": "statement.approved",
            },
        ),
        Example(
            story="without the receipts nothing is known",
            given={"statement": [{}]},
            missing=["receipt"],
            unknown={"": "feed missing: receipt"},
        ),
    ),
)
