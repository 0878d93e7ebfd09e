"""预算草案. What each department is given against the year before, and what is worth asking."""

from collections.abc import Iterator, Sequence

from dashboards.figures.drafts import MARKS, Drafted, Line, Part, drafted
from dashboards.pages.draft import answer
from dashboards.reports.paper import Block, Cell, Column, Heading, Para, State, Table
from dashboards.reports.sections.books import signed
from dashboards.reports.stand import Stand
from dashboards.words import say


def write(at: Stand) -> Iterator[Block]:
    """Set every department against the year before; then every project with a question."""
    year = str(at.places.year)
    found = drafted(at.view, at.warehouse, at.places.region, year, at.day)
    if found is None or found.year != at.places.year:
        yield State(at.say("drafts.none", place=at.places.name, year=year))
        return
    whole = Part("", at.places.name, found.whole.lines)
    yield Para(answer(found, whole, at.look) + at.note("draft.asked", "/draft"))
    yield Para(_stands(at, found))
    yield _departments(at, found)
    for part in found.departments:
        marked = [line for line in part.lines if line.marks]
        if marked:
            yield Heading(at.name(part.name), 2)
            yield _questions(at, marked)


def _stands(at: Stand, found: Drafted) -> str:
    if found.approved_on is not None:
        return say(at.language, "draft.approved", day=at.look.full_day(found.approved_on)) + (
            say(at.language, "overview.stop")
        )
    if found.submitted_on is not None:
        return say(at.language, "draft.submitted", day=at.look.full_day(found.submitted_on)) + (
            say(at.language, "overview.stop")
        )
    return say(at.language, "draft.not_approved") + say(at.language, "overview.stop")


def _departments(at: Stand, found: Drafted) -> Table:
    return Table(
        at.say("drafts.departments", n=len(found.departments)),
        at.say("drafts.measure", year=found.year, before=found.year - 1, unit=at.look.unit_name),
        [
            at.words("department", 2.4),
            at.column("draft", at.note("draft.asked", "/draft")),
            at.column("year_before", at.note("draft.before", "/draft")),
            at.column("growth", at.note("draft.growth", "/draft")),
            at.column("growth_rate", "", 0.8),
            at.column("paid_before", at.note("draft.paid", "/draft")),
        ],
        [_part(at, part, at.name(part.name)) for part in found.departments],
        _part(at, found.whole, at.say("total")),
        at.say("drafts.source"),
    )


def _part(at: Stand, part: Part, name: str) -> Sequence[Cell]:
    return [
        name,
        at.look.plain(part.asked),
        at.money(part.before),
        at.money(part.growth),
        at.say("not_compared") if part.change is None else signed(part.change),
        at.money(part.paid),
    ]


def _questions(at: Stand, lines: Sequence[Line]) -> Table:
    counts = say(at.language, "list.comma").join(
        say(at.language, f"draft.count_{mark}", n=n)
        for mark in MARKS
        if (n := sum(mark in line.marks for line in lines))
    )
    return Table(
        at.say("drafts.questions", n=len(lines), counts=counts),
        at.say("drafts.questions_measure", unit=at.look.unit_name),
        [
            at.words("project", 3.0),
            at.column("draft", at.note("draft.asked", "/draft")),
            at.column("year_before"),
            at.column("rate_before", at.note("draft.rate", "/draft"), 0.8),
            Column(at.say("head.question"), "left", 1.4),
        ],
        [
            [
                at.name(line.name),
                at.money(line.asked),
                at.say("not_there") if line.before is None else at.look.plain(line.before),
                at.rate(line.rate),
                say(at.language, "list.comma").join(
                    say(at.language, f"draft.mark_{mark}") for mark in line.marks
                ),
            ]
            for line in lines
        ],
    )
