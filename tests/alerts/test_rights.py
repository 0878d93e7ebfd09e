"""On PostgreSQL, the service's own account can't change what was recorded."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
import sqlalchemy as sa

from alerts.ledger import Ledger
from alerts.rights import RightsUnavailable, grant
from alerts.schema import alert, noting, standing
from alerts.trail import Entry, trail, write_down
from tests.alerts.found import LOOKED, MONDAY, NOON, TUESDAY, found


@pytest.fixture
def owned(postgresql: str) -> Iterator[tuple[Ledger, Ledger]]:
    """A ledger as its owner opens it, and as the service's account does."""
    name, account = f"rights_{uuid4().hex}", f"watchman_{uuid4().hex}"
    admin = sa.create_engine(
        f"postgresql+psycopg://pursewatch@{postgresql}/postgres", isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        for statement in (
            f"create role {account} login",
            f"create database {name}",
        ):
            connection.execute(sa.text(statement))
    admin.dispose()
    owner = Ledger(f"postgresql+psycopg://pursewatch@{postgresql}/{name}")
    grant(owner.engine, account)
    service = Ledger(f"postgresql+psycopg://{account}@{postgresql}/{name}")
    yield owner, service
    owner.close()
    service.close()


def test_the_service_may_add_to_the_record_and_not_change_it(owned) -> None:
    _, service = owned
    service.migrate()
    service.note(MONDAY, [found()], looked=LOOKED, now=NOON)
    service.note(TUESDAY, [], looked=LOOKED, now=NOON)
    write_down(service.engine, [Entry("王", "export")], now=NOON)

    for table in (trail, alert, noting):
        for change in (sa.delete(table), sa.update(table).values(number=9)):
            with (
                pytest.raises(sa.exc.ProgrammingError, match="permission denied"),
                service.engine.begin() as connection,
            ):
                connection.execute(change)
    with service.engine.begin() as connection:
        assert connection.execute(sa.delete(standing)).rowcount == 1


def test_whoever_owns_the_ledger_can_t_be_held_to_it(owned) -> None:
    owner, _ = owned
    with pytest.raises(RightsUnavailable, match="owns the ledger or is a superuser"):
        grant(owner.engine, "pursewatch")
    with pytest.raises(RightsUnavailable, match="no account 'nobody'"):
        grant(owner.engine, "nobody")


def test_sqlite_has_no_accounts() -> None:
    with pytest.raises(RightsUnavailable, match="SQLite has no accounts"):
        grant(Ledger("sqlite://").engine, "watchman")
