"""The steps of `pursewatch matters`: opened, approved, issued, answered, closed, looked back at."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from alerts.matters.assignments import assign
from alerts.matters.audit import PROBLEMS, issue_problems, open_problems
from alerts.matters.deputies import delegate
from alerts.matters.files import Kept, keep_file
from alerts.matters.given import Draft, Order
from alerts.matters.lists import read_matter
from service import cli, clock, show
from service.acting import By, Office, office
from service.commands.matters.told import (
    Files,
    KindName,
    Number,
    Seen,
    Until,
    Words,
    Yuan,
    say_standing,
    say_unchanged,
    yuan,
)
from service.night import night_file
from warehouse.database import Warehouse


def hang(matters: typer.Typer) -> None:
    """Hang the commands under `matters`."""
    for name, command in (
        ("draft", draft),
        ("revise", revise),
        ("approve", approve),
        ("issue", issue),
        ("receive", receive),
        ("reply", reply),
        ("return", give_back),
        ("accept", accept),
        ("close", close),
        ("look-back", look_back),
        ("withdraw", withdraw),
        ("extend", extend),
        ("exempt", exempt),
        ("escalate", escalate),
        ("opine", opine),
        ("fulfil", fulfil),
        ("audit-close", audit_close),
        ("audit-list", audit_list),
        ("ask", ask_expert),
        ("delegate", name_deputy),
    ):
        matters.command(name)(command)


def draft(
    kind: Annotated[KindName, typer.Option(help="The kind of matter.")],
    region: Annotated[str, typer.Option(help="The government's code.")],
    subject: Annotated[str, typer.Option(help="What it is about.")] = "",
    facts: Annotated[str, typer.Option(help="What was found.")] = "",
    law: Annotated[str, typer.Option(help="The law it rests on.")] = "",
    request: Annotated[str, typer.Option(help="What is asked.")] = "",
    addressee: Annotated[str, typer.Option(help="Whom it is addressed to.")] = "",
    unit: Annotated[str | None, typer.Option(help="The unit that answers for it.")] = None,
    letter: Annotated[str, typer.Option(help="The paper it is issued with.")] = "",
    until: Until = None,
    alert: Annotated[list[int] | None, typer.Option(help="A confirmed alert; repeatable.")] = None,
    source: Annotated[
        list[str] | None, typer.Option(help="Where it comes from, as name=value; repeatable.")
    ] = None,
    recurs: Annotated[
        int | None, typer.Option(help="The matter that it is a recurrence of.")
    ] = None,
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Open a matter."""
    here = office(home, by)
    told = Draft(
        kind=kind.value, region=region, subject=subject, facts=facts, law=law, request=request,
        addressee=addressee, unit=unit, letter=letter, until=cli.day_of(until, "--until"),
        alerts=tuple(alert or ()), source=_pairs(source or []), recurs=recurs,
    )  # fmt: skip
    return say_standing(here.matters.draft(told, by=here.me, now=clock.now()), as_json=as_json)


def revise(
    number: Number,
    subject: Annotated[str, typer.Option(help="What it is about.")] = "",
    facts: Annotated[str, typer.Option(help="What was found.")] = "",
    law: Annotated[str, typer.Option(help="The law it rests on.")] = "",
    request: Annotated[str, typer.Option(help="What is asked.")] = "",
    addressee: Annotated[str, typer.Option(help="Whom it is addressed to.")] = "",
    until: Until = None,
    seen: Seen = None,
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Change a draft; what is not named stays."""
    here = office(home, by)
    was = read_matter(here.ledger.engine, number, by=here.me).content
    named = {"subject": subject, "facts": facts, "law": law, "request": request,
             "addressee": addressee}  # fmt: skip
    given = {name: value or was[name] for name, value in named.items()}
    due = cli.day_of(until or was.get("until"), "--until")
    return _taken(here, number, "revise", {**given, "until": due}, seen, as_json=as_json)


def approve(
    number: Number, words: Words = "", seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Approve a draft: a leader, not its drafter."""
    return _taken(office(home, by), number, "approve", {"words": words}, seen, as_json=as_json)


def issue(
    numbers: Annotated[list[int], typer.Argument(help="The matters' numbers.")],
    until: Until = None, seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Issue matters: each gets its letter's number, and its clock begins to run."""
    here, due = office(home, by), cli.day_of(until, "--until")
    if len(numbers) == 1:
        return _taken(here, numbers[0], "issue", {"until": due}, seen, as_json=as_json)
    if until is not None or seen is not None:
        raise typer.BadParameter("it is said of one matter: issue them one by one",
                                 param_hint="--until" if seen is None else "--seen")  # fmt: skip
    letters = issue_problems(here.matters, numbers, by=here.me, now=clock.now())
    said = f"{len(letters)} matters are issued, {letters[0]} to {letters[-1]}"
    show.done(said, as_json=as_json, letters=letters)
    return cli.DONE


def receive(
    number: Number, seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Sign for a matter, as the unit that answers for it."""
    return _taken(office(home, by), number, "receive", {}, seen, as_json=as_json)


def reply(
    number: Number,
    measures: Annotated[str, typer.Option(help="What was done about it.")] = "",
    result: Annotated[str, typer.Option(help="done, partly, ongoing or disputed.")] = "",
    amount: Yuan = None,
    words: Words = "",
    file: Files = None,
    seen: Seen = None,
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Answer a matter, with evidence; each file's SHA-256 is shown."""
    here = office(home, by)
    given = {"measures": measures, "reason": result, "amount": yuan(amount), "words": words}
    return _taken(here, number, "reply", given, seen, file, as_json=as_json)


def give_back(
    number: Number, until: Until = None, words: Words = "", seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Return a reply that is not enough, with a new deadline."""
    given = {"words": words, "until": cli.day_of(until, "--until")}
    return _taken(office(home, by), number, "return", given, seen, as_json=as_json)


def accept(
    number: Number, words: Words = "", file: Files = None, seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Propose to close: the evidence is checked, and the rule's latest result is told."""
    here = office(home, by)
    latest = here.matters.latest(number)
    say_unchanged([one.alert for one in latest if one.unchanged])
    return _taken(here, number, "accept", {"words": words}, seen, file, as_json=as_json)


def close(
    number: Number,
    vote: Annotated[
        str, typer.Option(help="satisfied, mostly_satisfied or dissatisfied, where one votes.")
    ] = "",
    words: Words = "", until: Until = None, seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Close a matter: a leader, not who accepted it; dissatisfied returns it."""
    given = {"reason": vote or None, "words": words, "until": cli.day_of(until, "--until")}
    return _taken(office(home, by), number, "close", given, seen, as_json=as_json)


def look_back(
    number: Number,
    outcome: Annotated[str, typer.Option(help="in_order or recurred.")] = "",
    words: Words = "", file: Files = None, seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Look back 90 days after closing; what is back becomes a new matter."""
    given = {"reason": outcome, "words": words}
    return _taken(office(home, by), number, "look_back", given, seen, file, as_json=as_json)


def withdraw(
    number: Number, words: Words = "", seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Withdraw a matter; its alerts are confirmed again."""
    return _taken(office(home, by), number, "withdraw", {"words": words}, seen, as_json=as_json)


def extend(
    number: Number, until: Until = None, words: Words = "", seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Give more time, by a leader's decision."""
    given = {"words": words, "until": cli.day_of(until, "--until")}
    return _taken(office(home, by), number, "extend", given, seen, as_json=as_json)


def exempt(
    number: Number,
    article: Annotated[str, typer.Option(help="The article that allows it.")] = "",
    until: Until = None, words: Words = "", seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Let a problem stand up to a day; the matter reopens by itself then."""
    given = {"words": words, "article": article, "until": cli.day_of(until, "--until")}
    return _taken(office(home, by), number, "exempt", given, seen, as_json=as_json)


def escalate(
    number: Number,
    level: Annotated[str, typer.Option(help="reminder to discipline, upwards.")] = "",
    meeting: Annotated[str, typer.Option(help="The meeting, from a question upwards.")] = "",
    agenda_item: Annotated[str, typer.Option(help="The item of its agenda.")] = "",
    words: Words = "", seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Take the next step of the ladder."""
    given = {"level": level, "meeting": meeting, "agenda_item": agenda_item, "words": words}
    return _taken(office(home, by), number, "escalate", given, seen, as_json=as_json)


def opine(
    number: Number,
    line: Annotated[str, typer.Option(help="The budget line that it is about.")] = "",
    words: Words = "", file: Files = None, seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Give an opinion on a draft budget."""
    given = {"words": words, "line": line or None}
    return _taken(office(home, by), number, "opine", given, seen, file, as_json=as_json)


def fulfil(
    number: Number,
    duty: Annotated[str, typer.Option(help="The duty and its stretch: month_report/2026-03.")] = "",
    words: Words = "", file: Files = None, seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Fulfil a dated duty of a livelihood project."""
    given = {"words": words, "duty": duty}
    return _taken(office(home, by), number, "fulfil", given, seen, file, as_json=as_json)


def audit_close(
    number: Number, words: Words = "", amount: Yuan = None, seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Record that the auditors take a problem as put right; the committee decides apart."""
    given = {"words": words, "amount": yuan(amount)}
    return _taken(office(home, by), number, "audit_close", given, seen, as_json=as_json)


def audit_list(by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """Open a matter for each audit problem of the published night that has none."""
    here = office(home, by)
    night = Warehouse.open(night_file(here.settings.house, None))
    try:
        done = open_problems(here.matters, night.rows(PROBLEMS), by=here.me, now=clock.now())
    finally:
        night.close()
    if as_json:
        show.as_json(vars(done))
    else:
        show.say(f"{done.problems} problems: {done.opened} opened, {done.known} were there")
    return cli.DONE


def ask_expert(
    number: Number,
    expert: Annotated[str, typer.Option(help="The account of an expert.")],
    by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Ask an expert about the draft that a matter is the review of."""
    here = office(home, by)
    read_matter(here.ledger.engine, number, by=here.me)
    named = assign(here.ledger.engine, number, expert, by=here.me, now=clock.now())
    if as_json:
        show.as_json({"matter": number, "experts": named})
    else:
        show.say(f"matter {number}: asked are {', '.join(named)}")
    return cli.DONE


def name_deputy(
    deputy: Annotated[str, typer.Argument(help="The account that stands in.")],
    since: Annotated[str, typer.Option(help="The first day.")],
    until: Annotated[str, typer.Option(help="The last day.")],
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Have somebody take a leader's steps for the time of a leave."""
    here, days = office(home, by), (cli.day_of(since, "--since"), cli.day_of(until, "--until"))
    assert days[0] is not None
    assert days[1] is not None
    delegate(
        here.ledger.engine, deputy, since=days[0], until=days[1], reason=reason, by=here.me,
        now=clock.now(),
    )  # fmt: skip
    show.done(
        f"{deputy} stands in for {here.me.name} from {since} to {until}",
        as_json=as_json,
        deputy=deputy,
        since=since,
        until=until,
    )
    return cli.DONE


def _taken(
    here: Office,
    number: int,
    move: str,
    given: Mapping[str, Any],
    seen: int | None,
    files: list[Path] | None = None,
    *,
    as_json: bool,
) -> int:
    kept = [_kept(here, file) for file in files or []]
    named = {name: value for name, value in given.items() if value not in ("", None)}
    now: datetime = clock.now()
    stood = here.matters.move(number, Order(move, named, kept), by=here.me, now=now, seen=seen)
    if not as_json:
        for one in kept:
            show.say(f"{one.name}\t{one.size} bytes\tSHA-256 {one.sha256}")
    return say_standing(stood, as_json=as_json)


def _kept(here: Office, file: Path) -> Kept:
    with file.open("rb") as content:
        return keep_file(here.settings.house.evidence, file.name, content)


def _pairs(told: list[str]) -> dict[str, Any]:
    pairs: dict[str, Any] = {}
    for one in told:
        name, equals, value = one.partition("=")
        if not equals:
            raise typer.BadParameter(f"{one!r} is no name=value", param_hint="--source")
        pairs[name] = json.loads(value) if value.isdigit() else value
    return pairs
