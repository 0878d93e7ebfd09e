"""预警. What still waits, by severity, and the gravest one by one."""

from collections import Counter
from collections.abc import Iterator, Sequence

from alerts.rule import Severity
from dashboards.figures.alerts import Line, by_code
from dashboards.reports.paper import Block, Cell, Column, Mark, State, Table
from dashboards.reports.stand import Stand
from dashboards.words import say

SHORT = 5


def write(at: Stand) -> Iterator[Block]:
    """Count what is open by severity, list the gravest; in full, every one of red and orange."""
    if not at.alerts:
        yield State(at.say("alerts.none", place=at.places.name))
        return
    yield _counts(at)
    grave = [one for one in at.alerts if one.severity in ("red", "orange")]
    shown = grave if at.detailed else [one for one in at.alerts if one.severity == "red"][:SHORT]
    if shown:
        yield _list(at, shown, "alerts.all" if at.detailed else "alerts.first")
    else:
        yield State(at.say("alerts.no_red"))
    if at.detailed:
        yield _by_rule(at)


def _note(at: Stand, key: str, **cut: str) -> str:
    return at.note(key, "/alerts", year=None, **cut)


def _counts(at: Stand) -> Table:
    counts = Counter(one.severity for one in at.alerts)
    fresh = Counter(one.severity for one in at.alerts if _new(at, one))
    return Table(
        at.say("alerts.finding", n=len(at.alerts), red=counts["red"], orange=counts["orange"]),
        at.say("alerts.measure", place=at.places.name),
        [
            at.words("severity", 1.4),
            at.column("open", _note(at, "alerts.open")),
            at.column("new", _note(at, "alerts.new")),
        ],
        [
            [
                Mark(name.value, say(at.language, f"severity.{name.value}")),
                str(counts[name.value]),
                str(fresh[name.value]),
            ]
            for name in reversed(Severity)
        ],
        source=at.say("alerts.source"),
    )


def _new(at: Stand, one: Line) -> bool:
    return at.span.starts_on <= one.first_seen <= at.span.ends_on


def _list(at: Stand, shown: Sequence[Line], key: str) -> Table:
    return Table(
        at.say(key, n=len(shown)),
        at.say("alerts.list_measure", unit=at.look.unit_name),
        [
            Column(at.say("head.severity"), "left", 0.6),
            Column(at.say("head.alert") + _note(at, "alerts.alert"), "left", 0.8),
            at.words("what", 4.2),
            at.column("stake", _note(at, "alerts.at_stake"), 1.2),
            Column(at.say("head.state"), "left", 0.9),
        ],
        [_row(at, one) for one in shown],
    )


def _row(at: Stand, one: Line) -> Sequence[Cell]:
    who = say(at.language, "list.comma").join(part for part in (one.who, one.what) if part)
    return [
        Mark(one.severity, say(at.language, f"severity.{one.severity}")),
        f"{one.code} #{one.number}",
        at.name(at.say("alerts.line", title=one.title, who=who)),
        at.say("none_at_stake") if one.at_stake is None else at.look.plain(one.at_stake),
        say(at.language, f"state.{one.state}"),
    ]


def _by_rule(at: Stand) -> Table:
    counts = Counter(one.code for one in at.alerts)
    titles = by_code(at.view)
    rows = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return Table(
        at.say("alerts.rules", n=len(rows)),
        at.say("alerts.rules_measure"),
        [
            Column(at.say("head.code"), "left", 0.7),
            at.words("rule", 4.0),
            at.column("open", _note(at, "alerts.open")),
        ],
        [
            [code, getattr(titles[code].title, at.language) if code in titles else code, str(n)]
            for code, n in rows
        ],
    )
