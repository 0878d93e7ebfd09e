"""部门进度. Which departments are slow, and that they add up to the government."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from dashboards.figures.execution import Execution, Pace, execution
from dashboards.look import points, share
from dashboards.reports import paper
from dashboards.reports.paper import Block, Cell, Column, State, Table
from dashboards.reports.stand import Stand
from dashboards.words import say

SHORT = 5
"""How many departments a short report names."""


def write(at: Stand) -> Iterator[Block]:
    """List the departments, slowest first; with every one of them, their sum against the whole."""
    found = execution(at.warehouse, at.places, at.night.as_of, through=at.span.last)
    if found is None or not found.departments:
        yield State(at.say("departments.none"))
        return
    behind = [pace for pace in found.departments if pace.gap < 0]
    shown = found.departments if at.detailed else behind[:SHORT]
    short = sum((pace.short for pace in behind[:SHORT]), Decimal(0))
    if behind:
        finding = at.say(
            "departments.finding", n=len(behind[:SHORT]), short=at.look.spoken(short)
        )  # fmt: skip
    else:
        finding = say(at.language, "departments.even")
    if not shown:
        yield State(finding)
        return
    by = say(at.language, f"by.{found.by}")
    paid = at.note("execution.paid", "/execution")
    yield Table(
        finding + at.note("departments.short", "/execution"),
        at.say("departments.measure", time=share(found.whole.gone), by=by, unit=at.look.unit_name),
        [
            at.words("department", 2.2),
            Column(at.say("head.pace"), "left", 1.4),
            at.column("paid", paid),
            Column(by + at.note(f"execution.{found.by}", "/execution")),
            at.column("rate", at.note("execution.rate", "/execution"), 0.8),
            at.column("gap", at.note("execution.gap", "/execution"), 1.1),
        ],
        [_row(at, pace) for pace in shown],
        _sum(at, found) if at.detailed else (),
        _source(at, found),
    )


def _row(at: Stand, pace: Pace) -> Sequence[Cell]:
    said = at.say("pace", paid=share(pace.rate), time=share(pace.gone))
    bar = paper.Pace(float(pace.rate * 100), float(pace.gone * 100), said)
    money = at.look.plain
    return [
        at.name(pace.name), bar, money(pace.paid), money(pace.denominator), share(pace.rate),
        points(pace.gap),
    ]  # fmt: skip


def _sum(at: Stand, found: Execution) -> Sequence[Cell]:
    paid = sum((pace.paid for pace in found.departments), Decimal(0))
    authority = sum((pace.denominator for pace in found.departments), Decimal(0))
    money = at.look.plain
    return [at.say("sum", n=len(found.departments)), "", money(paid), money(authority), "", ""]


def _source(at: Stand, found: Execution) -> str:
    said = at.say("departments.source")
    if at.detailed:
        paid = sum((pace.paid for pace in found.departments), Decimal(0))
        apart = found.whole.paid - paid
        said += at.say("departments.adds_up", difference=at.look.spoken(apart))
    if found.unrated:
        names = say(at.language, "list.comma").join(at.name(one) for one in found.unrated[:8])
        said += at.say("departments.unrated", n=len(found.unrated), names=names)
    return said
