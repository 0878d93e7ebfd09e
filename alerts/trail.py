"""留痕. One chain over all that people and machines did: lines are added, and never changed.

Each line holds the hash of the one before it, so that a line that is changed, deleted, put in or
moved breaks the chain at its place. The hash is SM3 (GB/T 32905), or SHA-256 where a site says so.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

import sqlalchemy as sa

from alerts.database import writing
from alerts.schema import Instant, ledger

trail = sa.Table(
    "trail",
    ledger,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False, index=True),
    sa.Column("subject", sa.Text, nullable=False, index=True),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("algorithm", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    comment="What was done, by whom and when: each line holds the hash of the line before it",
)

MACHINE = "pursewatch"
"""The actor where no person acts: the night, the scheduler, a migration."""


class Algorithm(StrEnum):
    """What the chain is hashed with."""

    SM3 = "sm3"
    SHA256 = "sha256"


class ChainUnavailable(Exception):
    """This machine can't compute the chain's hash."""


class WordsRefused(Exception):
    """A line may not hold such a value."""


@dataclass(frozen=True)
class Entry:
    """One thing that was done: `act` is `<noun>.<verb>`, `subject` names what it was done to."""

    actor: str
    act: str
    subject: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One line of the chain as it is kept."""

    number: int
    at: datetime
    actor: str
    act: str
    subject: str
    words: str  # canonical JSON
    before: str
    algorithm: str
    hash: str


@dataclass(frozen=True)
class Head:
    """The last line's number and hash: who holds it on paper can prove all lines up to it."""

    number: int
    hash: str

    def __str__(self) -> str:
        """Write it as it is printed."""
        return f"{self.number}:{self.hash}"


def append(connection: sa.Connection, entries: Iterable[Entry], *, now: datetime) -> range:
    """Add lines to the chain within the transaction of the one writer; give their numbers.

    Call it inside `alerts.database.writing`, together with what the lines tell of, so that both
    are kept or neither is.

    Raises:
        ChainUnavailable: this machine can't compute the chain's hash.
        WordsRefused: words hold what canonical JSON can't.
    """
    last = _last(connection)
    number, before = (0, "") if last is None else (last.number, last.hash)
    algorithm = Algorithm.SM3.value if last is None else last.algorithm
    first = number + 1
    rows = []
    for entry in entries:
        number += 1
        if entry.act == _CHANGE:
            algorithm = str(entry.words["to"])
        line = _line(number, now, entry, before, algorithm)
        rows.append(vars(line))
        before = line.hash
    if rows:
        connection.execute(sa.insert(trail), rows)
    return range(first, number + 1)


def write_down(engine: sa.Engine, entries: Iterable[Entry], *, now: datetime) -> range:
    """Add lines to the chain in a transaction of their own; see `append`."""
    with writing(engine) as connection:
        return append(connection, entries, now=now)


def hash_with(engine: sa.Engine, algorithm: str, *, now: datetime) -> None:
    """Have the lines from now on hashed so; a change is itself a line of the chain.

    Raises:
        ChainUnavailable: this machine can't compute it.
    """
    wanted = Algorithm(algorithm)
    digest(wanted, b"")
    with writing(engine) as connection:
        last = _last(connection)
        used = Algorithm.SM3 if last is None else Algorithm(last.algorithm)
        if used is not wanted:
            change = Entry(MACHINE, _CHANGE, "trail", {"from": used, "to": wanted})
            append(connection, [change], now=now)


def head(connection: sa.Connection) -> Head | None:
    """Give the chain's last line, to be printed on reports; None while there is none."""
    last = _last(connection)
    return None if last is None else Head(last.number, last.hash)


def lines(
    connection: sa.Connection,
    *,
    act: str | None = None,
    subject: str | None = None,
    telling: str | None = None,
) -> Iterator[Line]:
    """Give the lines in their order; `act`, `subject` and a text in their words narrow them."""
    where: list[sa.ColumnElement[bool]] = [sa.true()]
    if act is not None:
        where.append(trail.c.act == act)
    if subject is not None:
        where.append(trail.c.subject == subject)
    if telling is not None:
        where.append(trail.c.words.contains(telling, autoescape=True))
    query, reached = sa.select(trail).where(*where).order_by(trail.c.number).limit(_PAGE), 0
    while rows := connection.execute(query.where(trail.c.number > reached)).all():
        reached = rows[-1].number
        yield from (Line(**row._mapping) for row in rows)


def written(words: Mapping[str, Any]) -> str:
    """Write words as canonical JSON: keys sorted, no blanks, money and days as text.

    Raises:
        WordsRefused: a value is a float or of another kind that has no one way to be written.
    """
    return _storable(_json(_plain(words)))


def digest(algorithm: str, content: bytes) -> str:
    """Hash content with an algorithm of the chain.

    Raises:
        ChainUnavailable: this machine has no such algorithm.
    """
    try:
        return hashlib.new(Algorithm(algorithm).value, content).hexdigest()
    except ValueError as error:
        raise ChainUnavailable(
            f"this machine's OpenSSL has no {algorithm!r}, which the record is hashed with: use "
            'an OpenSSL that has it, or set `chain = "sha256"` in pursewatch.toml and run '
            "`pursewatch ledger migrate`"
        ) from error


def hash_of(line: Line, number: int | None = None) -> str:
    """Compute what a line's hash must be; `number`: as if it stood there.

    The preimage is the UTF-8 of the JSON array [number, at, algorithm, actor, act, subject, words,
    before], without blanks, `at` in UTC to the microsecond and `words` as the text that is kept.
    """
    at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    told = [number or line.number, at, line.algorithm, line.actor, line.act, line.subject]
    return digest(line.algorithm, _json([*told, line.words, line.before]).encode())


_CHANGE = "trail.algorithm"
_PAGE = 5000
_SHOWN = {0: "␀", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}  # what no database keeps


def _last(connection: sa.Connection) -> sa.Row[Any] | None:
    query: sa.Select[Any] = sa.select(trail.c.number, trail.c.hash, trail.c.algorithm)
    return connection.execute(query.order_by(trail.c.number.desc()).limit(1)).one_or_none()


def _line(number: int, now: datetime, entry: Entry, before: str, algorithm: str) -> Line:
    actor, act, subject = map(_storable, (entry.actor, entry.act, entry.subject))
    plain = Line(number, now, actor, act, subject, written(entry.words), before, algorithm, "")
    return Line(**{**vars(plain), "hash": hash_of(plain)})


def _storable(text: str) -> str:
    return text if text.isascii() and "\0" not in text else text.translate(_SHOWN)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> object:
    match value:
        case Mapping():
            return {str(name): _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case Enum():
            return value.value
        case None | bool() | int() | str():
            return value
        case Decimal() | date():
            return _text(value)
    raise WordsRefused(
        f"a line of the record can't hold {value!r}, a {type(value).__name__}: give text, whole "
        "numbers, decimals or days"
    )


def _text(value: Decimal | date) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat()
