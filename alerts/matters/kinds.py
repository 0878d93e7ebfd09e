"""事项种类. Every closed loop of a people's congress, as data: names, clocks, papers, duties."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from alerts.rule import Text
from alerts.workflow import Role
from warehouse.workdays import Workdays, WorkdaysUnknown


class Unit(StrEnum):
    """What a term is counted in."""

    DAYS = "days"  # 日
    WORKING_DAYS = "working_days"  # 工作日
    MONTHS = "months"  # 个月


@dataclass(frozen=True)
class Term:
    """How long somebody has."""

    count: int
    unit: Unit

    def ends(self, start: date, workdays: Workdays) -> date:
        """Give the last day of a term that begins on `start`, which is not counted.

        A term of days or months that would end on a day off ends on the next working day
        (民法典 第二百零三条); the months of a year whose notice is not out yet have plain weekends.

        Raises:
            WorkdaysUnknown: a term of working days runs into a year whose notice is not known.
        """
        if self.unit is Unit.WORKING_DAYS:
            return workdays.plus(start, self.count)
        last = start + timedelta(days=self.count)
        if self.unit is Unit.MONTHS:
            last = _months_after(start, self.count)
        while not is_worked(last, workdays):
            last += timedelta(days=1)
        return last


FEASTS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Holidays that fall on the same dates every year (全国年节及纪念日放假办法, second article)."""


def is_worked(day: date, workdays: Workdays) -> bool:
    """Tell whether people work on a day.

    Of a year whose notice is not out, by its weekday and the holidays of fixed dates.
    """
    try:
        return workdays.is_working(day)
    except WorkdaysUnknown:
        return day.weekday() < calendar.SATURDAY and (day.month, day.day) not in FEASTS


def _months_after(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


class Letter(StrEnum):
    """The papers that are numbered."""

    REPORT = "report"  # 监督工作报告书
    HANDOVER = "handover"  # 监督工作交办函
    REMINDER = "reminder"  # 履职提醒函
    SUPERVISION = "supervision"  # 督办单
    INQUIRY = "inquiry"  # 问询函
    FEEDBACK = "feedback"  # 整改反馈函
    CLOSING = "closing"  # 销号单
    SUGGESTION = "suggestion"  # 代表建议受理号

    @property
    def text(self) -> Text:
        """What a reader calls it."""
        return LETTERS[self]


LETTERS = {
    Letter.REPORT: Text("监督工作报告书", "Report on supervision"),
    Letter.HANDOVER: Text("监督工作交办函", "Hand-over letter"),
    Letter.REMINDER: Text("履职提醒函", "Reminder of duty"),
    Letter.SUPERVISION: Text("督办单", "Supervision order"),
    Letter.INQUIRY: Text("问询函", "Letter of inquiry"),
    Letter.FEEDBACK: Text("整改反馈函", "Letter on the rectification"),
    Letter.CLOSING: Text("销号单", "Closing note"),
    Letter.SUGGESTION: Text("代表建议受理号", "Receipt of a suggestion"),
}


class Every(StrEnum):
    """How often a duty returns within its year."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


@dataclass(frozen=True)
class Duty:
    """Something due again and again while a matter runs; `days` after the stretch it is about."""

    name: str
    text: Text
    every: Every
    days: int
    by: Role

    def dates(self, year: int) -> list[tuple[str, date]]:
        """Give the year's duties of this kind, as `<name>/<stretch>`, with the day each is due."""
        months = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}[self.every]
        ends = [6] if self.every is Every.HALF else range(months, 13, months)
        return [(f"{self.name}/{year}-{month:02d}", self._due(year, month)) for month in ends]

    def _due(self, year: int, month: int) -> date:
        last = date(year, month, calendar.monthrange(year, month)[1])
        return last + timedelta(days=self.days)


@dataclass(frozen=True)
class Kind:
    """One kind of matter."""

    name: str
    text: Text
    opened_from: Text
    clocks: Mapping[Letter, Term]  # by the paper that it is issued with; the first one is usual
    opened_by: tuple[Role, ...] = (Role.ANALYST,)
    approved: bool = True  # a leader looks at it before it is issued
    vote: bool = False  # it is closed with a vote on how satisfied one is
    alerts: bool = False  # it is opened from confirmed alerts
    opinions: bool = False  # opinions on it are gathered before and while it runs
    source: tuple[str, ...] = ()  # what must be known of where it comes from
    duties: Sequence[Duty] = field(default_factory=tuple)
    receipt: bool = False  # whoever brings it gets a receipt number

    @property
    def usual(self) -> Letter:
        """The paper that it is issued with where none is named."""
        return next(iter(self.clocks))


def _days(count: int) -> Term:
    return Term(count, Unit.DAYS)


_UNIT, _CONGRESS = Role.RESPONDENT, Role.ANALYST
KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "warning",
            Text("预警督办", "Warning"),
            Text("一条或多条认定属实的预警", "one or more confirmed alerts"),
            {
                Letter.HANDOVER: _days(30),
                Letter.REMINDER: _days(15),
                Letter.SUPERVISION: Term(10, Unit.WORKING_DAYS),
                Letter.INQUIRY: _days(15),
            },
            alerts=True,
        ),
        Kind(
            "audit_problem",
            Text("审计查出问题", "Audit problem"),
            Text("审计查出问题清单", "the list of audit problems"),
            {Letter.HANDOVER: Term(6, Unit.MONTHS)},
            approved=False,
            vote=True,
            source=("problem", "audit_year"),
        ),
        Kind(
            "review_opinion",
            Text("审议意见", "Review opinion"),
            Text("常委会会议审议", "a sitting of the standing committee"),
            {Letter.HANDOVER: _days(30)},
            vote=True,
            source=("meeting", "agenda_item"),
        ),
        Kind(
            "suggestion",
            Text("代表建议", "Suggestion"),
            Text("代表、代表联络站或扫码", "a deputy, a liaison station, a scanned code"),
            {Letter.HANDOVER: Term(3, Unit.MONTHS)},
            opened_by=(Role.ANALYST, Role.DEPUTY),
            approved=False,
            vote=True,
            source=("from",),
            receipt=True,
        ),
        Kind(
            "interview",
            Text("代表约见", "Interview"),
            Text("代表约见国家机关负责人", "deputies meet an official"),
            {Letter.HANDOVER: Term(1, Unit.MONTHS)},
            approved=False,
            source=("deputies", "official", "met_on"),
        ),
        Kind(
            "livelihood_project",
            Text("民生实事项目", "Livelihood project"),
            Text("人民代表大会票决", "the vote of the congress"),
            {Letter.HANDOVER: Term(12, Unit.MONTHS)},
            vote=True,
            source=("year", "voted_on", "votes_for", "votes_against", "abstentions"),
            duties=(
                Duty("month_report", Text("月报", "Month report"), Every.MONTH, 10, _UNIT),
                Duty(
                    "inspection",
                    Text("季度检查", "Quarter inspection"),
                    Every.QUARTER,
                    15,
                    _CONGRESS,
                ),
                Duty("half_report", Text("半年报告", "Half-year report"), Every.HALF, 31, _UNIT),
                Duty(
                    "assessment", Text("年终评估", "Year-end assessment"), Every.YEAR, 31, _CONGRESS
                ),
            ),
        ),
        Kind(
            "budget_review",
            Text("预算审查意见", "Budget review"),
            Text(
                "专家、中介机构和代表对预算草案的意见",
                "experts, intermediaries and deputies on a draft",
            ),
            {Letter.HANDOVER: _days(7)},
            opened_by=(Role.ANALYST, Role.EXPERT, Role.DEPUTY),
            opinions=True,
            source=("draft", "asked", "asked_by"),
        ),
    )
}


class Level(StrEnum):
    """The ladder of escalation, from the gentlest."""

    REMINDER = "reminder"
    SUPERVISION = "supervision"
    QUESTION = "question"
    SPECIAL_QUESTION = "special_question"
    INTERPELLATION = "interpellation"
    AUDIT = "audit"
    DISCIPLINE = "discipline"

    @property
    def text(self) -> Text:
        """What a reader calls it."""
        return LEVELS[self]

    @property
    def at_meeting(self) -> bool:
        """Whether it is taken at a meeting, under an item of its agenda."""
        return self in {Level.QUESTION, Level.SPECIAL_QUESTION, Level.INTERPELLATION}


LEVELS = {
    Level.REMINDER: Text("提醒", "Reminder"),
    Level.SUPERVISION: Text("督办", "Supervision"),
    Level.QUESTION: Text("询问", "Question"),
    Level.SPECIAL_QUESTION: Text("专题询问", "Special question"),
    Level.INTERPELLATION: Text("质询", "Interpellation"),
    Level.AUDIT: Text("移交审计", "Referred to the auditors"),
    Level.DISCIPLINE: Text("移交纪委监委", "Referred to discipline inspection"),
}
PAPERS = {
    Level.REMINDER: Letter.REMINDER,
    Level.SUPERVISION: Letter.SUPERVISION,
    Level.QUESTION: Letter.INQUIRY,
    Level.SPECIAL_QUESTION: Letter.INQUIRY,
    Level.INTERPELLATION: Letter.INQUIRY,
    Level.AUDIT: Letter.REPORT,
    Level.DISCIPLINE: Letter.REPORT,
}
"""The paper that goes with each step of the ladder."""
