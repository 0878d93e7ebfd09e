"""非税逆势大增 · Non-tax revenue soars while taxes fall.

Taxes follow the economy. Fines and fees that rise while taxes fall follow the need for money.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="B45",
    title=Text("非税逆势大增", "Non-tax revenue soars while taxes fall"),
    meaning=Text(
        "税收收入低于上年同期，而非税收入（不含基金、国资收入）比上年同期增长三成以上。",
        "Taxes are below the same months of last year, and non-tax revenue (without funds and "
        "state capital) is up by more than 30 %.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "非税 {non_tax} ÷ {non_tax_before} − 1 = {growth} > {share}，"
        "且税收 {taxes} < {taxes_before}",
        "non-tax {non_tax} ÷ {non_tax_before} − 1 = {growth} > {share}, and taxes {taxes} < "
        "{taxes_before}",
    ),
    needs=("receipt",),
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
        "share": Limit(
            Decimal("0.30"), Provenance.PROPOSED_DEFAULT, "非税增幅", "non-tax growth", "share"
        ),
        "tax": Limit(
            ("101",), Provenance.PROPOSED_DEFAULT, "税收科目", "codes of taxes", unit="code"
        ),
        "non_tax_codes": Limit(
            ("103",), Provenance.PROPOSED_DEFAULT, "非税科目", "codes of non-tax", unit="code"
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
        with dated as (
            select
                region, fiscal_year, received_on, amount,
                left(revenue_item, 3) in $tax as is_tax,
                least($as_of, make_date(fiscal_year, 12, 31)) as horizon,
                case
                    when fiscal_year + 1 < year($as_of) then make_date(fiscal_year, 12, 31)
                    when $as_of = last_day($as_of)
                        then last_day(make_date(fiscal_year, month($as_of), 1))
                    else make_date(fiscal_year, month($as_of), day($as_of))
                end as same_day
            from core.receipt
            where fiscal_year <= year($as_of)
                and (left(revenue_item, 3) in $tax or left(revenue_item, 3) in $non_tax_codes)
                and left(revenue_item, 5) not in $left_out
        ),
        now as (
            select
                region, fiscal_year, horizon as counted_to,
                sum(case when is_tax then amount else 0 end) as taxes,
                sum(case when is_tax then 0 else amount end) as non_tax
            from dated
            where received_on <= horizon
            group by region, fiscal_year, horizon
        ),
        before as (
            select
                region, fiscal_year + 1 as fiscal_year, same_day as counted_to_before,
                sum(case when is_tax then amount else 0 end) as taxes_before,
                sum(case when is_tax then 0 else amount end) as non_tax_before
            from dated
            where received_on <= same_day
            group by region, fiscal_year, same_day
        ),
        judged as (
            select
                *,
                case
                    when taxes_before is null then 'unknown'
                    when taxes < taxes_before
                        and non_tax > 0
                        and non_tax - non_tax_before > $share * greatest(non_tax_before, 0)
                        then 'fail'
                    else 'pass'
                end as verdict
            from now
            left join before using (region, fiscal_year)
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            'general_revenue' as subject,
            verdict,
            case when verdict = 'unknown' then 'receipt of the year before' end as reason,
            null as severity,
            non_tax - non_tax_before as at_stake,
            cast(null as varchar) as unit,
            counted_to,
            counted_to_before,
            non_tax,
            non_tax_before,
            cast((non_tax - non_tax_before) / nullif(non_tax_before, 0) as decimal(18, 6))
                as growth,
            taxes,
            taxes_before
        from judged
    """,
    evidence={
        "receipt": """
            select f.region, f.period, f.subject, r.receipt, r.fiscal_year
            from finding f
            join core.receipt r
                on r.region = f.region
                and (
                    (cast(r.fiscal_year as varchar) = f.period and r.received_on <= f.counted_to)
                    or (
                        cast(r.fiscal_year + 1 as varchar) = f.period
                        and r.received_on <= f.counted_to_before
                    )
                )
            where (left(r.revenue_item, 3) in $tax or left(r.revenue_item, 3) in $non_tax_codes)
                and left(r.revenue_item, 5) not in $left_out
        """,
    },
    operands={
        "counted_to": Text("计至", "counted to"),
        "counted_to_before": Text("上年计至", "last year counted to"),
        "non_tax": Text("非税收入", "non-tax revenue"),
        "non_tax_before": Text("上年同期非税收入", "non-tax revenue of last year"),
        "growth": Text("非税增幅", "growth of non-tax"),
        "taxes": Text("税收收入", "taxes"),
        "taxes_before": Text("上年同期税收收入", "taxes of last year"),
    },
    advice=Text(
        "请财政部门按执收单位和科目列出非税增长的来源，说明罚没、收费的依据和一次性收入。",
        "The finance department lists who collected the increase and on which code, with the "
        "authority for fines and fees and what comes once.",
    ),
    innocent=Text(
        "盘活存量资产的一次性收入；上年同期非税基数偏低；减税降费使税收下降。",
        "Assets sold once; little non-tax revenue last year; taxes were cut by policy.",
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
            "同期指上年同月同日为止，月末对月末；上年没有入库记录的，判为未知",
            "the same months end on the same day of last year, a month's end on the month's end; "
            "where last year has no receipt at all, unknown",
        ),
        Text(
            "上年同期非税为零而本年有非税的，视为增长超过三成",
            "from nothing to something is more than 30 %",
        ),
    ),
    examples=(
        Example(
            story="three tenths more is allowed, a fen more is not",
            given={
                "receipt": [
                    *(
                        {
                            "receipt": f"{region}{year}{item}",
                            "region": region,
                            "fiscal_year": year,
                            "received_on": date(year, 3, 3),
                            "revenue_item": item,
                            "amount": Decimal(amount),
                        }
                        for region, year, item, amount in (
                            ("410100", 2025, "1010101", "100.00"),
                            ("410100", 2026, "1010101", "99.99"),
                            ("410100", 2025, "1030201", "100.00"),
                            ("410100", 2026, "1030201", "130.00"),
                            ("410102", 2025, "1010101", "100.00"),
                            ("410102", 2026, "1010101", "99.99"),
                            ("410102", 2025, "1030201", "100.00"),
                            ("410102", 2026, "1030201", "130.01"),
                            ("410103", 2025, "1010101", "100.00"),
                            ("410103", 2026, "1010101", "100.00"),
                            ("410103", 2025, "1030201", "100.00"),
                            ("410103", 2026, "1030201", "900.00"),
                        )
                    ),
                ]
            },
            fails={"410102 general_revenue": Severity.YELLOW},
            at_stake={"410102 general_revenue": Decimal("30.01")},
            passes=["general_revenue", "410103 general_revenue"],
            unknown={
                "2025 general_revenue": "receipt of the year before",
                "410102 2025 general_revenue": "receipt of the year before",
                "410103 2025 general_revenue": "receipt of the year before",
            },
            boundary=True,
        ),
        Example(
            story="the same months: to the same day of last year",
            given={
                "receipt": [
                    {"fiscal_year": 2025, "received_on": date(2025, 9, 15)},
                    {
                        "receipt": "R2",
                        "fiscal_year": 2025,
                        "received_on": date(2025, 9, 16),
                        "revenue_item": "1030201",
                        "amount": Decimal("900.00"),
                    },
                    {
                        "receipt": "R3",
                        "received_on": date(2026, 9, 15),
                        "revenue_item": "1030201",
                        "amount": Decimal("0.01"),
                    },
                    {"receipt": "R4", "received_on": date(2026, 9, 16)},
                ]
            },
            as_of=date(2026, 9, 15),
            fails={"general_revenue": Severity.YELLOW},
            at_stake={"general_revenue": Decimal("0.01")},
            unknown={"2025 general_revenue": "receipt of the year before"},
            boundary=True,
        ),
        Example(
            story="a month's end answers to a month's end, a whole year to a whole year",
            given={
                "receipt": [
                    {"fiscal_year": 2024, "received_on": date(2024, 2, 29)},
                    {
                        "receipt": "R2",
                        "fiscal_year": 2024,
                        "received_on": date(2024, 12, 31),
                        "revenue_item": "1030201",
                        "amount": Decimal("10.00"),
                    },
                    {
                        "receipt": "R3",
                        "fiscal_year": 2025,
                        "received_on": date(2025, 1, 31),
                        "amount": Decimal("90.00"),
                    },
                    {
                        "receipt": "R4",
                        "fiscal_year": 2025,
                        "received_on": date(2025, 12, 31),
                        "revenue_item": "1030201",
                        "amount": Decimal("13.01"),
                    },
                    {
                        "receipt": "R5",
                        "fiscal_year": 2025,
                        "received_on": date(2026, 1, 1),
                        "amount": Decimal("900.00"),
                    },
                    {
                        "receipt": "R6",
                        "fiscal_year": 2026,
                        "received_on": date(2026, 2, 28),
                        "amount": Decimal("80.00"),
                        "revenue_item": "1030201",
                    },
                    {"receipt": "R7", "fiscal_year": 2027, "received_on": date(2026, 2, 28)},
                ]
            },
            as_of=date(2026, 2, 28),
            fails={"general_revenue": Severity.YELLOW, "2025 general_revenue": Severity.YELLOW},
            at_stake={
                "general_revenue": Decimal("80.00"),
                "2025 general_revenue": Decimal("3.01"),
            },
            unknown={"2024 general_revenue": "receipt of the year before"},
        ),
        Example(
            story="funds and state capital are not in it; refunds net; nothing is no growth",
            given={
                "receipt": [
                    {"fiscal_year": 2025, "received_on": date(2025, 3, 3)},
                    {"receipt": "R2", "amount": Decimal("50.00")},
                    {"receipt": "R3", "revenue_item": "1030101", "amount": Decimal("900.00")},
                    {"receipt": "R4", "revenue_item": "1030601", "amount": Decimal("900.00")},
                    {"receipt": "R5", "revenue_item": "1050101", "amount": Decimal("900.00")},
                    {"receipt": "R6", "revenue_item": "1030201", "amount": Decimal("9.00")},
                    {"receipt": "R7", "revenue_item": "1030201", "amount": Decimal("-9.00")},
                ]
            },
            passes=["general_revenue"],
            unknown={"2025 general_revenue": "receipt of the year before"},
        ),
        Example(
            story="29 February is held against the 28th of the year before",
            given={
                "receipt": [
                    {"fiscal_year": 2027, "received_on": date(2027, 2, 28)},
                    {"receipt": "R2", "fiscal_year": 2028, "received_on": date(2028, 2, 29)},
                ]
            },
            as_of=date(2028, 2, 29),
            passes=["general_revenue"],
            unknown={"2027 general_revenue": "receipt of the year before"},
            boundary=True,
        ),
        Example(
            story="several receipts of both years add up",
            given={
                "receipt": [
                    *(
                        {
                            "receipt": f"{region}{year}{item}{nth}",
                            "region": region,
                            "fiscal_year": year,
                            "received_on": date(year, 3, nth),
                            "revenue_item": item,
                            "amount": Decimal(amount),
                        }
                        for region, year, item, nth, amount in (
                            ("410100", 2025, "1010101", 1, "60.00"),
                            ("410100", 2025, "1010101", 2, "40.00"),
                            ("410100", 2026, "1010101", 1, "50.00"),
                            ("410100", 2026, "1010101", 2, "50.00"),
                            ("410100", 2026, "1030201", 1, "90.00"),
                            ("410102", 2025, "1010101", 1, "60.00"),
                            ("410102", 2025, "1010101", 2, "40.00"),
                            ("410102", 2026, "1010101", 1, "99.99"),
                            ("410102", 2025, "1030201", 1, "60.00"),
                            ("410102", 2025, "1030201", 2, "40.00"),
                            ("410102", 2026, "1030201", 1, "60.00"),
                            ("410102", 2026, "1030201", 2, "70.01"),
                            ("410103", 2025, "1010101", 1, "60.00"),
                            ("410103", 2025, "1030201", 1, "-9.00"),
                            ("410103", 2026, "1030201", 1, "0.00"),
                        )
                    ),
                ]
            },
            fails={"410102 general_revenue": Severity.YELLOW},
            at_stake={"410102 general_revenue": Decimal("30.01")},
            passes=["general_revenue", "410103 general_revenue"],
            unknown={
                "2025 general_revenue": "receipt of the year before",
                "410102 2025 general_revenue": "receipt of the year before",
                "410103 2025 general_revenue": "receipt of the year before",
            },
            boundary=True,
        ),
        Example(
            story="without the receipts nothing is known",
            given={"payment": [{}]},
            missing=["receipt"],
            unknown={"": "feed missing: receipt"},
        ),
    ),
)
