"""Matters, their history, their papers' numbers, and who stands in for a leader.

Revision: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

YUAN = sa.Numeric(20, 2).with_variant(sa.BigInteger(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "matter",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("recurs", sa.Integer(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["recurs"], ["matter.number"], name=op.f("fk_matter_recurs_matter")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_matter")),
        sa.UniqueConstraint("origin", name=op.f("uq_matter_origin")),
    )
    op.create_index(op.f("ix_matter_recurs"), "matter", ["recurs"], unique=False)
    op.create_table(
        "matter_move",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("matter", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("behalf", sa.Text(), nullable=True),
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter"], ["matter.number"], name=op.f("fk_matter_move_matter_matter")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_matter_move")),
        sa.UniqueConstraint("matter", "nth", name=op.f("uq_matter_move_matter_nth")),
    )
    op.create_table(
        "matter_alert",
        sa.Column("matter", sa.Integer(), nullable=False),
        sa.Column("alert", sa.Integer(), nullable=False),
        sa.Column("at_stake", YUAN, nullable=True),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter"], ["matter.number"], name=op.f("fk_matter_alert_matter_matter")
        ),
        sa.ForeignKeyConstraint(
            ["alert"], ["alert.number"], name=op.f("fk_matter_alert_alert_alert")
        ),
        sa.PrimaryKeyConstraint("matter", "alert", name=op.f("pk_matter_alert")),
    )
    op.create_index(op.f("ix_matter_alert_alert"), "matter_alert", ["alert"], unique=False)
    op.create_table(
        "matter_file",
        sa.Column("move", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("matter", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["move"], ["matter_move.number"], name=op.f("fk_matter_file_move_matter_move")
        ),
        sa.ForeignKeyConstraint(
            ["matter"], ["matter.number"], name=op.f("fk_matter_file_matter_matter")
        ),
        sa.PrimaryKeyConstraint("move", "nth", name=op.f("pk_matter_file")),
        comment="Evidence that came with a step; its content is kept by its hash",
    )
    op.create_index(op.f("ix_matter_file_matter"), "matter_file", ["matter"], unique=False)
    op.create_table(
        "letter_number",
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("matter", sa.Integer(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter"], ["matter.number"], name=op.f("fk_letter_number_matter_matter")
        ),
        sa.PrimaryKeyConstraint("letter", "year", "nth", name=op.f("pk_letter_number")),
        sa.UniqueConstraint("text", name=op.f("uq_letter_number_text")),
        comment="Numbers of papers, by kind and year without gaps; a void one stays",
    )
    op.create_index(op.f("ix_letter_number_matter"), "letter_number", ["matter"], unique=False)
    op.create_table(
        "letter_void",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["text"], ["letter_number.text"], name=op.f("fk_letter_void_text_letter_number")
        ),
        sa.PrimaryKeyConstraint("text", name=op.f("pk_letter_void")),
        comment="Numbers whose paper does not hold",
    )
    op.create_table(
        "delegation",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("leader", sa.Text(), nullable=False),
        sa.Column("deputy", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_delegation")),
        comment="Leaders on leave, and who takes their steps for the time",
    )
    op.create_index(op.f("ix_delegation_deputy"), "delegation", ["deputy"], unique=False)
    op.create_table(
        "reply_draft",
        sa.Column("matter", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["matter"], ["matter.number"], name=op.f("fk_reply_draft_matter_matter")
        ),
        sa.PrimaryKeyConstraint("matter", "account", name=op.f("pk_reply_draft")),
        comment="Replies that are being written; they are no record until they are given",
    )
    op.create_table(
        "matter_standing",
        sa.Column("matter", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("addressee", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("letter_number", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("first_replied_on", sa.Date(), nullable=True),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("exempt_until", sa.Date(), nullable=True),
        sa.Column("look_back_on", sa.Date(), nullable=True),
        sa.Column("vote", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("put_right", YUAN, nullable=True),
        sa.Column("unchanged", sa.Boolean(), nullable=False),
        sa.Column("audit_closed_on", sa.Date(), nullable=True),
        sa.Column("at_stake", YUAN, nullable=True),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("order_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter"], ["matter.number"], name=op.f("fk_matter_standing_matter_matter")
        ),
        sa.PrimaryKeyConstraint("matter", name=op.f("pk_matter_standing")),
        comment="Where each matter stands, derived from the record",
    )
    op.create_index(
        "ix_matter_standing_order", "matter_standing", ["open", "order_on", "matter"], unique=False
    )
    op.create_index(
        "ix_matter_standing_unit",
        "matter_standing",
        ["unit", "open", "order_on", "matter"],
        unique=False,
    )
