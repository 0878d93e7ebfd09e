"""Where an alert stands tells its rule, government and unit too, so that counting reads one index.

Revision: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COPIED = ("code", "region", "unit")


def upgrade() -> None:
    for name in COPIED:
        op.add_column("standing", sa.Column(name, sa.Text(), nullable=True))
    standing = sa.table("standing", *(sa.column(name) for name in ("alert", *COPIED)))
    alert = sa.table("alert", *(sa.column(name) for name in ("number", *COPIED)))
    op.execute(
        sa.update(standing)
        .where(standing.c.alert == alert.c.number)
        .values({name: alert.c[name] for name in COPIED})
    )
    with op.batch_alter_table("standing") as table:
        for name in COPIED[:2]:
            table.alter_column(name, existing_type=sa.Text(), nullable=False)
    op.create_index(
        "ix_standing_counted",
        "standing",
        ["state", "severity", "code", "region", "unit", "muted_until", "inhibited"],
    )
