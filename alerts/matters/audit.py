"""审计问题清单. Each problem of the `audit_problem` feed is a matter, opened once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.database import writing
from alerts.matters.desk import Matters, visible
from alerts.matters.given import Draft, Order
from alerts.matters.kinds import KINDS, Letter, Term
from alerts.matters.steps import MatterState
from alerts.matters.tables import matter, matter_standing
from warehouse.workdays import Workdays

LAW = "《各级人民代表大会常务委员会监督法》第二十七条；《审计法》第五十二条"
SIX_MONTHS: Term = KINDS["audit_problem"].clocks[Letter.HANDOVER]

PROBLEMS = """
    with named as (select region, unit, any_value(name) as name from core.unit group by all)
    select p.problem, p.region, p.audit_year, p.unit, p.problem_class, p.text, p.amount,
        p.reported_on, p.due_on, p.remedied, p.closed_on, coalesce(named.name, p.unit) as unit_name
    from core.audit_problem p
    left join named using (region, unit)
    order by p.region, p.audit_year, p.problem
"""
"""The list of a night, a row a problem."""


@dataclass(frozen=True)
class Imported:
    """What became of a list."""

    problems: int
    opened: int
    known: int


def open_problems(
    matters: Matters, problems: Iterable[Mapping[str, Any]], *, by: Actor, now: datetime
) -> Imported:
    """Open a matter for every problem of the list that has none; all of them, or none.

    Raises:
        MoveForbidden: it is not this person's to open, or a problem lies outside their region.
    """
    with writing(matters.engine) as connection:
        rows, fresh = _fresh(connection, problems, by)
        for row in fresh:
            matters.open(connection, _draft(row, matters.workdays), by=by, now=now)
    return Imported(len(rows), len(fresh), len(rows) - len(fresh))


def would_open(engine: sa.Engine, problems: Iterable[Mapping[str, Any]], *, by: Actor) -> Imported:
    """Tell what opening a list would do, and do nothing."""
    with engine.connect() as connection:
        rows, fresh = _fresh(connection, problems, by)
    return Imported(len(rows), len(fresh), len(rows) - len(fresh))


def drafted_problems(engine: sa.Engine, *, by: Actor) -> list[int]:
    """Give the audit problems that are drafted and wait to be issued, within reach."""
    query = sa.select(matter_standing.c.matter).where(
        matter_standing.c.kind == "audit_problem",
        matter_standing.c.state == MatterState.DRAFTED.value,
        visible(by),
    )
    with engine.connect() as connection:
        return list(connection.execute(query.order_by(matter_standing.c.matter)).scalars())


def issue_problems(
    matters: Matters, numbers: Iterable[int], *, by: Actor, now: datetime
) -> list[str]:
    """Issue drafted problems together; give their letters' numbers.

    Raises:
        MoveRefused: one of them is issued already; none is then.
    """
    with writing(matters.engine) as connection:
        stood = [
            matters.step(connection, number, Order("issue"), by=by, now=now) for number in numbers
        ]
    return [str(one.letter_number) for one in stood]


def _fresh(
    connection: sa.Connection, problems: Iterable[Mapping[str, Any]], by: Actor
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    rows = [row for row in problems if by.scope.sees(row["region"])]
    query = sa.select(matter.c.origin).where(matter.c.kind == "audit_problem")
    there = set(connection.execute(query).scalars())
    return rows, [row for row in rows if _origin(row) not in there]


def _origin(row: Mapping[str, Any]) -> str:
    return f"audit_problem/{row['region']}/{row['problem']}"


def _draft(row: Mapping[str, Any], workdays: Workdays) -> Draft:
    amount: Decimal | None = row["amount"]
    return Draft(
        kind="audit_problem",
        region=row["region"],
        unit=row["unit"],
        subject=f"{row['audit_year']}年度审计查出问题{row['problem']}：{row['problem_class']}",
        facts=row["text"] or row["problem_class"],
        law=LAW,
        request="请按期整改，并报送整改措施、结果、金额和佐证材料。",
        addressee=row["unit_name"],
        until=_deadline(row, workdays),
        source={
            "problem": row["problem"],
            "audit_year": row["audit_year"],
            "problem_class": row["problem_class"],
            "reported_on": row["reported_on"],
            "due_on": row["due_on"],
            "remedied": row["remedied"],
            "closed_on": row["closed_on"],
        },
        origin=_origin(row),
        at_stake=amount,
    )


def _deadline(row: Mapping[str, Any], workdays: Workdays) -> date | None:
    """Give the problem's own deadline, else six months from the auditors' report."""
    due: date | None = row["due_on"]
    if due is None and row["reported_on"] is not None:
        due = SIX_MONTHS.ends(row["reported_on"], workdays)
    return due
