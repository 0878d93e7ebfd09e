"""When a session was last used, so that one that is not ends.

Revision: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("session", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
