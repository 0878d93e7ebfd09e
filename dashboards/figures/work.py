"""案头. What waits for a reader, in parts: each a list in the order of work, and its count."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from alerts.decisions import Decisions
from alerts.ledger import Wanted
from alerts.looks import last_visit
from alerts.matters.kinds import KINDS
from alerts.matters.lists import (
    MatterMoved,
    MatterWanted,
    count_matters,
    list_matters,
    moved_since,
)
from alerts.matters.standing import Stands
from alerts.matters.steps import MatterState, procedure
from alerts.workflow import State
from dashboards.figures import alerts as open_alerts
from dashboards.figures.alerts import readable
from dashboards.figures.names import names
from dashboards.look import Look, local_time
from dashboards.page import View
from dashboards.words import say

SOON = timedelta(days=7)
"""A clock that has so long to run or less is running out; a way of speaking, not a limit."""
IN_HAND = (State.VERIFYING, State.CONFIRMED)
S = MatterState


@dataclass(frozen=True)
class Item:
    """One line: an alert, a matter or a decision, one click away."""

    part: str
    noun: str  # alert, matter, decision
    number: int
    address: str
    title: str
    who: str
    state: str
    shown: str  # the state in words
    severity: str = ""
    at_stake: Decimal | None = None
    due_on: date | None = None
    days_left: int | None = None
    owner: str = ""
    note: str = ""  # what happened, and when
    code: str = ""  # of an alert's rule
    case: str = ""  # the numbers of an alert, where a list shows them


@dataclass(frozen=True)
class Part:
    """One part of the work: how many there are, the first of them, and where the others are."""

    name: str
    count: int
    items: Sequence[Item]
    more: str = ""

    @property
    def rest(self) -> int:
        """How many are not listed."""
        return self.count - len(self.items)


def work(view: View, most: int) -> Sequence[Part]:
    """Give what waits for the reader by their role, at most so many lines of each part."""
    role = view.account.role if view.account else ""
    if view.ledger is None or view.actor is None:
        return []
    parts = {
        "analyst": _analyst,
        "leader": _leader,
        "auditor": _auditor,
        "respondent": _respondent,
        "expert": _expert,
        "deputy": _deputy,
    }.get(role)
    return list(parts(view, most)) if parts else []


def with_cases(view: View, parts: Sequence[Part], look: Look) -> Sequence[Part]:
    """Put to each alert of these parts the numbers of its case; all are read at once."""
    told = open_alerts.briefs(
        view,
        [
            (item.number, item.code, item.at_stake)
            for part in parts
            for item in part.items
            if item.noun == "alert"
        ],
        look,
    )
    return [
        replace(
            part,
            items=[
                replace(one, case=told.get(one.number, "")) if one.noun == "alert" else one
                for one in part.items
            ],
        )
        for part in parts
    ]


def since(view: View) -> datetime | None:
    """Tell when the reader was here before this time; None: this is the first time."""
    if view.ledger is None or view.account is None:
        return None
    return last_visit(view.ledger.engine, view.account.name)


def _analyst(view: View, most: int) -> Iterable[Part]:
    me = view.account.name if view.account else ""
    today = local_time(view.now).date()
    free = Wanted(state=State.RAISED, unowned=True, unmuted_on=today)
    yield _alerts(view, "mine", Wanted(owner=me, state=IN_HAND), most, "/alerts?seen=mine")
    yield _clocks(view, most)
    yield _matters(view, "replied", MatterWanted(state=S.REPLIED), most)
    yield _matters(view, "suggested", MatterWanted(kind="suggestion", state=S.DRAFTED), most)
    yield _alerts(
        view, "came_back",
        Wanted(state=(State.RAISED, State.VERIFYING), came_back=True, unmuted_on=today), most,
        "/alerts?seen=back",
    )  # fmt: skip
    yield _alerts(view, "unowned", free, most, "/alerts?seen=free")
    yield from _changed(view, most)


def _leader(view: View, most: int) -> Iterable[Part]:
    for name, state in (("approve", S.DRAFTED), ("close", S.ACCEPTED)):
        found = [
            _matter(view, name, MatterWanted(kind=kind.name, state=state), most)
            for kind in KINDS.values()
            if state is not S.DRAFTED or kind.approved
        ]
        yield _joined(name, found, most, f"/matters?state={state.value}")
    yield _decisions(view, most)
    yield _clocks(view, most)
    yield from _changed(view, most)


def _auditor(view: View, most: int) -> Iterable[Part]:
    wanted = MatterWanted(kind="audit_problem", open=True)
    yield _matters(view, "audit", wanted, most)
    yield _clocks(view, most)
    yield from _changed(view, most)


def _respondent(view: View, most: int) -> Iterable[Part]:
    yield _matters(view, "sign", MatterWanted(state=S.ISSUED), most)
    yield _matters(view, "answer", MatterWanted(state=(S.RECEIVED, S.RETURNED)), most)
    yield _matters(view, "judged", MatterWanted(state=(S.REPLIED, S.ACCEPTED)), most)


def _expert(view: View, most: int) -> Iterable[Part]:
    yield _matters(view, "review", MatterWanted(kind="budget_review", open=True), most)
    yield from _changed(view, most)


def _deputy(view: View, most: int) -> Iterable[Part]:
    yield _clocks(view, most)
    yield from _changed(view, most)


def _alerts(view: View, name: str, wanted: Wanted, most: int, more: str = "") -> Part:
    reach = readable(view)
    if reach is None:
        return Part(name, 0, [])
    ledger, scope = reach
    listed = ledger.alerts(scope=scope, wanted=wanted, most=most).items
    lines = open_alerts.lines(view, listed, ledger.last_night())
    count = ledger.count(scope=scope, wanted=wanted) if len(lines) == most else len(lines)
    return Part(name, count, [_of_alert(view, name, one) for one in lines], more)


def _of_alert(view: View, part: str, one: open_alerts.Line) -> Item:
    return Item(
        part, "alert", one.number, f"/alerts/{one.number}",
        " · ".join(filter(None, (one.title, one.what))), one.who or one.place, one.state,
        say(view.language, f"state.{one.state}"), one.severity, one.at_stake,
        owner=one.owner or "", note=say(view.language, "work.new") if one.new else "",
        code=one.code,
    )  # fmt: skip


def _clocks(view: View, most: int) -> Part:
    soon = local_time(view.now).date() + SOON
    wanted = MatterWanted(overdue_on=soon + timedelta(days=1))
    return _matters(view, "clocks", wanted, most)


def _matters(view: View, name: str, wanted: MatterWanted, most: int) -> Part:
    return _joined(name, [_matter(view, name, wanted, most)], most, "/matters")


def _matter(view: View, name: str, wanted: MatterWanted, most: int) -> Part:
    engine, by = view.ledger.engine, view.actor
    listed = list_matters(engine, wanted, by=by, most=most).items
    count = count_matters(engine, wanted, by=by) if len(listed) == most else len(listed)
    return Part(name, count, _of_matters(view, name, listed))


def _joined(name: str, found: Sequence[Part], most: int, more: str) -> Part:
    items = [item for part in found for item in part.items]
    ordered = sorted(items, key=lambda one: (one.due_on or date.max, one.number))
    return Part(name, sum(part.count for part in found), ordered[:most], more)


def _of_matters(view: View, part: str, listed: Sequence[Stands]) -> list[Item]:
    today = local_time(view.now).date()
    named = names(view.warehouse, [(one.region, "", one.unit) for one in listed])
    return [
        Item(
            part, "matter", one.matter, f"/matters/{one.matter}", one.subject,
            named.unit(one.region, one.unit) if one.unit else one.addressee, one.state.value,
            getattr(one.state.text, view.language), "", one.at_stake, one.due_on,
            one.days_left(today), note=getattr(KINDS[one.kind].text, view.language),
        )
        for one in listed
    ]  # fmt: skip


def _changed(view: View, most: int) -> Iterable[Part]:
    """Tell what others did with matters since the last visit, and which alerts came since.

    On the first visit there is nothing to compare with, which is not that nothing changed.
    """
    then = since(view)
    if then is None:
        return
    moved = moved_since(view.ledger.engine, then, by=view.actor, most=most)
    items = _of_matters(view, "changed", [stands for stands, _ in moved])
    told = [
        replace(item, note=_step(view, stands, step))
        for item, (stands, step) in zip(items, moved, strict=True)
    ]
    fresh = _alerts(view, "changed", Wanted(raised_after=then), most, "/alerts?seen=new")
    yield Part("changed", len(told) + fresh.count, [*told, *fresh.items][:most])


def _step(view: View, stands: Stands, moved: MatterMoved) -> str:
    step = procedure(stands.kind).step(moved.move)
    day = local_time(moved.at).date().isoformat()
    return f"{getattr(step.text, view.language)} · {day}"


def _decisions(view: View, most: int) -> Part:
    today = local_time(view.now).date()
    regions: Sequence[str] = (view.scope.regions if view.scope else None) or ()
    waiting = [
        one
        for one in Decisions(view.ledger.engine).all()
        if one.standing(today) == "waiting" and any(one.bears_on(region) for region in regions)
    ]
    titles: Mapping[str, object] = open_alerts.by_code(view)
    items = [
        Item(
            "decide", "decision", one.number, f"/rules/{one.code}",
            f"{one.code} {one.what}", one.author, "waiting", say(view.language, "work.waits"),
            note=one.reason,
        )
        for one in waiting
        if one.code in titles
    ]  # fmt: skip
    return Part("decide", len(items), items[:most])
