"""问题. A rule's query before it is run: one select, and the parameters that it names."""

from datetime import date

import duckdb

from alerts.limits import InForce


class RuleBroken(Exception):
    """A rule's question or answer is not what a rule's must be."""


def parameters(
    connection: duckdb.DuckDBPyConnection, sql: str, as_of: date, limits: InForce
) -> dict[str, object]:
    """Give the parameters that a rule's query names.

    Raises:
        RuleBroken: it is not one `select`, or it names a limit that the rule does not have.
    """
    statements = connection.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise RuleBroken("a rule is one select: nothing else is run")
    given: dict[str, object] = {"as_of": as_of, **limits.values}
    unknown = sorted(set(statements[0].named_parameters) - given.keys())
    if unknown:
        raise RuleBroken(f"no limit is called {', '.join(unknown)}: add it to the rule's limits")
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in given.items()
        if name in statements[0].named_parameters
    }
