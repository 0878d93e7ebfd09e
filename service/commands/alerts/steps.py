"""The steps of `pursewatch alerts`: one alert, many, or a set exactly as it was shown."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

import typer

from alerts.desk import Order
from alerts.handling import ALERTS
from alerts.procedure import Step
from alerts.quieting import Matcher
from alerts.rule import Severity
from alerts.tallies import By as GroupedBy
from alerts.tallies import groups, precision
from alerts.wanted import Wanted
from alerts.workflow import State
from service import cli, clock, show
from service.acting import By, office
from service.governments import must_be_known

Numbers = Annotated[list[int] | None, typer.Argument(help="The alerts' numbers.")]
Code = Annotated[str | None, typer.Option(help="Alerts of this rule.")]
Region = Annotated[str | None, typer.Option(help="This government and those below it.")]
Where = Annotated[State | None, typer.Option(help="Alerts in this state.")]
Grade = Annotated[Severity | None, typer.Option(help="This severity.")]
Unit = Annotated[str | None, typer.Option(help="Alerts of this unit.")]
Bundle = Annotated[int | None, typer.Option(help="Alerts merged into this one.")]
Payee = Annotated[str | None, typer.Option(help="Alerts whose rows name this payee alone.")]
Token = Annotated[str, typer.Option(help="Act on the set that was shown with this token.")]
Why = Annotated[str, typer.Option("--reason", help="One of the step's list of reasons.")]
Words = Annotated[str, typer.Option("--words", help="Say it in words.")]
Until = Annotated[str | None, typer.Option("--until", help="A day, as 2026-03-31.")]
Says = Annotated[str, typer.Option("--reason", help="Why.")]


def hang_steps(app: typer.Typer) -> None:
    """Hang every step that people take on the alerts' command."""
    for step in ALERTS.steps:
        if step.by:
            app.command(step.move.replace("_", "-"), help=_help(step))(_taken(step.move))
    for name, order in (
        ("group", group), ("mute", mute), ("unmute", unmute), ("silences", silences),
        ("merge", merge), ("split", split), ("undo", undo), ("precision", tell_precision),
    ):  # fmt: skip
        app.command(name)(order)


def _help(step: Step) -> str:
    starts, ends = " or ".join(step.starts), " or ".join(step.ends)
    reasons = f" Reasons: {', '.join(step.reasons)}." if step.reasons else ""
    return (
        f"{step.text.zh}: {starts} to {ends}.{reasons} Name alerts by their numbers; or by wishes, "
        "which shows the set and a token, and act on exactly that with --token."
    )


def _taken(move: str) -> Callable[..., int]:
    def take(
        numbers: Numbers = None,
        by: By = "",
        reason: Why = "",
        words: Words = "",
        until: Until = None,
        code: Code = None,
        region: Region = None,
        state: Where = None,
        severity: Grade = None,
        unit: Unit = None,
        payee: Payee = None,
        bundle: Bundle = None,
        token: Token = "",
        home: cli.AtHome = cli.HOME,
        as_json: cli.AsJson = False,
    ) -> int:
        order = Order(move, reason, words, cli.day_of(until, "--until"))
        wanted = Wanted(
            code=code.upper() if code else None, region=region, state=state, severity=severity,
            unit=unit, payee=payee, bundle=bundle,
        )  # fmt: skip
        if token:
            return _act(home, by, token, order, as_json=as_json)
        if numbers:
            return _each(home, by, numbers, order, as_json=as_json)
        if wanted == Wanted():
            raise typer.BadParameter("name alerts by their numbers, or by --code, --unit and so on")
        return _shown(home, by, wanted, move, as_json=as_json)

    return take


def _act(home: cli.AtHome, by: str, token: str, order: Order, *, as_json: bool) -> int:
    here = office(home, by)
    moved = here.desk.move_previewed(token, order, by=here.me, now=clock.now())
    return _told(list(moved), order.move, as_json=as_json)


def _each(home: cli.AtHome, by: str, numbers: list[int], order: Order, *, as_json: bool) -> int:
    here = office(home, by)
    for number in numbers:
        here.desk.move(number, order, by=here.me, now=clock.now())
    return _told(numbers, order.move, as_json=as_json)


def _shown(home: cli.AtHome, by: str, wanted: Wanted, move: str, *, as_json: bool) -> int:
    here = office(home, by)
    must_be_known(here.settings, here.ledger, wanted.region)
    shown = here.desk.preview(wanted, by=here.me, now=clock.now())
    if as_json:
        show.as_json({"token": shown.token, "alerts": shown.numbers})
        return cli.DONE
    show.say(
        f"{show.counted(len(shown.numbers), 'alerts')}: {', '.join(map(str, shown.numbers[:50]))}"
    )
    show.say(f"nothing was moved; to {move} exactly these, give --token {shown.token}")
    return cli.DONE


def _told(numbers: list[int], move: str, *, as_json: bool) -> int:
    if as_json:
        show.as_json({"move": move, "alerts": numbers})
    else:
        many = f"alert {numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} alerts"
        show.say(f"{many}: {move} is done")
    return cli.DONE


def group(
    what: Annotated[GroupedBy, typer.Argument(help="What they have in common.")],
    code: Code = None,
    region: Region = None,
    state: Where = None,
    unit: Unit = None,
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Group alerts by unit, rule, payee, region or what they were merged into."""
    here = office(home, by)
    must_be_known(here.settings, here.ledger, region)
    wanted = Wanted(code=code, region=region, state=state, unit=unit)
    found = groups(here.ledger.engine, what, scope=here.me.scope, wanted=wanted)
    if as_json:
        show.as_json([vars(one) for one in found])
    else:
        columns = (what.value, "alerts", "gravest", "at_stake", "first_seen")
        show.table(columns, [list(vars(one).values()) for one in found])
    return cli.DONE


def mute(
    until: Annotated[str, typer.Option("--until", help="The last day of silence.")],
    reason: Says = "",
    code: Code = None,
    region: Region = None,
    unit: Unit = None,
    subject: Annotated[str | None, typer.Option(help="Alerts of this subject.")] = None,
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Have alerts not shown up to a day: by rule, region, unit or subject."""
    here = office(home, by)
    matcher = Matcher(code.upper() if code else None, region, unit, subject)
    last = cli.day_of(until, "--until") or date.max
    number = here.quiet.mute(matcher, reason=reason, until=last, by=here.me, now=clock.now())
    show.done(
        f"silence {number} holds up to and with {until}",
        as_json=as_json,
        silence=number,
        until=until,
    )
    return cli.DONE


def unmute(
    number: Annotated[int, typer.Argument(help="The silence's number.")],
    reason: Says = "",
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """End a silence before its day."""
    here = office(home, by)
    here.quiet.unmute(number, reason=reason, by=here.me, now=clock.now())
    show.done(f"silence {number} is ended", as_json=as_json, silence=number)
    return cli.DONE


def silences(by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """List silences: what they match, who said so, why and how long."""
    here = office(home, by)
    rows = [
        {
            **vars(one.matcher),
            **{name: value for name, value in vars(one).items() if name != "matcher"},
        }
        for one in here.quiet.silences(scope=here.me.scope)
    ]
    columns = ("number", "code", "region", "unit", "subject", "author", "reason", "until", "alerts",
               "ended_by")  # fmt: skip
    if as_json:
        show.as_json(rows)
    else:
        show.table(columns, [[row[column] for column in columns] for row in rows])
    return cli.DONE


def merge(
    numbers: Annotated[list[int], typer.Argument(help="The alerts that are merged.")],
    into: Annotated[int, typer.Option(help="The alert that they are merged into.")],
    reason: Says = "",
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Make alerts one with another, to be read and acted on together."""
    here = office(home, by)
    line = here.quiet.merge(numbers, into, reason=reason, by=here.me, now=clock.now())
    show.done(
        f"merged into {into}; `pursewatch alerts undo {line}` takes it back",
        as_json=as_json,
        line=line,
        into=into,
    )
    return cli.DONE


def split(
    numbers: Annotated[list[int], typer.Argument(help="The alerts that are split off.")],
    reason: Says = "",
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Take alerts out of what they were merged into."""
    here = office(home, by)
    line = here.quiet.split(numbers, reason=reason, by=here.me, now=clock.now())
    show.done(
        f"split off; `pursewatch alerts undo {line}` takes it back", as_json=as_json, line=line
    )
    return cli.DONE


def undo(
    line: Annotated[int, typer.Argument(help="The number that merging or splitting gave.")],
    reason: Says = "",
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Undo a merging or a splitting."""
    here = office(home, by)
    again = here.quiet.undo(line, reason=reason, by=here.me, now=clock.now())
    show.done(f"line {line} is undone by line {again}", as_json=as_json, line=again)
    return cli.DONE


def tell_precision(by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """Tell how often each rule was right, by what people decided."""
    here = office(home, by)
    rows = [
        {**vars(one), "share": None if one.share is None else f"{one.share:.4f}"}
        for one in precision(here.ledger.engine, scope=here.me.scope).values()
    ]
    if as_json:
        show.as_json(rows)
    else:
        columns = ("code", "right", "misjudged", "normal", "undecided", "share")
        show.table(columns, [[row[column] for column in columns] for row in rows])
    return cli.DONE
