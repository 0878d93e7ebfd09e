"""导出. Orders to write a list to a file: who ordered what, how far it has come, where it lies.

An order is worked by whichever process claims it. A claim is kept alive by beats; an order whose
worker fell silent is taken up again, and given up after a few times.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from alerts.accounts import Account
from alerts.database import writing
from alerts.schema import CHANGES, Instant, ledger

SILENT = timedelta(seconds=60)
"""After which a worker that gave no beat is taken for dead."""

TRIES = 3
MOST_WAITING = 10
"""Orders of one account that may wait or run beside one another."""

Filters = Mapping[str, Sequence[str]]

export = sa.Table(
    "export",
    ledger,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("account", sa.Text, sa.ForeignKey("account.name"), nullable=False, index=True),
    sa.Column("reach", sa.Text, nullable=False),  # role, region and unit that it was ordered with
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("form", sa.Text, nullable=False),
    sa.Column("filters", sa.Text, nullable=False),  # JSON
    sa.Column("night", sa.Text),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("counted", sa.BigInteger, nullable=False),  # rows that were counted at the order
    sa.Column("written", sa.BigInteger, nullable=False),  # rows so far
    sa.Column("told", sa.Text, nullable=False),  # why it failed
    sa.Column("claim", sa.Text),
    sa.Column("beat_at", Instant),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("name", sa.Text),
    sa.Column("bytes", sa.BigInteger),
    sa.Column("sha256", sa.Text),
    sa.Column("ordered_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
    sa.Column("expires_at", Instant),
    comment="Orders to write a list to a file, and what became of them",
    info=CHANGES,
    sqlite_autoincrement=True,
)


class ExportState(StrEnum):
    """How far an order has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"


class ExportUnknown(Exception):
    """There is no such export of this account's: the same answer for another's."""


class ExportNotReady(Exception):
    """The file is not there: not yet, not any more, or it was never made."""


class ExportsMany(Exception):
    """An account has as many orders waiting as it may have."""


class ClaimLost(Exception):
    """Another worker has taken the order up meanwhile."""


@dataclass(frozen=True)
class Export:
    """One order."""

    number: int
    account: str
    reach: str
    what: str
    form: str
    filters: Filters
    night: str | None
    purpose: str
    state: ExportState
    counted: int
    written: int
    told: str
    claim: str | None
    name: str | None
    bytes: int | None
    sha256: str | None
    ordered_at: datetime
    ended_at: datetime | None
    expires_at: datetime | None

    @property
    def file(self) -> str:
        """The name under which it lies in the folder of exports."""
        return f"{self.number}.{self.form}"


@dataclass(frozen=True)
class Order:
    """What somebody wants written to a file."""

    what: str
    form: str
    filters: Filters
    night: str | None
    counted: int
    purpose: str = ""


def reach_of(account: Account) -> str:
    """Write with which role, region and unit an account sees, for a later look to compare."""
    return f"{account.role.value} {account.region or '-'} {account.unit or '-'}"


class Exports:
    """The orders of a ledger."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def order(self, order: Order, *, by: Account, now: datetime) -> Export:
        """Put an order at the end of the queue.

        Raises:
            ExportsMany: the account has many orders that are not done yet.
        """
        open_ = export.c.state.in_([ExportState.WAITING.value, ExportState.RUNNING.value])
        with writing(self._engine) as connection:
            waiting = connection.execute(
                sa.select(sa.func.count()).where(export.c.account == by.name, open_)
            ).scalar_one()
            if waiting >= MOST_WAITING:
                raise ExportsMany(
                    f"{waiting} of your exports are still waiting, where {MOST_WAITING} may: "
                    "order again when one is done"
                )
            number: int = connection.execute(
                sa.insert(export)
                .values(
                    account=by.name,
                    reach=reach_of(by),
                    what=order.what,
                    form=order.form,
                    filters=json.dumps(order.filters, ensure_ascii=False, sort_keys=True),
                    night=order.night,
                    purpose=order.purpose,
                    state=ExportState.WAITING.value,
                    counted=order.counted,
                    written=0,
                    told="",
                    tries=0,
                    ordered_at=now,
                )
                .returning(export.c.number)
            ).scalar_one()
        return self.of(number, account=by.name)

    def of(self, number: int, *, account: str) -> Export:
        """Give an order of an account.

        Raises:
            ExportUnknown: it has none of that number.
        """
        query = sa.select(export).where(export.c.number == number, export.c.account == account)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise ExportUnknown(f"no export {number} is yours: look it up in the list of exports")
        return _export(row)

    def list(self, account: str, *, before: int | None = None, most: int = 50) -> list[Export]:
        """List an account's orders, the latest first."""
        query = sa.select(export).where(export.c.account == account)
        if before is not None:
            query = query.where(export.c.number < before)
        with self._engine.connect() as connection:
            found = connection.execute(query.order_by(export.c.number.desc()).limit(most))
            return [_export(row) for row in found]

    def waits(self, now: datetime) -> bool:
        """Tell whether there is anything that a worker could take up."""
        with self._engine.connect() as connection:
            query = sa.select(export.c.number).where(_free(now)).limit(1)
            return connection.execute(query).first() is not None

    def claim(self, now: datetime, *, at_once: int = 1) -> Export | None:
        """Take the order up that waits longest; None: none waits, or enough are worked on.

        One whose workers died a few times is given up, with a sentence.
        """
        alive = sa.and_(
            export.c.state == ExportState.RUNNING.value, export.c.beat_at > now - SILENT
        )
        with writing(self._engine) as connection:
            connection.execute(
                sa.update(export)
                .where(_free(now), export.c.tries >= TRIES)
                .values(
                    state=ExportState.FAILED.value, claim=None, ended_at=now,
                    told=f"the worker died {TRIES} times over it: narrow it, or order it as csv",
                )
            )  # fmt: skip
            running = connection.execute(sa.select(sa.func.count()).where(alive)).scalar_one()
            if running >= at_once:
                return None
            first = sa.select(sa.func.min(export.c.number)).where(_free(now))
            number = connection.execute(first).scalar()
            if number is None:
                return None
            row = connection.execute(
                sa.update(export)
                .where(export.c.number == number)
                .values(
                    state=ExportState.RUNNING.value,
                    claim=secrets.token_hex(8),
                    beat_at=now,
                    tries=export.c.tries + 1,
                    written=0,
                )
                .returning(export)
            ).one()
        return _export(row)

    def beat(self, claimed: Export, written: int, now: datetime) -> None:
        """Say that the worker is alive, and how many rows it has written.

        Raises:
            ClaimLost: another worker has the order by now.
        """
        self._end(claimed, beat_at=now, written=written)

    def done(
        self,
        claimed: Export,
        *,
        name: str,
        rows: int,
        size: int,
        sha256: str,
        now: datetime,
        expires_at: datetime,
    ) -> None:
        """Say that the file is whole.

        Raises:
            ClaimLost: another worker has the order by now.
        """
        self._end(
            claimed, state=ExportState.DONE.value, name=name, written=rows, bytes=size,
            sha256=sha256, ended_at=now, expires_at=expires_at, claim=None,
        )  # fmt: skip

    def fail(self, claimed: Export, told: str, now: datetime) -> None:
        """Say in a sentence why no file is made."""
        self._end(
            claimed, state=ExportState.FAILED.value, told=told[:600], ended_at=now, claim=None
        )

    def expired(self, now: datetime) -> Sequence[Export]:
        """Mark the orders whose time is over, and give them: their files are to be deleted."""
        over = sa.and_(export.c.state == ExportState.DONE.value, export.c.expires_at <= now)
        with writing(self._engine) as connection:
            rows = connection.execute(
                sa.update(export)
                .where(over)
                .values(state=ExportState.EXPIRED.value)
                .returning(export)
            ).all()
        return [_export(row) for row in rows]

    def _end(self, claimed: Export, **values: object) -> None:
        mine = sa.and_(export.c.number == claimed.number, export.c.claim == claimed.claim)
        with writing(self._engine) as connection:
            changed = connection.execute(sa.update(export).where(mine).values(**values))
        if changed.rowcount == 0:
            raise ClaimLost(f"another worker has taken export {claimed.number} up")


def _free(now: datetime) -> sa.ColumnElement[bool]:
    silent = sa.and_(export.c.state == ExportState.RUNNING.value, export.c.beat_at <= now - SILENT)
    return sa.or_(export.c.state == ExportState.WAITING.value, silent)


def _export(row: sa.Row[Any]) -> Export:
    told = {name: row._mapping[name] for name in Export.__dataclass_fields__}
    filters = {name: tuple(values) for name, values in json.loads(row.filters).items()}
    return Export(**{**told, "filters": filters, "state": ExportState(row.state)})
