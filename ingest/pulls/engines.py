"""Databases by their drivers: how each is reached, read only, in one consistent snapshot."""

import importlib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from ingest.pulls.order import PullFailed, Server
from ingest.pulls.secret import Secret

DIALECTS = {
    "postgresql": "postgresql+psycopg",
    "oracle": "oracle+oracledb",
    "mysql": "mysql+pymysql",
    "dameng": "dm+dmPython",
    "kingbase": "postgresql+ksycopg2",
}
EXTRAS = {"dameng": ("dmPython", "达梦"), "kingbase": ("ksycopg2", "人大金仓")}

PASSING = ("08", "53300", "57P01", "57P02", "57P03", "40001", "40P01", "25P03", "25P04")
"""SQLSTATEs that may be gone next time: connection faults, a server that restarts, a snapshot lost.

25P03 and 25P04 are the server's own limits on how long a transaction may stand."""
ORACLE_PASSING = (
    *("ORA-01555", "ORA-03113", "ORA-03114", "ORA-03135", "ORA-12170", "ORA-12514", "ORA-12537"),
    *("ORA-12541", "ORA-12547", "DPY-1001", "DPY-4011", "DPY-6005"),
)
REFUSED = (
    *("password", "authentication", "no pg_hba.conf", "does not exist", "Unknown database"),
    *("ORA-01017", "ORA-28000", "Access denied", "certificate", "SSL"),
)
"""Faults at the door that another try would only repeat, until the account is locked."""

BEGIN: Mapping[str, tuple[str, ...]] = {
    "oracle": ("set transaction read only",),
    "mysql": (
        "set session transaction isolation level repeatable read",
        "start transaction with consistent snapshot, read only",
    ),
    "dameng": ("set transaction isolation level serializable", "set transaction read only"),
}
CHINA: Mapping[str, str] = {
    "postgresql": "set time zone 'Asia/Shanghai'",
    "kingbase": "set time zone 'Asia/Shanghai'",
    "oracle": "alter session set time_zone = '+08:00'",
    "mysql": "set time_zone = '+08:00'",
}
"""Dates are told in Chinese time, whatever the server's."""


def open_engine(server: Server, password: Secret) -> sa.Engine:
    """Give the way to a server; nothing is asked of it yet.

    Raises:
        PullFailed: the driver is not installed.
    """
    _must_have(server.driver)
    url = sa.URL.create(
        DIALECTS[server.driver],
        username=server.user,
        password=password.reveal() or None,
        host=server.host,
        port=server.port,
        **_database(server),
    )
    how: dict[str, Any] = {
        "poolclass": sa.NullPool,
        "hide_parameters": True,
        "connect_args": _arguments(server),
    }
    if server.driver == "kingbase":
        importlib.import_module("ingest.pulls.kingbase")
    engine = sa.create_engine(url, **how)
    if server.driver == "oracle":

        @event.listens_for(engine, "connect")
        def _limit(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
            connection.call_timeout = server.answer_seconds * 1000

    return engine


@contextmanager
def snapshot(engine: sa.Engine, server: Server) -> Iterator[sa.Connection]:
    """Open one read-only transaction that sees the database as it stood when it began."""
    with engine.connect() as connection:
        if server.driver in {"postgresql", "kingbase"}:
            connection = connection.execution_options(  # noqa: PLW2901 - the same connection
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        if server.driver in CHINA:
            connection.exec_driver_sql(CHINA[server.driver])
        for statement in BEGIN.get(server.driver, ()):
            connection.exec_driver_sql(statement)
        try:
            yield connection
        finally:
            if not connection.invalidated:
                connection.rollback()


def is_passing(error: sa.exc.DBAPIError) -> bool:
    """Tell whether the same request may well succeed in a while: never for what was asked wrong."""
    told = str(error.orig)
    state = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None) or ""
    if state:
        return str(state).startswith(PASSING)
    if any(word in told for word in REFUSED):
        return False
    if error.connection_invalidated or any(code in told for code in ORACLE_PASSING):
        return True
    return isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError) and (
        _number(error) in {None, 1040, 1053, 1158, 1159, 1160, 1161, 1205, 1213, 2002, 2003, 2006,
                           2013}
    )  # fmt: skip


def _number(error: sa.exc.DBAPIError) -> int | None:
    arguments = getattr(error.orig, "args", ())
    return arguments[0] if arguments and isinstance(arguments[0], int) else None


def _must_have(driver: str) -> None:
    if driver not in EXTRAS:
        return
    module, called = EXTRAS[driver]
    try:
        importlib.import_module(module)
        if driver == "dameng":
            importlib.import_module("dmSQLAlchemy")
    except ImportError as error:
        raise PullFailed(
            f"the driver for {called} is not installed: install pursewatch[{driver}] "
            f"({error.name or module} is missing)"
        ) from error


def _database(server: Server) -> dict[str, Any]:
    if server.driver == "oracle":
        return {"query": {"service_name": server.database}}
    if server.driver == "mysql":
        return {"database": server.database, "query": {"charset": "utf8mb4"}}
    return {"database": server.database}


def _arguments(server: Server) -> dict[str, Any]:
    wait, answer = server.connect_seconds, server.answer_seconds
    match server.driver:
        case "postgresql" | "kingbase":
            mode = {"off": "prefer", "require": "require", "verify": "verify-full"}[server.tls]
            return {
                "connect_timeout": wait,
                "sslmode": mode,
                **({} if server.ca is None else {"sslrootcert": str(server.ca)}),
                **({} if server.encoding is None else {"client_encoding": server.encoding}),
                "application_name": "pursewatch pull",
                "options": f"-c statement_timeout={answer * 1000} -c lock_timeout={wait * 1000}",
                "keepalives": 1,
                "keepalives_idle": wait,
                "keepalives_interval": 5,
                "keepalives_count": 3,
                "tcp_user_timeout": wait * 1000,
            }
        case "mysql":
            return {
                "connect_timeout": wait,
                "read_timeout": answer,
                "write_timeout": wait,
                **({} if server.tls == "off" else {"ssl": _tls(server)}),
            }
        case "oracle":
            secured = {"off": {}, "require": {"ssl_server_dn_match": False}, "verify": {}}
            return {
                "tcp_connect_timeout": wait,
                **(
                    {} if server.tls == "off" else {"protocol": "tcps", "ssl_context": _tls(server)}
                ),
                **secured[server.tls],
            }
        case _:
            return {}


def _tls(server: Server) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=None if server.ca is None else str(server.ca))
    if server.tls == "require":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
