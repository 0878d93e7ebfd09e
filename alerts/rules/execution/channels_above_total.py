"""多渠道资金合计超总投资 · The channels together exceed the project's total.

Each channel gives its part and knows of no other; together they give more than the project costs.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Horizon, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="B59",
    title=Text("多渠道资金合计超总投资", "The channels together exceed the project's total"),
    meaning=Text(
        "项目历年指标（不含结转）与安排的债券资金合计，超过项目概算投资（没有概算的，项目总额）。",
        "A project's allotments of all years (without carry-overs) and the bond money allocated to "
        "it are together above its approved cost, or where there is none its total.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{allotted} − {frozen} + {bond_money} = {together} > {total} + {tolerance}",
        "{allotted} − {frozen} + {bond_money} = {together} > {total} + {tolerance}",
    ),
    needs=("allotment", "project"),
    optional=("allotment_change", "bond_project", "investment_project", "payment"),
    basis=(
        Article(
            law="政府投资条例",
            number="第二十三条",
            part="第一款",
            quote="政府投资项目建设投资原则上不得超过经核定的投资概算",
            bearing=Bearing.PRINCIPLE,
        ),
        Article(
            law="预算法",
            number="第十二条",
            part="第一款",
            quote="勤俭节约",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    horizon=Horizon.AS_OF,
    limits={
        "tolerance": Limit(
            Decimal("0.00"), Provenance.PUBLISHED_PRACTICE, "容差", "tolerance", unit="yuan"
        ),
    },
    sql="""
        with changed as (
            select region, fiscal_year, allotment, sum(amount) as changes
            from core.allotment_change
            where changed_on <= $as_of
            group by region, fiscal_year, allotment
        ),
        bonded as (
            select distinct region, fiscal_year, allotment
            from core.payment
            where bond is not null
                and paid_on <= $as_of
                and business is distinct from '9'
        ),
        channels as (
            select
                a.region, a.project,
                a.amount + coalesce(changes, 0) as allotted,
                coalesce(frozen, 0) as frozen,
                frozen is null as frozen_missing,
                0.00 as bond_money
            from core.allotment a
            left join changed using (region, fiscal_year, allotment)
            left join bonded b using (region, fiscal_year, allotment)
            where a.active
                and a.project is not null
                and a.kind <> '3'
                and a.fiscal_year <= year($as_of)
                and a.issued_on <= $as_of
                and b.allotment is null
            union all
            select region, project, 0.00, 0.00, false, allocated
            from (
                select *, max(stated_on) over (partition by region) as last_on
                from core.bond_project
                where stated_on <= $as_of
            ) as told
            where stated_on = last_on
        ),
        summed as (
            select
                region, project,
                sum(allotted) as allotted,
                sum(frozen) as frozen,
                bool_or(frozen_missing) as frozen_missing,
                sum(bond_money) as bond_money
            from channels
            group by region, project
        ),
        registered as (
            select
                region, project, name, unit, category, total_amount,
                fiscal_year as total_year
            from core.project
            where fiscal_year <= year($as_of)
            qualify row_number() over (
                partition by region, project order by fiscal_year desc
            ) = 1
        ),
        costed as (
            select region, project, approved_cost
            from (
                select *, max(stated_on) over (partition by region) as last_on
                from core.investment_project
                where stated_on <= $as_of
            ) as told
            where stated_on = last_on
        ),
        compared as (
            select
                s.*,
                allotted - s.frozen + bond_money as together,
                name,
                unit,
                category,
                approved_cost,
                total_year,
                coalesce(approved_cost, total_amount) as total
            from summed s
            left join registered using (region, project)
            left join costed using (region, project)
        ),
        judged as (
            select
                *,
                case
                    when total is null and category in ('1', '2') then 'not_applicable'
                    when total is null then 'unknown'
                    when together - total <= $tolerance then 'pass'
                    when frozen_missing then 'unknown'
                    else 'fail'
                end as verdict
            from compared
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(project, '/', '／') as subject,
            verdict,
            case
                when verdict = 'not_applicable' then 'personnel or operating, without a total'
                when verdict <> 'unknown' then null
                when total is null then 'project.total_amount'
                else 'allotment.frozen'
            end as reason,
            null as severity,
            together - total as at_stake,
            unit,
            project,
            name,
            allotted,
            frozen,
            bond_money,
            together,
            approved_cost,
            total_year,
            total
        from judged
    """,
    evidence={
        "allotment": """
            select f.region, f.period, f.subject, a.allotment, a.fiscal_year
            from finding f
            join core.allotment a on a.region = f.region and a.project = f.project
            where a.active
                and a.kind <> '3'
                and a.fiscal_year <= year($as_of)
                and a.issued_on <= $as_of
        """,
        "bond_project": """
            select f.region, f.period, f.subject, b.bond, b.project, b.stated_on
            from finding f
            join (
                select *, max(stated_on) over (partition by region) as last_on
                from core.bond_project
                where stated_on <= $as_of
            ) as b on b.region = f.region and b.project = f.project and b.stated_on = b.last_on
        """,
        "project": """
            select f.region, f.period, f.subject, p.project, p.fiscal_year
            from finding f
            join core.project p
                on p.region = f.region and p.project = f.project and p.fiscal_year = f.total_year
        """,
    },
    operands={
        "project": Text("项目", "project"),
        "name": Text("项目名称", "name"),
        "allotted": Text("历年指标加调整", "allotments of all years with changes"),
        "frozen": Text("冻结金额", "frozen"),
        "bond_money": Text("安排债券资金", "bond money allocated"),
        "together": Text("各渠道合计", "channels together"),
        "approved_cost": Text("概算投资", "approved cost"),
        "total_year": Text("项目库年度", "year of the register"),
        "total": Text("总投资", "total"),
    },
    advice=Text(
        "请项目单位列出各渠道资金来源和支出，财政部门核对是否重复安排，多余资金收回统筹。",
        "The unit lists every source of money and what was spent of it; the finance department "
        "checks for money given twice and takes back what is above.",
    ),
    innocent=Text(
        "项目库总额为单年数或者未随概算调整更新；债券资金置换了已下达的预算指标；以前年度指标已收回。",
        "The register holds one year's total or was not renewed; the bond replaced allotments "
        "that had been issued; earlier allotments were taken back.",
    ),
    exclusions=(
        Text("结转指标（类型 3）不计", "carry-over allotments (kind 3)"),
        Text(
            "有支付列债券代码的指标不计（债券资金按安排数计入）",
            "allotments whose payments name a bond: its money counts as allocated",
        ),
        Text("停用指标不计，冻结金额减去", "inactive allotments are out, frozen amounts taken off"),
        Text(
            "没有总额的人员类、公用类项目不适用",
            "personnel and operating projects without a total",
        ),
    ),
    assumptions=(
        Text(
            "概算取最近一期投资项目表，总额取最近年度项目库，债券资金取最近一期",
            "the approved cost is of the latest list of investment projects, the total of the "
            "latest register, bond money of its latest date",
        ),
        Text(
            "债券、投资项目、指标调整、支付未报送的，不计这一部分",
            "bond money, approved costs, changes and payments that are not delivered are not in it",
        ),
    ),
    examples=(
        Example(
            story="all channels to the last fen of the total, and a fen above",
            given={
                "project": [{}, {"project": "P/2"}],
                "allotment": [
                    {"amount": Decimal("40.00")},
                    {
                        "allotment": "A2",
                        "fiscal_year": 2025,
                        "issued_on": date(2025, 2, 1),
                        "amount": Decimal("30.00"),
                    },
                    {"allotment": "A3", "project": "P/2", "amount": Decimal("70.01")},
                ],
                "bond_project": [
                    {"allocated": Decimal("30.00")},
                    {"project": "P/2", "allocated": Decimal("20.00")},
                    {"bond": "B2", "project": "P/2", "allocated": Decimal("10.00")},
                ],
            },
            fails={"P／2": Severity.ORANGE},
            at_stake={"P／2": Decimal("0.01")},
            passes=["P1"],
            boundary=True,
        ),
        Example(
            story="where there is an approved cost it is the total",
            given={
                "project": [{}, {"project": "P2", "total_amount": Decimal("90.00")}],
                "investment_project": [
                    {"approved_cost": Decimal("99.99")},
                    {"project": "P2"},
                    {
                        "project": "P2",
                        "stated_on": date(2026, 7, 31),
                        "approved_cost": Decimal("9.00"),
                    },
                    {
                        "project": "P2",
                        "stated_on": date(2026, 10, 31),
                        "approved_cost": Decimal("9.00"),
                    },
                ],
                "allotment": [{}, {"allotment": "A2", "project": "P2"}],
            },
            fails={"P1": Severity.ORANGE},
            at_stake={"P1": Decimal("0.01")},
            passes=["P2"],
            boundary=True,
        ),
        Example(
            story="changes are in; carry-overs, inactive and frozen money are out",
            given={
                "project": [{}, {"project": "P2"}],
                "allotment": [
                    {"frozen": Decimal("20.00")},
                    {"allotment": "A2", "kind": "3"},
                    {"allotment": "A3", "active": False},
                    {"allotment": "A4", "project": "P2"},
                    {"allotment": "A5", "issued_on": date(2026, 10, 1)},
                    {"allotment": "A6", "fiscal_year": 2027},
                    {"allotment": "A7", "project": None},
                ],
                "allotment_change": [
                    {"amount": Decimal("15.00")},
                    {"change": "C2", "amount": Decimal("5.00"), "changed_on": date(2026, 9, 30)},
                    {"change": "C3", "amount": Decimal("5.00"), "changed_on": date(2026, 10, 1)},
                    {"change": "C4", "allotment": "A4", "amount": Decimal("0.01")},
                    {"change": "C5", "allotment": "A4", "fiscal_year": 2025},
                ],
            },
            fails={"P2": Severity.ORANGE},
            at_stake={"P2": Decimal("0.01")},
            passes=["P1"],
            boundary=True,
        ),
        Example(
            story="an allotment through which bond money is paid is that money",
            given={
                "project": [{}, {"project": "P2"}],
                "allotment": [
                    {},
                    {"allotment": "A2", "project": "P2"},
                    {"allotment": "A3", "amount": Decimal("50.00")},
                ],
                "payment": [
                    {"bond": "B1", "paid_on": date(2026, 9, 30)},
                    {
                        "payment": "V2",
                        "allotment": "A2",
                        "bond": "B1",
                        "paid_on": date(2026, 10, 1),
                    },
                    {"payment": "V3", "allotment": "A2", "bond": "B1", "business": "9"},
                    {"payment": "V4", "allotment": "A2", "bond": "B1", "fiscal_year": 2025},
                    {"payment": "V5", "allotment": "A2"},
                    {"payment": "V6", "allotment": None, "bond": "B1"},
                ],
                "bond_project": [
                    {"allocated": Decimal("50.00")},
                    {"project": "P2", "allocated": Decimal("0.01")},
                ],
            },
            fails={"P2": Severity.ORANGE},
            passes=["P1"],
        ),
        Example(
            story="bond money is that of the latest date, as a whole",
            given={
                "project": [{}, {"project": "P2"}],
                "allotment": [{}],
                "bond_project": [
                    {"stated_on": date(2026, 7, 31)},
                    {"project": "P2", "allocated": Decimal("100.01")},
                    {"stated_on": date(2026, 10, 31)},
                    {"region": "410102", "stated_on": date(2026, 9, 30)},
                ],
            },
            fails={"P2": Severity.ORANGE},
            passes=["P1"],
            unknown={"410102 P1": "project.total_amount"},
            boundary=True,
        ),
        Example(
            story="the total is that of the latest register",
            given={
                "project": [
                    {"fiscal_year": 2025, "total_amount": Decimal("900.00")},
                    {"total_amount": Decimal("99.99")},
                    {"fiscal_year": 2027, "total_amount": Decimal("900.00")},
                ],
                "allotment": [{}],
            },
            fails={"P1": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="what is not told is unknown where it decides",
            given={
                "project": [
                    {"total_amount": None},
                    {"project": "P2", "total_amount": None, "category": "1"},
                    {"project": "P3", "total_amount": None, "category": "2"},
                    {"project": "P4", "total_amount": Decimal("99.99")},
                    {"project": "P5"},
                ],
                "allotment": [
                    {},
                    {"allotment": "A2", "project": "P2"},
                    {"allotment": "A3", "project": "P3"},
                    {"allotment": "A4", "project": "P4", "frozen": None},
                    {"allotment": "A5", "project": "P5", "frozen": None},
                    {"allotment": "A6", "project": "P/9"},
                ],
            },
            passes=["P5"],
            not_applicable=["P2", "P3"],
            unknown={
                "P1": "project.total_amount",
                "P4": "allotment.frozen",
                "P／9": "project.total_amount",
            },
        ),
        Example(
            story="allotments, their changes, frozen and bond money add up",
            given={
                "project": [{}],
                "allotment": [
                    {"amount": Decimal("50.00"), "frozen": Decimal("5.00")},
                    {
                        "allotment": "A2",
                        "amount": Decimal("40.00"),
                        "frozen": Decimal("5.00"),
                        "issued_on": date(2026, 9, 30),
                    },
                ],
                "allotment_change": [
                    {"amount": Decimal("3.00")},
                    {"change": "C2", "amount": Decimal("2.00"), "changed_on": date(2026, 9, 30)},
                ],
                "bond_project": [
                    {"allocated": Decimal("10.00"), "stated_on": date(2026, 9, 30)},
                    {"bond": "B2", "allocated": Decimal("5.01"), "stated_on": date(2026, 9, 30)},
                ],
            },
            fails={"P1": Severity.ORANGE},
            at_stake={"P1": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="a cost stated on the day is the latest; one empty frozen amount is enough",
            given={
                "project": [{}, {"project": "P2"}],
                "investment_project": [
                    {"stated_on": date(2026, 9, 30), "approved_cost": Decimal("99.99")},
                    {"project": "P2", "approved_cost": Decimal("900.00")},
                ],
                "allotment": [
                    {},
                    {"allotment": "A2", "project": "P2", "frozen": None},
                    {"allotment": "A3", "project": "P2"},
                ],
            },
            fails={"P1": Severity.ORANGE},
            unknown={"P2": "allotment.frozen"},
            boundary=True,
        ),
        Example(
            story="without the register no total is known",
            given={"allotment": [{}]},
            missing=["project"],
            unknown={"": "feed missing: project"},
        ),
    ),
)
