"""沙箱. One reader's SELECT, answered in a process of its own that can do nothing else.

`python -m warehouse.sandbox` reads a question as JSON from its standard input and writes the
answer as JSON to its standard output. The parser is DuckDB's own: what it makes of the text is
walked before anything runs, and everything that is not on a list here is refused. Rows out of
reach are no part of the database that is asked: a table of which some are is copied without them,
so that no condition of the question is ever tried on them.
"""

import json
import resource
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

import duckdb

from warehouse.sensitive import MACROS

Parsed = Any
LARGEST_ANSWER = 20_000_000
"""Characters of an answer; more are not given."""

NODES = frozenset({
    "SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE", "BASE_TABLE", "SUBQUERY",
    "JOIN", "EMPTY", "EXPRESSION_LIST", "TABLE_FUNCTION", "ORDER_MODIFIER", "LIMIT_MODIFIER",
    "LIMIT_PERCENT_MODIFIER", "DISTINCT_MODIFIER", "ORDER_DEFAULT", "ASCENDING", "DESCENDING",
    "DECIMAL_TYPE_INFO", "LIST_TYPE_INFO", "STRUCT_TYPE_INFO", "STRING_TYPE_INFO",
    "ARRAY_TYPE_INFO", "GENERIC_TYPE_INFO", "INTEGER_LITERAL_TYPE_INFO",
})  # fmt: skip
EXPRESSIONS = frozenset({
    "BETWEEN", "CASE", "CAST", "COLLATE", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT",
    "FUNCTION", "LAMBDA", "LAMBDA_REF", "OPERATOR", "POSITIONAL_REFERENCE", "STAR", "SUBQUERY",
    "WINDOW", "TYPE",
})  # fmt: skip
TABLE_FUNCTIONS = frozenset({"range", "generate_series", "unnest"})
FUNCTIONS = frozenset(
    """
    + - * / // % ^ ** || & | << >> ~ ~~ !~~ ~~* !~~* ~~~ @ ! ^@ -> ->>
    count count_star count_if countif sum avg mean min max median mode stddev stddev_pop
    stddev_samp var_pop var_samp variance string_agg group_concat listagg list array_agg first last
    any_value arg_max arg_min max_by min_by bool_and bool_or quantile quantile_cont quantile_disc
    approx_count_distinct approx_quantile corr covar_pop covar_samp regr_slope regr_intercept
    regr_r2 histogram product fsum kurtosis skewness entropy mad grouping grouping_id
    row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value
    nth_value
    abs round floor ceil ceiling trunc sign mod fmod power pow sqrt cbrt exp ln log log10 log2
    greatest least ifnull nullif if isnan isfinite divide multiply add subtract
    lower upper lcase ucase trim ltrim rtrim length strlen char_length character_length left right
    substring substr replace translate concat concat_ws contains starts_with prefix ends_with
    suffix position strpos instr split_part split string_split str_split string_to_array lpad rpad
    reverse format printf regexp_matches regexp_full_match regexp_replace regexp_extract
    regexp_extract_all like_escape not_like_escape ilike_escape not_ilike_escape unicode ascii chr
    strip_accents
    date_part datepart date_trunc datetrunc year month day quarter week weekofyear dayofweek isodow
    dayofyear weekday last_day make_date strftime strptime try_strptime date_diff datediff
    date_add date_sub age to_days to_months to_years to_weeks monthname dayname epoch today now
    current_date
    len list_value list_contains list_has array_contains list_sort list_reverse_sort list_distinct
    list_unique list_sum list_avg list_min list_max list_transform list_apply list_filter
    list_extract array_extract array_length list_slice array_slice unnest generate_series range
    struct_pack struct_extract row map_extract map_keys map_values element_at
    json_extract json_extract_string json_array_length json_keys json_type json_valid typeof
    """.split()  # noqa: SIM905 - a list of words
)


class Refused(Exception):
    """The question may not be asked, or can't be understood."""


def main() -> None:
    """Answer the question on standard input."""
    question = json.load(sys.stdin)
    _hold(question)
    try:
        answer = answered(question)
    except Refused as error:
        answer = {"refused": str(error)}
    except duckdb.InterruptException:
        answer = {"stopped": "time"}
    except (duckdb.OutOfMemoryException, MemoryError):
        answer = {"stopped": "memory"}
    except duckdb.IOException:
        answer = {"broken": True}
    except (duckdb.Error, RecursionError) as error:
        answer = {"refused": said(error)}
    json.dump(answer, sys.stdout, ensure_ascii=False)


def _hold(question: Mapping[str, Any]) -> None:
    """Have the system end this process where DuckDB's own limits do not reach."""
    bytes_ = int(question["bytes"]) + (2 << 30)  # the program, its threads' stacks, the answer
    seconds = int(question["seconds"] * question["threads"]) + 5
    resource.setrlimit(resource.RLIMIT_AS, (bytes_, bytes_))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answered(question: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a question.

    Raises:
        Refused: it is not one SELECT over what may be seen, with functions that are known here.
    """
    connection = duckdb.connect(
        config={
            "memory_limit": f"{question['bytes'] // 1_000_000}MB",
            "threads": question["threads"],
            "temp_directory": question["room"],
            "max_temp_directory_size": "5GB",
            "max_expression_depth": 250,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
        }
    )
    tables = {f"{one['schema']}.{one['name']}": one for one in question["sights"]}
    alarm = threading.Timer(question["seconds"], _interrupt, [connection])
    alarm.daemon = True
    alarm.start()
    try:
        wanted = checked(connection, question["sql"], tables)
        night = question["night"].replace("'", "''")
        connection.execute(f"attach '{night}' as night (read_only)")
        connection.execute(MACROS)
        for name in sorted(wanted):
            _show(connection, tables[name], question["rows_of"].get(name))
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        return _run(connection, question)
    finally:
        alarm.cancel()


def _interrupt(connection: duckdb.DuckDBPyConnection) -> None:
    with suppress(duckdb.Error):
        connection.interrupt()


def checked(
    connection: duckdb.DuckDBPyConnection, sql: str, tables: Mapping[str, object]
) -> set[str]:
    """Give the tables that a question reads, of those that may be seen.

    Raises:
        Refused: it is not one SELECT, or uses what is not on the lists of this module.
    """
    if "\0" in sql:
        raise Refused("the question holds a character that no text may hold")
    asked = connection.execute("select json_serialize_sql(?, skip_null := true)", [sql]).fetchone()
    parsed: Parsed = json.loads(asked[0]) if asked else {"error": True}
    if parsed.get("error"):
        told = parsed.get("error_message", "")
        if "Only SELECT" in told:
            raise Refused("only SELECT is allowed: a night is read, and nothing else")
        raise Refused(f"it can't be read: {_first_line(told)}")
    if len(parsed["statements"]) != 1:
        count = len(parsed["statements"])
        raise Refused(f"there are {count} statements: give one SELECT, without another after it")
    nodes = list(_walk(parsed["statements"][0]))
    named = {one["key"].casefold() for one in nodes if "key" in one and "value" in one}
    read: set[str] = set()
    for node in nodes:
        _check(node)
        if node.get("type") == "BASE_TABLE":
            read |= _table(node, named, tables)
    return read


def _walk(node: Parsed) -> Iterator[dict[str, Any]]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def _check(node: Mapping[str, Any]) -> None:
    kind, of = node.get("type"), node.get("class")
    if of is not None and of not in EXPRESSIONS:
        raise Refused(f"{str(of).lower()} is not allowed in a question")
    if of is None and isinstance(kind, str) and kind not in NODES:
        raise Refused(f"{kind.lower().replace('_', ' ')} is not allowed in a question")
    name = node.get("function_name")
    if name is not None and str(name).casefold() not in FUNCTIONS:
        raise Refused(f"the function {str(name)[:60]!r} is not among those that may be used")
    if kind == "TABLE_FUNCTION":
        called = node["function"].get("function_name", "")
        if called not in TABLE_FUNCTIONS:
            raise Refused(f"the function {str(called)[:60]!r} may not stand after FROM")


def _table(node: Mapping[str, Any], named: set[str], tables: Mapping[str, object]) -> set[str]:
    schema, name = node.get("schema_name") or "", node["table_name"]
    if not schema and not node.get("catalog_name") and name.casefold() in named:
        return set()
    full = f"{schema}.{name}".casefold()
    if node.get("catalog_name") or full not in tables:
        raise Refused(
            f"no table {str(name)[:60]!r} is here for you: they are {', '.join(sorted(tables))}"
        )
    return {full}


def _show(
    connection: duckdb.DuckDBPyConnection, sight: Mapping[str, Any], given: Sequence[Any] | None
) -> None:
    """Show a table as it may be seen: as a view where all its rows may be, else as a copy."""
    schema, name, where = sight["schema"], sight["name"], sight["where"]
    connection.execute(f'create schema if not exists "{schema}"')
    if given is not None:
        _pour(connection, sight, given)
        return
    source = f'night."{schema}"."{name}"'
    hidden = connection.execute(
        f"select 1 from {source} where ({where}) is not true limit 1"
    ).fetchone()
    kind = "view" if hidden is None else "table"
    kept = "" if hidden is None else f" where {where}"
    connection.execute(
        f'create {kind} "{schema}"."{name}" as select {sight["select"]} from {source}{kept}'
    )


def _pour(
    connection: duckdb.DuckDBPyConnection, sight: Mapping[str, Any], rows: Sequence[Any]
) -> None:
    connection.execute(sight["create"])
    if rows:
        places = ", ".join("?" * len(rows[0]))
        into = f'"{sight["schema"]}"."{sight["name"]}"'
        connection.executemany(f"insert into {into} values ({places})", rows)


def _run(connection: duckdb.DuckDBPyConnection, question: Mapping[str, Any]) -> dict[str, Any]:
    connection.execute(question["sql"])
    described = connection.description or []
    rows: list[list[Any]] = []
    size, cut = 0, False
    while not cut and (found := connection.fetchmany(1000)):
        for row in found:
            if len(rows) >= question["rows"] or size > LARGEST_ANSWER:
                cut = True
                break
            cells = [plain(cell) for cell in row]
            size += sum(len(str(cell)) for cell in cells)
            rows.append(cells)
    return {
        "names": [column[0] for column in described],
        "types": [str(column[1]) for column in described],
        "rows": rows,
        "cut": cut,
    }


def plain(value: object) -> object:  # noqa: PLR0911 - each type in its way
    """Turn a value into what JSON can hold; money and large numbers are text."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {str(name): plain(part) for name, part in value.items()}
    return str(value)


COMPILED = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)


def said(error: Exception) -> str:
    """Say what DuckDB says of the text of a question, and nothing that it says of values."""
    if isinstance(error, COMPILED):
        return f"{_first_line(str(error))}: correct the question"
    if isinstance(error, duckdb.ConversionException | duckdb.OutOfRangeException):
        return "a value does not fit the type it is turned into: use try_cast, or leave it out"
    return "it can't be answered as it is asked: ask it more simply"


def _first_line(told: str) -> str:
    lines = [line.strip() for line in told.split("\n\nLINE", maxsplit=1)[0].splitlines()]
    return " ".join(line for line in lines if line)[:400]


if __name__ == "__main__":
    main()
