"""What accounts choose to look at first.

Revision: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chosen_topic",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.name"], name=op.f("fk_chosen_topic_account_account")
        ),
        sa.PrimaryKeyConstraint("account", "kind", "region", "code", name=op.f("pk_chosen_topic")),
        comment="What an account chooses to look at first",
    )
