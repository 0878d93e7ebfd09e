"""税收占比低 · A low share of taxes.

Taxes come again next year. Fines, sales and rents that fill their place may not.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="B44",
    title=Text("税收占比低", "A low share of taxes"),
    meaning=Text(
        "税收收入占一般公共预算收入（不含基金、国资收入）的比重低于六成。",
        "Taxes are less than 60 % of general revenue (without funds and state capital).",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{taxes} ÷ {revenue} = {tax_share} < {yellow}（橙 {orange}）",
        "{taxes} ÷ {revenue} = {tax_share} < {yellow} (orange {orange})",
    ),
    needs=("receipt",),
    basis=(),
    printed_basis="收入质量 / the quality of revenue",
    limits={
        "yellow": Limit(
            Decimal("0.60"), Provenance.PROPOSED_DEFAULT, "黄色：低于", "yellow: below", "share"
        ),
        "orange": Limit(
            Decimal("0.50"), Provenance.PROPOSED_DEFAULT, "橙色：低于", "orange: below", "share"
        ),
        "tax": Limit(
            ("101",), Provenance.PROPOSED_DEFAULT, "税收科目", "codes of taxes", unit="code"
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
        with summed as (
            select
                region, fiscal_year,
                least($as_of, make_date(fiscal_year, 12, 31)) as counted_to,
                sum(amount) as revenue,
                sum(case when left(revenue_item, 3) in $tax then amount else 0 end) as taxes
            from core.receipt
            where fiscal_year <= year($as_of)
                and received_on <= least($as_of, make_date(fiscal_year, 12, 31))
                and left(revenue_item, 3) in $general
                and left(revenue_item, 5) not in $left_out
            group by region, fiscal_year
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            'general_revenue' as subject,
            case
                when revenue <= 0 then 'not_applicable'
                when taxes < $yellow * revenue then 'fail'
                else 'pass'
            end as verdict,
            case when revenue <= 0 then 'no revenue' end as reason,
            case when taxes < $orange * revenue then 'orange' else 'yellow' end as severity,
            round($yellow * revenue - taxes, 2) as at_stake,
            cast(null as varchar) as unit,
            counted_to,
            taxes,
            revenue,
            cast(taxes / nullif(revenue, 0) as decimal(18, 6)) as tax_share
        from summed
    """,
    evidence={
        "receipt": """
            select f.region, f.period, f.subject, r.receipt, r.fiscal_year
            from finding f
            join core.receipt r
                on r.region = f.region
                and cast(r.fiscal_year as varchar) = f.period
            where r.received_on <= f.counted_to
                and left(r.revenue_item, 3) in $general
                and left(r.revenue_item, 5) not in $left_out
        """,
    },
    operands={
        "counted_to": Text("计至", "counted to"),
        "taxes": Text("税收收入", "taxes"),
        "revenue": Text("一般公共预算收入", "general revenue"),
        "tax_share": Text("税收占比", "share of taxes"),
    },
    advice=Text(
        "请财政部门说明非税收入的构成、一次性收入的金额和税源变化。",
        "The finance department says what the non-tax revenue is made of, how much of it comes "
        "once, and how the tax base moves.",
    ),
    innocent=Text(
        "年初税款尚未集中入库；一次性资产处置；大规模减税退税。",
        "Early in the year taxes are not in yet; assets were sold once; taxes were cut or paid "
        "back.",
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
            "一般公共预算收入为零或者为负的不适用",
            "where there is no revenue there is no share",
        ),
    ),
    examples=(
        Example(
            story="six tenths are enough, a fen of other revenue more is not",
            given={
                "receipt": [
                    {"amount": Decimal("50.00")},
                    {"receipt": "R5", "amount": Decimal("10.00")},
                    {"receipt": "R2", "revenue_item": "1030201", "amount": Decimal("40.00")},
                    {"receipt": "R3", "region": "410102", "amount": Decimal("60.00")},
                    {
                        "receipt": "R4",
                        "region": "410102",
                        "revenue_item": "1030201",
                        "amount": Decimal("40.01"),
                    },
                ]
            },
            fails={"410102 general_revenue": Severity.YELLOW},
            at_stake={"410102 general_revenue": Decimal("0.01")},
            passes=["general_revenue"],
            boundary=True,
        ),
        Example(
            story="half is yellow still, less is orange",
            given={
                "receipt": [
                    {"amount": Decimal("50.00")},
                    {"receipt": "R2", "revenue_item": "1030201", "amount": Decimal("50.00")},
                    {"receipt": "R3", "region": "410102", "amount": Decimal("50.00")},
                    {
                        "receipt": "R4",
                        "region": "410102",
                        "revenue_item": "1030201",
                        "amount": Decimal("50.01"),
                    },
                ]
            },
            fails={
                "general_revenue": Severity.YELLOW,
                "410102 general_revenue": Severity.ORANGE,
            },
            boundary=True,
        ),
        Example(
            story="funds, state capital, debts and grants are no general revenue; refunds net",
            given={
                "receipt": [
                    {"amount": Decimal("70.00")},
                    {"receipt": "R2", "amount": Decimal("-10.00")},
                    {"receipt": "R3", "revenue_item": "1030201", "amount": Decimal("50.00")},
                    {"receipt": "R4", "revenue_item": "1030201", "amount": Decimal("-10.00")},
                    {"receipt": "R5", "revenue_item": "1030101", "amount": Decimal("900.00")},
                    {"receipt": "R6", "revenue_item": "1030601", "amount": Decimal("900.00")},
                    {"receipt": "R7", "revenue_item": "1050101", "amount": Decimal("900.00")},
                    {"receipt": "R8", "revenue_item": "1100101", "amount": Decimal("900.00")},
                ]
            },
            passes=["general_revenue"],
            boundary=True,
        ),
        Example(
            story="each year to its end, and no row after the day",
            given={
                "receipt": [
                    {"received_on": date(2026, 9, 30), "revenue_item": "1030201"},
                    {
                        "receipt": "R2",
                        "received_on": date(2026, 10, 1),
                        "amount": Decimal("900.00"),
                    },
                    {
                        "receipt": "R3",
                        "fiscal_year": 2025,
                        "received_on": date(2025, 12, 31),
                        "revenue_item": "1030201",
                    },
                    {
                        "receipt": "R4",
                        "fiscal_year": 2025,
                        "received_on": date(2026, 1, 1),
                        "amount": Decimal("900.00"),
                    },
                    {"receipt": "R5", "fiscal_year": 2027, "revenue_item": "1030201"},
                ]
            },
            fails={
                "general_revenue": Severity.ORANGE,
                "2025 general_revenue": Severity.ORANGE,
            },
            at_stake={"2025 general_revenue": Decimal("60.00")},
        ),
        Example(
            story="no revenue has no share",
            given={"receipt": [{}, {"receipt": "R2", "amount": Decimal("-100.00")}]},
            not_applicable=["general_revenue"],
        ),
        Example(
            story="without the receipts nothing is known",
            given={"payment": [{}]},
            missing=["receipt"],
            unknown={"": "feed missing: receipt"},
        ),
    ),
)
