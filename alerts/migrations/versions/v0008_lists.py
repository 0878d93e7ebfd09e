"""The work list of each state is walked along an index of its own.

Revision: 0008
Revises: 0007
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_standing_state", "standing", ["state", "grade", "less", "first_seen", "alert"]
    )
