"""基数固化 · Little used last year, as much given again.

Half of last year's money lay unused, and this year's budget starts from the same base: the budget
was copied and not made.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules._heirs import by_year, parted, was

BEFORE = {"fiscal_year": 2025}
GIVEN = {**BEFORE, "issued_on": date(2025, 1, 20)}
PAID = {**BEFORE, "paid_on": date(2025, 6, 1), "amount": Decimal("49.99")}
LINES = [{}, BEFORE]

MANY: dict[str, list[dict[str, object]]] = {
    "department_budget": [
        {"unit": "U/1", "project": "P/1", "approved": Decimal("60.00")},
        {"unit": "U/1", "project": "P/1", "line": "L2", "approved": Decimal("40.00")},
        {**BEFORE, "unit": "U/1", "project": "P/1"},
    ],
    "allotment": [
        {**GIVEN, "unit": "U/1", "project": "P/1", "frozen": Decimal("20.00")},
        {**GIVEN, "allotment": "A2", "unit": "U/1", "project": "P/1"}
        | {"issued_on": date(2025, 12, 31)},
        {**GIVEN, "allotment": "A3", "unit": "U/1", "project": "P/1", "active": False},
        {**GIVEN, "allotment": "A4", "unit": "U/1", "project": "P/1"}
        | {"issued_on": date(2026, 1, 1)},
    ],
    "allotment_change": [
        {**BEFORE, "changed_on": date(2025, 12, 31), "amount": Decimal("15.00")},
        {**BEFORE, "change": "C2", "changed_on": date(2025, 12, 1)} | {"amount": Decimal("5.00")},
        {**BEFORE, "change": "C3", "changed_on": date(2026, 1, 1)} | {"amount": Decimal("-90.00")},
    ],
    "payment": [
        {**PAID, "amount": Decimal("60.00"), "unit": "U9", "project": "P9"},
        {**PAID, "payment": "V2", "allotment": "A9", "unit": "U/1", "project": "P/1"}
        | {"amount": Decimal("39.99"), "paid_on": date(2025, 12, 31)},
        {**PAID, "payment": "V3", "paid_on": date(2026, 1, 1)},
        {**PAID, "payment": "V4", "business": "9"},
        {**PAID, "payment": "V5", "allotment": "A3"},
        {**PAID, "payment": "V6", "business": None, "amount": Decimal("0.00")},
    ],
}

RULE = Rule(
    code="A24",
    title=Text("基数固化：低执行仍照基数安排", "Low execution, same base again"),
    meaning=Text(
        "同一单位同一项目上年支付不到上年可执行预算的一半，而本年年初批复数不少于上年年初批复数。",
        "A unit paid less than half of what a project had last year, and this year's approved "
        "budget is no less than last year's.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "上年支付 {paid_before} ÷ 上年可执行 {budget_before} = {paid_rate} < {paid_share}，"
        "本年批复 {approved} ≥ {base_share} × 上年批复 {approved_before}",
        "last year paid {paid_before} ÷ executable {budget_before} = {paid_rate} < {paid_share}, "
        "approved {approved} ≥ {base_share} × {approved_before} of last year",
    ),
    needs=("department_budget", "allotment", "payment"),
    optional=("allotment_change",),
    basis=(
        Article(
            law="预算法",
            number="第三十二条",
            part="第一款",
            quote="参考上一年预算执行情况、有关支出绩效评价结果",
            bearing=Bearing.PRINCIPLE,
        ),
        Article(
            law="预算法",
            number="第十二条",
            part="第一款",
            quote="讲求绩效",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "paid_share": Limit(
            Decimal("0.50"),
            Provenance.PROPOSED_DEFAULT,
            "上年支付低于",
            "paid last year below",
            unit="share",
        ),
        "base_share": Limit(
            Decimal("1.00"),
            Provenance.PROPOSED_DEFAULT,
            "本年批复不少于上年的",
            "approved again at least",
            unit="share",
        ),
    },
    sql=f"""
        with budgeted as (
            select region, fiscal_year, unit, project, sum(approved) as approved
            from core.department_budget
            where project is not null
            group by all
        ),
        granted as (
            select *
            from core.allotment
            where issued_on <= make_date(fiscal_year, 12, 31)
        ),
        changed as (
            select region, fiscal_year, allotment, sum(amount) as changes
            from core.allotment_change
            where changed_on <= make_date(fiscal_year, 12, 31)
            group by all
        ),
        drawn as (
            select region, fiscal_year, allotment, unit, project, sum(paid) as paid
            from (
                select charge, sum(amount) as paid
                from lineage.payment
                where paid_on <= make_date(fiscal_year, 12, 31)
                    and business is distinct from '9'
                group by charge
            ) as by_charge
            join lineage.charge using (charge)
            group by all
        ),
        moved as (
            select
                region, fiscal_year, unit, project,
                amount + coalesce(changes, 0) - coalesce(frozen, 0) as executable,
                0.00 as paid,
                frozen is null as frozen_missing
            from granted
            left join changed using (region, fiscal_year, allotment)
            where active
            union all
            select
                d.region, d.fiscal_year,
                coalesce(g.unit, d.unit),
                case when g.allotment is null then d.project else g.project end,
                0.00, d.paid, false
            from drawn d
            left join granted g using (region, fiscal_year, allotment)
            where coalesce(g.active, true)
        ),
        executed as (
            select
                region, fiscal_year, unit, project,
                cast(sum(executable) as decimal(20, 2)) as budget_before,
                cast(sum(paid) as decimal(20, 2)) as paid_before,
                bool_or(frozen_missing) as frozen_missing
            from moved
            group by all
        ),
        told as (
            select
                region, fiscal_year,
                bool_or(feed = 'department_budget') as has_budget,
                bool_or(feed = 'allotment') as has_allotments,
                bool_or(feed = 'payment') as has_payments
            from (
                select distinct region, fiscal_year, 'department_budget' as feed
                from core.department_budget
                union all
                select distinct region, fiscal_year, 'allotment' from core.allotment
                union all
                select distinct region, fiscal_year, 'payment' from lineage.charge
            )
            group by region, fiscal_year
        ),
        {by_year("budgeted").strip()},
        {parted("budgeted", 1).strip()},
        this_year as (
            select
                b.region, b.fiscal_year, coalesce(h.stands_as, b.unit) as unit, b.project,
                cast(sum(b.approved) as decimal(20, 2)) as approved
            from budgeted b
            left join heirs h
                on h.region = b.region and h.fiscal_year = b.fiscal_year and h.unit = b.unit
            group by all
        ),
        approved_then as (
            select
                b.region, b.fiscal_year + 1 as fiscal_year,
                coalesce(h.stands_as, b.unit) as unit, b.project,
                cast(sum(b.approved) as decimal(20, 2)) as approved
            from budgeted b
            left join heirs h
                on h.region = b.region and h.fiscal_year = b.fiscal_year + 1 and h.unit = b.unit
            group by all
        ),
        executed_then as (
            select
                e.region, e.fiscal_year + 1 as fiscal_year,
                coalesce(h.stands_as, e.unit) as unit, e.project,
                cast(sum(e.budget_before) as decimal(20, 2)) as budget_before,
                cast(sum(e.paid_before) as decimal(20, 2)) as paid_before,
                bool_or(e.frozen_missing) as frozen_missing
            from executed e
            left join heirs h
                on h.region = e.region and h.fiscal_year = e.fiscal_year + 1 and h.unit = e.unit
            group by all
        ),
        compared as (
            select
                b.region, b.fiscal_year, b.unit, b.project, b.approved,
                p.unit is not null as is_parted,
                coalesce(l.approved, 0) as approved_before,
                coalesce(budget_before, 0) as budget_before,
                paid_before,
                frozen_missing,
                case
                    when coalesce(not has_budget, true) then 'department_budget'
                    when not has_allotments then 'allotment'
                    when not has_payments then 'payment'
                end as absent
            from this_year b
            left join approved_then l
                on l.region = b.region
                and l.fiscal_year = b.fiscal_year
                and l.unit = b.unit
                and l.project = b.project
            left join executed_then e
                on e.region = b.region
                and e.fiscal_year = b.fiscal_year
                and e.unit = b.unit
                and e.project = b.project
            left join parted p
                on p.region = b.region and p.fiscal_year = b.fiscal_year and p.unit = b.unit
            left join told t on t.region = b.region and t.fiscal_year + 1 = b.fiscal_year
            where b.fiscal_year <= year($as_of)
        ),
        judged as (
            select
                *,
                case
                    when absent is not null or is_parted then 'unknown'
                    when approved_before <= 0 then 'not_applicable'
                    when approved < $base_share * approved_before then 'pass'
                    when budget_before <= 0 then 'not_applicable'
                    when paid_before >= $paid_share * budget_before then 'pass'
                    when frozen_missing then 'unknown'
                    else 'fail'
                end as verdict
            from compared
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(unit, '/', '／') || '/' || replace(project, '/', '／') as subject,
            verdict,
            case
                when absent is not null then absent || ' of the year before'
                when is_parted then 'history of a split unit'
                when verdict = 'unknown' then 'allotment.frozen'
                when verdict <> 'not_applicable' then null
                when approved_before <= 0 then 'nothing approved last year'
                else 'nothing to spend last year'
            end as reason,
            null as severity,
            approved as at_stake,
            unit,
            project,
            budget_before,
            paid_before,
            cast(paid_before / nullif(budget_before, 0) as decimal(18, 6)) as paid_rate,
            approved_before,
            approved
        from judged
    """,
    evidence={
        "department_budget": f"""
            select f.region, f.period, f.subject, b.line, b.fiscal_year
            from finding f
            join core.department_budget b
                on b.region = f.region
                and {was("b.unit")}
                and b.project = f.project
            where f.period in (
                cast(b.fiscal_year as varchar), cast(b.fiscal_year + 1 as varchar)
            )
        """,
        "allotment": f"""
            select f.region, f.period, f.subject, a.allotment, a.fiscal_year
            from finding f
            join core.allotment a
                on a.region = f.region
                and cast(a.fiscal_year + 1 as varchar) = f.period
                and {was("a.unit")}
                and a.project = f.project
            where a.active
        """,
    },
    operands={
        "project": Text("项目", "project"),
        "budget_before": Text("上年可执行预算", "executable last year"),
        "paid_before": Text("上年支付", "paid last year"),
        "paid_rate": Text("上年执行率", "share paid last year"),
        "approved_before": Text("上年年初批复数", "approved last year"),
        "approved": Text("本年年初批复数", "approved this year"),
    },
    advice=Text(
        "请主管部门说明上年执行率低的原因和本年数额的测算依据，核对是否仍按上年基数安排。",
        "The department says why so little was used last year and how this year's sum was worked "
        "out, and whether it was taken over from last year.",
    ),
    innocent=Text(
        "工程跨年、款项集中在本年支付；上年资金年底才下达；项目代码沿用而内容已调整。",
        "Works run over the year and are paid this year; last year's money came at its end; the "
        "code was kept and the project is another.",
    ),
    exclusions=(
        Text(
            "年终结转凭证、不可执行指标、冻结金额不计",
            "year-end carry-over vouchers, inactive allotments and frozen amounts",
        ),
        Text(
            "上年没有批复数或者没有可执行预算的不适用",
            "projects with nothing approved, or nothing to spend, last year",
        ),
    ),
    assumptions=(
        Text(
            "上年可执行预算为当年下达的指标加调整减冻结；支付归其指标的单位和项目，指标不在库的归凭证自身",
            "what could be spent last year is its allotments with changes, less what was frozen; a "
            "payment is of its allotment's unit and project, or else of its own",
        ),
        Text(
            "更名、合并的单位按现单位比较，上年也并入；分立后的单位为未知",
            "a unit that was renamed or merged is compared as what it stands as, last year too; "
            "after a split it is unknown",
        ),
        Text("涉及金额为本年批复数", "at stake is what is approved this year"),
    ),
    examples=(
        Example(
            story="a fen below half paid, and as much approved again",
            given={
                "department_budget": LINES,
                "allotment": [GIVEN],
                "payment": [PAID],
            },
            fails={"U1/P1": Severity.YELLOW},
            at_stake={"U1/P1": Decimal("100.00")},
            units={"U1/P1": "U1"},
            unknown={"2025 U1/P1": "department_budget of the year before"},
            boundary=True,
        ),
        Example(
            story="half paid, or a fen less approved",
            given={
                "department_budget": [
                    *LINES,
                    {"line": "L2", "unit": "U2", "approved": Decimal("99.99")},
                    {**BEFORE, "line": "L2", "unit": "U2"},
                ],
                "allotment": [GIVEN, {**GIVEN, "allotment": "A2", "unit": "U2"}],
                "payment": [{**PAID, "amount": Decimal("50.00")}],
            },
            passes=["U1/P1", "U2/P1"],
            unknown={
                "2025 U1/P1": "department_budget of the year before",
                "2025 U2/P1": "department_budget of the year before",
            },
            boundary=True,
        ),
        Example(
            story="half paid by three vouchers is half paid",
            given={
                "department_budget": LINES,
                "allotment": [GIVEN],
                "payment": [
                    {**PAID, "function_item": "2010199", "amount": Decimal("25.00")},
                    {**PAID, "payment": "V2", "amount": Decimal("20.00")},
                    {**PAID, "payment": "V3", "amount": Decimal("5.00")},
                ],
            },
            passes=["U1/P1"],
            unknown={"2025 U1/P1": "department_budget of the year before"},
            boundary=True,
        ),
        Example(
            story="lines, allotments and payments are added up; changes and frozen sums count",
            given=MANY,
            fails={"U／1/P／1": Severity.YELLOW},
            unknown={"2025 U／1/P／1": "department_budget of the year before"},
            boundary=True,
        ),
        Example(
            story="a fen more of the same is half",
            given=MANY
            | {"payment": [*MANY["payment"], {**PAID, "payment": "V7", "amount": Decimal("0.01")}]},
            passes=["U／1/P／1"],
            unknown={"2025 U／1/P／1": "department_budget of the year before"},
            boundary=True,
        ),
        Example(
            story="each unit and project by itself, in its own government and year",
            given={
                "department_budget": [*LINES, {"fiscal_year": 2027}],
                "allotment": [GIVEN, {**GIVEN, "allotment": "A2", "project": None}],
                "payment": [
                    {**PAID, "unit": "U2", "allotment": None, "amount": Decimal("90.00")},
                    {**PAID, "payment": "V2", "project": "P2", "allotment": None}
                    | {"amount": Decimal("90.00")},
                    {**PAID, "payment": "V3", "region": "410102", "amount": Decimal("90.00")},
                    {"payment": "V4", "amount": Decimal("90.00")},
                    {**PAID, "payment": "V5", "allotment": "A2", "amount": Decimal("90.00")},
                ],
            },
            fails={"U1/P1": Severity.YELLOW},
            unknown={"2025 U1/P1": "department_budget of the year before"},
        ),
        Example(
            story="a renamed unit is held to its last year, from the day on; a split one is "
            "unknown, in the year after too",
            given={
                "department_budget": [
                    {"unit": "U2"},
                    BEFORE,
                    {"line": "L2", "unit": "U4"},
                    {**BEFORE, "line": "L2", "unit": "U3"},
                    {"line": "L3", "unit": "U6"},
                ],
                "allotment": [GIVEN],
                "payment": [PAID],
                "succession": [
                    {"effective_on": date(2026, 9, 30)},
                    {"old_unit": "U3", "new_unit": "U4", "kind": "3"}
                    | {"effective_on": date(2026, 9, 30)},
                    {"old_unit": "U5", "new_unit": "U6", "kind": "3"}
                    | {"effective_on": date(2025, 6, 1)},
                ],
            },
            fails={"U2/P1": Severity.YELLOW},
            unknown={
                "U4/P1": "history of a split unit",
                "U6/P1": "history of a split unit",
                "2025 U1/P1": "department_budget of the year before",
                "2025 U3/P1": "department_budget of the year before",
            },
            boundary=True,
        ),
        Example(
            story="units that merged are added up, this year and last",
            given={
                "department_budget": [
                    {
                        "line": f"L{nth}",
                        "fiscal_year": year,
                        "unit": unit,
                        "project": project,
                        "approved": Decimal(approved),
                    }
                    for nth, (year, unit, project, approved) in enumerate(
                        (
                            (2025, "U1", "P1", "60.00"),
                            (2025, "U2", "P1", "40.00"),
                            (2026, "U1", "P1", "50.00"),
                            (2026, "U2", "P1", "50.00"),
                            (2025, "U1", "P2", "100.00"),
                            (2026, "U2", "P2", "100.00"),
                            (2025, "U1", "P3", "60.00"),
                            (2025, "U2", "P3", "40.00"),
                            (2026, "U2", "P3", "99.99"),
                        )
                    )
                ],
                "allotment": [
                    {**GIVEN, "amount": Decimal("60.00")},
                    {**GIVEN, "allotment": "A2", "unit": "U2", "amount": Decimal("40.00")},
                    {**GIVEN, "allotment": "A3", "project": "P2", "amount": Decimal("60.00")},
                    {**GIVEN, "allotment": "A4", "project": "P2", "amount": Decimal("40.00")}
                    | {"unit": "U2"},
                ],
                "payment": [
                    {**PAID, "amount": Decimal("29.99")},
                    {**PAID, "payment": "V2", "allotment": "A2", "amount": Decimal("20.00")},
                    {**PAID, "payment": "V3", "allotment": "A3", "amount": Decimal("30.00")},
                    {**PAID, "payment": "V4", "allotment": "A4", "amount": Decimal("20.00")},
                ],
                "succession": [{"kind": "2"}],
            },
            fails={"U2/P1": Severity.YELLOW},
            at_stake={"U2/P1": Decimal("100.00")},
            passes=["U2/P2", "U2/P3"],
            unknown={
                f"2025 {subject}": "department_budget of the year before"
                for subject in ("U1/P1", "U2/P1", "U1/P2", "U1/P3", "U2/P3")
            },
            boundary=True,
        ),
        Example(
            story="nothing approved or nothing to spend last year is no base",
            given={
                "department_budget": [
                    {},
                    {"line": "L2", "unit": "U2"},
                    {**BEFORE, "line": "L2", "unit": "U2"},
                    {"line": "L3", "project": None},
                ],
                "allotment": [GIVEN],
                "payment": [PAID],
            },
            not_applicable={
                "U1/P1": "nothing approved last year",
                "U2/P1": "nothing to spend last year",
            },
            unknown={"2025 U2/P1": "department_budget of the year before"},
        ),
        Example(
            story="what is frozen is unknown only where it decides",
            given={
                "department_budget": [
                    *LINES,
                    {"line": "L2", "unit": "U2"},
                    {**BEFORE, "line": "L2", "unit": "U2"},
                ],
                "allotment": [
                    {**GIVEN, "frozen": None},
                    {**GIVEN, "allotment": "A2", "unit": "U2", "frozen": None},
                ],
                "payment": [
                    PAID,
                    {**PAID, "payment": "V2", "allotment": "A2", "amount": Decimal("50.00")},
                ],
            },
            passes=["U2/P1"],
            unknown={
                "U1/P1": "allotment.frozen",
                "2025 U1/P1": "department_budget of the year before",
                "2025 U2/P1": "department_budget of the year before",
            },
        ),
        Example(
            story="last year was never delivered, in whole or in part",
            given={
                "department_budget": [
                    *LINES,
                    {"region": "410102"},
                    {**BEFORE, "region": "410102"},
                    {"region": "410103"},
                ],
                "allotment": [{**GIVEN, "region": "410102"}, {**GIVEN, "region": "410103"}],
                "payment": [{**PAID, "region": "410103"}],
            },
            unknown={
                "U1/P1": "allotment of the year before",
                "410102 U1/P1": "payment of the year before",
                "410103 U1/P1": "department_budget of the year before",
                "2025 U1/P1": "department_budget of the year before",
                "410102 2025 U1/P1": "department_budget of the year before",
            },
        ),
        Example(
            story="without payments nobody knows what was used",
            given={"department_budget": LINES, "allotment": [GIVEN]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
    ),
)
