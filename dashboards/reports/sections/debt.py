"""政府债务. How near the ceiling, and when it falls due."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dashboards import plot
from dashboards.figures.borrowing import Borrowing, borrowing, peak_said
from dashboards.figures.debt import Debt, Kind, debt
from dashboards.look import share
from dashboards.pages.overview import debt_finding
from dashboards.reports.paper import Block, Cell, Chart, State, Table
from dashboards.reports.stand import Stand
from dashboards.words import say


def write(at: Stand) -> Iterator[Block]:
    """Set the position against its ceiling; in full, the ladder of what falls due and the bands."""
    stated = debt(at.warehouse, at.places, at.day)
    if stated is None:
        yield State(at.say("debt.none", place=at.places.name, day=at.look.full_day(at.day)))
        return
    yield _position(at, stated)
    if at.detailed:
        places = replace(at.places, year=stated.stated_on.year)
        found = borrowing(at.warehouse, places, stated, at.day)
        yield from _ladder(at, found)
        if found.bands:
            yield _bands(at, found)


def _position(at: Stand, stated: Debt) -> Table:
    ratio = "" if stated.debt_ratio is None else (
        say(at.language, "debt.ratio", ratio=share(stated.debt_ratio))
        + at.note("debt.ratio", "/debt")
    )  # fmt: skip
    return Table(
        debt_finding(stated, at.look),
        at.say("debt.measure", place=at.places.name, day=at.look.full_day(stated.stated_on),
               unit=at.look.unit_name),
        [
            at.words("debt", 1.6),
            at.column("ceiling", at.note("debt.ceiling", "/debt")),
            at.column("outstanding", at.note("debt.outstanding", "/debt")),
            at.column("used", at.note("debt.share", "/debt")),
        ],
        [_kind(at, kind) for kind in stated.kinds],
        _kind(at, stated.total),
        ratio or say(at.language, "debt.no_ratio"),
    )  # fmt: skip


def _kind(at: Stand, kind: Kind) -> Sequence[Cell]:
    return [
        say(at.language, f"debt.{kind.key}"),
        at.money(kind.ceiling),
        at.money(kind.outstanding),
        at.rate(kind.share),
    ]


def _ladder(at: Stand, found: Borrowing) -> Iterator[Block]:
    if not found.ladder:
        yield State(say(at.language, "borrowing.no_ladder_advice"))
        return
    apart = [step for step in found.ladder if not step.later]
    peak = found.peak
    said = peak_said(found, "borrowing.peak_finding", at.look)
    finding = said or say(at.language, "borrowing.no_ladder")
    labels = [say(at.language, "frame.year_of", year=step.year) for step in apart]
    due = [step.principal + step.interest for step in apart]
    measure = say(
        at.language, "borrowing.ladder_sub", day=at.look.full_day(found.day), unit=at.look.unit_name
    )
    source = at.say("debt.ladder_source") + at.note("debt.ladder", "/debt")
    if apart:
        picture = plot.columns(
            labels, [float(one) for one in due], [at.look.plain(one) for one in due], "",
            told=apart.index(peak) if peak else -1,
        )  # fmt: skip
        yield Chart(finding, measure, picture, source, 220)
    yield Table(
        at.say("debt.ladder", n=len(found.ladder)),
        measure,
        [at.words("year", 1.4), at.column("principal"), at.column("interest")],
        [
            [
                say(at.language, "borrowing.later" if step.later else "frame.year_of",
                    year=step.year)
                + (at.say("debt.rest_of_year") if step.part else ""),
                at.look.plain(step.principal),
                at.look.plain(step.interest),
            ]
            for step in found.ladder
        ],
        source=source,
    )  # fmt: skip


def _bands(at: Stand, found: Borrowing) -> Table:
    average = share(found.coupon, 2) if found.coupon is not None else at.say("unknown")
    return Table(
        say(at.language, "borrowing.coupon", rate=average) + at.note("debt.coupon", "/debt"),
        say(at.language, "borrowing.bands_sub", unit=at.look.unit_name),
        [at.words("band", 1.6), at.column("bonds"), at.column("issued"), at.column("of_all")],
        [
            [
                say(at.language, "borrowing.between", low=f"{row['band'] / 2:.1f}",
                    high=f"{(row['band'] + 1) / 2:.1f}"),
                str(row["bonds"]),
                at.money(row["amount"]),
                at.rate(row["amount"] / found.live if found.live else None),
            ]
            for row in found.bands
        ],
    )  # fmt: skip
