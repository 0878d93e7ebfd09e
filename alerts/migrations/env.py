"""Runs the migrations on the connection that `Ledger.migrate` hands over."""

from alembic import context

from alerts.schema import ledger

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=ledger, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
