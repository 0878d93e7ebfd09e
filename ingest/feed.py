"""Feeds: what a supplier hands over, held to a contract."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """The type of a column, as the feeds' specification names it."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    MONTH = "month"  # 2026-03
    INT = "int"
    MONEY = "money"  # yuan, two decimals
    SHARE = "share"  # 0.10 is ten per cent
    NUMBER = "number"
    BOOL = "bool"


class Holds(StrEnum):
    """What one delivery says, and so what two of them together mean."""

    EVENTS = "events"  # each row happened once
    STOCK = "stock"  # the state at a date
    REGISTER = "register"  # a list that is kept


@dataclass(frozen=True)
class Column:
    """One column of a feed, by the three names that a supplier may print over it."""

    name: str
    zh: str
    mof: str
    kind: Kind
    key: bool = False
    optional: bool = False
    note: str = ""
    least: Decimal | int | str | None = None  # smallest possible value (a date as ISO text)
    most: Decimal | int | str | None = None
    pattern: str | None = None  # a code must match it whole
    spelt: Mapping[str, str] = field(default_factory=dict)  # other spelling → the one kept


@dataclass(frozen=True)
class Check:
    """A rule between the columns of one row; a row that breaks it is impossible and set aside."""

    name: str
    sql: str  # over the typed columns; true or null is in order
    columns: Sequence[str]
    zh: str
    en: str


@dataclass(frozen=True)
class Feed:
    """One feed's contract; its name is its file's."""

    zh: str
    en: str
    every: str  # day, month, year, event
    holds: Holds
    columns: Sequence[Column]
    dated: str | None = None
    ours: bool = False
    note: str = ""
    checks: Sequence[Check] = ()
    name: str = ""  # given by the catalogue from the file's name

    @cached_property
    def written(self) -> str:
        """The whole contract as text: it decides, with a file's bytes, what is kept of it."""
        return repr(self)

    def column(self, name: str) -> Column:
        """Give the column of that identifier."""
        return next(column for column in self.columns if column.name == name)

    @property
    def key(self) -> list[str]:
        """The identifiers that together name one row."""
        return [column.name for column in self.columns if column.key]

    @property
    def money(self) -> list[str]:
        """The columns whose totals a receipt states."""
        return [column.name for column in self.columns if column.kind is Kind.MONEY]
