"""文书依据. What a numbered paper is made of: the matter as it stood when the number was taken."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.matters.kinds import Letter
from alerts.matters.lists import MatterMoved, read_matter
from alerts.matters.numbers import Numbered, Numbers
from alerts.matters.standing import Stands, fold, load
from alerts.procedure import Refused
from alerts.trail import Head, lines, trail
from alerts.workflow import Role
from warehouse.period import SHANGHAI

SEVEN = tuple(letter for letter in Letter if letter is not Letter.SUGGESTION)
"""The papers that are made; a suggestion has a receipt number and no paper."""
_INTERNAL = frozenset({Letter.REPORT})


class PaperUnmade(Refused):
    """The record has not what such a paper tells of."""


@dataclass(frozen=True)
class PaperRecord:
    """All that the record says for one paper, up to the line that gave it its number.

    What happens to the matter later does not change it, so that it is printed again as it was.
    """

    numbered: Numbered
    stands: Stands
    content: Mapping[str, Any]  # subject, facts, law, request, addressee
    alerts: Sequence[int]
    history: Sequence[MatterMoved]
    head: Head  # the line of the chain up to which it can be proven
    algorithm: str

    @property
    def day(self) -> date:
        """The day that the paper bears."""
        return self.numbered.at.astimezone(SHANGHAI).date()

    def last(self, move: str) -> MatterMoved | None:
        """Give the last step of that name; None: it was not taken yet."""
        return next((one for one in reversed(self.history) if one.move == move), None)


def read_paper(engine: sa.Engine, number: int, letter: Letter, *, by: Actor) -> PaperRecord:
    """Give what the paper of a matter is made of; of its last number that holds.

    Raises:
        MatterUnknown: there is no such matter that the reader may see.
        PaperUnmade: it has no number of that kind, or the paper is not this reader's to see.
    """
    told = read_matter(engine, number, by=by)
    given = [
        one
        for one in Numbers().given(engine, matter=number)
        if one.letter is letter and one.void is None
    ]
    name = f"{letter.text.zh} ({letter.value})"
    if letter not in SEVEN:
        raise PaperUnmade(
            f"no paper is made for {letter.value!r}: name one of {_named()}",
            zh=f"“{letter.text.zh}”不制作文书：可以制作{'、'.join(one.text.zh for one in SEVEN)}",
        )
    if by.role is Role.RESPONDENT and letter in _INTERNAL:
        raise PaperUnmade(
            f"matter {number} has no {name}: ask for one that is addressed to you",
            zh=f"事项{number}没有给您单位的{letter.text.zh}：请取主送您单位的文书",
        )
    if not given:
        raise PaperUnmade(
            f"matter {number} has no number for a {name}: issue the matter with it, or take a "
            f"number with `pursewatch matters number {letter.value} --matter {number}`",
            zh=f"事项{number}还没有{letter.text.zh}的文号：请用它交办，或在事项页上先取文号",
        )
    with engine.connect() as connection:
        opened, moves = load(connection, number)
        line = _line(connection, given[-1], told.history)
        stands = fold(opened, [move for move in moves if move.number <= line])
        row = connection.execute(sa.select(trail).where(trail.c.number == line)).one()
    assert stands is not None
    history = [one for one in told.history if one.number <= line]
    content = next(one.words for one in reversed(history) if one.move in {"draft", "revise"})
    return PaperRecord(
        given[-1], stands, content, told.alerts, history, Head(line, row.hash), row.algorithm
    )


def papers_of(engine: sa.Engine, number: int, *, by: Actor) -> list[Numbered]:
    """List the papers of a matter that can be made for a reader: the last number of each kind.

    Raises:
        MatterUnknown: there is no such matter that the reader may see.
    """
    read_matter(engine, number, by=by)
    hidden = _INTERNAL if by.role is Role.RESPONDENT else frozenset()
    held = {
        one.letter: one
        for one in Numbers().given(engine, matter=number)
        if one.void is None and one.letter in SEVEN and one.letter not in hidden
    }
    return list(held.values())


def _line(connection: sa.Connection, given: Numbered, history: Sequence[MatterMoved]) -> int:
    taken = [
        line.number
        for line in lines(connection, act="letter.number", subject=f"matter {given.matter}")
        if json.loads(line.words)["text"] == given.text
    ]
    issued = [one.number for one in history if one.words.get("letter_number") == given.text]
    return max(taken + issued)


def _named() -> str:
    return ", ".join(letter.value for letter in SEVEN)
