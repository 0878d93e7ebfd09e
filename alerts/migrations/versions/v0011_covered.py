"""Subjects and payees that were kept plain before they were covered are covered now.

Revision: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from alerts.cover import cover_ledger
from alerts.schema import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("pragma secure_delete = on")  # what is written over is gone
    now = connection.execute(sa.select(sa.func.current_timestamp(type_=Instant()))).scalar_one()
    cover_ledger(connection, now=now)
