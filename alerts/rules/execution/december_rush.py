"""年底突击花钱 · The December rush.

Money that lay all year and goes out in the last month was spent because the year ended.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="B05",
    title=Text("年底突击花钱", "The December rush"),
    meaning=Text(
        "项目十二月的支付占全年一半以上，或者部门十二月的支付占全年四分之一以上。",
        "December's payments are half of the year's or more for a project, or a quarter or more "
        "for a department.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{december} ÷ {year_paid} = {december_share} ≥ {line}",
        "{december} ÷ {year_paid} = {december_share} ≥ {line}",
    ),
    needs=("payment",),
    optional=("unit",),
    basis=(
        Article(
            law="预算法实施条例",
            number="第六十条",
            quote="合理安排支出进度",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "project_share": Limit(
            Decimal("0.50"), Provenance.TRADE_PRACTICE, "项目占比", "share, project", "share"
        ),
        "department_share": Limit(
            Decimal("0.25"), Provenance.PROPOSED_DEFAULT, "部门占比", "share, department", "share"
        ),
    },
    sql="""
        with drawn as (
            select
                region, fiscal_year, project, unit,
                sum(year_paid) as year_paid,
                sum(december) as december
            from (
                select
                    charge,
                    sum(amount) as year_paid,
                    sum(case when paid_on >= make_date(fiscal_year, 12, 1) then amount else 0 end)
                        as december
                from lineage.payment
                where fiscal_year <= year($as_of)
                    and paid_on <= least($as_of, make_date(fiscal_year, 12, 31))
                    and business is distinct from '9'
                group by charge
            ) as charged
            join lineage.charge using (charge)
            group by region, fiscal_year, project, unit
        ),
        named as (
            select
                region, fiscal_year, replace(project, '/', '／') as subject, unit as answers,
                year_paid, december, $project_share as line, true as placed
            from drawn
            where project is not null
            union all
            select
                region, fiscal_year,
                coalesce(
                    'department/' || replace(department, '/', '／'),
                    'unit/' || replace(unit, '/', '／')
                ),
                department,
                year_paid, december, $department_share, department is not null
            from drawn
            left join core.unit using (region, fiscal_year, unit)
        ),
        summed as (
            select
                region, fiscal_year, subject, line, placed,
                case when min(answers) = max(answers) then min(answers) end as unit,
                sum(year_paid) as year_paid,
                sum(december) as december
            from named
            group by region, fiscal_year, subject, line, placed
        ),
        judged as (
            select
                *,
                case
                    when $as_of < make_date(fiscal_year, 12, 31) then 'not asked before 31 December'
                    when not placed then 'unit.department'
                    when year_paid <= 0 then 'nothing paid'
                end as exempt
            from summed
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            subject,
            case
                when exempt = 'unit.department' then 'unknown'
                when exempt is not null then 'not_applicable'
                when december >= line * year_paid then 'fail'
                else 'pass'
            end as verdict,
            exempt as reason,
            null as severity,
            december as at_stake,
            unit,
            december,
            year_paid,
            cast(december / nullif(year_paid, 0) as decimal(18, 6)) as december_share,
            cast(line as decimal(9, 6)) as line
        from judged
    """,
    evidence={
        "payment": """
            with named as (
                select c.*, replace(c.project, '/', '／') as subject from lineage.charge c
                union all
                select c.*, 'department/' || replace(u.department, '/', '／')
                from lineage.charge c
                join core.unit u
                    on u.region = c.region and u.fiscal_year = c.fiscal_year and u.unit = c.unit
            )
            select f.region, f.period, f.subject, p.payment, p.fiscal_year
            from named
            join finding f
                on f.region = named.region
                and f.period = cast(named.fiscal_year as varchar)
                and f.subject = named.subject
            join lineage.payment p on p.charge = named.charge
            where p.business is distinct from '9'
                and p.paid_on between make_date(p.fiscal_year, 12, 1)
                    and make_date(p.fiscal_year, 12, 31)
        """,
    },
    operands={
        "december": Text("十二月支付", "paid in December"),
        "year_paid": Text("全年支付", "paid in the year"),
        "december_share": Text("十二月占比", "December's share"),
        "line": Text("警戒占比", "line"),
    },
    advice=Text(
        "请主管部门提供十二月各笔支付的合同、验收和进度材料，说明集中在年底支付的原因。",
        "The department shows contract, acceptance and progress for December's payments and says "
        "why they came at the year's end.",
    ),
    innocent=Text(
        "合同约定年底一次结算；上级资金十一月以后才下达；采购、验收到十二月才完成。",
        "The contract settles at the year's end; the money came down in November; the goods were "
        "accepted in December.",
    ),
    exclusions=(
        Text("年终结转凭证（支付业务类型 9）不计", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲与原支付相抵", "refunds and red reversals net against what they reverse"),
        Text("12 月 31 日以前不判", "not asked before 31 December"),
    ),
    assumptions=(
        Text(
            "项目、单位按支付所列；没有列项目的支付只计入部门",
            "project and unit are those that the payment names; one without a project counts in "
            "its department alone",
        ),
        Text(
            "全年净支付不大于零的不适用",
            "where nothing net was paid in the year, it does not apply",
        ),
    ),
    examples=(
        Example(
            story="half of a project's year, a quarter of a department's",
            given={
                "unit": [{}, {"unit": "U2", "department": "D/2"}],
                "payment": [
                    {"amount": Decimal("50.00")},
                    {"payment": "V2", "amount": Decimal("50.00"), "paid_on": date(2026, 12, 1)},
                    {
                        "function_item": "2010199",
                        "payment": "V3",
                        "unit": "U2",
                        "project": "P/2",
                        "amount": Decimal("50.01"),
                    },
                    {
                        "payment": "V4",
                        "unit": "U2",
                        "project": "P/2",
                        "amount": Decimal("50.00"),
                        "paid_on": date(2026, 12, 31),
                    },
                ],
            },
            as_of=date(2026, 12, 31),
            fails={
                "P1": Severity.ORANGE,
                "department/D1": Severity.ORANGE,
                "department/D／2": Severity.ORANGE,
            },
            at_stake={"P1": Decimal("50.00")},
            passes=["P／2"],
            boundary=True,
        ),
        Example(
            story="a quarter of a department's year to the fen",
            given={
                "unit": [{}, {"unit": "U2"}, {"unit": "U3", "department": "D3"}],
                "payment": [
                    {"amount": Decimal("75.00")},
                    {
                        "payment": "V2",
                        "unit": "U2",
                        "amount": Decimal("25.00"),
                        "paid_on": date(2026, 12, 1),
                    },
                    {
                        "payment": "V3",
                        "unit": "U3",
                        "project": None,
                        "amount": Decimal("75.00"),
                        "paid_on": date(2026, 11, 30),
                    },
                    {
                        "payment": "V4",
                        "unit": "U3",
                        "project": None,
                        "amount": Decimal("24.99"),
                        "paid_on": date(2026, 12, 1),
                    },
                ],
            },
            as_of=date(2026, 12, 31),
            fails={"department/D1": Severity.ORANGE},
            passes=["P1", "department/D3"],
            boundary=True,
        ),
        Example(
            story="a project of two units is added up",
            given={
                "unit": [{}, {"unit": "U2", "department": "D2"}],
                "payment": [
                    {"amount": Decimal("10.00")},
                    {"payment": "V2", "amount": Decimal("10.00"), "paid_on": date(2026, 12, 5)},
                    {"payment": "V3", "unit": "U2", "amount": Decimal("0.01")},
                    {"payment": "V4", "project": "P2", "paid_on": date(2026, 12, 5)},
                    {"payment": "V5", "project": "P2", "unit": "U2", "paid_on": date(2026, 12, 5)},
                ],
            },
            as_of=date(2026, 12, 31),
            fails={
                "P2": Severity.ORANGE,
                "department/D1": Severity.ORANGE,
                "department/D2": Severity.ORANGE,
            },
            at_stake={
                "P2": Decimal("80.00"),
                "department/D1": Decimal("50.00"),
                "department/D2": Decimal("40.00"),
            },
            units={"P2": None, "department/D1": "D1"},
            passes=["P1"],
            boundary=True,
        ),
        Example(
            story="the day before, nothing is asked",
            given={
                "unit": [{}],
                "payment": [{"paid_on": date(2026, 12, 5)}],
            },
            as_of=date(2026, 12, 30),
            not_applicable=["P1", "department/D1"],
            boundary=True,
        ),
        Example(
            story="refunds net, year-end vouchers are out, an unnamed kind is in",
            given={
                "unit": [{}],
                "payment": [
                    {"amount": Decimal("80.00"), "business": None},
                    {
                        "function_item": "2010199",
                        "payment": "V2",
                        "amount": Decimal("90.00"),
                        "paid_on": date(2026, 12, 5),
                    },
                    {
                        "payment": "V3",
                        "amount": Decimal("-70.00"),
                        "paid_on": date(2026, 12, 6),
                        "business": "2",
                    },
                    {
                        "payment": "V4",
                        "amount": Decimal("900.00"),
                        "paid_on": date(2026, 12, 7),
                        "business": "9",
                    },
                ],
            },
            as_of=date(2026, 12, 31),
            passes=["P1", "department/D1"],
        ),
        Example(
            story="a year that is over is asked to its end, by its own payments and register",
            given={
                "unit": [{"fiscal_year": 2025}, {"region": "410102", "fiscal_year": 2025}],
                "payment": [
                    {"fiscal_year": 2025, "paid_on": date(2025, 12, 31)},
                    {
                        "payment": "V2",
                        "fiscal_year": 2025,
                        "amount": Decimal("900.00"),
                        "paid_on": date(2026, 1, 1),
                    },
                    {
                        "payment": "V3",
                        "region": "410102",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 11, 30),
                    },
                    {"payment": "V4", "fiscal_year": 2027, "paid_on": date(2026, 1, 1)},
                ],
            },
            fails={"2025 P1": Severity.ORANGE, "2025 department/D1": Severity.ORANGE},
            at_stake={"2025 P1": Decimal("40.00")},
            passes=["410102 2025 P1", "410102 2025 department/D1"],
        ),
        Example(
            story="nothing paid in the year is no share",
            given={
                "unit": [{}],
                "payment": [
                    {"paid_on": date(2026, 12, 5)},
                    {"payment": "V2", "amount": Decimal("-40.00"), "paid_on": date(2026, 12, 6)},
                ],
            },
            as_of=date(2026, 12, 31),
            not_applicable=["P1", "department/D1"],
        ),
        Example(
            story="a unit that is on no list is of no department",
            given={"payment": [{"unit": "U/9", "paid_on": date(2026, 12, 5)}]},
            as_of=date(2026, 12, 31),
            missing=["unit"],
            fails={"P1": Severity.ORANGE},
            unknown={"unit/U／9": "unit.department"},
        ),
        Example(
            story="without the payments nothing is known",
            given={"unit": [{}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
    ),
)
