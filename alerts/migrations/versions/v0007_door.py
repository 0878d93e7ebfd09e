"""The door: second factors, machines' keys, limits, experts' drafts, names under cover.

Revision: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("account") as account:
        account.add_column(sa.Column("password_at", INSTANT, nullable=True))
        account.add_column(sa.Column("factor", sa.Text(), nullable=True))
        account.add_column(sa.Column("factor_step", sa.Integer(), nullable=True))
        account.add_column(sa.Column("identity", sa.Text(), nullable=True))
        account.create_unique_constraint(op.f("uq_account_identity"), ["identity"])
    op.create_table(
        "token",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.name"], name=op.f("fk_token_account_account")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_token")),
        sa.UniqueConstraint("hash", name=op.f("uq_token_hash")),
        comment="Keys of machines: only their hashes are kept",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_token_account"), "token", ["account"])
    op.create_table(
        "spending",
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("window_at", INSTANT, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("what", name=op.f("pk_spending")),
        comment="How often a limited thing was done in its window: shared between processes",
    )
    op.create_table(
        "secret",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secret")),
        comment="Keys that the site made for itself; a backup of the ledger holds them",
    )
    op.create_table(
        "assignment",
        sa.Column("matter", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["matter"], ["matter.number"], name=op.f("fk_assignment_matter_matter")
        ),
        sa.PrimaryKeyConstraint("matter", "account", name=op.f("pk_assignment")),
        comment="Experts who were asked for their opinion on a draft",
    )
    op.create_index(op.f("ix_assignment_account"), "assignment", ["account"])
