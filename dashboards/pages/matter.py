"""一件督办事项. How far has it come, who has to act, by when, and what was said?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alerts.access import Right, may
from alerts.ledger import Wanted
from alerts.matters.assignments import ASSIGNED, experts
from alerts.matters.deputies import stands_in
from alerts.matters.desk import MatterUnknown
from alerts.matters.drafts import read_draft
from alerts.matters.given import FILED
from alerts.matters.kinds import KINDS, LETTERS, LEVELS, Letter
from alerts.matters.latest import Latest
from alerts.matters.lists import Attached, MatterInFull, MatterMoved, read_matter
from alerts.matters.papers import SEVEN, papers_of
from alerts.matters.reviews import Review, reviews
from alerts.matters.standing import Stands, duties_of
from alerts.matters.steps import MATTER_STATES, RESULTS, MatterState, procedure
from alerts.procedure import Procedure, Step
from alerts.workflow import ROLES as ROLE_NAMES
from alerts.workflow import Role
from dashboards.figures import acts
from dashboards.figures.alerts import Line, lines, readable
from dashboards.figures.names import names
from dashboards.figures.people import called
from dashboards.frame import look_of
from dashboards.look import Look, local_time
from dashboards.page import NotThere, Page, Row, View
from dashboards.pages.matters import ROLES, text_of, today_of
from dashboards.tied import measured
from dashboards.words import knows, say

S = MatterState
PATH = (S.DRAFTED, S.APPROVED, S.ISSUED, S.RECEIVED, S.REPLIED, S.ACCEPTED, S.CLOSED, S.LOOKED_BACK)
"""The way of a matter without turns; where it stands after a turn is drawn upon it."""
SHOWN = ("facts", "law", "request", "measures", "words", "article", "meeting", "agenda_item",
         "line", "from")  # fmt: skip
"""What was said with a step, in the order in which it is read."""
MONEY = frozenset({"remedied"})
"""What is told in yuan of where a matter comes from."""


@dataclass(frozen=True)
class Stop:
    """One stop of the way: done, now, todo or skipped."""

    label: str
    how: str
    notes: Sequence[str]


@dataclass(frozen=True)
class Said:
    """One step of the history, as a paper."""

    number: int
    title: str
    day: date
    who: str
    texts: Sequence[tuple[str, str]]  # what it is, and what was said
    result: str
    amount: str
    until: str
    files: Sequence[Attached]
    unchanged: int  # alerts whose number did not change, as it was told to whoever accepted


@dataclass(frozen=True)
class Document:
    """A paper that can be had as .docx and .pdf."""

    name: str
    number: str
    day: date
    address: str


@dataclass(frozen=True)
class Owed:
    """A dated duty: done, late, ahead, or of before the issue."""

    label: str
    due: date
    by: str
    how: str
    done: date | None


@dataclass(frozen=True)
class Compared:
    """An alert of the matter, and what the rule says of it now."""

    latest: Latest
    line: Line | None


@dataclass(frozen=True)
class Arrow:
    """A line of the procedure's table."""

    label: str
    starts: str
    ends: str
    by: str
    note: str
    here: bool


def found(view: View) -> MatterInFull:
    """Look the matter up, within the reader's reach.

    Raises:
        NotThere: there is none of that number for this reader.
    """
    written = view.place.get("number", "")
    if not (written.isascii() and written.isdigit()) or len(written) > 10:
        raise NotThere(f"{written[:40]!r} is no number of a matter: look it up in the list")
    try:
        return read_matter(view.ledger.engine, int(written), by=view.actor)
    except MatterUnknown as error:
        raise NotThere(str(error)) from error


def draw(view: View) -> Mapping[str, object]:
    """Show the way, the clock, the parties, the alerts, what was said, and what may be done."""
    told = found(view)
    stands, look, today = told.stands, look_of(view, "wan"), today_of(view)
    rules, name = procedure(stands.kind), called(view)
    latest = compared(view, told)
    left = stands.days_left(today)
    named = names(view.warehouse, [(stands.region, "", stands.unit)])
    role = Role(view.account.role) if view.account else Role.EXPERT
    return {
        "money": True,
        "look": look,
        "told": told,
        "stands": stands,
        "kind": text_of(view, KINDS[stands.kind].text),
        "answer": answer(view, told, latest, left),
        "state": text_of(view, stands.state.text),
        "letter": text_of(view, LETTERS[Letter(stands.letter)]),
        "term": acts.term(stands.kind, stands.letter, look),
        "who": named.unit(stands.region, stands.unit) if stands.unit else stands.addressee,
        "place": named.region(stands.region),
        "unit_named": bool(stands.unit),
        "approver": next((one.actor for one in told.history if one.move == "approve"), None),
        "stops": stops(view, told, rules),
        "arrows": arrows(view, rules, stands),
        "left": left,
        "gone": _gone(stands, today),
        "moved_deadline": [one for one in told.history if one.move in {"extend", "return"}],
        "ladder": ladder(view, stands),
        "latest": latest,
        "unchanged": sum(one.latest.unchanged for one in latest),
        "spoken_for": any(one.move == "reply" for one in told.history),
        "papers": [said(view, one, rules, name) for one in reversed(told.history)],
        "source": source(view, told, look),
        "acts": _acts(view, told, rules, role, look),
        "opened": view.typed.get("move", "") or ("reply" if view.choice.one("kept") else ""),
        "kept": bool(view.choice.one("kept")),
        "documents": documents(view, stands),
        "papers_to_number": papers_to_number(view),
        "duties": duties(view, told, today),
        "opinions": [
            (one.words, one.actor, local_time(one.at).date())
            for one in told.history
            if one.move == "opine" and "words" in one.words  # a deputy is told that, not what
        ],
        "review": next((one for one in _review(view, stands)), None),
        "experts": list(experts(view.ledger.engine, by=view.actor)),
        "results": RESULTS,
        "receipt": receipt(view, told, rules),
        "vote": _word(view, "vote", stands.vote),
        "result": _word(view, "result", stands.result),
        "reads_alerts": readable(view) is not None,
        "page_path": view.path,
    }


def answer(view: View, told: MatterInFull, latest: Sequence[Compared], left: int | None) -> str:
    """Say where it stands, what is awaited, and how long that may take or is late."""
    stands, language = told.stands, view.language
    look = Look(language)
    same = any(one.latest.unchanged for one in latest)
    key = f"matter.answer.{stands.state.value}"
    if same and stands.state in {S.REPLIED, S.RETURNED, S.ACCEPTED, S.CLOSED}:
        key += "_unchanged"
    sentence = say(language, key, n=sum(one.latest.unchanged for one in latest))
    if left is not None and stands.due_on is not None:
        word = "late" if left < 0 else "left"
        clock = say(
            language, f"matter.answer.{word}", n=abs(left), day=look.full_day(stands.due_on)
        )
        sentence += clock
    return sentence


def compared(view: View, told: MatterInFull) -> list[Compared]:
    """Set what the rules say now beside the alerts; names only for those who read alerts."""
    latest = view.matters.latest(told.stands.matter)
    reach = readable(view)
    shown: dict[int, Line] = {}
    if reach is not None and latest:
        ledger, scope = reach
        numbers = [one.alert for one in latest]
        listed = ledger.alerts(scope=scope, wanted=Wanted(numbers=numbers), most=1000).items
        shown = {one.number: one for one in lines(view, listed, ledger.last_night())}
    return [Compared(one, shown.get(one.alert)) for one in latest]


def stops(view: View, told: MatterInFull, rules: Procedure) -> list[Stop]:
    """Draw the way: what was passed, with its day and person, and what is ahead."""
    stands, look = told.stands, Look(view.language)
    way = [one for one in PATH if any(one in step.ends for step in rules.steps)]
    standing = S.REPLIED if stands.state is S.RETURNED else stands.state
    last = {one.to_state: one for one in told.history if one.to_state != one.from_state}
    if stands.state is S.WITHDRAWN:
        reached = {one.to_state for one in told.history}
        way = [*(one for one in way if one.value in reached), S.WITHDRAWN]
    at, drawn, name = way.index(standing), [], called(view)
    for place, one in enumerate(way):
        done = place < at or (place == at and one in {S.LOOKED_BACK, S.WITHDRAWN})
        how = "done" if done else "now" if place == at else "todo"
        moved = last.get(one.value) if place <= at else None
        notes = [look.day(local_time(moved.at).date()), name(moved.actor)] if moved else []
        label = text_of(view, one.text)
        if place == at and stands.state is S.RETURNED:
            label = say(view.language, "matter.again")
            back = last[S.RETURNED.value]
            day = look.day(local_time(back.at).date())
            notes = [say(view.language, "matter.returned_on", day=day), name(back.actor)]
        if how == "todo" and knows(view.language, f"matter.ahead.{one.value}"):
            notes = [say(view.language, f"matter.ahead.{one.value}")]
        if one is S.ISSUED and stands.letter_number and place <= at:
            notes = [*notes[:1], stands.letter_number]
        drawn.append(Stop(label, how, notes))
    return drawn


def arrows(view: View, rules: Procedure, stands: Stands) -> list[Arrow]:
    """Give the whole procedure as a table; the steps from where the matter stands are marked."""
    comma = say(view.language, "list.comma")

    def named(states: Sequence[str]) -> str:
        return comma.join(text_of(view, MATTER_STATES[S(state)]) for state in states)

    def by(step: Step) -> str:
        people = comma.join(text_of(view, ROLE_NAMES[role]) for role in step.by)
        return people or say(view.language, "matter.machine")

    return [
        Arrow(
            text_of(view, step.text),
            named(step.starts),
            named(step.ends) if step.ends != step.starts else say(view.language, "matter.stays"),
            by(step),
            text_of(view, step.note),
            stands.state in step.starts,
        )
        for step in rules.steps
    ]


def ladder(view: View, stands: Stands) -> list[tuple[str, bool]]:
    """Give the steps of the ladder, and which of them the matter has come to."""
    return [(text_of(view, text), level.value == stands.level) for level, text in LEVELS.items()]


def said(view: View, one: MatterMoved, rules: Procedure, name: Callable[[str | None], str]) -> Said:
    """Tell one step with all that came with it."""
    step = next(step for step in rules.steps if step.move == one.move)
    words = one.words
    texts = [
        (say(view.language, f"acts.field.{name}"), str(words[name]))
        for name in SHOWN
        if words.get(name)
    ]
    if words.get("duty"):
        label = duty_label(view, words["duty"])
        texts.append((say(view.language, "acts.field.duty"), label))
    if words.get("level"):
        level = next(text for lv, text in LEVELS.items() if lv.value == words["level"])
        texts.insert(0, (say(view.language, "acts.field.level"), text_of(view, level)))
    reason = step.reasons.get(str(words.get("reason")))
    amount = words.get("amount")
    who = name(one.actor)
    if one.behalf:
        who = say(view.language, "matter.behalf", who=who, whom=name(one.behalf))
    return Said(
        one.number,
        text_of(view, step.text),
        local_time(one.at).date(),
        who,
        texts,
        text_of(view, reason) if reason else "",
        f"{Decimal(str(amount)):,.2f}" if amount is not None else "",
        str(words.get("until") or ""),
        one.files,
        len(words.get("unchanged") or ()),
    )


def receipt(view: View, told: MatterInFull, rules: Procedure) -> Said | None:
    """Give the step that the reader has just taken, by the address; only one's own."""
    written = view.choice.one("receipt")
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 12 else 0
    mine = view.account.name if view.account else ""
    for one in told.history:
        if one.number == number and one.actor == mine:
            return said(view, one, rules, called(view))
    return None


def documents(view: View, stands: Stands) -> list[Document]:
    """Give the papers that have a number which holds, each as the reader may have it."""
    if not may(view.actor.role, Right.PAPERS):
        return []
    at = f"/api/v1/matters/{stands.matter}/documents"
    return [
        Document(
            text_of(view, LETTERS[one.letter]),
            one.text,
            local_time(one.at).date(),
            f"{at}/{one.letter.value}",
        )
        for one in papers_of(view.ledger.engine, stands.matter, by=view.actor)
    ]


def papers_to_number(view: View) -> list[tuple[str, str]]:
    """Give the papers that the reader may number."""
    role = view.account.role if view.account else ""
    if role not in {Role.ANALYST, Role.LEADER}:
        return []
    return [(one.value, text_of(view, LETTERS[one])) for one in SEVEN]


def duties(view: View, told: MatterInFull, today: date) -> list[Owed]:
    """Give the dated duties of a livelihood project: who owes each, and by when."""
    dated = duties_of(told.stands.kind, told.source)
    named = {duty.name: duty for duty in KINDS[told.stands.kind].duties}
    done = {one.words["duty"]: one for one in told.history if one.move == "fulfil"}
    issued = told.stands.issued_on
    owed = []
    for name, due in dated:
        duty, fulfilled = named[name.partition("/")[0]], done.get(name)
        how = "done" if fulfilled else "before" if issued and due <= issued else ""
        how = how or ("late" if due < today and issued else "ahead")
        label, by = duty_label(view, name), text_of(view, ROLE_NAMES[duty.by])
        owed.append(
            Owed(label, due, by, how, local_time(fulfilled.at).date() if fulfilled else None)
        )
    return owed


def duty_label(view: View, name: str) -> str:
    """Call a dated duty by its name: 月报 2026-03."""
    duties = {duty.name: duty for kind in KINDS.values() for duty in kind.duties}
    head, _, stretch = name.partition("/")
    return f"{text_of(view, duties[head].text)} {stretch}"


def source(view: View, told: MatterInFull, look: Look) -> list[tuple[str, str]]:
    """Give what is known of where the matter comes from."""
    listed, first = [], KINDS[told.stands.kind].source
    names = [*first, *(name for name in told.source if name not in first)]
    for name, value in ((name, told.source.get(name)) for name in names):
        if value is None:
            continue
        key = f"matter.source.{name}"
        label = say(view.language, key) if knows(view.language, key) else name
        money = f"{look.plain(Decimal(str(value)))} {look.unit_name}" if name in MONEY else ""
        listed.append((label, money or str(value)))
    measure = str(told.source.get("measure") or "")
    if measure:  # a remark's figure is one thing: what it measures, and how much it was
        what, shown = (say(view.language, f"matter.source.{name}") for name in ("measure", "shown"))
        listed = [
            (label, f"{measured(measure, view.language)} {value}" if label == shown else value)
            for label, value in listed
            if label != what
        ]
    return listed


def _review(view: View, stands: Stands) -> list[Review]:
    if stands.kind != ASSIGNED:
        return []
    found = reviews(view.ledger.engine, stands.region, by=view.actor)
    return [one for one in found if one.stands.matter == stands.matter]


def _acts(
    view: View, told: MatterInFull, rules: Procedure, role: Role, look: Look
) -> list[acts.Act]:
    stands = told.stands
    roles = {role}
    if stands_in(view.ledger.engine, view.actor.name, stands.region, today_of(view)):
        roles.add(Role.LEADER)
    mine = {one.move for one in told.history if view.actor.name in {one.actor, one.behalf}}
    values = {name: str(told.content.get(name) or "") for name in acts.CONTENT}
    return acts.of_matter(
        rules,
        stands.state,
        roles,
        look,
        kind=stands.kind,
        source=told.source,
        taken=mine,
        files=FILED,
        values={
            "revise": {**values, "letter": stands.letter},
            "reply": draft_of(view, stands, role),
        },
        typed=view.typed,
    )


def draft_of(view: View, stands: Stands, role: Role) -> Mapping[str, str]:
    """Give a unit's own reply as far as it was kept."""
    if role is not Role.RESPONDENT:
        return {}
    kept = read_draft(view.ledger.engine, stands.matter, by=view.actor)
    return {name: str(value) for name, value in kept.items()}


def _gone(stands: Stands, today: date) -> float | None:
    """Give how much of the time is gone, of a hundred."""
    if stands.issued_on is None or stands.due_on is None:
        return None
    whole = max((stands.due_on - stands.issued_on).days, 1)
    return min(max((today - stands.issued_on).days / whole * 100, 0), 100)


def _word(view: View, group: str, value: str | None) -> str:
    return say(view.language, f"matter.{group}.{value}") if value else ""


def rows(view: View) -> list[Row]:
    """Give the history, step by step."""
    return [
        {
            "matter": view.place.get("number", ""),
            "number": one.number,
            "at": one.at,
            "actor": one.actor,
            "behalf": one.behalf,
            "move": one.move,
            "from_state": one.from_state,
            "to_state": one.to_state,
            "words": " ".join(f"{name}={value}" for name, value in one.words.items()),
            "files": " ".join(f"{file.name} {file.sha256}" for file in one.files),
        }
        for one in found(view).history
    ]


PAGE = Page(
    path="/matters/{number}",
    title_key="matter.page",
    question_key="matter.question",
    draw=draw,
    template="matter.html",
    rows=rows,
    roles=ROLES,
)
