"""债务图. Debt against its ceiling, when it falls due, and where a year's bond money went."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from dashboards import plot
from dashboards.figures.borrowing import Borrowing, Step, peak_said
from dashboards.figures.proceeds import (
    BEYOND,
    ENDS,
    NO_FIELD,
    REPAID,
    REST,
    SPENT,
    UNLISTED,
    UNSPENT,
    Given,
    Proceeds,
)
from dashboards.look import Look, share
from dashboards.page import Figure
from dashboards.stacked import Stacked, stacks
from dashboards.words import say
from warehouse.database import Row

Ways = Callable[..., str]
"""Writes the address of the rows of a feed that a cut leaves."""

Told = tuple[str, str]
"""A cell of a table, and where it opens to; empty: nowhere."""

ZERO = Decimal(0)
KINDS = ("1", "2")
PURPOSES: Mapping[str, Mapping[str, str]] = {
    "new_general": {"kind": "1", "purpose": "1"},
    "new_special": {"kind": "2", "purpose": "1"},
    "refinancing": {"purpose": "2"},
    "swap": {"purpose": "3"},
}
"""How a source's bonds are told from the others."""


def years(found: Borrowing, year: int) -> Sequence[tuple[int, Row | None]]:
    """Give each year from the first that is told to the one in view; None: nothing was reported."""
    told = {row["stated_on"].year: row for row in found.history}
    return [(one, told.get(one)) for one in range(min(told, default=year), year + 1)]


def ceiling(
    found: Borrowing, year: int, first: Decimal | None, look: Look, rows_of: Ways
) -> Figure | None:
    """Draw the debt of each year against its ceiling; None where no year is told.

    Args:
        found: the bonds, and the debt as it was last stated in each year.
        year: the year in view.
        first: where the first band of the line begins, a share of the ceiling; None is not drawn.
        look: how numbers are written.
        rows_of: writes where the rows of a feed open.
    """
    if not found.history:
        return None
    told = years(found, year)
    table = [_stated(one, row, first, look, rows_of) for one, row in told]
    limits: list[Decimal | None] = [None if row is None else row["ceiling"] for _, row in told]
    parts = [
        [float((row and row[f"{kind}_outstanding"]) or 0) for _, row in told]
        for kind in ("general", "special")
    ]
    return Figure(
        name="ceiling",
        finding=nearing(found, look),
        measure=say(look.language, "borrowing.ceiling_sub", unit=look.unit_name),
        picture=stacks(
            Stacked(
                labels=[_label(one, row, look) for one, row in told],
                parts=parts,
                written=[_written(row, look) for _, row in told],
                limits=[None if one is None else float(one) for one in limits],
                warned=[
                    None if one is None or first is None else float(one * first) for one in limits
                ],
                untold=frozenset(nth for nth, (_, row) in enumerate(told) if row is None),
            ),
            _ticked(look),
        ),
        heads=[
            say(look.language, "frame.year"),
            *[say(look.language, f"debt.{head}") for head in ("general", "special", "total")],
            say(look.language, "debt.ceiling"),
            say(look.language, "debt.used"),
            say(look.language, "borrowing.first_band"),
        ],
        rows=[[text for text, _ in row] for row in table],
        opens=[[way for _, way in row] for row in table],
    )


def _stated(
    one: int, row: Row | None, first: Decimal | None, look: Look, rows_of: Ways
) -> Sequence[Told]:
    """Set a year's debt as it was last stated in it."""
    if row is None:
        waited = say(look.language, "none.wait")
        return [(say(look.language, "frame.year_of", year=one), ""), *[(waited, "")] * 6]
    unknown = (say(look.language, "none.unk"), "")

    def money(measure: str, column: str, **cut: str) -> Told:
        if row[measure] is None:
            return say(look.language, "none.gap"), ""
        way = rows_of("debt_position", stated_on=row["stated_on"], sum=column, **cut)
        return look.plain(row[measure]), way

    limit = row["ceiling"]
    return [
        (_label(one, row, look, " " if look.language == "en" else ""), ""),
        money("general_outstanding", "outstanding", kind="1"),
        money("special_outstanding", "outstanding", kind="2"),
        money("outstanding", "outstanding"),
        money("ceiling", "ceiling"),
        unknown if row["share"] is None else (share(row["share"]), ""),
        unknown if limit is None or first is None else (look.plain(limit * first), ""),
    ]


def nearing(found: Borrowing, look: Look) -> str:
    """Say how the debt came nearer to its ceiling, or went farther from it."""
    told = [row for row in found.history if row["share"] is not None]
    if not told:
        return say(look.language, "borrowing.history")
    first, last = told[0], told[-1]
    if first is last:
        key = "borrowing.near_once"
    elif share(first["share"]) == share(last["share"]):
        key = "borrowing.near_same"
    else:
        key = "borrowing.nearer" if last["share"] > first["share"] else "borrowing.farther"
    return say(
        look.language, key, first=first["stated_on"].year, last=last["stated_on"].year,
        before=share(first["share"]), now=share(last["share"]),
    )  # fmt: skip


def _label(one: int, row: Row | None, look: Look, gap: str = "<br>") -> str:
    """Name a year, by the month to which it is stated where that is not its last."""
    named = say(look.language, "frame.year_of", year=one)
    if row is None or row["stated_on"].month == 12:
        return named
    month = look.month(row["stated_on"].month)
    return f"{named}{gap}{say(look.language, 'borrowing.end_of_month', month=month)}"


def _written(row: Row | None, look: Look) -> str:
    if row is None:
        return say(look.language, "none.wait")
    return say(look.language, "none.unk") if row["share"] is None else share(row["share"])


def _ticked(look: Look) -> Callable[[float], str]:
    return lambda value: look.plain(Decimal(str(value))).removesuffix(".00")


def ladder(found: Borrowing, look: Look, rows_of: Ways) -> Figure | None:
    """Draw what principal falls due in each year, by kind of debt; None without a schedule."""
    if not found.ladder:
        return None
    first, last = found.ladder[0].year, found.ladder[-1]
    steps = {step.year: step for step in found.ladder}
    ahead = [
        steps.get(year) or Step(year, ZERO, ZERO, part=False, later=False)
        for year in range(first, last.year + 1)
    ]
    unknown = any(step.kinds.get("none") for step in ahead)
    kinds = [*KINDS, *(["none"] if unknown else [])]
    table = [_due(step, kinds, found, look, rows_of) for step in ahead]
    table.append(_due(None, kinds, found, look, rows_of))
    return Figure(
        name="ladder",
        finding=peak_said(found, "borrowing.peak_finding", look)
        or say(look.language, "borrowing.no_peak"),
        measure=say(
            look.language, "borrowing.due_sub", day=look.full_day(found.day), unit=look.unit_name
        ),
        picture=stacks(
            Stacked(
                labels=[_due_label(step, look) for step in ahead],
                parts=[[float(step.kinds.get(kind, 0)) for step in ahead] for kind in kinds],
                written=[look.plain(step.principal) for step in ahead],
                short=frozenset(nth for nth, step in enumerate(ahead) if step.part),
                lumps=frozenset(nth for nth, step in enumerate(ahead) if step.later),
            ),
            _ticked(look),
        ),
        heads=[
            say(look.language, "frame.year"),
            *[say(look.language, f"borrowing.kind_{kind}") for kind in kinds],
            say(look.language, "borrowing.principal"),
            say(look.language, "borrowing.interest"),
        ],
        rows=[[text for text, _ in row] for row in table],
        opens=[[way for _, way in row] for row in table],
    )


def _due(
    step: Step | None, kinds: Sequence[str], found: Borrowing, look: Look, rows_of: Ways
) -> Sequence[Told]:
    """Set what falls due in a year, or, of none, in all of them."""
    cut: Mapping[str, object] = {} if step is None else (
        {"since": step.year} if step.later else {"due": step.year}
    )  # fmt: skip
    steps = found.ladder if step is None else [step]

    def money(amount: Decimal, **kind: str) -> Told:
        way = rows_of("debt_service", after=found.day, sum="due", **cut, **kind)
        return look.plain(amount), way

    named = (
        say(look.language, "debt.total") if step is None else _due_label(step, look, " ")
    )  # fmt: skip
    return [
        (named, ""),
        *[
            money(sum((one.kinds.get(kind, ZERO) for one in steps), ZERO), part="1", kind=kind)
            for kind in kinds
        ],
        money(sum((one.principal for one in steps), ZERO), part="1"),
        money(sum((one.interest for one in steps), ZERO), part="2"),
    ]


def _due_label(step: Step, look: Look, gap: str = "<br>") -> str:
    key = "short_later" if step.later else "short_rest" if step.part else ""
    named = say(look.language, "frame.year_of", year=step.year)
    return f"{named}{gap}{say(look.language, f'borrowing.{key}')}" if key else named


def flow(found: Proceeds, look: Look, rows_of: Ways, payments_of: Ways) -> Figure:
    """Draw the year's bond money from its bonds through its uses to how far it has come.

    Args:
        found: the money.
        look: how numbers are written.
        rows_of: writes where the rows of a feed open.
        payments_of: writes where payments open.
    """
    starts = {start for start, _ in found.streams}
    middle = {end for _, end in found.streams if end in starts}
    inner = sorted(middle, key=lambda name: (name == UNLISTED, name in (NO_FIELD, REST)))
    names = [
        *[one for one in (*found.raised, BEYOND) if one in starts],
        *inner,
        *[one for one in ENDS if found.end(one)],
    ]
    labels = [f"{called(one, look.language)} {look.plain(_through(found, one))}" for one in names]
    told = least_come(found)
    table = list(_table(found, look, rows_of, payments_of))
    return Figure(
        name="proceeds",
        finding=went(found, look),
        measure=say(
            look.language, "borrowing.proceeds_sub", year=found.year, unit=look.unit_name
        ),
        picture=plot.streams(
            labels,
            [
                (names.index(start), names.index(end), float(amount))
                for (start, end), amount in sorted(
                    found.streams.items(), key=lambda item: [names.index(one) for one in item[0]]
                )
            ],
            labels,
            names.index(told) if told else -1,
        )
        if found.streams
        else {},
        heads=[
            say(look.language, f"borrowing.{head}")
            for head in ("from", "to", "given", "handed_over", "spent", "unspent")
        ],
        rows=[[text for text, _ in row] for row in table],
        opens=[[way for _, way in row] for row in table],
        worded=2,
    )  # fmt: skip


def _through(found: Proceeds, name: str) -> Decimal:
    """Give how much of the money is at a source, in a field, or at an end."""
    entering = [paid for (_, end), paid in found.streams.items() if end == name]
    leaving = [paid for (start, _), paid in found.streams.items() if start == name]
    return max(sum(entering, ZERO), sum(leaving, ZERO))


def called(name: str, language: str) -> str:
    """Call a source, a use or an end by its name; a field of investment is called as reported."""
    own = {*PURPOSES, BEYOND, NO_FIELD, REST, UNLISTED, *ENDS}
    return say(language, f"proceeds.{name}") if name in own else name


def least_come(found: Proceeds) -> str:
    """Give where most of the money has stopped or gone off the list; empty where none has."""
    most = max((UNLISTED, *UNSPENT), key=lambda name: _through(found, name))
    return most if _through(found, most) else ""


def went(found: Proceeds, look: Look) -> str:
    """Say what was raised, how much of it repaid debt, where most has stopped, what lies beyond."""
    language, told = look.language, least_come(found)
    parts = [say(language, "proceeds.raised", year=found.year, amount=look.spoken(found.amount))]
    if found.amount and found.end(REPAID):
        parts.append(
            say(language, "proceeds.share_repaid", share=share(found.end(REPAID) / found.amount))
        )
    if told:
        amount = look.spoken(_through(found, told))
        parts.append(say(language, f"proceeds.told_{told}", amount=amount))
    if found.beyond:
        parts.append(say(language, "proceeds.told_beyond", amount=look.spoken(found.beyond)))
    if not told and not found.beyond and found.end(SPENT):
        parts.append(say(language, "proceeds.all_spent"))
    return say(language, "overview.joint").join(parts)


def _table(
    found: Proceeds, look: Look, rows_of: Ways, payments_of: Ways
) -> Sequence[Sequence[Told]]:
    """Set each source with what its bonds raised, and beneath it what became of that."""
    lines: list[Sequence[Told]] = []
    said_none = say(look.language, "proceeds.no_project")
    for source, bonds in found.raised.items():
        cut = {**PURPOSES[source], "issued": found.year, "issued_by": found.day}
        lines.append(
            [
                (called(source, look.language), ""),
                (say(look.language, "proceeds.bonds", n=len(bonds)), ""),
                (look.plain(found.of(source)), rows_of("bond", sum="amount", **cut)),
                *[("", "")] * 3,
            ]
        )
        for one in found.given:
            if one.source == source:
                lines.append(_use(one, found, look, rows_of))
        for row in found.elsewhere:
            if row["source"] == source:
                way = payments_of(bond=row["bond"], project=row["project"] or "none")
                where = row["project_name"] or row["project"] or said_none
                lines.append(
                    [
                        ("", ""),
                        (say(look.language, "proceeds.elsewhere", project=where), ""),
                        ("", ""),
                        ("", ""),
                        (look.plain(row["paid"]), way),
                        ("", ""),
                    ]
                )
        for end in (REPAID, *UNSPENT):
            if rest := found.streams.get((source, end)):
                lines.append(
                    [("", ""), (called(end, look.language), ""), (look.plain(rest), ""),
                     *[("", "")] * 3]
                )  # fmt: skip
    return lines


def _use(one: Given, found: Proceeds, look: Look, rows_of: Ways) -> Sequence[Told]:
    cut = {
        **PURPOSES[one.source], "issued": found.year, "issued_by": found.day,
        "field": one.field, "stated_on": found.stated_on,
    }  # fmt: skip

    def money(value: Decimal | None, measure: str) -> Told:
        if value is None:
            return say(look.language, "none.gap"), ""
        return look.plain(value), rows_of("bond_project", sum=measure, **cut) if measure else ""

    return [
        ("", ""),
        (called(one.field, look.language), ""),
        money(one.allocated, "allocated"),
        money(one.handed_over, "handed_over"),
        money(one.spent, "spent"),
        money(one.unspent, ""),
    ]
