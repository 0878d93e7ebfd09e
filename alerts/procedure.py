"""规程. What may be done, from where, by whom: one table for each procedure.

The table is data. The engine takes every step by it, the documentation prints it, and what is
refused is refused with what it allows instead.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from alerts.rule import Text
from alerts.workflow import Role

NO_NOTE = Text("", "")
LONGEST = 4000
"""Characters that a step's words may have."""


class MoveRefused(Exception):
    """The step does not start from where the thing stands."""


class MoveForbidden(Exception):
    """The step is not this person's to take."""


class MovedMeanwhile(Exception):
    """Somebody else was first: the thing is no longer what the mover saw."""


class WordsMissing(Exception):
    """The step needs something that was not given, or that can't be."""


@dataclass(frozen=True)
class Step:
    """One arrow of a procedure."""

    move: str
    text: Text
    starts: tuple[str, ...]  # the states that it may start from
    ends: tuple[str, ...]  # the state that it leads to; where the outcome decides, all of them
    by: tuple[Role, ...]  # none: taken by the machine, or as a part of another step
    reasons: Mapping[str, Text] = field(default_factory=dict)  # one of these must be given
    needs: tuple[str, ...] = ()  # what must be given with it
    not_by: tuple[str, ...] = ()  # whoever took one of these steps may not take this one
    note: Text = NO_NOTE


@dataclass(frozen=True)
class Procedure:
    """All steps of one kind of thing."""

    name: str  # what a sentence calls it: alert, matter
    states: Mapping[str, Text]
    steps: Sequence[Step]

    def step(self, move: str) -> Step:
        """Give the step of that name.

        Raises:
            MoveRefused: there is none.
        """
        found = next((step for step in self.steps if step.move == move), None)
        if found is None:
            names = ", ".join(step.move for step in self.steps if step.by)
            raise MoveRefused(f"no step is called {move[:40]!r}: {self._a} may take {names}")
        return found

    def possible(self, state: str, role: Role | None = None) -> list[str]:
        """Name the steps that people may take from a state; of one role where it is named."""
        return [
            step.move
            for step in self.steps
            if state in step.starts and step.by and (role is None or role in step.by)
        ]

    def must_start(self, step: Step, state: str, what: str) -> None:
        """Let a step pass that starts from this state.

        Raises:
            MoveRefused: it does not; the message says what is possible instead.
        """
        if state in step.starts:
            return
        instead = ", ".join(self.possible(state)) or "nothing"
        raise MoveRefused(
            f"{what} is {self._called(state)}: {step.move!r} starts from "
            f"{self._listed(step.starts)}; from here: {instead}"
        )

    def must_be_theirs(self, step: Step, role: Role) -> None:
        """Let a step pass that the role may take.

        Raises:
            MoveForbidden: it may not; the message says who may.
        """
        if role in step.by:
            return
        if not step.by:
            raise MoveForbidden(
                f"{step.move!r} is never taken by hand: {step.note.en or 'it follows by itself'}"
            )
        may = " or ".join(one.value for one in step.by)
        raise MoveForbidden(
            f"{step.move!r} of {self._a} is a step of the {may}, and you are {role.value}"
        )

    def must_hold(self, step: Step, given: Mapping[str, object]) -> None:
        """Let a step pass that comes with all it needs.

        Raises:
            WordsMissing: something is missing, is no reason of the list, or is too long.
        """
        if step.reasons and given.get("reason") not in step.reasons:
            listed = ", ".join(f"{code} ({text.zh})" for code, text in step.reasons.items())
            was = given.get("reason")
            raise WordsMissing(
                f"{step.move!r} needs a reason of the list"
                f"{f', and {was!r} is none' if was else ''}: {listed}"
            )
        absent = [name for name in step.needs if given.get(name) in (None, "", [], ())]
        if absent:
            raise WordsMissing(f"{step.move!r} of {self._a} needs {', '.join(absent)}: give it")
        for name, value in given.items():
            if isinstance(value, str) and len(value) > LONGEST:
                raise WordsMissing(
                    f"{name} has {len(value)} characters, at most {LONGEST} are kept: "
                    "put the rest into a file"
                )

    @property
    def _a(self) -> str:
        return f"an {self.name}" if self.name[0] in "aeiou" else f"a {self.name}"

    def _called(self, state: str) -> str:
        return f"{state} ({self.states[state].zh})"

    def _listed(self, states: Iterable[str]) -> str:
        return " or ".join(self._called(state) for state in states)


def must_lie_ahead(day: date, today: date, what: str) -> None:
    """Let a day pass that has not gone by.

    Raises:
        WordsMissing: it has.
    """
    if day <= today:
        raise WordsMissing(f"{what} {day} is past: today is {today}, name a day after it")
