"""资金去向. Where did the money come from, who spent it, and to whom or for what did it go?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboards import plot
from dashboards.figures.execution import execution, paid_until
from dashboards.figures.flows import KEY, NONE, REST, Flows, Stream, flows
from dashboards.figures.freshness import overdue
from dashboards.figures.searched import PAYEES_TO
from dashboards.frame import look_of
from dashboards.ground import Ground, ground, nothing_yet
from dashboards.look import Look, share
from dashboards.page import Figure, Page, Row, View
from dashboards.words import knows, say


@dataclass(frozen=True)
class Class:
    """What was paid for a class of functions, of what may be spent."""

    code: str
    name: str
    paid: Decimal
    executable: Decimal | None
    is_key: bool

    @property
    def rate(self) -> Decimal | None:
        """完成, a share of one; None where nothing may be spent, or nobody says what."""
        return self.paid / self.executable if self.executable and self.executable > 0 else None


def draw(view: View) -> Mapping[str, object]:
    """Show a year's streams, and what they add up to by fund, class and the three publics."""
    look = look_of(view, "wan")
    here = ground(view)
    if here is None:
        return nothing_yet(view)
    picked, payees = here.places, names_payees(view)
    found = flows(here.warehouse, picked, payees=payees)
    pace = execution(here.warehouse, picked, here.night.as_of)
    if found is None:
        return {"empty": "paid", "places": picked, "money": True, "look": look}
    late = overdue(here.warehouse, picked, "payment")
    end = paid_until(here.warehouse, picked, here.night.as_of, look, lacking=bool(late))
    told = classes(found, look.language)
    return {
        "empty": "",
        "money": True,
        "look": look,
        "places": picked,
        "found": found,
        "payees": payees,
        "until": end,
        "late": late,
        "answer": answer(found, payees, end, look),
        "chart": chart(found, here, payees, look),
        "name": lambda part, code: named(found, part, code, payees, look.language),
        "classes": told,
        "slow": min(
            (one for one in told if one.is_key and one.rate is not None),
            key=lambda one: (one.rate or 0, one.code),
            default=None,
        ),
        "gone": pace.whole.gone if pace else None,
        "above": pace.whole.paid if pace else None,
        "threes": found.threes,
        "three_name": lambda code: found.economics.get(code, code),
        "percent": lambda value: float(value * 100),
        "sum_of": lambda part: sum_of(found, part),
        "rush": rush(found, look),
    }


def names_payees(view: View) -> bool:
    """Tell whether the reader may be told payees."""
    return view.account is not None and view.account.role in PAYEES_TO


def named(found: Flows, part: str, code: str, payees: bool, language: str) -> str:
    """Call a fund, a department or a goal by its name."""
    if code == REST:
        kind = "goal" if part == "goal" and payees else "department"
        return say(language, f"flows.rest_{kind}")
    if part == "fund":
        known = knows(language, f"flows.fund_{code}")
        return say(language, f"flows.fund_{code if known else NONE}")
    if part == "department":
        return found.departments.get(code) or say(language, "flows.no_department")
    if payees:
        return code
    return found.functions.get(code) or (say(language, "flows.fund_none") if code == NONE else code)


def answer(found: Flows, payees: bool, end: str, look: Look) -> str:
    """Say how much went by when, and which fund, department and goal is the largest."""
    language, total = look.language, found.total
    said = say(language, "flows.answer", until=end, paid=look.spoken(total))
    if total <= 0:
        return said + say(language, "overview.stop")
    fund, least = next(iter(found.by("fund").items()))
    goal, got = next(
        (one for one in found.by("goal").items() if one[0] not in (REST, NONE)), ("", 0)
    )
    said += say(
        language, "flows.from", fund=named(found, "fund", fund, payees, language),
        share=share(least / total),
    )  # fmt: skip
    if goal:
        key = "flows.to_payee" if payees else "flows.to_class"
        said += say(
            language, key, name=named(found, "goal", goal, payees, language),
            share=share(Decimal(got) / total),
        )  # fmt: skip
    return said + say(language, "overview.stop")


def chart(found: Flows, here: Ground, payees: bool, look: Look) -> Figure:
    """Draw the streams from funds through departments to their goals; the table has them all."""
    language = look.language
    steps = [
        ("fund", "department", _links(found.streams, "fund", "department")),
        ("department", "goal", _links(found.streams, "department", "goal")),
    ]
    nodes: dict[tuple[str, str], str] = {}
    links: list[tuple[int, int, float]] = []
    rows: list[list[str]] = []
    for start, end, sums in steps:
        for (one, other), paid in sums.items():
            for part, code in ((start, one), (end, other)):
                nodes.setdefault((part, code), named(found, part, code, payees, language))
            places = list(nodes)
            if paid > 0:
                links.append((places.index((start, one)), places.index((end, other)), float(paid)))
            rows.append([nodes[start, one], nodes[end, other], look.plain(paid)])
    first, most = next(iter(found.by("department").items()))
    within = found.total >= most > 0  # refunds elsewhere can make one part more than the whole
    finding = say(
        language, "flows.finding" if within else "flows.finding_money",
        name=named(found, "department", first, payees, language), amount=look.spoken(most),
        share=share(most / found.total) if within else "",
    )  # fmt: skip
    return Figure(
        name="flows",
        finding=finding,
        measure=say(
            language, "flows.measure_payee" if payees else "flows.measure_class",
            place=here.places.name, year=here.places.year,
        ),
        picture=plot.streams(
            list(nodes.values()), links,
            [name.removeprefix(here.places.name) or name for name in nodes.values()],
        ) if links else {},
        heads=[
            say(language, "flows.start"),
            say(language, "flows.end"),
            say(language, "flows.paid_in", unit=look.unit_name),
        ],
        rows=rows,
        height=460,
    )  # fmt: skip


def _links(streams: Sequence[Stream], start: str, end: str) -> Mapping[tuple[str, str], Decimal]:
    sums: dict[tuple[str, str], Decimal] = {}
    for one in streams:
        pair = (getattr(one, start), getattr(one, end))
        sums[pair] = sums.get(pair, Decimal(0)) + one.paid
    return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def classes(found: Flows, language: str) -> Sequence[Class]:
    """Give the classes of functions, those of key spending first, then by what was paid."""
    told = [
        Class(
            row["class"],
            found.functions.get(row["class"])
            or (say(language, "flows.fund_none") if row["class"] == NONE else row["class"]),
            row["paid"],
            row["executable"],
            row["class"] in KEY,
        )
        for row in found.classes
    ]
    return sorted(told, key=lambda one: (not one.is_key, -one.paid, one.code))


def sum_of(found: Flows, part: str) -> Decimal | None:
    """Add up one column of the three publics; None where none of them says it."""
    known = [row[part] for row in found.threes if row[part] is not None]
    return sum(known, Decimal(0)) if known else None


def rush(found: Flows, look: Look) -> str:
    """Say how much of the last whole year was paid in its last month: a twelfth is even."""
    if not found.rush or not found.rush[0]["paid"]:
        return say(look.language, "flows.rush_none")
    last = found.rush[0]
    return say(
        look.language, "flows.rush", year=last["year"], share=share(last["last"] / last["paid"])
    )


def rows(view: View) -> list[Row]:
    """Give the streams, to the fen."""
    here = ground(view)
    payees = names_payees(view)
    found = flows(here.warehouse, here.places, payees=payees) if here else None
    if here is None or found is None:
        return []
    return [
        {
            "region": here.places.region,
            "fiscal_year": here.places.year,
            "fund": one.fund,
            "department": one.department,
            "payee" if payees else "function_class": one.goal,
            "paid": one.paid,
        }
        for one in found.streams
    ]


PAGE = Page(
    path="/flows",
    title_key="flows.title",
    question_key="flows.question",
    draw=draw,
    template="flows.html",
    rows=rows,
    menu=6,
    group="books",
)
