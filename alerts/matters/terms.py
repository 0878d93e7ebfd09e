"""步骤的条件. What some steps ask of a matter: its day, a higher rung, a line of it, a duty."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from alerts.actor import Actor
from alerts.matters.given import kind_of
from alerts.matters.kinds import Level
from alerts.matters.standing import Stands, duties_of, next_duty
from alerts.procedure import MoveForbidden, MoveRefused, WordsMissing

Lines = Callable[[str, str], Collection[str] | None]
"""Gives the lines of a government's draft, by what its review calls it; None: nobody knows them."""


def must_be_time(stands: Stands, today: date) -> None:
    """Let a matter be looked back at when its day has come.

    Raises:
        MoveRefused: it has not.
    """
    if stands.look_back_on is not None and today < stands.look_back_on:
        raise MoveRefused(
            f"matter {stands.matter} was closed on {stands.closed_on}: it is looked back at from "
            f"{stands.look_back_on} on",
            zh=f"事项{stands.matter}于{stands.closed_on}销号：{stands.look_back_on}起才能回头看",
        )


def must_be_later(stands: Stands, until: date) -> None:
    """Let a deadline be put off, never brought forward.

    Raises:
        WordsMissing: the new day is not later.
    """
    if stands.due_on is not None and until <= stands.due_on:
        raise WordsMissing(
            f"matter {stands.matter} is due on {stands.due_on} already: name a later day than that",
            zh=f"事项{stands.matter}的期限已是{stands.due_on}：延期请写更晚的日期",
        )


def must_climb(stands: Stands, given: Mapping[str, Any]) -> None:
    """Let a matter be taken up the ladder.

    Raises:
        MoveRefused: it has come so far already.
        WordsMissing: there is no such rung, or it is taken at a meeting and none is named.
    """
    ladder = [level.value for level in Level]
    name = given["level"]
    if name not in ladder:
        raise WordsMissing(
            f"{name!r} is no step of the ladder: they are {', '.join(ladder)}",
            zh=f"没有“{str(name)[:40]}”这一级：依次是{'、'.join(level.text.zh for level in Level)}",
        )
    if stands.level is not None and ladder.index(name) <= ladder.index(stands.level):
        above = ", ".join(ladder[ladder.index(stands.level) + 1 :]) or "nothing"
        raise MoveRefused(
            f"matter {stands.matter} has come to {stands.level} already: above it are {above}",
            zh=f"事项{stands.matter}已经到了“{Level(stands.level).text.zh}”：只能再往上，即"
            + (
                "、".join(Level(one).text.zh for one in ladder[ladder.index(stands.level) + 1 :])
                or "没有更高的了"
            ),
        )
    if Level(name).at_meeting and not (given.get("meeting") and given.get("agenda_item")):
        raise WordsMissing(
            f"{name} ({Level(name).text.zh}) is taken at a meeting: give meeting and agenda_item",
            zh=f"“{Level(name).text.zh}”要在会议上提出：请填会议和议题",
        )


def must_be_a_line(lines: Lines, opened: Any, line: str) -> None:  # noqa: ANN401 - a row
    """Hold what an opinion is about to the lines of its draft, where they are known.

    Raises:
        WordsMissing: the draft has no such line.
    """
    known = lines(opened.region, str(json.loads(opened.source)["draft"])) if line else None
    if known is not None and line not in known:
        few = ", ".join(sorted(known)[:5])
        raise WordsMissing(
            f"{line[:60]!r} is no line of this draft: name one of it, such as {few}, or none "
            "for the draft as a whole",
            zh=f"草案里没有“{line[:60]}”这一行：请写草案里的行，如{'、'.join(sorted(known)[:5])}，"
            "或不写，算对整个草案的意见",
        )


def duty_after(
    stands: Stands,
    opened: Any,  # noqa: ANN401 - a row of the database
    moves: Sequence[Any],
    given: Mapping[str, Any],
    by: Actor,
) -> date | None:
    """Give the day of the duty that follows the one fulfilled now, if any.

    Raises:
        MoveForbidden: it is for somebody else.
        MoveRefused: it was fulfilled already.
        WordsMissing: the matter has no such duty.
    """
    source = json.loads(opened.source)
    dated = dict(duties_of(stands.kind, source))
    name = given["duty"]
    if name not in dated:
        raise WordsMissing(
            f"{name!r} is no duty of matter {stands.matter}: they are {', '.join(dated)}",
            zh=f"事项{stands.matter}没有“{name}”这项职责：有的是{'、'.join(dated)}",
        )
    duty = next(d for d in kind_of(stands.kind).duties if d.name == name.split("/")[0])
    if by.role is not duty.by:
        raise MoveForbidden(
            f"{name} ({duty.text.zh}) is for the {duty.by.value}, and you are {by.role.value}",
            zh=f"“{duty.text.zh}”由{duty.by.text.zh}来做，您是{by.role.text.zh}：请由前者来做",
        )
    done = [json.loads(move.words)["duty"] for move in moves if move.move == "fulfil"]
    if name in done:
        raise MoveRefused(
            f"{name} was fulfilled already: the next one is due",
            zh=f"“{name}”已经做过了：请做下一项",
        )
    before = [n for n, due in dated.items() if stands.issued_on and due <= stands.issued_on]
    following = next_duty(stands.kind, source, [*done, *before, name])
    return None if following is None else following[1]
