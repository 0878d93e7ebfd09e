"""The record, the accounts and the run ledger.

Revision: 0001
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

YUAN = sa.Numeric(20, 2).with_variant(sa.BigInteger(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("display", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_account")),
    )
    op.create_table(
        "alert",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("recurrence", sa.Integer(), nullable=False),
        sa.Column("recurs", sa.Integer(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("first_seen", sa.Date(), nullable=False),
        sa.Column("backlog", sa.Boolean(), nullable=False),
        sa.Column("raised_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["recurs"], ["alert.number"], name=op.f("fk_alert_recurs_alert")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_alert")),
        sa.UniqueConstraint(
            "code",
            "region",
            "period",
            "subject",
            "recurrence",
            name=op.f("uq_alert_code_region_period_subject_recurrence"),
        ),
    )
    op.create_table(
        "job_run",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("job", "due_at", name=op.f("pk_job_run")),
        comment="The run ledger of scheduled jobs: one line for each instant that one was due",
    )
    op.create_table(
        "noting",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("noted_at", INSTANT, nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("raised", sa.Integer(), nullable=False),
        sa.Column("seen_again", sa.Integer(), nullable=False),
        sa.Column("no_longer_observed", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_noting")),
        comment="A night's findings as they were noted; the last noting of a night is what it saw",
    )
    op.create_index(op.f("ix_alert_recurs"), "alert", ["recurs"], unique=False)
    op.create_index(op.f("ix_noting_night"), "noting", ["night"], unique=False)
    op.create_table(
        "sign_in_failure",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sign_in_failure")),
        comment="Failures in a row by the name that was typed, be there such an account or not",
    )
    op.create_table(
        "asked",
        sa.Column("noting", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["noting"], ["noting.number"], name=op.f("fk_asked_noting_noting")),
        sa.PrimaryKeyConstraint("noting", "code", "region", "period", name=op.f("pk_asked")),
        comment="What a night could answer: silence about anything else means nothing",
    )
    op.create_table(
        "move",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("alert", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["alert"], ["alert.number"], name=op.f("fk_move_alert_alert")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_move")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_move_alert"), "move", ["alert"], unique=False)
    op.create_table(
        "session",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("csrf", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.name"], name=op.f("fk_session_account_account")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_account"), "session", ["account"], unique=False)
    op.create_table(
        "sighting",
        sa.Column("alert", sa.Integer(), nullable=False),
        sa.Column("noting", sa.Integer(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("at_stake", YUAN, nullable=True),
        sa.Column("testimony", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["alert"], ["alert.number"], name=op.f("fk_sighting_alert_alert")),
        sa.ForeignKeyConstraint(
            ["noting"], ["noting.number"], name=op.f("fk_sighting_noting_noting")
        ),
        sa.PrimaryKeyConstraint("alert", "noting", name=op.f("pk_sighting")),
    )
    op.create_index(op.f("ix_sighting_noting"), "sighting", ["noting"], unique=False)
    op.create_table(
        "standing",
        sa.Column("alert", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("at_stake", YUAN, nullable=True),
        sa.Column("testimony", sa.Text(), nullable=False),
        sa.Column("last_seen", sa.Date(), nullable=False),
        sa.Column("sightings", sa.Integer(), nullable=False),
        sa.Column("no_longer_observed", sa.Date(), nullable=True),
        sa.Column("grade", sa.SmallInteger(), nullable=False),
        sa.Column("less", sa.BigInteger(), nullable=False),
        sa.Column("first_seen", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["alert"], ["alert.number"], name=op.f("fk_standing_alert_alert")),
        sa.PrimaryKeyConstraint("alert", name=op.f("pk_standing")),
        comment="Where each alert stands, derived from the record",
    )
    op.create_index(
        "ix_standing_order", "standing", ["grade", "less", "first_seen", "alert"], unique=False
    )
    op.create_table(
        "testimony",
        sa.Column("alert", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("operands", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("evidence_rows", sa.BigInteger(), nullable=False),
        sa.Column("evidence_total", YUAN, nullable=True),
        sa.ForeignKeyConstraint(["alert"], ["alert.number"], name=op.f("fk_testimony_alert_alert")),
        sa.PrimaryKeyConstraint("alert", "hash", name=op.f("pk_testimony")),
        comment="What a sighting rests on, by its content: kept once however often it is seen",
    )
