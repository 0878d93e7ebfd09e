"""纸上内容. What a report is made of: blocks in their order, and a note for every figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from dashboards.letters.document import clean

OPENS, ENDS = "\ue000", "\ue001"
"""Around the number of a note within text; no text of others holds them."""

Align = Literal["left", "right", "center"]


@dataclass(frozen=True)
class Pace:
    """A bar of money against time, in per cent; `text` says it where no bar can stand."""

    paid: float
    time: float
    text: str


@dataclass(frozen=True)
class Mark:
    """A severity's mark with its word."""

    severity: str
    text: str


Cell = str | Pace | Mark


@dataclass(frozen=True)
class Heading:
    """A heading: a section's, or within one."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Para:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class State:
    """Why there is nothing to show, in words."""

    text: str


@dataclass(frozen=True)
class Chart:
    """A figure that a page shows, its finding, and where it comes from."""

    finding: str
    measure: str
    picture: Mapping[str, Any]  # Plotly's JSON
    source: str
    height: int = 240


@dataclass(frozen=True)
class Column:
    """A column's head, how it is set, and its share of the width."""

    head: str
    align: Align = "right"
    share: float = 1.0


@dataclass(frozen=True)
class Table:
    """A table: its finding, what it measures, its rows, and where they come from."""

    finding: str
    measure: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()
    source: str = ""


Block = Heading | Para | State | Chart | Table


@dataclass(frozen=True)
class Note:
    """Where a figure comes from."""

    number: int
    key: str  # of its formula, as execution.paid
    formula: str
    address: str


@dataclass
class Notes:
    """The notes of a report, numbered as they are first needed."""

    site: str  # address of the site; empty where none is set
    night: str
    formulas: Mapping[str, str]
    taken: dict[tuple[str, str], Note] = field(default_factory=dict)

    def __call__(self, key: str, address: str) -> str:
        """Give the mark of a figure's note, which is noted once."""
        night = f"{'&' if '?' in address else '?'}night={self.night}"
        whole = f"{self.site.rstrip('/')}{address}{night}"
        note = self.taken.setdefault(
            (key, whole), Note(len(self.taken) + 1, key, self.formulas[key], whole)
        )
        return f"{OPENS}{note.number}{ENDS}"


@dataclass(frozen=True)
class Paper:
    """A report, ready to be set."""

    kind: str
    language: str
    values: Mapping[str, str]  # title, name, place, period, site, made_on, night, answer …
    blocks: Sequence[Block]
    notes: Sequence[Note]


def told(text: str) -> str:
    """Give text of others without the marks that are the report's own."""
    return clean(text.replace(OPENS, "").replace(ENDS, ""))
