"""督办. What was handed over, what was answered, what is overdue."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from alerts.matters.kinds import KINDS
from alerts.matters.steps import DONE, MATTER_STATES, OPEN, MatterState
from dashboards.reports.paper import Block, Cell, Column, Para, State, Table
from dashboards.reports.stand import Stand


def write(at: Stand) -> Iterator[Block]:
    """Count the matters by what became of them; list what is overdue, in full all that runs."""
    if not at.matters:
        yield State(at.say("matters.none", place=at.places.name))
        return
    running = [one for one in at.matters if one["state"] in OPEN]
    overdue = [one for one in running if _late(at, one)]

    def note(key: str) -> str:
        return at.note(f"matters.{key}", "/matters", year=None)

    yield Para(
        at.say(
            "matters.counts",
            all=f"{len(at.matters)}{note('issued')}",
            issued=sum(_within(at, one["issued_on"]) for one in at.matters),
            closed=f"{sum(_within(at, one['closed_on']) for one in at.matters)}{note('closed')}",
            running=len(running),
            done=sum(one["state"] in DONE for one in at.matters),
            overdue=f"{len(overdue)}{note('overdue')}",
        )
    )
    shown = running if at.detailed else overdue
    if shown:
        yield Table(
            at.say("matters.running" if at.detailed else "matters.overdue", n=len(shown)),
            at.say("matters.measure", day=at.look.full_day(at.night.as_of)),
            [
                Column(at.say("head.matter"), "left", 0.6),
                at.words("kind", 1.2),
                at.words("subject", 3.0),
                at.words("state", 1.0),
                at.words("due", 1.1),
            ],
            [_row(at, one) for one in shown],
        )


def _row(at: Stand, one: Mapping[str, Any]) -> Sequence[Cell]:
    due = one["due_on"]
    late = at.say("matters.late", days=(at.night.as_of - due).days) if _late(at, one) else ""
    return [
        str(one["number"]),
        getattr(KINDS[one["kind"]].text, at.language),
        at.name(one["subject"]),
        getattr(MATTER_STATES[MatterState(one["state"])], at.language),
        (f"{due}{late}" if due else at.say("no_day")),
    ]


def _late(at: Stand, one: Mapping[str, Any]) -> bool:
    answered = one["state"] in (MatterState.REPLIED, MatterState.ACCEPTED)
    return bool(one["due_on"] and one["due_on"] < at.night.as_of and not answered)


def _within(at: Stand, day: date | None) -> bool:
    return day is not None and at.span.starts_on <= day <= at.span.ends_on
