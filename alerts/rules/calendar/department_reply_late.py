"""财政批复部门预算超期 · The budget was handed to a department late.

Once the congress has approved, the finance department has twenty days to hand each department its
budget. Until then a department spends without knowing what it may.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules.calendar._duties import DEPARTMENTS

RULE = Rule(
    code="A01",
    title=Text("财政批复部门预算超期", "Department budget handed down late"),
    meaning=Text(
        "本级人民代表大会批准预算后，财政部门超过二十日才批复部门预算，或者至今没有批复。",
        "More than twenty days after the congress approved the budget, a department had not been "
        "given its own, or has not been given it to this day.",
    ),
    severity=Severity.RED,
    formula=Text(
        "{counted_to} − {approved_on} = {days_since} 天 > {days} 天",
        "{counted_to} − {approved_on} = {days_since} days > {days} days",
    ),
    needs=("legal_event", "department_budget", "unit"),
    basis=(
        Article(
            law="预算法",
            number="第五十二条",
            part="第一款",
            quote="各级预算经本级人民代表大会批准后，本级政府财政部门应当在二十日内向本级各部门批复预算。",
        ),
    ),
    limits={
        "days": Limit(
            20,
            Provenance.STATUTORY,
            "批准后不超过",
            "at most after approval",
            unit="day",
            article="预算法第五十二条第一款",
            valid_from=date(2015, 1, 1),
        ),
    },
    sql=f"""
        with {DEPARTMENTS},
        approval as (
            select
                region, fiscal_year,
                min(happened_on) as approved_on,
                bool_or(happened_on is null) as awaited
            from core.legal_event
            where kind = 'budget_approved'
                and (happened_on <= $as_of or happened_on is null)
            group by all
        ),
        reply as (
            select region, fiscal_year, subject as department, min(happened_on) as replied_on
            from core.legal_event
            where kind = 'department_replied' and happened_on <= $as_of
            group by all
        ),
        timed as (
            select
                *,
                coalesce(replied_on, $as_of) as counted_to,
                coalesce(replied_on, $as_of) - approved_on as days_since
            from departments
            left join approval using (region, fiscal_year)
            left join reply using (region, fiscal_year, department)
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            'department_replied/'
                || coalesce(replace(department, '/', '／'), 'unit/' || nobodys) as subject,
            case
                when department is null then 'unknown'
                when approved_on is null and awaited then 'not_applicable'
                when approved_on is null then 'unknown'
                when days_since > $days then 'fail'
                else 'pass'
            end as verdict,
            case
                when department is null then 'unit.department'
                when approved_on is null and awaited then 'budget not approved yet'
                when approved_on is null then 'legal_event budget_approved'
            end as reason,
            null as severity,
            budget as at_stake,
            department as unit,
            department_name,
            budget,
            approved_on,
            replied_on,
            counted_to,
            days_since
        from timed
    """,
    evidence={
        "department_budget": """
            select f.region, f.period, f.subject, b.line, b.fiscal_year
            from finding f
            join core.unit u
                on u.region = f.region
                and cast(u.fiscal_year as varchar) = f.period
                and u.department = f.unit
            join core.department_budget b
                on b.region = u.region and b.fiscal_year = u.fiscal_year and b.unit = u.unit
        """,
        "legal_event": """
            select f.region, f.period, f.subject, e.event
            from finding f
            join core.legal_event e
                on e.region = f.region
                and cast(e.fiscal_year as varchar) = f.period
                and e.happened_on <= $as_of
                and (
                    e.kind = 'budget_approved'
                    or (e.kind = 'department_replied' and e.subject = f.unit)
                )
        """,
    },
    operands={
        "department_name": Text("部门", "department"),
        "budget": Text("部门预算", "department budget"),
        "approved_on": Text("人代会批准日期", "approved by the congress on"),
        "replied_on": Text("批复日期", "handed down on"),
        "counted_to": Text("计至", "counted to"),
        "days_since": Text("相隔天数", "days since approval"),
    },
    advice=Text(
        "请财政部门提供该部门预算批复文件及送达日期，说明逾期原因。",
        "The finance department shows the document by which this budget was handed down and the "
        "day it arrived, and gives the reason for the delay.",
    ),
    innocent=Text(
        "批复文件已按期发出，只是未录入法定事项；部门在年中新设或者合并。",
        "The document went out in time and was not typed in; or the department was founded or "
        "merged within the year.",
    ),
    assumptions=(
        Text(
            "凡年度部门预算中有预算的部门均应批复；尚未批复的计至基准日",
            "every department of the year's department budget is due its reply; one without is "
            "counted to the as-of date",
        ),
        Text("多次批准或者批复取最早日期", "of several approvals or replies the first counts"),
        Text("涉及金额为该部门全年预算", "at stake is the department's budget of the year"),
    ),
    examples=(
        Example(
            story="handed down on the twentieth day",
            given={
                "unit": [{}],
                "department_budget": [{}],
                "legal_event": [
                    {},
                    {
                        "event": "M2",
                        "kind": "department_replied",
                        "subject": "D1",
                        "happened_on": date(2026, 2, 21),
                    },
                ],
            },
            passes=["department_replied/D1"],
            boundary=True,
        ),
        Example(
            story="handed down on the twenty-first day",
            given={
                "unit": [{"department": "D/1"}],
                "department_budget": [{}, {"line": "L2", "approved": Decimal("20.00")}],
                "legal_event": [
                    {},
                    {
                        "event": "M2",
                        "kind": "department_replied",
                        "subject": "D/1",
                        "happened_on": date(2026, 2, 22),
                    },
                ],
            },
            fails={"department_replied/D／1": Severity.RED},
            at_stake={"department_replied/D／1": Decimal("120.00")},
            units={"department_replied/D／1": "D/1"},
            boundary=True,
        ),
        Example(
            story="not handed down, and the twentieth day is today",
            given={"unit": [{}], "department_budget": [{}], "legal_event": [{}]},
            as_of=date(2026, 2, 21),
            passes=["department_replied/D1"],
            boundary=True,
        ),
        Example(
            story="not handed down, and the twentieth day was yesterday",
            given={
                "unit": [{}],
                "department_budget": [{}],
                "legal_event": [
                    {},
                    {
                        "event": "M2",
                        "kind": "department_replied",
                        "subject": "D1",
                        "happened_on": None,
                    },
                ],
            },
            as_of=date(2026, 2, 22),
            fails={"department_replied/D1": Severity.RED},
            at_stake={"department_replied/D1": Decimal("100.00")},
            boundary=True,
        ),
        Example(
            story="a reply after the day of the night has not happened yet",
            given={
                "unit": [{}],
                "department_budget": [{}],
                "legal_event": [
                    {},
                    {
                        "event": "M2",
                        "kind": "department_replied",
                        "subject": "D1",
                        "happened_on": date(2026, 3, 1),
                    },
                ],
            },
            as_of=date(2026, 2, 28),
            fails={"department_replied/D1": Severity.RED},
        ),
        Example(
            story="within the term a reply that is still to come is not late yet",
            given={
                "unit": [{}],
                "department_budget": [{}],
                "legal_event": [
                    {},
                    {
                        "event": "M2",
                        "kind": "department_replied",
                        "subject": "D1",
                        "happened_on": date(2026, 2, 25),
                    },
                ],
            },
            as_of=date(2026, 2, 20),
            passes=["department_replied/D1"],
        ),
        Example(
            story="a reply on the day of the night, and an approval on it, have happened",
            given={
                "unit": [{}],
                "department_budget": [{}],
                "legal_event": [
                    {"happened_on": date(2026, 3, 1)},
                    {
                        "event": "M2",
                        "kind": "department_replied",
                        "subject": "D1",
                        "happened_on": date(2026, 3, 1),
                    },
                ],
            },
            as_of=date(2026, 3, 1),
            passes=["department_replied/D1"],
            boundary=True,
        ),
        Example(
            story="every department of the year's budget is due its own reply",
            given={
                "unit": [{}, {"unit": "U2"}, {"unit": "U3", "department": "D3"}],
                "department_budget": [
                    {},
                    {"line": "L2", "unit": "U2"},
                    {"line": "L3", "unit": "U3"},
                ],
                "legal_event": [
                    {},
                    {
                        "event": "M2",
                        "kind": "department_replied",
                        "subject": "D1",
                        "happened_on": date(2026, 2, 10),
                    },
                    {
                        "event": "M3",
                        "kind": "unit_replied",
                        "subject": "D3",
                        "happened_on": date(2026, 2, 10),
                    },
                ],
            },
            fails={"department_replied/D3": Severity.RED},
            at_stake={"department_replied/D3": Decimal("100.00")},
            passes=["department_replied/D1"],
        ),
        Example(
            story="the first approval and the first reply count",
            given={
                "unit": [{}, {"unit": "U2", "department": "D2"}],
                "department_budget": [{}, {"line": "L2", "unit": "U2"}],
                "legal_event": [
                    {"happened_on": date(2026, 2, 1)},
                    {"event": "M2", "happened_on": date(2026, 2, 5)},
                    {
                        "event": "M3",
                        "kind": "department_replied",
                        "subject": "D1",
                        "happened_on": date(2026, 2, 21),
                    },
                    {
                        "event": "M4",
                        "kind": "department_replied",
                        "subject": "D1",
                        "happened_on": date(2026, 2, 27),
                    },
                    {"event": "M5", "kind": "adjustment_approved", "happened_on": "2026-01-01"},
                    {
                        "event": "M6",
                        "kind": "department_replied",
                        "subject": "D2",
                        "happened_on": date(2026, 2, 22),
                    },
                ],
            },
            fails={"department_replied/D2": Severity.RED},
            passes=["department_replied/D1"],
        ),
        Example(
            story="the events of another year or government are not this one's",
            given={
                "unit": [{}, {"fiscal_year": 2025}],
                "department_budget": [{}, {"fiscal_year": 2025}, {"fiscal_year": 2027}],
                "legal_event": [
                    {},
                    {
                        "event": "M2",
                        "kind": "department_replied",
                        "subject": "D1",
                        "happened_on": date(2026, 2, 10),
                        "region": "410102",
                    },
                    {
                        "event": "M3",
                        "kind": "department_replied",
                        "subject": "D1",
                        "happened_on": date(2026, 2, 10),
                        "fiscal_year": 2025,
                    },
                    {"event": "M4", "fiscal_year": 2025, "happened_on": date(2025, 2, 1)},
                ],
            },
            fails={
                "department_replied/D1": Severity.RED,
                "2025 department_replied/D1": Severity.RED,
            },
        ),
        Example(
            story="an approval that is still to come starts no term",
            given={
                "unit": [{}],
                "department_budget": [{}],
                "legal_event": [{"happened_on": None}],
            },
            not_applicable={"department_replied/D1": "budget not approved yet"},
        ),
        Example(
            story="without the day of approval the term is unknown; a later one is not read",
            given={
                "unit": [{}],
                "department_budget": [{}],
                "legal_event": [{"happened_on": date(2026, 10, 1)}],
            },
            unknown={"department_replied/D1": "legal_event budget_approved"},
        ),
        Example(
            story="a unit that is not on file has no department",
            given={
                "unit": [{"fiscal_year": 2025}, {"region": "410102"}],
                "department_budget": [{}],
                "legal_event": [{}],
            },
            unknown={"department_replied/unit/U1": "unit.department"},
        ),
        Example(
            story="without the events nobody is late",
            given={"unit": [{}], "department_budget": [{}]},
            missing=["legal_event"],
            unknown={"": "feed missing: legal_event"},
        ),
    ),
)
