"""权限. On PostgreSQL the service's own account may add to the record, and not change it."""

import sqlalchemy as sa

from alerts.database import migrate
from alerts.tables import all_tables


class RightsUnavailable(Exception):
    """The database can't tell accounts apart, or knows no such account."""


def grant(engine: sa.Engine, account: str) -> None:
    """Give `account` what the service needs: insert and select on the record, no more.

    To be run by the owner of the tables, after each migration. Other rights that the account had
    on them are taken back.

    Raises:
        RightsUnavailable: the database is SQLite, there is no such account, or it owns the tables.
    """
    if engine.dialect.name != "postgresql":
        raise RightsUnavailable(
            "SQLite has no accounts: rights to the record are given on PostgreSQL, by the owner "
            "of the ledger, with PURSEWATCH_LEDGER_URL"
        )
    migrate(engine)
    with engine.begin() as connection:
        _must_differ(connection, account)
        name = engine.dialect.identifier_preparer.quote(account)
        schema = connection.execute(sa.text("select current_schema()")).scalar_one()
        within = engine.dialect.identifier_preparer.quote(schema)
        connection.execute(sa.text(f"grant usage on schema {within} to {name}"))
        connection.execute(sa.text(f"revoke all on all tables in schema {within} from {name}"))
        connection.execute(
            sa.text(f"grant select, insert on all tables in schema {within} to {name}")
        )
        connection.execute(sa.text(f"revoke insert on alembic_version from {name}"))
        connection.execute(
            sa.text(f"grant usage, select on all sequences in schema {within} to {name}")
        )
        for table in all_tables().sorted_tables:
            if table.info.get("changes"):
                connection.execute(sa.text(f'grant update, delete on "{table.name}" to {name}'))


def _must_differ(connection: sa.Connection, account: str) -> None:
    known = sa.text("select rolsuper from pg_roles where rolname = :name")
    found = connection.execute(known, {"name": account}).one_or_none()
    me = connection.execute(sa.text("select current_user")).scalar_one()
    if found is None:
        raise RightsUnavailable(
            f"the database has no account {account!r}: have its administrator create it first"
        )
    if found.rolsuper or account == me:
        raise RightsUnavailable(
            f"{account!r} owns the ledger or is a superuser, and may do everything: give the "
            "service an account of its own"
        )
