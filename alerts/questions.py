"""问题. A rule's query before it is run: one select, what it names, and what its answer is of.

Each follows from the query's words alone, and is found out once: a night puts the same query again
for each set of limits.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import duckdb

from alerts.limits import InForce

FIXED = ("region", "period", "subject", "verdict", "reason", "severity", "at_stake", "unit")
"""The columns that every answer begins with; the operands of the formula follow."""

_NAMED: dict[str, frozenset[str]] = {}
_COLUMNS: dict[str, Sequence[str]] = {}


class RuleBroken(Exception):
    """A rule's question or answer is not what a rule's must be."""


def parameters(
    connection: duckdb.DuckDBPyConnection, sql: str, as_of: date, limits: InForce
) -> dict[str, object]:
    """Give the parameters that a rule's query names.

    Raises:
        RuleBroken: it is not one `select`, or it names a limit that the rule does not have.
    """
    wanted = named(connection, sql)
    given: dict[str, object] = {"as_of": as_of, **limits.values}
    unknown = sorted(wanted - given.keys())
    if unknown:
        raise RuleBroken(f"no limit is called {', '.join(unknown)}: add it to the rule's limits")
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in given.items()
        if name in wanted
    }


def named(connection: duckdb.DuckDBPyConnection, sql: str) -> frozenset[str]:
    """Give the names of a query's parameters.

    Raises:
        RuleBroken: it is not one `select`.
    """
    known = _NAMED.get(sql)
    if known is None:
        statements = connection.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise RuleBroken("a rule is one select: nothing else is run")
        known = _NAMED[sql] = frozenset(statements[0].named_parameters)
    return known


def columns(
    connection: duckdb.DuckDBPyConnection, sql: str, given: Mapping[str, object]
) -> Sequence[str]:
    """Name the columns of a query's answer."""
    known = _COLUMNS.get(sql)
    if known is None:
        told = connection.execute(f"select * from ({sql}\n) as asked limit 0", given).description
        known = _COLUMNS[sql] = [column[0] for column in told or ()]
    return known
