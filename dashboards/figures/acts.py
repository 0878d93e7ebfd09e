"""可以做的. What this reader may do with a thing where it stands, and why not the rest."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from alerts.matters.given import TAKES
from alerts.matters.kinds import KINDS, LETTERS, LEVELS
from alerts.matters.standing import duties_of
from alerts.procedure import Procedure, Step
from alerts.rule import Text
from alerts.workflow import Role
from dashboards.look import Look
from dashboards.words import knows, say

ORDER = (
    "subject", "addressee", "letter", "facts", "law", "request", "reason", "level", "article",
    "meeting", "agenda_item", "duty", "line", "from", "measures", "amount", "words", "until",
)  # fmt: skip
"""The fields of every form, in the order in which people fill them in."""
CONTENT = ("subject", "addressee", "facts", "law", "request")
LONG = frozenset({"facts", "law", "request", "measures", "words"})
OF_ALERTS: Mapping[str, Sequence[str]] = {
    "self_check": ("words", "until"),
    "normal": ("reason", "words", "until"),
    "misjudged": ("reason", "words"),
    "reopen": ("words",),
}
"""What the form of an alert's step asks for; the others are one button."""


@dataclass(frozen=True)
class Field:
    """One field of a form."""

    name: str
    label: str
    kind: str  # text, long, date, money, pick
    needed: bool
    options: Sequence[tuple[str, str]] = ()
    value: str = ""


@dataclass(frozen=True)
class Act:
    """A step, as a button or a form; `why_not` says what keeps it from being taken now."""

    move: str
    label: str
    note: str
    fields: Sequence[Field] = ()
    files: bool = False
    why_not: str = ""
    main: bool = False
    keeps: bool = False  # what is written so far can be kept without taking the step


def of_alerts(procedure: Procedure, states: Collection[str], role: Role, look: Look) -> list[Act]:
    """Give the steps of alerts that stand there, all of them; the first possible one is solid."""
    acts = []
    for step in procedure.steps:
        if role not in step.by:
            continue
        away = sorted(set(states) - set(step.starts))
        fields = [_field(step, name, look) for name in OF_ALERTS.get(step.move, ())]
        acts.append(
            Act(
                step.move,
                _text(step.text, look),
                _text(step.note, look),
                fields,
                why_not=_starts(procedure, step, look) if away else "",
            )
        )
    return _solid(acts)


def of_matter(  # noqa: PLR0913 - what a step may depend on
    procedure: Procedure,
    state: str,
    roles: Collection[Role],
    look: Look,
    *,
    kind: str,
    source: Mapping[str, object],
    taken: Collection[str],
    files: Collection[str],
    values: Mapping[str, Mapping[str, str]],
    typed: Mapping[str, str],
) -> list[Act]:
    """Give the steps of a matter that are these roles'; `taken` are those the reader took.

    `values` is what stands in a step's form at first; `typed` what was just refused.
    """
    acts = []
    for step in procedure.steps:
        if not set(roles) & set(step.by) or not step.starts:
            continue
        why = "" if state in step.starts else _starts(procedure, step, look)
        if not why and set(step.not_by) & set(taken):
            why = say(look.language, "acts.four_eyes")
        filled = typed if typed.get("move") == step.move else values.get(step.move, {})
        names = [name for name in ORDER if name in TAKES[step.move] or name in step.needs]
        fields = [
            _field(step, name, look, kind, source, filled)
            for name in names
            if name != "reason" or step.reasons
        ]
        note = _text(step.note, look)
        keeps = step.move == "reply"
        label = _text(step.text, look)
        acts.append(Act(step.move, label, note, fields, step.move in files, why, keeps=keeps))
    return _solid(acts)


def _solid(acts: Sequence[Act]) -> list[Act]:
    first = next((act for act in acts if not act.why_not), None)
    return [
        Act(**{**vars(act), "main": act is first})
        for act in sorted(acts, key=lambda act: bool(act.why_not))
    ]


def _starts(procedure: Procedure, step: Step, look: Look) -> str:
    named = [_text(procedure.states[state], look) for state in step.starts]
    states = say(look.language, "acts.or").join(named)
    return say(look.language, "acts.starts", states=states)


def _field(
    step: Step,
    name: str,
    look: Look,
    kind: str = "",
    source: Mapping[str, object] | None = None,
    values: Mapping[str, str] | None = None,
) -> Field:
    language = look.language
    key = f"acts.field.{name}_{step.move}"
    label = say(language, key if knows(language, key) else f"acts.field.{name}")
    needed = name in step.needs or (name == "reason" and bool(step.reasons))
    options = _options(step, name, look, kind, source or {})
    shape = "pick" if options else "long" if name in LONG else "text"
    shape = {"until": "date", "amount": "money"}.get(name, shape)
    return Field(name, label, shape, needed, options, (values or {}).get(name, ""))


def _options(
    step: Step, name: str, look: Look, kind: str, source: Mapping[str, object]
) -> list[tuple[str, str]]:
    if name == "reason":
        return [(code, _text(text, look)) for code, text in step.reasons.items()]
    if name == "level":
        return [(level.value, _text(text, look)) for level, text in LEVELS.items()]
    if name == "letter" and kind:
        return letters(kind, look)
    if name == "duty" and kind:
        called = {duty.name: _text(duty.text, look) for duty in KINDS[kind].duties}
        return [
            (duty, f"{called[duty.partition('/')[0]]} {duty.partition('/')[2]}")
            for duty, _ in duties_of(kind, source)
        ]
    return []


def letters(kind: str, look: Look) -> list[tuple[str, str]]:
    """Give the papers that a kind is issued with, each with its term."""
    comma = say(look.language, "acts.comma")
    return [
        (letter.value, f"{_text(LETTERS[letter], look)}{comma}{term(kind, letter, look)}")
        for letter in KINDS[kind].clocks
    ]


def term(kind: str, letter: str, look: Look) -> str:
    """Say how long a kind's paper gives: 30天, 10个工作日."""
    for known, given in KINDS[kind].clocks.items():
        if known.value == letter:
            return say(look.language, f"acts.term.{given.unit.value}", n=given.count)
    return ""


def _text(text: Text, look: Look) -> str:
    return text.zh if look.language == "zh" else text.en
