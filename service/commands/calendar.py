"""`pursewatch calendar`: what is due from whom by when, what came, and the working days."""

import getpass
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from alerts.agreements import Agreements, CalendarLine
from alerts.ledger import Ledger
from service import cli, clock, show
from service.options import feed_of
from service.settings import Settings
from service.supply import agreed, due, score
from warehouse.agreement import DEFAULT, Agreement
from warehouse.due import Due, State
from warehouse.score import Score
from warehouse.workdays import Workdays

calendar = typer.Typer(no_args_is_help=True, help="The supply calendar: list, set.")
OPEN = (State.LATE, State.MISSING, State.REFUSED, State.UNKNOWN)
Day = Annotated[str | None, typer.Option("--as-of", help="Up to this day; today by default.")]
Known = Annotated[
    str | None, typer.Option("--known", help="By what was received and agreed up to this day.")
]


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.add_typer(calendar, name="calendar")


@calendar.command("list")
def list_calendar(
    as_of: Day = None,
    known: Known = None,
    feed: Annotated[str, typer.Option(help="Only of this feed.")] = "",
    region: Annotated[str, typer.Option(help="Only of this government.")] = "",
    supplier: Annotated[str, typer.Option(help="Only from this supplier.")] = "",
    state: Annotated[
        list[str] | None, typer.Option(help=f"Only in this state: {', '.join(State)}.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="What arrived in time and is not due, too.")
    ] = False,
    lines: Annotated[
        bool, typer.Option("--lines", help="What is agreed, by whom and why, instead.")
    ] = False,
    scores: Annotated[
        bool, typer.Option("--scores", help="Each supplier's score with its parts, instead.")
    ] = False,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """List what is late, missing or refused; or what is agreed; or the suppliers' scores."""
    settings = cli.settings_for(home)
    today = clock.day(clock.now())
    until, heard = cli.day_of(as_of, "--as-of") or today, cli.day_of(known, "--known")
    if lines:
        return _show_lines(settings, as_json=as_json)
    if scores:
        told = [
            one
            for one in score(settings, until, heard)
            if supplier in ("", one.supplier) and region in ("", one.region)
        ]
        rows = [asdict(one) if as_json else _score(one) for one in told]
        return _show(rows, as_json=as_json)
    wanted_states, feed = _states(state, every=every), feed_of(feed) or ""
    found = [
        one
        for one in due(settings, until, heard)
        if one.state in wanted_states
        and feed in ("", one.feed)
        and region in ("", one.region)
        and supplier in ("", one.supplier)
    ]
    _show([one._asdict() for one in found], as_json=as_json)
    if not as_json:
        show.complain(_counted(found, until.isoformat()))
    return cli.DONE


@calendar.command("set")
def set_calendar(
    feed: Annotated[str, typer.Argument(help="The feed that is agreed about.")] = "",
    reason: Annotated[str, typer.Option(help="Why, and by which paper.")] = "",
    supplier: Annotated[str, typer.Option(help="Only from this supplier.")] = "",
    region: Annotated[str, typer.Option(help="Only of this government.")] = "",
    tier: Annotated[str, typer.Option(help="Only of this tier.")] = "",
    every: Annotated[str, typer.Option(help="day, month, quarter or year.")] = "",
    working_day: Annotated[int | None, typer.Option(help="The n-th after the period.")] = None,
    due_by: Annotated[str, typer.Option("--due-by", help="03-31, or +03-31 a year later.")] = "",
    opening_by: Annotated[str, typer.Option(help="The opening budget's day.")] = "",
    final_by: Annotated[str, typer.Option(help="The final accounts' day.")] = "",
    since: Annotated[str, typer.Option(help="From this year, month or day on.")] = "",
    until: Annotated[str, typer.Option(help="Up to this year, month or day.")] = "",
    not_owed: Annotated[bool, typer.Option("--not-owed", help="It is not due at all.")] = False,
    year: Annotated[int | None, typer.Option("--workdays", help="A year's working days.")] = None,
    notice: Annotated[str, typer.Option(help="The State Council's notice.")] = "",
    off: Annotated[list[str] | None, typer.Option(help="Days off: 01-01/01-03.")] = None,
    on: Annotated[list[str] | None, typer.Option(help="Weekend days that are worked.")] = None,
    withdraw: Annotated[int | None, typer.Option(help="Take a line back by its number.")] = None,
    by: Annotated[str, typer.Option("--by", help="Who agrees; the account by default.")] = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Agree when a feed is due, tell a year's working days, or take a line back."""
    lines = _agreements(cli.settings_for(home))
    who, now = by or getpass.getuser(), clock.now()
    if withdraw is not None:
        kept = lines.withdraw(withdraw, actor=who, reason=reason, now=now)
    elif year is not None:
        kept = lines.set_workdays(
            year, notice, off or [], on or [], actor=who, reason=reason or notice, now=now
        )
    elif feed:
        told = {
            "feed": feed, "supplier": supplier, "region": region, "tier": tier, "every": every,
            "working_day": working_day, "by": due_by, "opening_by": opening_by,
            "final_by": final_by, "since": since, "until": until,
            **({"owed": False} if not_owed else {}),
        }  # fmt: skip
        kept = lines.set_due(told, actor=who, reason=reason, now=now)
    else:
        raise typer.BadParameter(
            "there is nothing to set: name a feed with --working-day or --due-by, --workdays YEAR "
            "with --off, or --withdraw LINE"
        )
    if as_json:
        show.as_json(_line(kept))
    else:
        show.say(f"line {kept.number} is kept, by {kept.actor}: the next night reads it so")
    return cli.DONE


def _states(given: Sequence[str] | None, *, every: bool) -> set[str]:
    known = {state.value for state in State}
    if strange := sorted(set(given or ()) - known):
        raise typer.BadParameter(
            f"{strange[0]!r} is no state: {', '.join(State)} are", param_hint="--state"
        )
    return set(given) if given else known if every else {state.value for state in OPEN}


def _counted(found: Sequence[Due], until: str) -> str:
    counted = Counter(one.state for one in found)
    told = ", ".join(f"{counted[state]} {state}" for state in State if counted[state])
    return f"up to {until}: {told or 'nothing that was asked for'}"


def _show(rows: Sequence[dict[str, object]], *, as_json: bool) -> int:
    if as_json:
        show.as_json(rows)
    else:
        headings = list(rows[0]) if rows else list(Due._fields)
        show.table(headings, [list(row.values()) for row in rows])
    return cli.DONE


def _score(one: Score) -> dict[str, object]:
    """Write a score for a person: each part as what it is a share of, beside its weight."""
    parts = {f"{part.name} ×{part.weight}": f"{part.part}/{part.whole}" for part in one.parts}
    return {"supplier": one.supplier, "region": one.region, "score": one.score, **parts}


def _show_lines(settings: Settings, *, as_json: bool) -> int:
    stands = agreed(settings, None)
    kept = [_line(line) for line in _agreements(settings).lines()]
    if as_json:
        show.as_json(
            {
                "lines": [_agreement(line) for line in stands.calendar.lines],
                "ledger": kept,
                "working_days_known": sorted(stands.workdays.notices),
            }
        )
        return cli.DONE
    headings = ["origin", "feed", "for", "every", "term", "opening", "final", "since", "until",
                "owed", "by", "reason"]  # fmt: skip
    show.table(
        headings,
        [
            [
                line.origin, line.feed, _whom(line), line.every, _term(line), line.opening_by,
                line.final_by, line.since, line.until, line.owed, line.actor,
                line.reason or ("proposed default" if line.origin == DEFAULT else ""),
            ]
            for line in stands.calendar.lines
        ],
    )  # fmt: skip
    show.complain(_years(stands.workdays))
    return cli.DONE


def _years(workdays: Workdays) -> str:
    first, last = min(workdays.notices), max(workdays.notices)
    return (
        f"working days are known for {first} to {last}: "
        f"`pursewatch calendar set --workdays {last + 1} --off 01-01/01-03 …` adds a year"
    )


def _whom(line: Agreement) -> str:
    return " ".join(filter(None, (line.supplier, line.region, line.tier))) or "all"


def _term(line: Agreement) -> str:
    if line.by is not None:
        return f"by {line.by}"
    return "" if line.working_day is None else f"working day {line.working_day}"


def _agreement(line: Agreement) -> dict[str, object]:
    told = asdict(line)
    for name in ("by", "opening_by", "final_by"):
        told[name] = None if getattr(line, name) is None else str(getattr(line, name))
    return {name: told[name] for name in told if not name.startswith("set_") and name != "rank"} | {
        "provenance": "proposed default" if line.origin == DEFAULT else "agreed"
    }


def _line(line: CalendarLine) -> dict[str, object]:
    return {
        "line": line.number, "at": line.at, "actor": line.actor, "reason": line.reason,
        "what": line.what, "told": line.told, "stands": line.stands,
    }  # fmt: skip


def _agreements(settings: Settings) -> Agreements:
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    return Agreements(ledger.engine)
