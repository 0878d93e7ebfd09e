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
GIVEN: Mapping[str, str] = {
    "abstentions": "弃权票",
    "addressee": "主送",
    "agenda_item": "议题",
    "amount": "金额",
    "article": "依据条款",
    "asked": "征求意见的对象",
    "asked_by": "意见截止日期",
    "audit_year": "审计年度",
    "deputies": "约见代表",
    "draft": "草案",
    "duty": "职责",
    "facts": "事实",
    "from": "提出人",
    "law": "依据",
    "letter": "文书",
    "level": "层级",
    "line": "预算行",
    "measures": "整改措施",
    "meeting": "会议",
    "met_on": "约见日期",
    "night": "所见的一夜",
    "official": "被约见人",
    "problem": "审计问题",
    "reason": "事由",
    "request": "要求",
    "shown": "所见的数",
    "subject": "标题",
    "until": "日期",
    "voted_on": "票决日期",
    "votes_against": "反对票",
    "votes_for": "赞成票",
    "words": "说明",
    "year": "年度",
}
"""What Chinese sentences call that which a step or a matter comes with."""


class Refused(Exception):
    """A step is not taken, and the sentence says what is possible instead.

    The sentence is English, for programs and the log; `zh` is the same for who reads Chinese.
    """

    def __init__(self, said: str, *, zh: str = "") -> None:
        super().__init__(said)
        self.zh = zh or said


class MoveRefused(Refused):
    """The step does not start from where the thing stands."""


class MoveForbidden(Refused):
    """The step is not this person's to take."""


class MovedMeanwhile(Refused):
    """Somebody else was first: the thing is no longer what the mover saw."""


class WordsMissing(Refused):
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
            steps = "、".join(step.text.zh for step in self.steps if step.by)
            raise MoveRefused(
                f"no step is called {move[:40]!r}: {self._a} may take {names}",
                zh=f"没有“{move[:40]}”这一步；{self._zh}可以：{steps}",
            )
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
        possible = self.possible(state)
        instead = ", ".join(possible) or "nothing"
        others = "、".join(self.step(move).text.zh for move in possible) or "没有可做的"
        starts = "或".join(f"“{self.states[one].zh}”" for one in step.starts)
        number = what.rpartition(" ")[2]
        raise MoveRefused(
            f"{what} is {self._called(state)}: {step.move!r} starts from "
            f"{self._listed(step.starts)}; from here: {instead}",
            zh=f"{self._zh}{number}现在是“{self.states[state].zh}”，“{step.text.zh}”要从{starts}做起；"
            f"现在可以：{others}",
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
                f"{step.move!r} is never taken by hand: {step.note.en or 'it follows by itself'}",
                zh=f"“{step.text.zh}”不由人来做：{step.note.zh or '到时自动发生'}",
            )
        may = " or ".join(one.value for one in step.by)
        raise MoveForbidden(
            f"{step.move!r} of {self._a} is a step of the {may}, and you are {role.value}",
            zh=f"“{step.text.zh}”由{'或'.join(one.text.zh for one in step.by)}来做，"
            f"您是{role.text.zh}：请由前者来做",
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
                f"{f', and {was!r} is none' if was else ''}: {listed}",
                zh=f"“{step.text.zh}”要选一项：{'、'.join(t.zh for t in step.reasons.values())}"
                + (f"；“{str(was)[:40]}”不在其中" if was else ""),
            )
        absent = [name for name in step.needs if given.get(name) in (None, "", [], ())]
        if absent:
            raise WordsMissing(
                f"{step.move!r} of {self._a} needs {', '.join(absent)}: give it",
                zh=f"“{step.text.zh}”还缺{in_chinese(absent)}：请填上",
            )
        for name, value in given.items():
            if isinstance(value, str) and len(value) > LONGEST:
                raise WordsMissing(
                    f"{name} has {len(value)} characters, at most {LONGEST} are kept: "
                    "put the rest into a file",
                    zh=f"{in_chinese([name])}有{len(value)}字，最多{LONGEST}字：其余请放进附件",
                )

    @property
    def _zh(self) -> str:
        return {"alert": "预警", "matter": "事项"}[self.name]

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
        raise WordsMissing(
            f"{what} {day} is past: today is {today}, name a day after it",
            zh=f"{day}已经过了，今天是{today}：请写今天以后的日期",
        )


def in_chinese(names: Iterable[str]) -> str:
    """List what a step comes with, as Chinese sentences call it."""
    return "、".join(GIVEN.get(name, name) for name in names)
