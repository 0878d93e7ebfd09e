"""The lines of a table that are not kept: read once more, and no other line with them."""

from pathlib import Path

import duckdb

from ingest.contract import Held
from ingest.spelling import quoted
from ingest.table import TextTable

_SHARE = 10
"""Where more than one line in so many is not kept, all lines are read as soon."""


def read_again(
    connection: duckdb.DuckDBPyConnection,
    held: Held,
    table: TextTable,
    kept: Path,
    bad: int,
    *,
    clashing: bool,
) -> bool:
    """Fill `unkept` with the text of the lines that do not stand in the Parquet file `kept`.

    With `clashing`, those of the table `double` that clash are among them. Gives whether the
    lines were found so, as they are where each is one row and few are not kept: `bad` of them.
    """
    if table.pick is None:
        return False
    gaps = (
        f"(select {held.line} as line, lag({held.line}, 1, 0) over () as before "
        f"from read_parquet({quoted(str(kept))}))"
    )
    rows, last, missing = connection.execute(
        f"select count(*), coalesce(max(line), 0), coalesce(sum(line - before - 1), 0) from {gaps}"
    ).fetchall()[0]
    if (missing + bad) * _SHARE > rows:
        return False
    told = connection.execute(
        f"select before + 1, line from {gaps} where line > before + 1"
    ).fetchall()
    lines = {line for start, end in told for line in range(start, end)}
    lines |= {*range(last + 1, last + bad + 1)}
    clashes = f"select {held.line} from double where clash"
    if clashing:
        lines |= {line for (line,) in connection.execute(clashes).fetchall()}
    relation = table.pick(sorted(lines))
    if relation is None:
        return False
    connection.execute(f"create or replace temp table unkept as from {relation}")
    others = f" where line not in ({clashes})" if clashing else ""
    return connection.execute(f"select count(*) from unkept{others}").fetchone() == (bad,)
