"""部门批复所属单位超期 · A department handed its units their budgets late.

A department that has its own budget has fifteen days to hand each unit its share of it.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules.calendar._duties import EVENTS, UNITS

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
    "happened_on": date(2026, 2, 25),
}
BUDGETED: dict[str, list[dict[str, object]]] = {"unit": [{}], "department_budget": [{}]}

RULE = Rule(
    code="A02",
    title=Text("部门批复所属单位超期", "Unit budget handed down late by its department"),
    meaning=Text(
        "部门接到财政部门批复的预算后，超过十五日才批复所属单位预算，或者至今没有批复。",
        "More than fifteen days after a department was given its budget, one of its units had not "
        "been given its own, or has not been given it to this day.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{counted_to} − {department_replied_on} = {days_since} 天 > {days} 天",
        "{counted_to} − {department_replied_on} = {days_since} days > {days} days",
    ),
    needs=("legal_event", "department_budget", "unit"),
    basis=(
        Article(
            law="预算法",
            number="第五十二条",
            part="第一款",
            quote="各部门应当在接到本级政府财政部门批复的本部门预算后十五日内向所属各单位批复预算。",
        ),
    ),
    limits={
        "days": Limit(
            15,
            Provenance.STATUTORY,
            "部门接到批复后不超过",
            "at most after the department's reply",
            unit="day",
            article="预算法第五十二条第一款",
            valid_from=date(2015, 1, 1),
        ),
    },
    sql=f"""
        with {UNITS},
        {EVENTS},
        timed as (
            select
                u.*,
                d.happened_on as department_replied_on,
                d.awaited,
                r.happened_on as replied_on,
                coalesce(r.happened_on, $as_of) as counted_to,
                coalesce(r.happened_on, $as_of) - d.happened_on as days_since
            from units u
            left join events d
                on d.region = u.region
                and d.fiscal_year = u.fiscal_year
                and d.kind = 'department_replied'
                and d.subject = u.department
            left join events r
                on r.region = u.region
                and r.fiscal_year = u.fiscal_year
                and r.kind = 'unit_replied'
                and r.subject = u.unit
        ),
        judged as (
            select
                *,
                case
                    when unit = department then 'not_applicable'
                    when department_replied_on is null and awaited then 'not_applicable'
                    when department_replied_on is null then 'unknown'
                    when days_since > $days then 'fail'
                    else 'pass'
                end as verdict
            from timed
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            'unit_replied/' || replace(unit, '/', '／') as subject,
            verdict,
            case
                when verdict in ('pass', 'fail') then null
                when department is null then 'unit.department'
                when unit = department then 'the department itself'
                when awaited then 'department not replied to yet'
                else 'legal_event department_replied'
            end as reason,
            null as severity,
            budget as at_stake,
            unit,
            unit_name,
            department,
            department_name,
            budget,
            department_replied_on,
            replied_on,
            counted_to,
            days_since
        from judged
    """,
    evidence={
        "department_budget": """
            select f.region, f.period, f.subject, b.line, b.fiscal_year
            from finding f
            join core.department_budget b
                on b.region = f.region
                and cast(b.fiscal_year as varchar) = f.period
                and b.unit = f.unit
        """,
        "legal_event": """
            select f.region, f.period, f.subject, e.event
            from finding f
            join core.legal_event e
                on e.region = f.region
                and cast(e.fiscal_year as varchar) = f.period
                and e.happened_on <= $as_of
                and (
                    (e.kind = 'department_replied' and e.subject = f.department)
                    or (e.kind = 'unit_replied' and e.subject = f.unit)
                )
        """,
    },
    operands={
        "unit_name": Text("单位", "unit"),
        "department": Text("主管部门代码", "department's code"),
        "department_name": Text("主管部门", "department"),
        "budget": Text("单位预算", "unit budget"),
        "department_replied_on": Text("财政批复部门日期", "given to the department on"),
        "replied_on": Text("部门批复单位日期", "handed down on"),
        "counted_to": Text("计至", "counted to"),
        "days_since": Text("相隔天数", "days since the department's reply"),
    },
    advice=Text(
        "请主管部门提供批复该单位预算的文件及送达日期，与财政部门批复本部门预算的文件对照，说明逾期原因。",
        "The department shows the document by which this unit was given its budget and the day it "
        "arrived, beside the finance department's own reply, and gives the reason for the delay.",
    ),
    innocent=Text(
        "批复文件已按期发出，只是未录入法定事项；单位在年中新设或者划转。",
        "The document went out in time and was not typed in; or the unit was founded or moved "
        "within the year.",
    ),
    exclusions=(
        Text(
            "单位代码即部门代码的（部门本级），由财政部门直接批复，不适用",
            "a unit that bears its department's code: the finance department replies to it itself",
        ),
    ),
    assumptions=(
        Text(
            "凡年度部门预算中有预算的单位均应批复；尚未批复的计至基准日",
            "every unit of the year's department budget is due its reply; one without is counted "
            "to the as-of date",
        ),
        Text("多次批复取最早日期", "of several replies the first counts"),
        Text("涉及金额为该单位全年预算", "at stake is the unit's budget of the year"),
    ),
    examples=(
        Example(
            story="handed down on the fifteenth day",
            given={**BUDGETED, "legal_event": [TO_DEPARTMENT, TO_UNIT]},
            passes=["unit_replied/U1"],
            boundary=True,
        ),
        Example(
            story="handed down on the sixteenth day",
            given={
                "unit": [{"unit": "U/1"}],
                "department_budget": [
                    {"unit": "U/1"},
                    {"unit": "U/1", "line": "L2", "approved": Decimal("20.00")},
                ],
                "legal_event": [
                    TO_DEPARTMENT,
                    {**TO_UNIT, "subject": "U/1", "happened_on": date(2026, 2, 26)},
                ],
            },
            fails={"unit_replied/U／1": Severity.ORANGE},
            at_stake={"unit_replied/U／1": Decimal("120.00")},
            units={"unit_replied/U／1": "U/1"},
            boundary=True,
        ),
        Example(
            story="not handed down, and the fifteenth day is today",
            given={**BUDGETED, "legal_event": [TO_DEPARTMENT]},
            as_of=date(2026, 2, 25),
            passes=["unit_replied/U1"],
            boundary=True,
        ),
        Example(
            story="not handed down, and the fifteenth day was yesterday",
            given={**BUDGETED, "legal_event": [TO_DEPARTMENT, {**TO_UNIT, "happened_on": None}]},
            as_of=date(2026, 2, 26),
            fails={"unit_replied/U1": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="what happens after the day of the night has not happened yet",
            given={
                "unit": [{}, {"unit": "U2", "department": "D2"}],
                "department_budget": [{}, {"line": "L2", "unit": "U2"}],
                "legal_event": [
                    TO_DEPARTMENT,
                    {**TO_UNIT, "happened_on": date(2026, 3, 11)},
                    {
                        **TO_DEPARTMENT,
                        "event": "M4",
                        "subject": "D2",
                        "happened_on": date(2026, 3, 11),
                    },
                ],
            },
            as_of=date(2026, 3, 10),
            fails={"unit_replied/U1": Severity.ORANGE},
            unknown={"unit_replied/U2": "legal_event department_replied"},
        ),
        Example(
            story="both on the day of the night have happened",
            given={
                **BUDGETED,
                "legal_event": [
                    {**TO_DEPARTMENT, "happened_on": date(2026, 3, 1)},
                    {**TO_UNIT, "happened_on": date(2026, 3, 1)},
                ],
            },
            as_of=date(2026, 3, 1),
            passes=["unit_replied/U1"],
            boundary=True,
        ),
        Example(
            story="each unit counts from its own department's reply, the first of several",
            given={
                "unit": [{}, {"unit": "U2", "department": "D2"}],
                "department_budget": [{}, {"line": "L2", "unit": "U2"}],
                "legal_event": [
                    TO_DEPARTMENT,
                    TO_UNIT,
                    {**TO_DEPARTMENT, "event": "M4", "happened_on": date(2026, 3, 20)},
                    {**TO_UNIT, "event": "M5", "happened_on": date(2026, 4, 20)},
                    {
                        **TO_DEPARTMENT,
                        "event": "M6",
                        "subject": "D2",
                        "happened_on": date(2026, 2, 9),
                    },
                    {**TO_UNIT, "event": "M7", "subject": "U2"},
                ],
            },
            fails={"unit_replied/U2": Severity.ORANGE},
            passes=["unit_replied/U1"],
        ),
        Example(
            story="the events of another year or government are not this one's",
            given={
                "unit": [{}, {"fiscal_year": 2025}],
                "department_budget": [{}, {"fiscal_year": 2025}, {"fiscal_year": 2027}],
                "legal_event": [
                    TO_DEPARTMENT,
                    {**TO_UNIT, "region": "410102"},
                    {**TO_UNIT, "event": "M4", "fiscal_year": 2025},
                    {
                        **TO_DEPARTMENT,
                        "event": "M5",
                        "fiscal_year": 2025,
                        "happened_on": date(2025, 2, 1),
                    },
                ],
            },
            fails={
                "unit_replied/U1": Severity.ORANGE,
                "2025 unit_replied/U1": Severity.ORANGE,
            },
        ),
        Example(
            story="the department's own office is answered by the finance department",
            given={
                "unit": [{"unit": "D1"}],
                "department_budget": [{"unit": "D1"}],
                "legal_event": [TO_DEPARTMENT],
            },
            not_applicable={"unit_replied/D1": "the department itself"},
        ),
        Example(
            story="a department that still waits owes its units nothing yet",
            given={**BUDGETED, "legal_event": [{**TO_DEPARTMENT, "happened_on": None}]},
            not_applicable={"unit_replied/U1": "department not replied to yet"},
        ),
        Example(
            story="without the department's reply the term is unknown",
            given={**BUDGETED, "legal_event": [{**TO_DEPARTMENT, "subject": "D2"}]},
            unknown={"unit_replied/U1": "legal_event department_replied"},
        ),
        Example(
            story="a unit that is not on file has no department",
            given={
                "unit": [{"fiscal_year": 2025}, {"region": "410102"}],
                "department_budget": [{}],
                "legal_event": [TO_DEPARTMENT],
            },
            unknown={"unit_replied/U1": "unit.department"},
        ),
        Example(
            story="without the events nobody is late",
            given=BUDGETED,
            missing=["legal_event"],
            unknown={"": "feed missing: legal_event"},
        ),
    ),
)
