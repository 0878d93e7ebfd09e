"""四本账. What was approved, revised and executed, book by book; never summed across them."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from dashboards.figures.books import Asked, Books, Line, books, name
from dashboards.look import share
from dashboards.pages.books import unreported, until
from dashboards.reports.paper import Block, Cell, Column, Heading, Para, State, Table
from dashboards.reports.stand import Stand
from dashboards.words import say


def write(at: Stand) -> Iterator[Block]:
    """Set the four books side by side; in full, each of them class by class over the years."""
    found = _read(at, Asked())
    if not found.lines:
        yield State(at.say("books.none", place=at.places.name, year=at.places.year))
        return
    yield _table(at, found, at.say("books.finding", until=until(found, at.places, at.look)))
    missing = unreported(found, at.language)
    if missing:
        listed = say(at.language, "list.comma").join(missing)
        yield State(at.say("books.unreported", names=listed))
    if at.detailed:
        for line in found.lines:
            side = Asked(line.book, line.side)
            classes = _read(at, side)
            if classes.lines:
                yield Heading(name(line.book, line.side, at.language), 2)
                yield _years(at, line)
                if len(classes.lines) > 1:
                    finding = at.say("books.classes", n=len(classes.lines))
                    yield _table(at, classes, finding, side)
    yield Para(at.say("books.apart"))


def _read(at: Stand, side: Asked) -> Books:
    return books(
        at.warehouse, at.places, side, at.night.as_of, at.language, through=at.span.last
    )  # fmt: skip


def _table(at: Stand, found: Books, finding: str, side: Asked | None = None) -> Table:
    cut = {"book": side.book, "side": side.side} if side else {}

    def note(key: str) -> str:
        return at.note(f"books.{key}", "/books", **cut)

    return Table(
        finding,
        at.say("books.measure", place=at.places.name, unit=at.look.unit_name),
        [
            at.words("line", 2.6),
            at.column("approved", note("approved")),
            at.column("revised", note("revised")),
            at.column("executed", note("executed")),
            at.column("rate", note("rate"), 0.8),
            at.column("change", note("change"), 1.1),
        ],
        [_row(at, line) for line in found.lines],
        source=at.say("books.source" if found.comparable else "books.source_part"),
    )


def _row(at: Stand, line: Line) -> Sequence[Cell]:
    now = line.now
    change = line.change
    return [
        at.name(line.name), at.money(now.approved), at.money(now.revised), at.money(now.executed),
        at.rate(now.rate), at.say("not_compared") if change is None else signed(change),
    ]  # fmt: skip


def _years(at: Stand, line: Line) -> Table:
    note = {key: at.note(f"books.{key}", "/books") for key in ("approved", "executed", "final")}
    years = sorted(line.years, reverse=True)
    return Table(
        at.say("books.years", n=len(years)),
        at.say("books.years_measure", unit=at.look.unit_name),
        [
            Column(at.say("head.year"), "left"),
            *(at.column(key, note[key]) for key in note),
            at.column("rate"),
        ],
        [
            [
                say(at.language, "frame.year_of", year=year),
                at.money(line.years[year].approved),
                at.money(line.years[year].executed),
                at.say("not_reported") if line.years[year].final is None
                else at.look.plain(line.years[year].final or 0),
                at.rate(line.years[year].rate),
            ]
            for year in years
        ],
    )  # fmt: skip


def signed(change: Decimal) -> str:
    """Write a growth with its sign: +3.2%, −1.0%."""
    return ("+" if change > 0 else "") + share(change)
