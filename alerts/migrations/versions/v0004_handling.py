"""The handling of alerts: reasons, owners, silences, merging, and what nights could not answer.

Revision: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

YUAN = sa.Numeric(20, 2).with_variant(sa.BigInteger(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for column in (
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("at_stake", YUAN, nullable=True),
    ):
        op.add_column("move", column)
    op.add_column("alert", sa.Column("because", sa.Text(), nullable=True))
    op.add_column("testimony", sa.Column("payee", sa.Text(), nullable=True))
    op.create_index(op.f("ix_testimony_payee"), "testimony", ["payee"], unique=False)
    for column in (
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("muted_until", sa.Date(), nullable=True),
        sa.Column("inhibited", sa.Text(), nullable=True),
        sa.Column("bundle", sa.Integer(), nullable=True),
    ):
        op.add_column("standing", column)
    op.execute(
        "update standing set version = (select coalesce(max(number), 0) from move "
        "where move.alert = standing.alert)"
    )
    op.create_table(
        "unanswered",
        sa.Column("noting", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["noting"], ["noting.number"], name=op.f("fk_unanswered_noting_noting")
        ),
        sa.PrimaryKeyConstraint("noting", "code", "region", "period", name=op.f("pk_unanswered")),
        comment="What a night could not answer, of what has alerts, and which input was missing",
    )
    op.create_table(
        "wording",
        sa.Column("noting", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["noting"], ["noting.number"], name=op.f("fk_wording_noting_noting")
        ),
        sa.PrimaryKeyConstraint("noting", "code", "region", name=op.f("pk_wording")),
        comment="The edition and the limits that a rule was asked with, where they are new that night",
    )
    op.create_table(
        "silence",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_silence")),
        comment="Alerts that are not to be shown up to a day: what they match, who said so, and why",
    )
    op.create_table(
        "silence_end",
        sa.Column("silence", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["silence"], ["silence.number"], name=op.f("fk_silence_end_silence_silence")
        ),
        sa.PrimaryKeyConstraint("silence", name=op.f("pk_silence_end")),
        comment="Silences that were ended before their day",
    )
    op.create_table(
        "bundling",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("alert", sa.Integer(), nullable=False),
        sa.Column("bundle", sa.Integer(), nullable=True),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["alert"], ["alert.number"], name=op.f("fk_bundling_alert_alert")),
        sa.PrimaryKeyConstraint("number", "alert", name=op.f("pk_bundling")),
        comment="Alerts merged into one, split off it, and that undone; an alert's last line holds",
    )
    op.create_index(op.f("ix_bundling_alert"), "bundling", ["alert"], unique=False)
    op.create_table(
        "preview",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_preview")),
        comment="Sets of alerts as they were shown before a step on all of them",
    )
    op.create_index(op.f("ix_preview_made_at"), "preview", ["made_at"], unique=False)
