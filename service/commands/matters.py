"""`pursewatch matters`: what people must answer for, from draft to looking back."""

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from alerts.matters.assignments import assign
from alerts.matters.audit import PROBLEMS, issue_problems, open_problems
from alerts.matters.deputies import delegate
from alerts.matters.files import Kept, keep_file
from alerts.matters.given import Draft, Order
from alerts.matters.kinds import KINDS, Letter
from alerts.matters.lists import (
    MatterWanted,
    Sheet,
    every_matter,
    figures,
    list_matters,
    read_matter,
)
from alerts.matters.reviews import REVIEWED, review_rows, reviews
from alerts.matters.sealed_reply import Reply, pack, seal_in, seal_out
from alerts.matters.standing import Stands
from alerts.matters.steps import MatterState
from alerts.procedure import WordsMissing
from service import cli, clock, export, show
from service.acting import By, Office, office, seal_key
from service.export import FileForm
from service.governments import must_be_known
from service.night import night_file
from service.papers import press, write_paper
from service.sealing import sealing
from warehouse.database import Warehouse

matters = typer.Typer(no_args_is_help=True, help="The matters: list, draft, every step, replies.")

SHOWN = ("matter", "kind", "state", "region", "unit", "subject", "letter_number", "issued_on",
         "due_on", "days_left", "closed_on", "put_right")  # fmt: skip
EXPORTED = (*(name for name in Stands.__dataclass_fields__ if name != "moves"), "days_left")
KindName = StrEnum("KindName", {name: name for name in KINDS})  # type: ignore[misc]
Number = Annotated[int, typer.Argument(help="The matter's number.")]
Words = Annotated[str, typer.Option("--words", help="Say it in words.")]
Reason = Annotated[str, typer.Option("--reason", help="One of the step's list of reasons.")]
Until = Annotated[str | None, typer.Option("--until", help="A day, as 2026-03-31.")]
Seen = Annotated[
    int | None, typer.Option(help="The version that you looked at; another is refused.")
]
Files = Annotated[list[Path] | None, typer.Option("--file", help="Evidence; may be repeated.")]
Yuan = Annotated[str | None, typer.Option("--amount", help="Yuan put right.")]
RegionOf = Annotated[str | None, typer.Option(help="This government and those below it.")]
UnitOf = Annotated[str | None, typer.Option(help="Matters that this unit answers for.")]
OfKind = Annotated[KindName | None, typer.Option(help="Matters of this kind.")]


class What(StrEnum):
    """What figures are told by."""

    KIND = "kind"
    REGION = "region"
    UNIT = "unit"
    YEAR = "year"
    CLASS = "class"  # of an audit problem


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.add_typer(matters, name="matters")


@matters.command("list")
def list_all(
    kind: OfKind = None,
    state: Annotated[MatterState | None, typer.Option(help="Matters in this state.")] = None,
    region: RegionOf = None,
    unit: UnitOf = None,
    sheet: Annotated[Sheet | None, typer.Option(help="问题清单, 整改清单 or 销号清单.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Past their deadline.")] = False,
    most: Annotated[int, typer.Option(min=1, help="How many at most.")] = 100,
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """List matters: those still open first, by their deadline."""
    here, today = office(home, by), clock.day(clock.now())
    must_be_known(here.settings, here.ledger, region)
    wanted = MatterWanted(
        kind=kind and kind.value, state=state, region=region, unit=unit, sheet=sheet,
        overdue_on=today if overdue else None,
    )  # fmt: skip
    found = list_matters(here.ledger.engine, wanted, by=here.me, most=most).items
    rows = [{**vars(one), "days_left": one.days_left(today)} for one in found]
    if as_json:
        show.as_json(rows)
    else:
        show.table(SHOWN, [[row[column] for column in SHOWN] for row in rows])
    return cli.DONE


@matters.command("export")
def export_list(
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    sheet: Annotated[Sheet, typer.Option(help="问题清单, 整改清单 or 销号清单.")] = Sheet.PROBLEMS,
    form: Annotated[
        FileForm, typer.Option("--format", help="The form of the file.")
    ] = FileForm.CSV,
    kind: OfKind = None,
    region: RegionOf = None,
    unit: UnitOf = None,
    since: Annotated[str | None, typer.Option(help="Opened on this day or later.")] = None,
    to: Annotated[str | None, typer.Option(help="Opened on this day or earlier.")] = None,
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Write a list of matters to a file; `pursewatch verify FILE` proves it later."""
    here, today = office(home, by), clock.day(clock.now())
    must_be_known(here.settings, here.ledger, region)
    wanted = MatterWanted(
        kind=kind and kind.value, region=region, unit=unit, sheet=sheet,
        opened_from=cli.day_of(since, "--since"), opened_to=cli.day_of(to, "--to"),
    )  # fmt: skip
    asked = {"sheet": sheet, "kind": kind, "region": region, "unit": unit, "since": since, "to": to}
    settings = cli.settings_for(home)
    seal = sealing(settings, here.ledger.engine, by, out, f"matters {sheet.value}", asked)
    rows = (
        {**vars(one), "state": one.state.value, "days_left": one.days_left(today)}
        for one in every_matter(here.ledger.engine, wanted, by=here.me)
    )
    count = export.write(form.value, out, EXPORTED, rows, seal=seal)
    if as_json:
        show.as_json({"file": out, "matters": count})
    else:
        show.say(f"{show.counted(count, 'matters')} written to {out}")
    return cli.DONE


@matters.command("show")
def show_one(
    number: Number, by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False
) -> int:
    """Show one matter with its origin, its alerts and its whole history."""
    here = office(home, by)
    told = read_matter(here.ledger.engine, number, by=here.me)
    latest = here.matters.latest(number)
    if as_json:
        history = [{**vars(one), "files": [vars(f) for f in one.files]} for one in told.history]
        show.as_json(
            {
                **vars(told.stands),
                **{name: value for name, value in vars(told).items() if name != "stands"},
                "history": history,
                "latest": [{**vars(one), "unchanged": one.unchanged} for one in latest],
            }
        )
        return cli.DONE
    for name in ("subject", "facts", "law", "request", "addressee"):
        show.say(f"{name}\t{told.content[name]}")
    for name, value in vars(told.stands).items():
        if value is not None and name not in told.content:
            show.say(f"{name}\t{show.cell(value)}")
    show.table(
        ("line", "at", "actor", "move", "from", "to", "words", "files"),
        [
            [one.number, one.at, one.actor, one.move, one.from_state, one.to_state, one.words,
             [f"{f.name} {f.sha256[:12]}" for f in one.files]]
            for one in told.history
        ],
    )  # fmt: skip
    _say_unchanged([one.alert for one in latest if one.unchanged])
    return cli.DONE


@matters.command()
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
    return _stood(here.matters.draft(told, by=here.me, now=clock.now()), as_json=as_json)


@matters.command()
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


@matters.command()
def approve(
    number: Number, words: Words = "", seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Approve a draft: a leader, not its drafter."""
    return _taken(office(home, by), number, "approve", {"words": words}, seen, as_json=as_json)


@matters.command()
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


@matters.command()
def receive(
    number: Number, seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Sign for a matter, as the unit that answers for it."""
    return _taken(office(home, by), number, "receive", {}, seen, as_json=as_json)


@matters.command()
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
    given = {"measures": measures, "reason": result, "amount": _yuan(amount), "words": words}
    return _taken(here, number, "reply", given, seen, file, as_json=as_json)


@matters.command("return")
def give_back(
    number: Number, until: Until = None, words: Words = "", seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Return a reply that is not enough, with a new deadline."""
    given = {"words": words, "until": cli.day_of(until, "--until")}
    return _taken(office(home, by), number, "return", given, seen, as_json=as_json)


@matters.command()
def accept(
    number: Number, words: Words = "", file: Files = None, seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Propose to close: the evidence is checked, and the rule's latest result is told."""
    here = office(home, by)
    latest = here.matters.latest(number)
    _say_unchanged([one.alert for one in latest if one.unchanged])
    return _taken(here, number, "accept", {"words": words}, seen, file, as_json=as_json)


@matters.command()
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


@matters.command("look-back")
def look_back(
    number: Number,
    outcome: Annotated[str, typer.Option(help="in_order or recurred.")] = "",
    words: Words = "", file: Files = None, seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Look back 90 days after closing; what is back becomes a new matter."""
    given = {"reason": outcome, "words": words}
    return _taken(office(home, by), number, "look_back", given, seen, file, as_json=as_json)


@matters.command()
def withdraw(
    number: Number, words: Words = "", seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Withdraw a matter; its alerts are confirmed again."""
    return _taken(office(home, by), number, "withdraw", {"words": words}, seen, as_json=as_json)


@matters.command()
def extend(
    number: Number, until: Until = None, words: Words = "", seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Give more time, by a leader's decision."""
    given = {"words": words, "until": cli.day_of(until, "--until")}
    return _taken(office(home, by), number, "extend", given, seen, as_json=as_json)


@matters.command()
def exempt(
    number: Number,
    article: Annotated[str, typer.Option(help="The article that allows it.")] = "",
    until: Until = None, words: Words = "", seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Let a problem stand up to a day; the matter reopens by itself then."""
    given = {"words": words, "article": article, "until": cli.day_of(until, "--until")}
    return _taken(office(home, by), number, "exempt", given, seen, as_json=as_json)


@matters.command()
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


@matters.command()
def opine(
    number: Number,
    line: Annotated[str, typer.Option(help="The budget line that it is about.")] = "",
    words: Words = "", file: Files = None, seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Give an opinion on a draft budget."""
    given = {"words": words, "line": line or None}
    return _taken(office(home, by), number, "opine", given, seen, file, as_json=as_json)


@matters.command("ask")
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


@matters.command("reviews")
def list_reviews(
    region: Annotated[str | None, typer.Option(help="Drafts of this government.")] = None,
    by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """List who was asked about which draft, by when, what came back, and the answer."""
    here = office(home, by)
    rows = review_rows(reviews(here.ledger.engine, region, by=here.me))
    if as_json:
        show.as_json(rows)
    else:
        show.table(REVIEWED, [[row[column] for column in REVIEWED] for row in rows])
    return cli.DONE


@matters.command()
def fulfil(
    number: Number,
    duty: Annotated[str, typer.Option(help="The duty and its stretch: month_report/2026-03.")] = "",
    words: Words = "", file: Files = None, seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Fulfil a dated duty of a livelihood project."""
    given = {"words": words, "duty": duty}
    return _taken(office(home, by), number, "fulfil", given, seen, file, as_json=as_json)


@matters.command("audit-close")
def audit_close(
    number: Number, words: Words = "", amount: Yuan = None, seen: Seen = None, by: By = "",
    home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Record that the auditors take a problem as put right; the committee decides apart."""
    given = {"words": words, "amount": _yuan(amount)}
    return _taken(office(home, by), number, "audit_close", given, seen, as_json=as_json)


@matters.command("audit-list")
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


@matters.command("figures")
def tell_figures(
    what: Annotated[What, typer.Argument(help="What they are told by.")] = What.KIND,
    kind: OfKind = None,
    region: RegionOf = None,
    unit: UnitOf = None,
    since: Annotated[str | None, typer.Option(help="Opened on this day or later.")] = None,
    to: Annotated[str | None, typer.Option(help="Opened on this day or earlier.")] = None,
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Count matters: what came in is closed, open or withdrawn, always."""
    here = office(home, by)
    must_be_known(here.settings, here.ledger, region)
    wanted = MatterWanted(
        kind=kind and kind.value, region=region, unit=unit,
        opened_from=cli.day_of(since, "--since"), opened_to=cli.day_of(to, "--to"),
    )  # fmt: skip
    today = clock.day(clock.now())
    told = figures(here.ledger.engine, what.value, wanted, by=here.me, today=today)
    rows = [{**vars(one), "key": one.key or "total"} for one in told]
    if as_json:
        show.as_json(rows)
    else:
        show.table(list(rows[0]), [list(row.values()) for row in rows])
    return cli.DONE


@matters.command()
def letters(
    number: Annotated[int | None, typer.Argument(help="Of this matter alone.")] = None,
    by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """List the numbers of papers, the void ones among them."""
    here = office(home, by)
    rows = [vars(one) for one in here.matters.numbers.given(here.ledger.engine, matter=number)]
    if as_json:
        show.as_json(rows)
    else:
        columns = ("text", "letter", "matter", "at", "actor", "void")
        show.table(columns, [[row[column] for column in columns] for row in rows])
    return cli.DONE


@matters.command("letter")
def make_letter(
    number: Number,
    letter: Annotated[Letter, typer.Argument(help="The kind of paper.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write: .docx or .pdf.")],
    by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Write a matter's paper to a file; it is never sent from here."""
    here = office(home, by)
    made = write_paper(here, number, letter, out)
    if as_json:
        show.as_json({"number": made.number, "letter": letter, "out": str(out)})
    else:
        show.say(f"{out}: {letter.text.zh} {made.number}")
    return cli.DONE


@matters.command("letter-templates")
def letter_templates(home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """Write the edition's templates of papers into the home, to be changed there."""
    files = [str(file) for file in press(cli.settings_for(home)).write_templates()]
    show.done("\n".join(files), as_json=as_json, files=files)
    return cli.DONE


@matters.command("number")
def take_number(
    letter: Annotated[Letter, typer.Argument(help="The kind of paper.")],
    matter: Annotated[int | None, typer.Option(help="The matter that it is about.")] = None,
    by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Take the next number of a kind of paper."""
    here = office(home, by)
    if matter is not None:
        read_matter(here.ledger.engine, matter, by=here.me)
    numbers, now = here.matters.numbers, clock.now()
    given = numbers.make(here.ledger.engine, letter, matter=matter, by=here.me, now=now)
    show.done(given, as_json=as_json, number=given)
    return cli.DONE


@matters.command()
def void(
    text: Annotated[str, typer.Argument(help="The number, as 人财督〔2026〕3号.")],
    reason: Annotated[str, typer.Option(help="Why its paper does not hold.")] = "",
    by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Mark a number void: it stays, and is not given again."""
    here = office(home, by)
    here.matters.numbers.void(here.ledger.engine, text, reason=reason, by=here.me, now=clock.now())
    show.done(f"{text} is void", as_json=as_json, number=text)
    return cli.DONE


@matters.command("delegate")
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


@matters.command("reply-out")
def reply_out(
    number: Number,
    out: Annotated[Path, typer.Option("--out", help="The sealed file to write.")],
    by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Write a matter as a sealed file, for a unit that has no access."""
    here = office(home, by)
    key = seal_key(here.settings)
    out.write_bytes(seal_out(here.matters, number, key, by=here.me, now=clock.now()))
    show.done(f"matter {number} is sealed in {out}", as_json=as_json, matter=number, out=str(out))
    return cli.DONE


@matters.command("reply-pack")
def reply_pack(
    request: Annotated[Path, typer.Argument(help="The sealed file that came.")],
    out: Annotated[Path, typer.Option("--out", help="The sealed reply to write.")],
    measures: Annotated[str, typer.Option(help="What was done about it.")],
    result: Annotated[str, typer.Option(help="done, partly, ongoing or disputed.")],
    amount: Yuan = None,
    words: Words = "",
    file: Files = None,
    home: cli.AtHome = cli.HOME,  # noqa: ARG001 - every command takes one, and this needs none
    as_json: cli.AsJson = False,
) -> int:
    """Answer a sealed matter into a sealed file, on the unit's own machine; needs no home."""
    answer = Reply(measures, result, _yuan(amount), words)
    files = {one.name: one.read_bytes() for one in file or []}
    out.write_bytes(pack(request.read_bytes(), answer, files))
    show.done(f"the reply is sealed in {out}", as_json=as_json, out=str(out))
    return cli.DONE


@matters.command("reply-in")
def reply_in(
    sealed: Annotated[Path, typer.Argument(help="The sealed reply that came.")],
    by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Take a sealed reply in; what was changed on its way is refused."""
    here = office(home, by)
    stood = seal_in(
        here.matters, sealed.read_bytes(), seal_key(here.settings), here.settings.house.evidence,
        by=here.me, now=clock.now(),
    )  # fmt: skip
    return _stood(stood, as_json=as_json)


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
    return _stood(stood, as_json=as_json)


def _kept(here: Office, file: Path) -> Kept:
    with file.open("rb") as content:
        return keep_file(here.settings.house.evidence, file.name, content)


def _stood(stood: Stands, *, as_json: bool) -> int:
    if as_json:
        show.as_json(vars(stood))
        return cli.DONE
    due = f", due on {stood.due_on}" if stood.due_on else ""
    number = f", {stood.letter_number}" if stood.letter_number else ""
    show.say(f"matter {stood.matter} is {stood.state.value} ({stood.state.text.zh}){number}{due}")
    return cli.DONE


def _say_unchanged(alerts: list[int]) -> None:
    for alert in alerts:
        show.complain(f"alert {alert}: status changed, number did not (状态变了，数字没变)")


def _yuan(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise WordsMissing(f"{text!r} is no amount: give yuan, as 20100.00") from error


def _pairs(told: list[str]) -> dict[str, Any]:
    pairs: dict[str, Any] = {}
    for one in told:
        name, equals, value = one.partition("=")
        if not equals:
            raise typer.BadParameter(f"{one!r} is no name=value", param_hint="--source")
        pairs[name] = json.loads(value) if value.isdigit() else value
    return pairs
