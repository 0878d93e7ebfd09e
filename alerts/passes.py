"""遍. How often a query is put to a night: once, or once to count and once for what fails."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import sqlglot
from sqlglot import exp


@dataclass(frozen=True)
class Foot:
    """The table of which an answer has one row for each row, and whatever else is read beside it.

    Such an answer can be asked for twice at little cost, where the other tables are small: counted
    without its operands it is read in a few columns, and the operands are worked out for what fails
    alone. Where rows are summed or ranked first, that is most of the work, and it is done once.
    """

    table: str
    beside: Sequence[str]


@cache
def foot(sql: str) -> Foot | None:
    """Give the table that a query goes through row by row; None where it sums or ranks rows."""
    query = sqlglot.parse_one(sql, dialect="duckdb")
    named = {cte.alias: cte.this for cte in query.find_all(exp.CTE)}
    read = [f"{found.db}.{found.name}" for found in query.find_all(exp.Table)]
    step: exp.Expr | None = query
    while isinstance(step, exp.Select) and not _gathers(step):
        source = (step.args.get("from_") or step.args["from"]).this
        if not isinstance(source, exp.Table) or (
            not source.db and read.count(f".{source.name}") > 1
        ):
            return None
        if source.db:
            table = f"{source.db}.{source.name}"
            read.remove(table)
            return Foot(table, [name for name in read if not name.startswith(".")])
        step = named.get(source.name) if read.count(f".{source.name}") == 1 else None
    return None


def _gathers(select: exp.Select) -> bool:
    if any(select.args.get(part) for part in ("group", "distinct", "qualify", "having")):
        return True
    return any(found.find(exp.Window, exp.AggFunc) for found in select.expressions)
