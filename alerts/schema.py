"""台账表. The ledger's tables, the same on SQLite and on PostgreSQL.

The record (`alert`, `testimony`, `noting`, `asked`, `sighting`, `move`, and every table that does
not say otherwise) is only ever added to; `standing` is derived from it and can be made again. A
table whose rows may change says so: `info=CHANGES`.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from warehouse.money import FEN


class Yuan(TypeDecorator[Decimal]):
    """Money, exact: a numeric on PostgreSQL, whole fen on SQLite, which has no decimals."""

    impl = sa.Numeric(20, 2)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Decimal]:
        """Choose what stores it."""
        exact: TypeEngine[Any] = sa.BigInteger() if dialect.name == "sqlite" else sa.Numeric(20, 2)
        return dialect.type_descriptor(exact)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:  # noqa: ANN401 - fen on SQLite, which the base does not know
        """Write yuan."""
        if value is None or dialect.name != "sqlite":
            return value
        return int(value.quantize(FEN).scaleb(2))

    def process_result_value(self, value: Decimal | int | None, dialect: Dialect) -> Decimal | None:
        """Read yuan."""
        if value is None or dialect.name != "sqlite":
            return value if value is None else Decimal(value)
        return Decimal(value).scaleb(-2)


class Instant(TypeDecorator[datetime]):
    """An instant, UTC; SQLite drops zones, so none is written there and UTC is read."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Write it as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no zone: an instant in the ledger is UTC")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Read it as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


ledger = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

CHANGES = {"changes": True}
"""Of a table that is no record: its rows may be changed and deleted."""

noting = sa.Table(
    "noting",
    ledger,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("night", sa.Date, nullable=False, index=True),
    sa.Column("noted_at", Instant, nullable=False),
    sa.Column("findings", sa.Integer, nullable=False),
    sa.Column("raised", sa.Integer, nullable=False),
    sa.Column("seen_again", sa.Integer, nullable=False),
    sa.Column("no_longer_observed", sa.Integer, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    comment="A night's findings as they were noted; the last noting of a night is what it saw",
)
alert = sa.Table(
    "alert",
    ledger,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("recurrence", sa.Integer, nullable=False),
    sa.Column("recurs", sa.Integer, sa.ForeignKey("alert.number"), index=True),
    sa.Column("unit", sa.Text),
    sa.Column("first_seen", sa.Date, nullable=False),
    sa.Column("backlog", sa.Boolean, nullable=False),
    sa.Column("raised_at", Instant, nullable=False),
    sa.Column("because", sa.Text),  # the rule's edition or limits had changed that night
    sa.UniqueConstraint("code", "region", "period", "subject", "recurrence"),
)
testimony = sa.Table(
    "testimony",
    ledger,
    sa.Column("alert", sa.Integer, sa.ForeignKey("alert.number"), primary_key=True),
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("edition", sa.Text, nullable=False),
    sa.Column("operands", sa.Text, nullable=False),
    sa.Column("limits", sa.Text, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("evidence_rows", sa.BigInteger, nullable=False),
    sa.Column("evidence_total", Yuan),
    sa.Column("payee", sa.Text, index=True),  # where all its rows name one
    comment="What a sighting rests on, by its content: kept once however often it is seen",
)
sighting = sa.Table(
    "sighting",
    ledger,
    sa.Column("alert", sa.Integer, sa.ForeignKey("alert.number"), primary_key=True),
    sa.Column("noting", sa.Integer, sa.ForeignKey("noting.number"), primary_key=True, index=True),
    sa.Column("severity", sa.Text, nullable=False),
    sa.Column("at_stake", Yuan),
    sa.Column("testimony", sa.Text, nullable=False),
)
asked = sa.Table(
    "asked",
    ledger,
    sa.Column("noting", sa.Integer, sa.ForeignKey("noting.number"), primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    comment="What a night could answer: silence about anything else means nothing",
)
move = sa.Table(
    "move",
    ledger,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("alert", sa.Integer, sa.ForeignKey("alert.number"), nullable=False, index=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("move", sa.Text, nullable=False),
    sa.Column("from_state", sa.Text, nullable=False),
    sa.Column("to_state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("cause", sa.Text),  # one of the step's list of reasons
    sa.Column("until", sa.Date),
    sa.Column("owner", sa.Text),  # who has the alert after it
    sa.Column("severity", sa.Text),  # as it was seen by whoever moved it
    sa.Column("at_stake", Yuan),
    sqlite_autoincrement=True,
)
standing = sa.Table(
    "standing",
    ledger,
    sa.Column("alert", sa.Integer, sa.ForeignKey("alert.number"), primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("severity", sa.Text, nullable=False),
    sa.Column("at_stake", Yuan),
    sa.Column("testimony", sa.Text, nullable=False),
    sa.Column("last_seen", sa.Date, nullable=False),
    sa.Column("sightings", sa.Integer, nullable=False),
    sa.Column("no_longer_observed", sa.Date),
    sa.Column("grade", sa.SmallInteger, nullable=False),  # 0 red … 3 blue
    sa.Column("less", sa.BigInteger, nullable=False),  # fen at stake below zero: the most first
    sa.Column("first_seen", sa.Date, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, server_default="0"),  # its last move
    sa.Column("owner", sa.Text),
    sa.Column("muted_until", sa.Date),  # the last day of the silences over it
    sa.Column("inhibited", sa.Text),  # what was missing when it could not be looked at
    sa.Column("bundle", sa.Integer),  # the alert that it was merged into
    sa.Column("code", sa.Text, nullable=False),  # these three as the alert has them,
    sa.Column("region", sa.Text, nullable=False),  # so that counting walks along an index
    sa.Column("unit", sa.Text),
    sa.Index("ix_standing_order", "grade", "less", "first_seen", "alert"),
    sa.Index("ix_standing_state", "state", "grade", "less", "first_seen", "alert"),
    sa.Index(
        "ix_standing_counted",
        "state",
        "severity",
        "code",
        "region",
        "unit",
        "muted_until",
        "inhibited",
    ),
    comment="Where each alert stands, derived from the record",
    info=CHANGES,
)
decision = sa.Table(
    "decision",
    ledger,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),  # of a limit; of a switch on or off
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("region", sa.Text),
    sa.Column("tier", sa.Text),
    sa.Column("fiscal_year", sa.Integer),
    sa.Column("unit", sa.Text),
    sa.Column("subject", sa.Text),
    sa.Column("provenance", sa.Text, nullable=False),
    sa.Column("article", sa.Text, nullable=False),
    sa.Column("valid_from", sa.Date),
    sa.Column("valid_to", sa.Date),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("decided_at", Instant, nullable=False),
    sa.Column("waits", sa.Boolean, nullable=False),  # for a second person
    comment="What people decided about rules: limits, switches, filters",
)
ruling = sa.Table(
    "ruling",
    ledger,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("decision", sa.Integer, sa.ForeignKey("decision.number"), nullable=False, index=True),
    sa.Column("ruling", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
    comment="What became of a decision: approved or revoked, and by whom",
)
previewed = sa.Table(
    "previewed",
    ledger,
    sa.Column("decision", sa.Integer, sa.ForeignKey("decision.number"), primary_key=True),
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    comment="The findings that the author of a filter saw: it can hide no other",
)
account = sa.Table(
    "account",
    ledger,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("display", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("region", sa.Text),
    sa.Column("unit", sa.Text),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("password_at", Instant),  # when it was last set; null: before this was kept
    sa.Column("factor", sa.Text),  # the key of the second factor; null: there is none
    sa.Column("factor_step", sa.Integer),  # the last time step whose code was used
    sa.Column("identity", sa.Text, unique=True),  # at the site's provider: issuer and subject
    info=CHANGES,
)
token = sa.Table(
    "token",
    ledger,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("hash", sa.Text, nullable=False, unique=True),
    sa.Column("account", sa.Text, sa.ForeignKey("account.name"), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("rights", sa.Text, nullable=False),  # separated by blanks
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    comment="Keys of machines: only their hashes are kept",
    info=CHANGES,
    sqlite_autoincrement=True,
)
spending = sa.Table(
    "spending",
    ledger,
    sa.Column("what", sa.Text, primary_key=True),  # a limited thing, and whose
    sa.Column("window_at", Instant, nullable=False),
    sa.Column("times", sa.Integer, nullable=False),
    comment="How often a limited thing was done in its window: shared between processes",
    info=CHANGES,
)
session = sa.Table(
    "session",
    ledger,
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, sa.ForeignKey("account.name"), nullable=False, index=True),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("csrf", sa.Text, nullable=False),
    sa.Column("seen_at", Instant),  # when it was last used, to the minute or so
    info=CHANGES,
)
sign_in_failure = sa.Table(
    "sign_in_failure",
    ledger,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last_at", Instant, nullable=False),
    comment="Failures in a row by the name that was typed, be there such an account or not",
    info=CHANGES,
)
job_run = sa.Table(
    "job_run",
    ledger,
    sa.Column("job", sa.Text, primary_key=True),
    sa.Column("due_at", Instant, primary_key=True),
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
    sa.Column("outcome", sa.Text),
    sa.Column("detail", sa.Text),
    comment="The run ledger of scheduled jobs: one line for each instant that one was due",
    info=CHANGES,
)
