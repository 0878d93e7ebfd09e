"""查询. A reader's own SELECT over a night: nothing written, nothing outside, not for ever."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.database import NightBroken, QueryStopped, attach, limited, seal
from warehouse.pour import pour
from warehouse.shapes import tables

__all__ = ["Answer", "QueryRefused", "QueryStopped", "ask_sql"]


class QueryRefused(Exception):
    """The query is not one that may be asked here, or not one that can be understood."""


@dataclass(frozen=True)
class Answer:
    """What a query gave."""

    names: list[str]
    types: list[str]
    rows: list[tuple[Any, ...]]
    cut: bool  # there are more rows than were wanted


def ask_sql(
    path: Path,
    sql: str,
    *,
    seconds: float = 30,
    rows: int | None = None,
    extra_tables: Mapping[str, Iterable[Sequence[object]]] | None = None,
    memory: str = "1GB",
) -> Answer:
    """Answer one SELECT over the night at `path`, within a time limit.

    `extra_tables` gives rows that stand in place of a table of `ops` (`alert`, `matter`), which
    keeps its columns. `rows` is the most that are given.

    Raises:
        NightMissing: there is no such night.
        NightBroken: its file is damaged.
        QueryRefused: it is not one SELECT, or DuckDB does not understand or allow it.
        QueryStopped: it ran longer than `seconds`.
    """
    connection = attach(path, memory=memory)
    try:
        for name, given in (extra_tables or {}).items():
            _stand_in(connection, name, given)
        seal(connection)
        query = _only_select(connection, sql)
        with limited(connection, seconds):
            connection.execute(query)
            described = connection.description or []
            found = connection.fetchall() if rows is None else connection.fetchmany(rows + 1)
    except duckdb.IOException as error:
        raise NightBroken(path.stem) from error
    except duckdb.Error as error:
        raise QueryRefused(_said(error)) from error
    finally:
        connection.close()
    return Answer(
        [column[0] for column in described],
        [str(column[1]) for column in described],
        found if rows is None else found[:rows],
        rows is not None and len(found) > rows,
    )


def _stand_in(
    connection: duckdb.DuckDBPyConnection, name: str, rows: Iterable[Sequence[object]]
) -> None:
    table = tables("ops")[name]
    connection.execute("create schema if not exists ops")
    connection.execute(f"drop view if exists ops.{table.name}")
    connection.execute(table.create)
    pour(connection, f"ops.{table.name}", rows)


def _only_select(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise QueryRefused(
            f"there are {len(statements)} statements: give one SELECT, without another after it"
        )
    kind = statements[0].type
    if kind != duckdb.StatementType.SELECT:
        raise QueryRefused(f"{kind.name} is not allowed: a night is only read, give one SELECT")
    return statements[0].query


def _said(error: duckdb.Error) -> str:
    """Say in one sentence what DuckDB says in several lines, without the query's text."""
    lines = [line.strip() for line in str(error).split("\n\nLINE")[0].splitlines()]
    return " ".join(line for line in lines if line) + ": correct the query"
