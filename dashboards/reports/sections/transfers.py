"""转移支付. What came, what was handed on, and what is past its term."""

from collections.abc import Iterator, Sequence

from dashboards.figures.transfers import Handed, transfers
from dashboards.ground import Ground
from dashboards.pages.transfers import answer, receivers
from dashboards.reports.paper import Block, Cell, Para, State, Table
from dashboards.reports.stand import Stand
from dashboards.words import say


def write(at: Stand) -> Iterator[Block]:
    """Say the year's transfers in a sentence; list the receivers, and every one past its term."""
    found = transfers(at.view, at.warehouse, at.places, at.day)
    if not found.handed and not found.received:
        yield State(at.say("transfers.none", place=at.places.name, year=at.places.year))
        return
    here = Ground(at.warehouse, at.night, at.places)
    yield Para(answer(found, here, at.look) + at.note("transfers.handed", "/transfers"))
    if found.handed:
        whole, each = receivers(found)
        rows: list[Sequence[Cell]] = [
            [
                at.name(one.name),
                str(one.count),
                at.look.plain(one.amount),
                at.look.plain(one.issued),
            ]
            for one in each
        ]
        yield Table(
            at.say("transfers.receivers", n=len(rows)),
            at.say("transfers.measure", year=at.places.year, unit=at.look.unit_name),
            [
                at.words("receiver", 2.2),
                at.column("count"),
                at.column("amount", at.note("transfers.handed", "/transfers")),
                at.column("issued_by_day", at.note("transfers.issued", "/transfers")),
            ],
            rows,
            [at.say("total"), str(whole.count), at.look.plain(whole.amount),
             at.look.plain(whole.issued)],
        )  # fmt: skip
    if found.late:
        yield Table(
            at.say("transfers.late", n=len(found.late)),
            say(at.language, "transfers.clocks_sub"),
            [
                at.words("what", 3.0),
                at.words("receiver", 1.4),
                at.column("amount"),
                at.column("days", at.note("transfers.late", "/transfers"), 0.9),
            ],
            [_late(at, one) for one in found.late],
        )


def _late(at: Stand, one: Handed) -> Sequence[Cell]:
    return [
        at.name(one.document or one.project or one.transfer),
        at.name(one.to_name),
        at.look.plain(one.amount),
        say(at.language, "transfers.days_of", days=one.days, term=one.term),
    ]
