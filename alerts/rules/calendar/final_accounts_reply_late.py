"""决算批复超期 · The final accounts were replied to late.

What the standing committee approved has to reach those whose accounts they are: within twenty days
the departments, and fifteen days after that their units.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules.calendar._duties import DEPARTMENTS, EVENTS, UNITS

APPROVED = {
    "fiscal_year": 2025,
    "kind": "final_accounts_approved",
    "happened_on": date(2026, 7, 1),
}
TO_DEPARTMENT = {
    "event": "M2",
    "fiscal_year": 2025,
    "kind": "final_accounts_replied",
    "subject": "D1",
    "happened_on": date(2026, 7, 10),
}
TO_UNIT = {**TO_DEPARTMENT, "event": "M3", "subject": "U1", "happened_on": date(2026, 7, 20)}
BUDGETED = {"unit": [{"fiscal_year": 2025}], "department_budget": [{"fiscal_year": 2025}]}
D1 = "2025 final_accounts_replied/D1"
U1 = "2025 final_accounts_replied/U1"

RULE = Rule(
    code="A08",
    title=Text("决算批复超期", "Final accounts replied to late"),
    meaning=Text(
        "决算经批准后，财政部门超过二十日才批复部门决算；或者部门接到批复后超过十五日才批复所属单位决算；"
        "或者至今没有批复。",
        "After the final accounts were approved, a department had no reply within twenty days, or "
        "a unit none within fifteen days of its department's; or has none to this day.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{counted_to} − {begins_on} = {days_since} 天 > {allowed} 天",
        "{counted_to} − {begins_on} = {days_since} days > {allowed} days",
    ),
    needs=("legal_event", "department_budget", "unit"),
    basis=(
        Article(
            law="预算法",
            number="第八十条",
            quote="各级决算经批准后，财政部门应当在二十日内向本级各部门批复决算。"
            "各部门应当在接到本级政府财政部门批复的本部门决算后十五日内向所属单位批复决算。",
        ),
    ),
    limits={
        "department_days": Limit(
            20,
            Provenance.STATUTORY,
            "批准后批复部门不超过",
            "to a department, after approval, at most",
            unit="day",
            article="预算法第八十条",
            valid_from=date(2015, 1, 1),
        ),
        "unit_days": Limit(
            15,
            Provenance.STATUTORY,
            "部门接到批复后批复单位不超过",
            "to a unit, after its department's reply, at most",
            unit="day",
            article="预算法第八十条",
            valid_from=date(2015, 1, 1),
        ),
    },
    sql=f"""
        with {DEPARTMENTS},
        {UNITS},
        {EVENTS},
        duties as (
            select
                region, fiscal_year,
                department as owed_to,
                department_name as name,
                budget,
                'final_accounts_approved' as begins,
                cast(null as varchar) as begins_for,
                cast(null as varchar) as begins_for_name,
                $department_days as allowed,
                true as placed
            from departments
            where department is not null
            union all
            select
                u.region, u.fiscal_year, u.unit, unit_name, u.budget,
                'final_accounts_replied', u.department, u.department_name, $unit_days,
                u.department is not null
            from units u
            left join departments d
                on d.region = u.region
                and d.fiscal_year = u.fiscal_year
                and d.department = u.unit
            where d.department is null
        ),
        timed as (
            select
                o.*,
                b.happened_on as begins_on,
                b.awaited,
                r.happened_on as replied_on,
                coalesce(r.happened_on, $as_of) as counted_to,
                coalesce(r.happened_on, $as_of) - b.happened_on as days_since
            from duties o
            left join events b
                on b.region = o.region
                and b.fiscal_year = o.fiscal_year
                and b.kind = o.begins
                and b.subject is not distinct from o.begins_for
                and o.placed
            left join events r
                on r.region = o.region
                and r.fiscal_year = o.fiscal_year
                and r.kind = 'final_accounts_replied'
                and r.subject = o.owed_to
        ),
        judged as (
            select
                *,
                case
                    when days_since > allowed then 'fail'
                    when begins_on is not null then 'pass'
                    when fiscal_year = year($as_of) or awaited then 'not_applicable'
                    else 'unknown'
                end as verdict
            from timed
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            'final_accounts_replied/' || replace(owed_to, '/', '／') as subject,
            verdict,
            case
                when verdict in ('pass', 'fail') then null
                when fiscal_year = year($as_of) then 'the year is not over'
                when awaited then begins || ' not yet'
                when placed then 'legal_event ' || begins
                else 'unit.department'
            end as reason,
            null as severity,
            budget as at_stake,
            owed_to as unit,
            name,
            budget,
            begins,
            begins_for,
            begins_for_name,
            begins_on,
            replied_on,
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
                and e.happened_on <= $as_of
                and (
                    (
                        e.kind = f.begins
                        and nullif(e.subject, e.region) is not distinct from f.begins_for
                    )
                    or (e.kind = 'final_accounts_replied' and e.subject = f.unit)
                )
        """,
    },
    operands={
        "name": Text("部门或者单位", "department or unit"),
        "budget": Text("当年预算", "budget of the year"),
        "begins": Text("起算事项", "counted from the event"),
        "begins_for": Text("起算事项所属部门代码", "of the department, by its code"),
        "begins_for_name": Text("起算事项所属部门", "of the department"),
        "begins_on": Text("起算日期", "counted from"),
        "replied_on": Text("批复日期", "replied to on"),
        "counted_to": Text("计至", "counted to"),
        "days_since": Text("相隔天数", "days since"),
        "allowed": Text("法定天数", "days allowed"),
    },
    advice=Text(
        "部门决算逾期的，请财政部门提供批复文件及送达日期；单位决算逾期的，请主管部门提供。"
        "与常委会批准决算的决议日期对照，说明逾期原因。",
        "For a department the finance department, for a unit its department shows the document "
        "and the day it arrived, beside the day of the standing committee's resolution, and gives "
        "the reason for the delay.",
    ),
    innocent=Text(
        "批复文件已按期发出，只是未录入法定事项；单位在年中撤并，决算由接收单位代编。",
        "The document went out in time and was not typed in; or the unit was merged within the "
        "year and its accounts were drawn up by the one that took it over.",
    ),
    exclusions=(
        Text(
            "单位代码即部门代码的，只按部门一项计",
            "a unit that bears a department's code is asked about as that department alone",
        ),
        Text("预算年度未结束的不适用", "a year that is not over has no final accounts yet"),
    ),
    assumptions=(
        Text(
            "凡年度部门预算中有预算的部门和单位均应得到批复；尚未批复的计至基准日",
            "every department and unit of the year's department budget is due its reply; one "
            "without is counted to the as-of date",
        ),
        Text("事项的预算年度是决算所属年度", "an event's year is the year that was accounted for"),
        Text("多次批准或者批复取最早日期", "of several approvals or replies the first counts"),
        Text("涉及金额为该部门或者单位当年预算", "at stake is the budget of the year"),
    ),
    examples=(
        Example(
            story="the department on the twentieth day, the unit on the fifteenth after that",
            given={
                **BUDGETED,
                "legal_event": [
                    APPROVED,
                    {**TO_DEPARTMENT, "happened_on": date(2026, 7, 21)},
                    {**TO_UNIT, "happened_on": date(2026, 8, 5)},
                ],
            },
            passes=[D1, U1],
            boundary=True,
        ),
        Example(
            story="a day later each",
            given={
                "unit": [{"fiscal_year": 2025, "unit": "U/1", "department": "D/1"}],
                "department_budget": [
                    {"fiscal_year": 2025, "unit": "U/1"},
                    {
                        "fiscal_year": 2025,
                        "unit": "U/1",
                        "line": "L2",
                        "approved": Decimal("20.00"),
                    },
                ],
                "legal_event": [
                    APPROVED,
                    {**TO_DEPARTMENT, "subject": "D/1", "happened_on": date(2026, 7, 22)},
                    {**TO_UNIT, "subject": "U/1", "happened_on": date(2026, 8, 7)},
                ],
            },
            fails={
                "2025 final_accounts_replied/D／1": Severity.ORANGE,
                "2025 final_accounts_replied/U／1": Severity.ORANGE,
            },
            at_stake={
                "2025 final_accounts_replied/D／1": Decimal("120.00"),
                "2025 final_accounts_replied/U／1": Decimal("120.00"),
            },
            units={
                "2025 final_accounts_replied/D／1": "D/1",
                "2025 final_accounts_replied/U／1": "U/1",
            },
            boundary=True,
        ),
        Example(
            story="no reply, and the last day is today",
            given={
                "unit": [{"fiscal_year": 2025}, {"fiscal_year": 2025, "unit": "U2"}],
                "department_budget": [
                    {"fiscal_year": 2025},
                    {"fiscal_year": 2025, "line": "L2", "unit": "U2"},
                ],
                "legal_event": [
                    {**APPROVED, "subject": "410100"},
                    {**TO_DEPARTMENT, "happened_on": date(2026, 7, 6)},
                    TO_UNIT,
                ],
            },
            as_of=date(2026, 7, 21),
            passes=[D1, U1, "2025 final_accounts_replied/U2"],
            boundary=True,
        ),
        Example(
            story="no reply, and the last day was yesterday",
            given={
                "unit": [
                    {"fiscal_year": 2025},
                    {"fiscal_year": 2025, "unit": "U2", "department": "D2"},
                ],
                "department_budget": [
                    {"fiscal_year": 2025},
                    {"fiscal_year": 2025, "line": "L2", "unit": "U2"},
                ],
                "legal_event": [
                    APPROVED,
                    {**TO_DEPARTMENT, "happened_on": date(2026, 7, 6)},
                    {**TO_DEPARTMENT, "event": "M4", "subject": "D2", "happened_on": None},
                ],
            },
            as_of=date(2026, 7, 22),
            fails={
                U1: Severity.ORANGE,
                "2025 final_accounts_replied/D2": Severity.ORANGE,
            },
            passes=[D1],
            not_applicable={
                "2025 final_accounts_replied/U2": "final_accounts_replied not yet",
            },
            boundary=True,
        ),
        Example(
            story="the first approval and the first reply count, each in its own year and place",
            given={
                **BUDGETED,
                "legal_event": [
                    APPROVED,
                    {**APPROVED, "event": "M4", "happened_on": date(2026, 6, 20)},
                    TO_DEPARTMENT,
                    {**TO_DEPARTMENT, "event": "M5", "happened_on": date(2026, 7, 30)},
                    {**TO_UNIT, "event": "M6", "region": "410102"},
                    {**TO_UNIT, "event": "M7", "fiscal_year": 2024},
                    {**TO_UNIT, "event": "M8", "kind": "unit_replied"},
                ],
            },
            fails={U1: Severity.ORANGE},
            passes=[D1],
        ),
        Example(
            story="what happens after the day of the night has not happened yet",
            given={
                **BUDGETED,
                "legal_event": [
                    APPROVED,
                    {**TO_DEPARTMENT, "happened_on": date(2026, 8, 2)},
                ],
            },
            as_of=date(2026, 8, 1),
            fails={D1: Severity.ORANGE},
            unknown={U1: "legal_event final_accounts_replied"},
        ),
        Example(
            story="on the day of the night itself it has happened",
            given={
                **BUDGETED,
                "legal_event": [
                    {**APPROVED, "happened_on": date(2026, 8, 1)},
                    {**TO_DEPARTMENT, "happened_on": date(2026, 8, 1)},
                ],
            },
            as_of=date(2026, 8, 1),
            passes=[D1, U1],
        ),
        Example(
            story="the department's own office is the department",
            given={
                "unit": [{"fiscal_year": 2025, "unit": "D1"}],
                "department_budget": [{"fiscal_year": 2025, "unit": "D1"}],
                "legal_event": [APPROVED],
            },
            fails={D1: Severity.ORANGE},
        ),
        Example(
            story="another government's department of that code is no reason to leave a unit out",
            given={
                "unit": [
                    {"fiscal_year": 2025, "unit": "D2"},
                    {"fiscal_year": 2025, "region": "410102", "department": "D2"},
                    {"fiscal_year": 2024, "department": "D2"},
                ],
                "department_budget": [
                    {"fiscal_year": 2025, "unit": "D2"},
                    {"fiscal_year": 2025, "region": "410102"},
                    {"fiscal_year": 2024},
                ],
                "legal_event": [APPROVED, TO_DEPARTMENT],
            },
            fails={"2025 final_accounts_replied/D2": Severity.ORANGE},
            passes=[D1],
            unknown={
                "410102 2025 final_accounts_replied/D2": "legal_event final_accounts_approved",
                "410102 2025 final_accounts_replied/U1": "legal_event final_accounts_replied",
                "2024 final_accounts_replied/D2": "legal_event final_accounts_approved",
                "2024 final_accounts_replied/U1": "legal_event final_accounts_replied",
            },
        ),
        Example(
            story="the year that runs has no final accounts; a year to come is not asked",
            given={
                "unit": [{}, {"fiscal_year": 2027}],
                "department_budget": [{}, {"fiscal_year": 2027}],
                "legal_event": [{}],
            },
            not_applicable={
                "final_accounts_replied/D1": "the year is not over",
                "final_accounts_replied/U1": "the year is not over",
            },
        ),
        Example(
            story="an approval that is still to come starts no term",
            given={**BUDGETED, "legal_event": [{**APPROVED, "happened_on": None}]},
            not_applicable={D1: "final_accounts_approved not yet"},
            unknown={U1: "legal_event final_accounts_replied"},
        ),
        Example(
            story="a unit that is not on file has no department",
            given={
                "unit": [{"fiscal_year": 2024}],
                "department_budget": [{"fiscal_year": 2025}],
                "legal_event": [APPROVED, TO_DEPARTMENT],
            },
            unknown={U1: "unit.department"},
        ),
        Example(
            story="without the events nobody is late",
            given=BUDGETED,
            missing=["legal_event"],
            unknown={"": "feed missing: legal_event"},
        ),
    ),
)
