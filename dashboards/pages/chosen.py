"""一组预警. Exactly which alerts are they, and what is to be done with all of them?"""

from collections.abc import Mapping, Sequence

from alerts.access import Right, roles_with
from alerts.desk import Desk, Previewed, PreviewUnknown
from alerts.handling import ALERTS
from alerts.ledger import Wanted
from alerts.rule import Rule, half
from alerts.workflow import Role, State
from dashboards.figures import acts
from dashboards.figures.acts import Act, Field
from dashboards.figures.alerts import Line, by_code, lines, readable
from dashboards.frame import look_of
from dashboards.look import Look
from dashboards.page import NotAllowed, NotThere, Page, View
from dashboards.words import say

MOST = 200
"""How many alerts of a set are listed; the rest are counted."""


def draw(view: View) -> Mapping[str, object]:
    """Show a set as it was kept, with the steps that all of it may take; or what was done.

    Raises:
        NotAllowed: the role sees no alerts.
        NotThere: no such set is this reader's.
    """
    reach = readable(view)
    if reach is None or view.actor is None:
        raise NotAllowed(say(view.language, "alerts.forbidden"))
    ledger, scope = reach
    shown = _shown(view)
    wanted = Wanted(numbers=shown.numbers)
    listed = ledger.alerts(scope=scope, wanted=wanted, most=MOST).items
    found = lines(view, listed, ledger.last_night())
    states = {
        state.value: n for state, n in ledger.facets(scope=scope, wanted=wanted).state.items() if n
    }
    look = Look(view.language, "wan")
    done = view.receipt
    return {
        "look": look_of(view, "wan"),
        "money": True,
        "shown": shown,
        "lines": found,
        "rest": len(shown.numbers) - len(found),
        "states": states,
        "done": done,
        "answer": _answer(view, shown, states),
        "acts": [] if done else _acts(view, states, found, look),
        "opened": view.typed.get("move") or view.choice.one("then"),
        "page_path": view.path,
    }


def _shown(view: View) -> Previewed:
    if view.receipt is not None:
        return Previewed("", list(view.receipt["alerts"]), str(view.receipt["mark"]))
    try:
        desk = Desk(view.ledger.engine)
        return desk.shown(view.place.get("token", "")[:100], by=view.actor, now=view.now)
    except PreviewUnknown as error:
        raise NotThere(str(error)) from error


def _answer(view: View, shown: Previewed, states: Mapping[str, int]) -> str:
    n = len(shown.numbers)
    if view.receipt is not None:
        move = str(view.receipt["move"])
        label = ""
        if move in {"mute", "merge"}:
            label = say(view.language, f"handling.{move}")
        else:
            text = ALERTS.step(move).text
            label = text.zh if view.language == "zh" else text.en
        return say(view.language, "handling.done", n=n, what=label)
    named = say(view.language, "list.comma").join(
        f"{say(view.language, f'state.{state}')} {count}" for state, count in states.items()
    )
    return say(view.language, "handling.chosen", n=n, states=named)


def _acts(view: View, states: Mapping[str, int], found: Sequence[Line], look: Look) -> list[Act]:
    steps = acts.of_alerts(ALERTS, states, Role.ANALYST, look)
    over = _handing_over(view, states, found, look)
    mute = Act(
        "mute",
        say(view.language, "handling.mute"),
        say(view.language, "handling.mute_note"),
        [
            _field(view, "words", "long", say(view.language, "acts.field.words_mute")),
            _field(view, "until", "date", say(view.language, "acts.field.until_mute")),
        ],
    )
    more = [mute, *_merging(view, found)]
    if over.main:
        steps = [Act(**{**vars(step), "main": False}) for step in steps]
    possible = [*steps, *more] if over.why_not else [over, *steps, *more]
    return possible if not over.why_not else [*possible, over]


def _merging(view: View, found: Sequence[Line]) -> list[Act]:
    if len(found) < 2:
        return []
    options = [(str(one.number), f"{one.number} {one.code} {one.title}") for one in found]
    into = view.typed.get("into", options[0][0])
    label = say(view.language, "handling.merge_into")
    return [
        Act(
            "merge",
            say(view.language, "handling.merge"),
            say(view.language, "handling.merge_note"),
            [
                Field("into", label, "pick", True, options, into),
                _field(view, "words", "long", say(view.language, "acts.field.words_merge")),
            ],
        )
    ]


def _handing_over(view: View, states: Mapping[str, int], found: Sequence[Line], look: Look) -> Act:
    label = say(view.language, "handling.hand_over")
    why = ""
    if set(states) != {State.CONFIRMED.value}:
        why = say(view.language, "handling.confirm_first")
    elif len({(one.region, one.unit) for one in found}) > 1:
        why = say(view.language, "handling.one_unit")
    if why or not found:
        return Act("hand_over", label, "", why_not=why or say(view.language, "handling.none"))
    content = _content(view, found, look)
    fields = [
        Field(
            name,
            say(view.language, f"acts.field.{name}"),
            "long" if name in acts.LONG else "text",
            True,
            (),
            view.typed.get(name, content.get(name, "")),
        )
        for name in ("subject", "addressee", "facts", "law", "request")
    ]
    papers = acts.letters("warning", look)
    letter = view.typed.get("letter", papers[0][0])
    pick = Field("letter", say(view.language, "acts.field.letter"), "pick", True, papers, letter)
    until = _field(view, "until", "date", say(view.language, "acts.field.until_draft"), False)
    note = say(view.language, "handling.hand_over_note")
    return Act("hand_over", label, note, [*fields, pick, until], main=True)


def _field(view: View, name: str, kind: str, label: str, needed: bool = True) -> Field:
    return Field(name, label, kind, needed, (), view.typed.get(name, ""))


def _content(view: View, found: Sequence[Line], look: Look) -> dict[str, str]:
    """Draft a letter from what the nights saw, for the analyst to go over."""
    known = by_code(view)
    first = found[0]
    subject = first.title if len({one.code for one in found}) == 1 else ""
    if not subject:
        subject = say(view.language, "handling.several", n=len(found))
    return {
        "subject": f"{first.who}{subject}" if view.language == "zh" else f"{first.who}: {subject}",
        "addressee": first.who,
        "facts": "\n".join(_fact(view, one, look) for one in found)[:4000],
        "law": "；".join(dict.fromkeys(_law(known.get(one.code), view.language) for one in found))[
            :4000
        ],
        "request": say(view.language, "handling.request"),
    }


def _fact(view: View, one: Line, look: Look) -> str:
    key = "handling.fact" if one.at_stake is not None else "handling.fact_no_money"
    return say(
        view.language,
        key,
        number=one.number,
        code=one.code,
        title=one.title,
        what=one.what,
        day=look.full_day(one.first_seen),
        amount=look.spoken(one.at_stake or 0),
    )


def _law(rule: Rule | None, language: str) -> str:
    if rule is None:
        return ""
    cited = [f"《{one.law}》{one.number}{one.part}" for one in rule.basis]
    return "、".join(dict.fromkeys(cited)) or half(rule.printed_basis, language)


PAGE = Page(
    path="/alerts/sets/{token}",
    title_key="handling.title",
    question_key="handling.question",
    draw=draw,
    template="chosen.html",
    roles=roles_with(Right.HANDLE),
)
