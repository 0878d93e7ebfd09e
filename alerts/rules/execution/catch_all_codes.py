"""禁用/兜底科目 · Catch-all codes.

“Other” is where spending goes that somebody did not want to name, or did not take the time to.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules._charged import CHARGED

RULE = Rule(
    code="B24",
    title=Text("禁用、兜底科目支出过高", "Too much on catch-all codes"),
    meaning=Text(
        "单位在兜底科目（部门经济分类 39999、30299，政府经济分类 59999、50299）上的支出，"
        "超过该单位在同一分类体系下全部支出的一成。",
        "A unit's spending on catch-all codes (39999, 30299 of the departments' scheme; 59999, "
        "50299 of the government's) is above a tenth of all its spending in that scheme.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{on_catch_all} ÷ ({spent} + {uncoded}) = {catch_all_share} > {share}",
        "{on_catch_all} ÷ ({spent} + {uncoded}) = {catch_all_share} > {share}",
    ),
    needs=("payment",),
    basis=(),
    printed_basis="财政监控主题“禁止使用科目” / a topic of finance monitoring",
    limits={
        "share": Limit(
            Decimal("0.10"), Provenance.PROPOSED_DEFAULT, "占比上限", "share at most", "share"
        ),
        "department_codes": Limit(
            ("39999", "30299"),
            Provenance.TRADE_PRACTICE,
            "部门支出经济分类兜底科目",
            "catch-all codes of the departments' scheme",
            unit="code",
        ),
        "government_codes": Limit(
            ("59999", "50299"),
            Provenance.TRADE_PRACTICE,
            "政府预算支出经济分类兜底科目",
            "catch-all codes of the government's scheme",
            unit="code",
        ),
    },
    sql=f"""
        with counted as (
            select
                region, fiscal_year, unit, department_economic, government_economic,
                sum(paid) as paid
            from {CHARGED}
            where fiscal_year <= year($as_of)
            group by all
        ),
        by_scheme as (
            select
                region, fiscal_year, unit, paid,
                'department_economic' as scheme,
                department_economic as code,
                left(department_economic, 5) in $department_codes as is_catch_all
            from counted
            union all
            select
                region, fiscal_year, unit, paid,
                'government_economic',
                government_economic,
                left(government_economic, 5) in $government_codes
            from counted
        ),
        summed as (
            select
                region, fiscal_year, unit, scheme,
                sum(case when is_catch_all then paid else 0 end) as on_catch_all,
                sum(case when code is not null then paid else 0 end) as spent,
                sum(case when code is null then paid else 0 end) as uncoded
            from by_scheme
            group by region, fiscal_year, unit, scheme
        ),
        judged as (
            select
                *,
                case
                    when spent + uncoded <= 0 then 'not_applicable'
                    when on_catch_all > $share * (spent + uncoded) then 'fail'
                    when on_catch_all + uncoded > $share * (spent + uncoded) then 'unknown'
                    else 'pass'
                end as verdict
            from summed
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(unit, '/', '／') || '/' || scheme as subject,
            verdict,
            case
                when verdict = 'not_applicable' then 'nothing spent'
                when verdict = 'unknown' then 'payment.' || scheme
            end as reason,
            null as severity,
            on_catch_all as at_stake,
            unit,
            scheme,
            on_catch_all,
            spent,
            uncoded,
            cast(on_catch_all / nullif(spent + uncoded, 0) as decimal(18, 6)) as catch_all_share
        from judged
    """,
    evidence={
        "payment": """
            select f.region, f.period, f.subject, p.payment, p.fiscal_year
            from finding f
            join lineage.charge c
                on c.region = f.region
                and cast(c.fiscal_year as varchar) = f.period
                and c.unit = f.unit
            join lineage.payment p on p.charge = c.charge
            where p.business is distinct from '9'
                and p.paid_on <= least($as_of, make_date(p.fiscal_year, 12, 31))
                and case
                    when f.scheme = 'department_economic'
                        then left(c.department_economic, 5) in $department_codes
                    else left(c.government_economic, 5) in $government_codes
                end
        """,
    },
    operands={
        "scheme": Text("科目体系", "scheme"),
        "on_catch_all": Text("兜底科目支出", "on catch-all codes"),
        "spent": Text("列有该体系科目的支出", "spent with a code of the scheme"),
        "uncoded": Text("未列该体系科目的支出", "spent without one"),
        "catch_all_share": Text("占比", "share"),
    },
    advice=Text(
        "请单位逐笔说明兜底科目支出的实际内容，能够归入具体科目的更正账务。",
        "The unit says what each payment on these codes was for; what has a code of its own is "
        "booked there.",
    ),
    innocent=Text(
        "单位支出本身很小，一两笔零星支出占比就高；当年新增事项尚无对应科目。",
        "The unit spends little, so that one or two odd payments weigh; something new has no code "
        "yet.",
    ),
    exclusions=(
        Text("年终结转凭证（支付业务类型 9）不计", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲与原支付相抵", "refunds and red reversals net against what they reverse"),
    ),
    assumptions=(
        Text(
            "未列科目的支出计入分母；若都属兜底科目才超过的，判为未知",
            "spending without a code counts in the whole; where only it could bring the share "
            "above the line, unknown",
        ),
    ),
    examples=(
        Example(
            story="a tenth is the line; the two schemes are asked apart",
            given={
                "payment": [
                    {
                        "department_economic": "30299",
                        "government_economic": "50201",
                        "amount": Decimal("10.00"),
                    },
                    {"payment": "V2", "amount": Decimal("90.00")},
                    {
                        "payment": "V3",
                        "unit": "U/2",
                        "department_economic": "30201",
                        "government_economic": "50299",
                        "amount": Decimal("10.01"),
                    },
                    {"payment": "V4", "unit": "U/2", "amount": Decimal("89.99")},
                ]
            },
            fails={"U／2/government_economic": Severity.YELLOW},
            at_stake={"U／2/government_economic": Decimal("10.01")},
            passes=[
                "U1/department_economic",
                "U1/government_economic",
                "U／2/department_economic",
            ],
            boundary=True,
        ),
        Example(
            story="all four codes, and longer ones of theirs; one of the other scheme is none",
            given={
                "payment": [
                    {
                        "department_economic": "39999",
                        "government_economic": "30299",
                        "amount": Decimal("30.00"),
                    },
                    {
                        "payment": "V2",
                        "department_economic": "3029901",
                        "government_economic": "59999",
                        "amount": Decimal("30.00"),
                    },
                    {
                        "payment": "V3",
                        "unit": "U2",
                        "department_economic": "50299",
                        "government_economic": "39999",
                    },
                ]
            },
            fails={
                "U1/department_economic": Severity.YELLOW,
                "U1/government_economic": Severity.YELLOW,
            },
            at_stake={
                "U1/department_economic": Decimal("60.00"),
                "U1/government_economic": Decimal("30.00"),
            },
            passes=["U2/department_economic", "U2/government_economic"],
        ),
        Example(
            story="refunds net, year-end vouchers are out, an unnamed kind is in",
            given={
                "payment": [
                    {"amount": Decimal("90.00")},
                    {
                        "function_item": "2010199",
                        "payment": "V2",
                        "department_economic": "30299",
                        "amount": Decimal("20.00"),
                        "business": None,
                    },
                    {
                        "payment": "V3",
                        "department_economic": "30299",
                        "amount": Decimal("-10.00"),
                        "business": "2",
                    },
                    {
                        "payment": "V4",
                        "department_economic": "30299",
                        "amount": Decimal("50.00"),
                        "business": "9",
                    },
                ]
            },
            passes=["U1/department_economic", "U1/government_economic"],
        ),
        Example(
            story="nothing spent is nothing to share",
            given={"payment": [{}, {"payment": "V2", "amount": Decimal("-40.00")}]},
            not_applicable=["U1/department_economic", "U1/government_economic"],
        ),
        Example(
            story="an empty code is unknown where it could decide",
            given={
                "payment": [
                    {
                        "department_economic": "30299",
                        "government_economic": None,
                        "amount": Decimal("5.00"),
                    },
                    {"payment": "V2", "amount": Decimal("90.00")},
                    {"payment": "V3", "department_economic": None, "amount": Decimal("5.00")},
                    {
                        "payment": "V4",
                        "unit": "U2",
                        "department_economic": None,
                        "government_economic": None,
                    },
                    {
                        "payment": "V5",
                        "unit": "U3",
                        "department_economic": "30299",
                        "amount": Decimal("20.00"),
                    },
                    {
                        "payment": "V6",
                        "unit": "U3",
                        "department_economic": None,
                        "amount": Decimal("80.00"),
                    },
                    {
                        "payment": "V7",
                        "unit": "U4",
                        "department_economic": "30299",
                        "amount": Decimal("10.00"),
                    },
                    {
                        "payment": "V8",
                        "unit": "U4",
                        "department_economic": None,
                        "amount": Decimal("70.00"),
                    },
                    {
                        "payment": "V9",
                        "unit": "U4",
                        "department_economic": None,
                        "government_economic": "50202",
                        "amount": Decimal("20.00"),
                    },
                ]
            },
            fails={"U3/department_economic": Severity.YELLOW},
            passes=[
                "U1/department_economic",
                "U1/government_economic",
                "U3/government_economic",
                "U4/government_economic",
            ],
            unknown={
                "U4/department_economic": "payment.department_economic",
                "U2/department_economic": "payment.department_economic",
                "U2/government_economic": "payment.government_economic",
            },
            boundary=True,
        ),
        Example(
            story="a year that is over is asked as of its end, and no row after the day",
            given={
                "payment": [
                    {"department_economic": "30299", "paid_on": date(2026, 9, 30)},
                    {"payment": "V2", "amount": Decimal("900.00"), "paid_on": date(2026, 10, 1)},
                    {
                        "payment": "V3",
                        "fiscal_year": 2025,
                        "department_economic": "30299",
                        "paid_on": date(2025, 12, 31),
                    },
                    {
                        "payment": "V4",
                        "fiscal_year": 2025,
                        "amount": Decimal("900.00"),
                        "paid_on": date(2026, 1, 1),
                    },
                    {"payment": "V5", "fiscal_year": 2027, "department_economic": "30299"},
                    {"payment": "V6", "region": "410102"},
                ]
            },
            fails={
                "U1/department_economic": Severity.YELLOW,
                "2025 U1/department_economic": Severity.YELLOW,
            },
            passes=[
                "U1/government_economic",
                "2025 U1/government_economic",
                "410102 U1/department_economic",
                "410102 U1/government_economic",
            ],
            boundary=True,
        ),
        Example(
            story="without the payments nothing is known",
            given={"allotment": [{}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
    ),
)
