"""预决算公开超期 · Budgets and final accounts published late.

What was approved or replied to is to be open to everyone within twenty days: the government's own
by its finance department, a department's by the department, a unit's by the unit.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules.calendar._duties import DEPARTMENTS, EVENTS, UNITS

TO_DEPARTMENT = {
    "event": "M2",
    "kind": "department_replied",
    "subject": "D1",
    "happened_on": date(2026, 2, 10),
}
TO_UNIT = {
    "event": "M3",
    "kind": "unit_replied",
    "subject": "U1",
    "happened_on": date(2026, 2, 20),
}
OPENED = {"event": "M4", "kind": "budget_published", "happened_on": date(2026, 2, 21)}
BY_DEPARTMENT = {**OPENED, "event": "M5", "subject": "D1"}
BY_UNIT = {**OPENED, "event": "M6", "subject": "U1"}
BUDGETED: dict[str, list[dict[str, object]]] = {"unit": [{}], "department_budget": [{}]}
NOT_OVER = {
    "final_accounts_published/410100": "the year is not over",
    "final_accounts_published/D1": "the year is not over",
    "final_accounts_published/U1": "the year is not over",
}
G, D1, U1 = "budget_published/410100", "budget_published/D1", "budget_published/U1"

RULE = Rule(
    code="A07",
    title=Text("预决算公开超期", "Budget or final accounts published late"),
    meaning=Text(
        "政府预算、决算经批准后，部门、单位预算、决算经批复后，超过二十日才向社会公开，或者至今没有公开。",
        "More than twenty days after a government's budget or final accounts were approved, or "
        "those of a department or unit were replied to, they had not been published, or have not "
        "been to this day.",
    ),
    severity=Severity.RED,
    formula=Text(
        "{counted_to} − {begins_on} = {days_since} 天 > {allowed} 天",
        "{counted_to} − {begins_on} = {days_since} days > {allowed} days",
    ),
    needs=("legal_event",),
    optional=("department_budget", "unit"),
    basis=(
        Article(
            law="预算法",
            number="第十四条",
            part="第一款",
            quote="应当在批准后二十日内由本级政府财政部门向社会公开",
            note="涉及国家秘密的除外（第十四条第四款） / state secrets are excepted (paragraph 4)",
        ),
        Article(
            law="预算法",
            number="第十四条",
            part="第二款",
            quote="应当在批复后二十日内由各部门向社会公开",
        ),
        Article(
            law="预算法实施条例",
            number="第六条",
            part="第四款",
            quote="各部门所属单位的预算、决算及报表，应当在部门批复后20日内由单位向社会公开。",
        ),
    ),
    limits={
        "days": Limit(
            20,
            Provenance.STATUTORY,
            "政府、部门公开期限",
            "for a government or department at most",
            unit="day",
            article="预算法第十四条第一款、第二款",
            valid_from=date(2015, 1, 1),
        ),
        "unit_days": Limit(
            20,
            Provenance.STATUTORY,
            "单位公开期限",
            "for a unit at most",
            unit="day",
            article="预算法实施条例第六条第四款",
        ),
        "unit_year": Limit(
            2020,
            Provenance.STATUTORY,
            "单位自行公开的首个年度",
            "the first year that units publish for themselves",
            article="预算法实施条例第六条第四款",
        ),
        "secret": Limit(
            (),
            Provenance.STATUTORY,
            "涉密部门、单位代码",
            "departments and units whose budgets are state secrets",
            unit="code",
            article="预算法第十四条第四款",
        ),
    },
    sql=f"""
        with {DEPARTMENTS},
        {UNITS},
        {EVENTS},
        governments as (
            select region, fiscal_year
            from core.legal_event
            where fiscal_year <= year($as_of)
            union
            select region, fiscal_year from departments
        ),
        owners as (
            select
                region, fiscal_year,
                'approved' as after,
                region as owner,
                cast(null as varchar) as own,
                cast(null as varchar) as name,
                cast(null as decimal(38, 2)) as budget,
                $days as allowed,
                cast(null as varchar) as absent
            from governments
            union all
            select
                region, fiscal_year, 'department_replied', department, department,
                department_name, budget, $days, null
            from departments
            where department is not null
            union all
            select
                u.region, u.fiscal_year, 'unit_replied', u.unit, u.unit,
                unit_name, u.budget, $unit_days, null
            from units u
            left join departments d
                on d.region = u.region
                and d.fiscal_year = u.fiscal_year
                and d.department = u.unit
            where d.department is null
            union all
            select
                region, fiscal_year, '', 'unit/' || nobodys, nobodys,
                null, null, $days, 'unit.department'
            from departments
            where department is null
            union all
            select
                g.region, g.fiscal_year, '', 'departments', null, null, null, $days,
                'department_budget'
            from governments g
            left join units u using (region, fiscal_year)
            where u.unit is null
        ),
        duties as (
            select
                *,
                kind || '_published' as document,
                case
                    when after = 'approved' then kind || '_approved'
                    when kind = 'budget' then after
                    else 'final_accounts_replied'
                end as begins
            from owners
            cross join (values ('budget'), ('final_accounts')) as documents (kind)
        ),
        timed as (
            select
                o.*,
                b.happened_on as begins_on,
                b.awaited,
                p.happened_on as published_on,
                coalesce(p.happened_on, $as_of) as counted_to,
                coalesce(p.happened_on, $as_of) - b.happened_on as days_since,
                o.after = 'unit_replied' and o.fiscal_year < $unit_year as is_unbound
            from duties o
            left join events b
                on b.region = o.region
                and b.fiscal_year = o.fiscal_year
                and b.kind = o.begins
                and b.subject is not distinct from o.own
                and o.absent is null
            left join events p
                on p.region = o.region
                and p.fiscal_year = o.fiscal_year
                and p.kind = o.document
                and p.subject is not distinct from o.own
        ),
        judged as (
            select
                *,
                case
                    when own in (select unnest(cast($secret as varchar[]))) then 'not_applicable'
                    when is_unbound then 'not_applicable'
                    when days_since > allowed then 'fail'
                    when begins_on is not null then 'pass'
                    when awaited then 'not_applicable'
                    when kind = 'final_accounts' and fiscal_year = year($as_of)
                        then 'not_applicable'
                    else 'unknown'
                end as verdict
            from timed
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            document || '/' || case
                when absent is null then replace(owner, '/', '／')
                else owner
            end as subject,
            verdict,
            case
                when verdict in ('pass', 'fail') then null
                when own in (select unnest(cast($secret as varchar[]))) then 'state secret'
                when is_unbound then 'units did not publish for themselves yet'
                when awaited then begins || ' not yet'
                when verdict = 'not_applicable' then 'the year is not over'
                else coalesce(absent, 'legal_event ' || begins)
            end as reason,
            null as severity,
            budget as at_stake,
            own as unit,
            name,
            budget,
            document,
            begins,
            begins_on,
            published_on,
            counted_to,
            days_since,
            allowed
        from judged
    """,
    evidence={
        "legal_event": """
            select f.region, f.period, f.subject, e.event
            from finding f
            join core.legal_event e
                on e.region = f.region
                and cast(e.fiscal_year as varchar) = f.period
                and e.kind in (f.begins, f.document)
                and nullif(e.subject, e.region) is not distinct from f.unit
                and e.happened_on <= $as_of
        """,
    },
    operands={
        "name": Text("部门或者单位（空为政府）", "department or unit (empty: the government)"),
        "budget": Text("当年预算", "budget of the year"),
        "document": Text("应公开的事项", "awaited"),
        "begins": Text("起算事项", "counted from the event"),
        "begins_on": Text("起算日期", "counted from"),
        "published_on": Text("公开日期", "published on"),
        "counted_to": Text("计至", "counted to"),
        "days_since": Text("相隔天数", "days since"),
        "allowed": Text("法定天数", "days allowed"),
    },
    advice=Text(
        "请公开主体提供公开网页的地址和发布时间，与批准决议或者批复文件的日期对照；确未公开的，说明原因并限期公开。",
        "Whoever has to publish shows the page and the time at which it went up, beside the "
        "resolution or reply; what is not public is published by a set day, with the reason.",
    ),
    innocent=Text(
        "已按期公开，只是未录入法定事项；涉及国家秘密的内容依法不公开；与上级部门合并公开。",
        "It was published in time and not typed in; it is a state secret; or it was published "
        "within the accounts of the level above.",
    ),
    exclusions=(
        Text(
            "涉及国家秘密、列入涉密代码名单的部门和单位",
            "departments and units on the list of those whose budgets are state secrets",
        ),
        Text(
            "单位代码即部门代码的，只按部门一项计",
            "a unit that bears a department's code is asked about as that department alone",
        ),
        Text("预算年度未结束的没有决算可公开", "a year that is not over has no final accounts yet"),
        Text("预算调整、预算执行情况的公开不判", "adjustments and progress reports are not asked"),
    ),
    assumptions=(
        Text(
            "政府自批准之日起算，部门自财政部门批复之日起算，单位自部门批复之日起算；"
            "尚未公开的计至基准日",
            "a government counts from the approval, a department from the finance department's "
            "reply, a unit from its department's; what is not published counts to the as-of date",
        ),
        Text(
            "对象为空或者为本级区划代码的公开事项是政府的公开",
            "a publication without a subject, or with the region's own code, is the government's",
        ),
        Text("多次批准、批复或者公开取最早日期", "of several events of a kind the first counts"),
        Text(
            "没有部门预算的政府，只能判政府的公开，部门和单位记为未知",
            "without a department budget the government alone is asked; departments are unknown",
        ),
        Text("涉及金额为该部门或者单位当年预算", "at stake is the budget of the year"),
    ),
    examples=(
        Example(
            story="all three on their twentieth day",
            given={
                **BUDGETED,
                "legal_event": [
                    {},
                    TO_DEPARTMENT,
                    TO_UNIT,
                    OPENED,
                    {**BY_DEPARTMENT, "happened_on": date(2026, 3, 2)},
                    {**BY_UNIT, "happened_on": date(2026, 3, 12)},
                ],
            },
            passes=[G, D1, U1],
            not_applicable=NOT_OVER,
            boundary=True,
        ),
        Example(
            story="all three a day later",
            given={
                "unit": [{"unit": "U/1", "department": "D/1"}],
                "department_budget": [
                    {"unit": "U/1"},
                    {"unit": "U/1", "line": "L2", "approved": Decimal("20.00")},
                ],
                "legal_event": [
                    {},
                    {**TO_DEPARTMENT, "subject": "D/1"},
                    {**TO_UNIT, "subject": "U/1"},
                    {**OPENED, "happened_on": date(2026, 2, 22), "subject": "410100"},
                    {**BY_DEPARTMENT, "subject": "D/1", "happened_on": date(2026, 3, 3)},
                    {**BY_UNIT, "subject": "U/1", "happened_on": date(2026, 3, 13)},
                ],
            },
            fails={
                G: Severity.RED,
                "budget_published/D／1": Severity.RED,
                "budget_published/U／1": Severity.RED,
            },
            at_stake={
                "budget_published/D／1": Decimal("120.00"),
                "budget_published/U／1": Decimal("120.00"),
            },
            units={G: None, "budget_published/D／1": "D/1", "budget_published/U／1": "U/1"},
            not_applicable={
                "final_accounts_published/410100": "the year is not over",
                "final_accounts_published/D／1": "the year is not over",
                "final_accounts_published/U／1": "the year is not over",
            },
            boundary=True,
        ),
        Example(
            story="not published, and the last day is today",
            given={**BUDGETED, "legal_event": [{}, TO_DEPARTMENT, BY_DEPARTMENT, TO_UNIT]},
            as_of=date(2026, 2, 21),
            passes=[G, D1, U1],
            not_applicable=NOT_OVER,
            boundary=True,
        ),
        Example(
            story="not published, and the last day was yesterday",
            given={
                **BUDGETED,
                "legal_event": [
                    {},
                    TO_DEPARTMENT,
                    {**TO_UNIT, "happened_on": date(2026, 2, 1)},
                    {**OPENED, "happened_on": None},
                    {**BY_UNIT, "happened_on": date(2026, 2, 23)},
                ],
            },
            as_of=date(2026, 2, 22),
            fails={G: Severity.RED, U1: Severity.RED},
            passes=[D1],
            not_applicable=NOT_OVER,
            boundary=True,
        ),
        Example(
            story="final accounts count from their own approval and replies",
            given={
                "unit": [{"fiscal_year": 2025}],
                "department_budget": [{"fiscal_year": 2025}],
                "legal_event": [
                    {"fiscal_year": 2025, "kind": event, "subject": subject, "event": number}
                    | {"happened_on": day}
                    for number, event, subject, day in (
                        ("M1", "budget_approved", None, date(2025, 2, 1)),
                        ("M2", "budget_published", None, date(2025, 2, 5)),
                        ("M3", "department_replied", "D1", date(2025, 2, 5)),
                        ("M4", "budget_published", "D1", date(2025, 2, 15)),
                        ("M5", "unit_replied", "U1", date(2025, 2, 15)),
                        ("M6", "budget_published", "U1", date(2025, 2, 15)),
                        ("M7", "final_accounts_approved", None, date(2026, 7, 1)),
                        ("M8", "final_accounts_published", None, date(2026, 7, 22)),
                        ("M9", "final_accounts_replied", "D1", date(2026, 7, 10)),
                        ("M10", "final_accounts_published", "D1", date(2026, 7, 30)),
                        ("M11", "final_accounts_replied", "U1", date(2026, 7, 20)),
                        ("M12", "final_accounts_published", "U1", date(2026, 8, 10)),
                    )
                ],
            },
            fails={
                "2025 final_accounts_published/410100": Severity.RED,
                "2025 final_accounts_published/U1": Severity.RED,
            },
            passes=[
                "2025 budget_published/410100",
                "2025 budget_published/D1",
                "2025 budget_published/U1",
                "2025 final_accounts_published/D1",
            ],
        ),
        Example(
            story="of several the first counts, on the day of the night as well",
            given={
                **BUDGETED,
                "legal_event": [
                    {"happened_on": date(2026, 2, 21)},
                    {"event": "M7", "happened_on": date(2026, 2, 1)},
                    {**TO_DEPARTMENT, "happened_on": date(2026, 3, 1)},
                    {**BY_DEPARTMENT, "happened_on": date(2026, 3, 1)},
                    {**BY_DEPARTMENT, "event": "M8", "happened_on": date(2026, 4, 1)},
                    {**TO_UNIT, "happened_on": date(2026, 3, 2)},
                ],
            },
            as_of=date(2026, 3, 1),
            fails={G: Severity.RED},
            passes=[D1],
            not_applicable=NOT_OVER,
            unknown={U1: "legal_event unit_replied"},
        ),
        Example(
            story="events of another year, government or document are not these",
            given={
                "unit": [{}, {"fiscal_year": 2027}],
                "department_budget": [{}, {"fiscal_year": 2027}],
                "legal_event": [
                    {},
                    TO_DEPARTMENT,
                    TO_UNIT,
                    {**OPENED, "fiscal_year": 2027},
                    {**OPENED, "event": "M8", "kind": "final_accounts_published"},
                    {**BY_DEPARTMENT, "region": "410102"},
                    {**BY_UNIT, "event": "M9", "subject": "D9"},
                ],
            },
            fails={G: Severity.RED, D1: Severity.RED, U1: Severity.RED},
            not_applicable=NOT_OVER
            | {
                "410102 final_accounts_published/410102": "the year is not over",
                "410102 final_accounts_published/departments": "the year is not over",
            },
            unknown={
                "410102 budget_published/410102": "legal_event budget_approved",
                "410102 budget_published/departments": "department_budget",
            },
        ),
        Example(
            story="the department's own office is the department; secret ones are left out",
            given={
                "unit": [{"unit": "D1"}, {"unit": "U2", "department": "D2"}],
                "department_budget": [{"unit": "D1"}, {"unit": "U2", "line": "L2"}],
                "legal_event": [{}, OPENED, TO_DEPARTMENT],
            },
            limits={"secret": ("D2", "U2")},
            fails={D1: Severity.RED},
            passes=[G],
            not_applicable={
                "final_accounts_published/410100": "the year is not over",
                "final_accounts_published/D1": "the year is not over",
                "budget_published/D2": "state secret",
                "budget_published/U2": "state secret",
                "final_accounts_published/D2": "state secret",
                "final_accounts_published/U2": "state secret",
            },
        ),
        Example(
            story="what has not been approved or replied to starts no term, or an unknown one",
            given={**BUDGETED, "legal_event": [{"happened_on": None}, TO_UNIT, BY_UNIT]},
            passes=[U1],
            not_applicable=NOT_OVER | {G: "budget_approved not yet"},
            unknown={D1: "legal_event department_replied"},
        ),
        Example(
            story="accounts of a year that is over and nobody says that they were approved",
            given={
                "legal_event": [
                    {"fiscal_year": 2025},
                    {**OPENED, "fiscal_year": 2025, "happened_on": date(2026, 2, 22)},
                ]
            },
            missing=["department_budget", "unit"],
            fails={"2025 budget_published/410100": Severity.RED},
            unknown={
                "2025 final_accounts_published/410100": "legal_event final_accounts_approved",
                "2025 budget_published/departments": "department_budget",
                "2025 final_accounts_published/departments": "department_budget",
            },
        ),
        Example(
            story="a unit that is not on file answers for itself, and its department is unknown",
            given={
                "unit": [{"fiscal_year": 2025}],
                "department_budget": [{}],
                "legal_event": [{}, OPENED, TO_UNIT, BY_UNIT],
            },
            passes=[G, U1],
            not_applicable={
                "final_accounts_published/410100": "the year is not over",
                "final_accounts_published/U1": "the year is not over",
                "final_accounts_published/unit/U1": "the year is not over",
            },
            unknown={"budget_published/unit/U1": "unit.department"},
        ),
        Example(
            story="before 2020 governments and departments were bound, and no unit",
            given={
                "legal_event": [
                    {"fiscal_year": year, "happened_on": date(year, 1, 20)}
                    | {"event": f"M1-{year}", "kind": "budget_approved"}
                    for year in (2019, 2020)
                ]
                + [
                    {**event, "fiscal_year": year, "happened_on": date(year, 2, 10)}
                    | {"event": f"{event['event']}-{year}"}
                    for year in (2019, 2020)
                    for event in (TO_DEPARTMENT, TO_UNIT)
                ],
                "unit": [{"fiscal_year": 2019}, {"fiscal_year": 2020}],
                "department_budget": [{"fiscal_year": 2019}, {"fiscal_year": 2020}],
            },
            as_of=date(2020, 12, 31),
            fails={
                f"{of}{duty}": Severity.RED
                for of in ("", "2019 ")
                for duty in (G, D1, U1)
                if of + duty != f"2019 {U1}"
            },
            not_applicable={
                f"2019 {U1}": "units did not publish for themselves yet",
                "2019 final_accounts_published/U1": "units did not publish for themselves yet",
                **NOT_OVER,
            },
            unknown={
                "2019 final_accounts_published/410100": "legal_event final_accounts_approved",
                "2019 final_accounts_published/D1": "legal_event final_accounts_replied",
            },
            boundary=True,
        ),
        Example(
            story="without the events nobody is late",
            given=BUDGETED,
            missing=["legal_event"],
            unknown={"": "feed missing: legal_event"},
        ),
    ),
)
