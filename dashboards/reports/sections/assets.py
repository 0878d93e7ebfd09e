"""国有资产. What is held, what lies idle, and the state's enterprises."""

from collections.abc import Iterator

from dashboards.figures.holdings import Held, Holdings, holdings
from dashboards.look import number, share
from dashboards.reports.paper import Block, Cell, State, Table
from dashboards.reports.stand import Stand
from dashboards.words import say

MOST = 20
"""Units that are named for what lies idle with them."""


def write(at: Stand) -> Iterator[Block]:
    """Set the cards by class; in full, the units with most idle and the enterprises."""
    found = holdings(at.warehouse, at.places, at.day)
    if found is None:
        yield State(at.say("assets.none", place=at.places.name, day=at.look.full_day(at.day)))
        return
    if found.day is None:
        yield State(at.say("assets.no_cards"))
    else:
        yield _classes(at, found)
    if at.detailed:
        idle = [one for one in found.units if one.idle_area][:MOST]
        if idle:
            yield _units(at, idle)
        if found.enterprises:
            yield _enterprises(at, found)
        else:
            yield State(at.say("assets.no_enterprises"))


def _classes(at: Stand, found: Holdings) -> Table:
    idle = found.whole.idle_share
    note = at.note("assets.idle_share", "/assets")
    assert found.day is not None
    return Table(
        say(at.language, "assets.no_area") if idle is None
        else say(at.language, "assets.finding", share=share(idle)) + note,
        at.say("assets.measure", place=at.places.name, day=at.look.full_day(found.day),
               unit=at.look.unit_name),
        [
            at.words("class", 2.2),
            at.column("cards", at.note("assets.cards", "/assets")),
            at.column("cost", at.note("assets.cost", "/assets")),
            at.column("area"),
            at.column("idle_area", note),
        ],
        [_held(at, one, _class(at, one.key)) for one in found.classes],
        _held(at, found.whole, at.say("total")),
    )  # fmt: skip


def _class(at: Stand, key: str) -> str:
    name = (
        f"class_{key}" if key in "1234567" and key else "class_none" if not key else "class_other"
    )
    return say(at.language, f"holdings.{name}")


def _held(at: Stand, one: Held, name: str) -> list[Cell]:
    return [
        name,
        number(one.cards),
        at.money(one.cost),
        at.say("gap") if one.area is None else number(one.area),
        at.say("gap") if one.idle_area is None else number(one.idle_area),
    ]


def _units(at: Stand, idle: list[Held]) -> Table:
    return Table(
        at.say("assets.idle_units", n=len(idle)),
        at.say("assets.idle_measure"),
        [
            at.words("unit", 2.4),
            at.column("cards"),
            at.column("cost"),
            at.column("area"),
            at.column("idle_area", at.note("assets.idle_share", "/assets")),
        ],
        [_held(at, one, at.name(one.name or one.key)) for one in idle],
    )


def _enterprises(at: Stand, found: Holdings) -> Table:
    return Table(
        at.say("assets.enterprises", n=len(found.enterprises)),
        at.say("assets.enterprises_measure", month=found.enterprises[0].month,
               unit=at.look.unit_name),
        [
            at.words("enterprise", 2.2),
            at.column("total_assets"),
            at.column("liabilities"),
            at.column("leverage", at.note("assets.leverage", "/assets")),
            at.column("profit"),
        ],
        [
            [
                at.name(one.name), at.look.plain(one.assets), at.look.plain(one.liabilities),
                at.rate(one.leverage), at.look.plain(one.profit),
            ]
            for one in found.enterprises
        ],
    )  # fmt: skip
