"""报告立足处. What the sections of a report read: a night, a government, its months, its notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dashboards.figures.alerts import Line
from dashboards.figures.places import Places
from dashboards.frame import Night
from dashboards.ground import address
from dashboards.look import Look, share
from dashboards.page import View
from dashboards.reports.kinds import Kind, Span
from dashboards.reports.paper import Column, Notes, told
from dashboards.words import say
from warehouse.database import Warehouse


@dataclass(frozen=True)
class Stand:
    """Where a report stands. What is not there is said in words, never left out."""

    view: View
    warehouse: Warehouse
    night: Night
    places: Places
    span: Span
    look: Look
    notes: Notes
    alerts: Sequence[Line]  # as they stood after the night, those that still wait, in their order
    matters: Sequence[Mapping[str, Any]]  # issued ones, as they stood at the end of its day

    @property
    def language(self) -> str:
        """The report's language."""
        return self.look.language

    @property
    def day(self) -> date:
        """The last day that it can speak of: its own, or the night's where that is earlier."""
        return min(self.span.ends_on, self.night.as_of)

    @property
    def partial(self) -> bool:
        """Whether its months are not over on the night."""
        return self.night.as_of < self.span.ends_on

    @property
    def detailed(self) -> bool:
        """Whether it goes into every line."""
        return self.span.kind is not Kind.MONTH

    def say(self, key: str, **given: object) -> str:
        """Say a sentence of the reports."""
        return say(self.language, f"report.{key}", **given)

    def note(self, key: str, path: str, **cut: object) -> str:
        """Note where a figure comes from: its formula, and the address of its page."""
        return self.notes(key, address(path, self.places, **cut))

    def money(self, amount: Decimal | None) -> str:
        """Write money of a table, or that there is none."""
        return self.say("gap") if amount is None else self.look.plain(amount)

    def rate(self, value: Decimal | None) -> str:
        """Write a share, or that it can't be told."""
        return self.say("unknown") if value is None else share(value)

    def column(self, key: str, note: str = "", width: float = 1.0) -> Column:
        """Give a column of numbers by the key of its head."""
        return Column(self.say(f"head.{key}") + note, share=width)

    def words(self, key: str, width: float = 2.0) -> Column:
        """Give a column of words by the key of its head."""
        return Column(self.say(f"head.{key}"), "left", width)

    def name(self, text: str) -> str:
        """Give a name of others' as it may stand on paper."""
        return told(text)
