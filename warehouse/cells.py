"""格. Two states of the same rows held against one another, by key and cell by cell."""

from collections.abc import Sequence

from warehouse.shapes import Table


def key_text(key: Sequence[str], *sides: str) -> str:
    """Give the SQL of a row's key as text, its parts joined with `/`, of the side that is there."""
    parts = [
        "coalesce(" + ", ".join(f'{side}."{name}"::varchar' for side in sides) + ", '')"
        for name in key
    ]
    return "concat_ws('/', " + ", ".join(f"replace({part}, '/', '／')" for part in parts) + ")"


def numbered(table: Table, key: Sequence[str], source: str) -> str:
    """Give the SQL of a relation's rows with `nth`, which tells rows of one key apart."""
    keys = ", ".join(f'"{name}"' for name in key)
    order = ", ".join(f'"{name}"' for name in table.names)
    return (
        f"select *, row_number() over (partition by {keys} order by {order}) as nth from {source}"
    )


def same_key(key: Sequence[str], one: str, other: str) -> str:
    """Give the SQL telling whether two numbered rows are of one key."""
    keys = [f'{one}."{name}" is not distinct from {other}."{name}"' for name in key]
    return " and ".join([*keys, f"{one}.nth = {other}.nth"])


def differing(table: Table, key: Sequence[str], one: str, other: str) -> str:
    """Give the SQL of the list of cells that differ between two rows, each as a struct."""
    cells = [
        f"{{'column_name': '{column.name}', 'was': {one}.\"{column.name}\"::varchar, "
        f"'became': {other}.\"{column.name}\"::varchar, "
        f"'difference': {_difference(table, column.name, one, other)}}}"
        for column in table.columns
        if column.name not in key
    ]
    return f"list_filter([{', '.join(cells)}], lambda c: c.was is distinct from c.became)"


def _difference(table: Table, column: str, one: str, other: str) -> str:
    if column not in table.money:
        return "null::decimal(38, 2)"
    return (
        f'coalesce({other}."{column}", 0)::decimal(38, 2) - '
        f'coalesce({one}."{column}", 0)::decimal(38, 2)'
    )
