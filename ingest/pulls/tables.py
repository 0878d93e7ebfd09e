"""One table of a database: which periods it holds, what each looks like, and its rows."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql import quoted_name

from ingest.feed import Kind
from ingest.feeds import all_feeds
from ingest.headings import Names
from ingest.pulls.order import EVERY, PullFailed, TableOrder
from warehouse.period import SHANGHAI, Period, PeriodUnreadable

BATCH = 5_000


@dataclass(frozen=True)
class Held:
    """What a table holds of one period at one moment."""

    period: Period
    rows: int
    latest: Any  # of the watermark; None without one
    totals: Mapping[str, Decimal]
    raw: Sequence[tuple[Any, ...]]  # the values by which the database tells the period

    def sign(self) -> dict[str, object]:
        """Give what must differ when a row came, went or was changed."""
        return {
            "rows": self.rows,
            "latest": spelt(self.latest),
            "totals": {name: f"{total.normalize():f}" for name, total in self.totals.items()},
        }


class Reading:
    """A table as an order has it, within one snapshot."""

    def __init__(self, connection: sa.Connection, order: TableOrder, today: date) -> None:
        self._connection = connection
        self._today = today
        self.order = order
        schema = None if order.schema is None else quoted_name(order.schema, quote=True)
        self._table = sa.table(quoted_name(order.name, quote=True), schema=schema)
        self.columns = dict(order.columns) or {name: name for name in self._all_columns()}
        strange = [heading for heading in order.totals if heading not in self.columns]
        if strange:
            raise PullFailed(
                f"{order.called}: no column {strange[0]!r} to add up: there are "
                f"{', '.join(self.columns)}"
            )

    def periods(self) -> tuple[list[Held], int]:
        """Give what the table holds of each period, and how many rows tell no period."""
        cut = self._cut()
        asked = sa.select(
            *(part.label(f"p{place}") for place, part in enumerate(cut)),
            sa.func.count().label("n"),
            *([] if self.order.changed is None else [sa.func.max(_column(self.order.changed))]),
            *(sa.func.sum(_column(self.columns[name])) for name in self.order.totals),
        ).select_from(self._table).where(*self._only())  # fmt: skip
        found: dict[Period, Held] = {}
        undated = 0
        for row in self._connection.execute(asked.group_by(*cut) if cut else asked):
            told = list(row)
            raw, rows, rest = tuple(told[: len(cut)]), told[len(cut)], told[len(cut) + 1 :]
            period = self._period(raw)
            if period is None:
                undated += rows
                continue
            if not rows:
                continue
            latest = rest.pop(0) if self.order.changed is not None else None
            totals = dict(zip(self.order.totals, map(_exact, rest), strict=True))
            held = Held(period, rows, latest, totals, [raw])
            found[period] = held if period not in found else _both(found[period], held)
        return sorted(found.values(), key=lambda held: held.period), undated

    def newest_part(self, held: Held, since: object) -> str:
        """Give a digest of the watermarks of a period from `since` on; of all where it is None.

        A row that became visible late, or was changed again, changes it, wherever the highest
        watermark stands.
        """
        assert self.order.changed is not None
        changed = _column(self.order.changed)
        late = [] if since is None else [sa.or_(changed >= since, changed.is_(None))]
        asked = (
            sa.select(changed, sa.func.count())
            .select_from(self._table)
            .where(*self._only(), self._within(held), *late)
            .group_by(changed)
            .order_by(changed)
        )
        digest = hashlib.sha256()
        with self._streamed(asked) as answer:
            for value, count in answer:
                digest.update(f"{spelt(value)}|{count}\n".encode())
        return digest.hexdigest()

    def rows(self, held: Held) -> Iterator[list[str]]:
        """Give the rows of a period as text, in the order of the key, a batch at a time."""
        asked = (
            sa.select(*(_column(name) for name in self.columns.values()))
            .select_from(self._table)
            .where(*self._only(), self._within(held))
            .order_by(*(_column(name) for name in self.order.key))
        )
        days = self._days()
        with self._streamed(asked) as answer:
            for row in answer:
                yield [_cell(value, place in days, self.order) for place, value in enumerate(row)]

    def _streamed(self, asked: sa.Select[*tuple[Any, ...]]) -> sa.CursorResult[*tuple[Any, ...]]:
        return self._connection.execute(asked.execution_options(yield_per=BATCH))

    def _all_columns(self) -> list[str]:
        asked = sa.select(sa.text("*")).select_from(self._table).where(sa.false())
        return list(self._connection.execute(asked).keys())

    def _only(self) -> list[sa.ColumnElement[bool]]:
        """Give the rows wanted; a value is compared as its column's type, whichever that is."""
        return [
            sa.or_(*(_column(name) == sa.literal(value, sa.types.NullType()) for value in values))
            for name, values in self.order.only.items()
        ]

    def _cut(self) -> list[sa.ColumnElement[Any]]:
        order = self.order
        if order.year is not None:
            return [_column(name) for name in (order.year, order.month) if name is not None]
        if order.dated is None:
            return []
        dated, parts = _column(order.dated), 1 + EVERY.index(order.every)
        if order.dated_as is None:
            return [sa.extract(field, dated) for field in EVERY[:parts]]
        return [sa.func.substr(dated, 1, _LENGTH[order.dated_as][parts - 1])]

    def _period(self, raw: Sequence[Any]) -> Period | None:
        order = self.order
        if order.year is None and order.dated is None:
            parts = (self._today.year, self._today.month, self._today.day)
            return Period(*parts[: 1 + EVERY.index(order.every)])
        try:
            if order.dated_as is not None:
                return Period.parse(_dashed(str(raw[0]), order.dated_as))
            numbers = [_whole(value) for value in raw]
            widths = (4, 2, 2)
            return Period.parse(
                "-".join(f"{n:0{w}d}" for n, w in zip(numbers, widths, strict=False))
            )
        except (PeriodUnreadable, ValueError, ArithmeticError):
            return None

    def _within(self, held: Held) -> sa.ColumnElement[bool]:
        order = self.order
        if order.year is not None:
            names = [name for name in (order.year, order.month) if name is not None]
            return sa.or_(
                *(
                    sa.and_(*(_column(n) == v for n, v in zip(names, raw, strict=True)))
                    for raw in held.raw
                )
            )
        if order.dated is None:
            return sa.true()
        dated = _column(order.dated)
        if order.dated_as is not None:
            return sa.or_(*(dated.like(f"{raw[0]}%") for raw in held.raw))
        after = held.period.ends_on + timedelta(days=1)
        return sa.and_(dated >= held.period.starts_on, dated < after)

    def _days(self) -> set[int]:
        """Give the places of the columns that hold days, whatever time their database adds."""
        feed = all_feeds()[self.order.feed]
        names = Names(feed)
        places = set()
        for place, (heading, column) in enumerate(self.columns.items()):
            found = names.find(heading)
            if column == self.order.dated or (found and found[0].kind is Kind.DATE):
                places.add(place)
        return places


_LENGTH = {"YYYYMMDD": (4, 6, 8), "YYYY-MM-DD": (4, 7, 10)}


def spelt(value: object) -> str | None:
    """Write a watermark so that it can be read again."""
    match value:
        case None:
            return None
        case datetime():
            return f"instant {value.isoformat()}"
        case date():
            return f"day {value.isoformat()}"
        case int() | Decimal():
            return f"number {Decimal(value).normalize():f}"
        case str():
            return f"text {value}"
    raise PullFailed(
        f"the column of changes holds {type(value).__name__} {value!r}: name one of times, dates, "
        "whole numbers or text"
    )


def window(latest: Any, overlap_seconds: int) -> object:  # noqa: ANN401 - the database's own value
    """Give the watermark from which rows may still become visible; None for all of them."""
    if isinstance(latest, datetime):
        return latest - timedelta(seconds=overlap_seconds)
    if isinstance(latest, date):
        return latest - timedelta(days=1 + overlap_seconds // 86_400)
    if isinstance(latest, int | Decimal):
        return latest - overlap_seconds
    return None


def unspelt(text: object) -> object:
    """Read a watermark back."""
    if not isinstance(text, str):
        return None
    kind, _, value = text.partition(" ")
    match kind:
        case "instant":
            return datetime.fromisoformat(value)
        case "day":
            return date.fromisoformat(value)
        case "number":
            number = Decimal(value)
            return int(number) if number == number.to_integral_value() else number
    return value


def _column(name: str) -> sa.ColumnClause[Any]:
    return sa.column(quoted_name(name, quote=True))


def _exact(total: object) -> Decimal:
    return Decimal(0) if total is None else Decimal(str(total))


def _both(one: Held, other: Held) -> Held:
    latest = [held.latest for held in (one, other) if held.latest is not None]
    totals = {name: total + other.totals[name] for name, total in one.totals.items()}
    return Held(
        one.period,
        one.rows + other.rows,
        max(latest, default=None),
        totals,
        [*one.raw, *other.raw],
    )


def _whole(value: object) -> int:
    number = Decimal(str(value).strip())
    if number != number.to_integral_value() or number < 0:
        raise ValueError(f"{value!r} is no year, month or day")
    return int(number)


def _dashed(text: str, written: str) -> str:
    if written == "YYYY-MM-DD":
        return text
    return "-".join(part for part in (text[:4], text[4:6], text[6:8]) if part)


def _cell(value: object, is_day: bool, order: TableOrder) -> str:
    match value:
        case None:
            written = ""
        case bool():
            written = "true" if value else "false"
        case Decimal():
            written = f"{value:f}"
        case datetime():
            written = _moment(value, is_day)
        case date():
            written = value.isoformat()
        case str() | int() | float() | UUID():
            written = str(value)
        case _:
            raise PullFailed(
                f"{order.called} holds a {type(value).__name__}, which is no cell of a table: "
                "leave that column out of columns"
            )
    return written


def _moment(value: datetime, is_day: bool) -> str:
    told = value if value.tzinfo is None else value.astimezone(SHANGHAI).replace(tzinfo=None)
    if is_day or told.time() == time():
        return told.date().isoformat()
    return told.isoformat(sep=" ")
