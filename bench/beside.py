"""Loads payments through the dock, through pandas and through PostgreSQL, and says the ratios.

`python bench/beside.py --rows 1000000` writes that many payments as GB18030 CSV and takes them, in
turn and `--rounds` times, each in a process of its own:

  the dock    `receive`: hash, landing, every check and spelling of the contract, kept rows with
              their lines as Parquet, receipt;
  pandas      `read_csv` of the GB18030 file as text, the checks that the dock makes of these
              columns written column by column, the key proven unique, the lines, Parquet;
  PostgreSQL  `COPY` of the GB18030 file into an unlogged table of text with a line number, the
              same checks in one `create unlogged table … as select`, the key proven unique. A
              server of its own without fsync; no Parquet is written, and no copy is kept.

Neither of the two others reads any spelling but the plain one, keeps the delivered bytes, or says
of a wrong row why it is wrong: they do less. All must keep the same rows and the same fen.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.load import COLUMNS, NAME, by_dock, write
from ingest.feed import Kind
from ingest.feeds import all_feeds
from tests.postgres import server

HIDDEN = "[\x01-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
SCIENTIFIC = r"[0-9](\.[0-9]+)?[eE][+-]?[0-9]+"
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
MONEY = r"-?[0-9]{1,16}(\.[0-9]{1,2})?"
FIRST, LAST = "2026-03-01", "2026-03-31"
KEY = ["payment", "fiscal_year", "region"]


def by_pandas(folder: Path) -> tuple[int, str]:
    """Read, check and write with pandas."""
    import pandas as pd  # noqa: PLC0415  only this process needs it

    feed = all_feeds()["payment"]
    table = pd.read_csv(folder / NAME, encoding="gb18030", dtype="str", keep_default_na=False)
    table.columns = list(COLUMNS)
    sound = pd.Series(True, index=table.index)
    for name in COLUMNS:
        column, cells = feed.column(name), table[name].str.strip()
        filled = cells != ""
        if not column.optional:
            sound &= filled
        match column.kind:
            case Kind.CODE:
                odd = cells.str.contains(HIDDEN) | cells.str.fullmatch(SCIENTIFIC)
                sound &= ~odd
                if column.pattern:
                    sound &= cells.str.fullmatch(column.pattern) | ~filled
            case Kind.DATE:
                fits = cells.str.fullmatch(DAY)
                days = pd.to_datetime(cells.where(fits), format="%Y-%m-%d", errors="coerce")
                low, high = (FIRST, LAST) if name == "paid_on" else ("1949-01-01", "2100-12-31")
                sound &= days.between(low, high) | ~filled
                cells = days
            case Kind.INT:
                cells = pd.to_numeric(cells.where(cells.str.fullmatch("-?[0-9]{1,9}")))
                sound &= cells.between(1949, 2100)
            case Kind.MONEY:
                fits = cells.str.fullmatch(MONEY)
                sound &= fits
                parts = cells.where(fits, "0").str.partition(".")
                fen = (parts[0] + parts[2].str.ljust(2, "0")).astype("int64")
                cells = fen
        table[name] = cells
    table["line"] = table.index + 2
    table = table[sound]
    doubled = table.duplicated(KEY).sum()
    assert not doubled, doubled
    table.to_parquet(folder / "pandas.parquet", index=False)
    return len(table), f"{table['amount'].sum() / 100:.2f}"


def by_postgres(folder: Path, port: str) -> tuple[int, str]:
    """Copy and check in PostgreSQL."""
    import psycopg  # noqa: PLC0415  only this process needs it

    raw = ", ".join(f"{name} text" for name in COLUMNS)
    with psycopg.connect(f"postgresql://pursewatch@{port}/postgres") as connection:
        run = connection.cursor()
        run.execute("drop table if exists kept, raw; set work_mem = '512MB'")
        run.execute("set max_parallel_workers_per_gather = 2")
        run.execute(f"create unlogged table raw (line bigint generated always as identity, {raw})")
        run.execute("set client_encoding = 'GB18030'")
        copied = f"copy raw ({', '.join(COLUMNS)}) from stdin (format csv, header)"
        with (folder / NAME).open("rb") as file, run.copy(copied) as copy:  # type: ignore[arg-type]
            while chunk := file.read(1 << 20):
                copy.write(chunk)
        run.execute("set client_encoding = 'UTF8'")
        run.execute(_checked())
        run.execute(f"select count(*) - count(distinct ({', '.join(KEY)})) from kept")
        assert run.fetchone() == (0,)
        run.execute("select count(*), sum(amount)::text from kept")
        told = run.fetchone()
    assert told is not None
    return told[0], told[1]


def _checked() -> str:
    feed = all_feeds()["payment"]
    typed, wheres = ["line + 1 as line"], []
    for name in COLUMNS:
        column, cell = feed.column(name), f"nullif(btrim({name}), '')"
        kinds = {Kind.DATE: "date", Kind.INT: "integer", Kind.MONEY: "numeric(18,2)"}
        typed.append(f"{cell}::{kinds.get(column.kind, 'text')} as {name}")
        if not column.optional:
            wheres.append(f"{cell} is not null")
        match column.kind:
            case Kind.CODE:
                wheres.append(f"coalesce({cell} !~ '{HIDDEN}', true)")
                wheres.append(f"coalesce({cell} !~ '^{SCIENTIFIC}$', true)")
                if column.pattern:
                    wheres.append(f"coalesce({cell} ~ '^{column.pattern}$', true)")
            case Kind.DATE:
                low, high = (FIRST, LAST) if name == "paid_on" else ("1949-01-01", "2100-12-31")
                between = f"{cell}::date between '{low}' and '{high}'"
                wheres.append(f"coalesce({cell} ~ '^{DAY}$' and {between}, true)")
            case Kind.INT:
                between = f"{cell}::integer between 1949 and 2100"
                wheres.append(f"coalesce({cell} ~ '^-?[0-9]{{1,9}}$' and {between}, true)")
            case Kind.MONEY:
                wheres.append(f"coalesce({cell} ~ '^{MONEY}$', true)")
    return (
        f"create unlogged table kept as select {', '.join(typed)} from raw "
        f"where {' and '.join(wheres)}"
    )


def measured(way: str, folder: Path, port: str) -> dict[str, object]:
    """Run one way in a process of its own; PostgreSQL's own time is its server's."""
    command = [sys.executable, __file__, "--way", way, "--folder", str(folder), "--port", port]
    before = _server_cpu(folder)
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, object] = json.loads(answer.stdout)
    told["cpu"] = float(str(told["cpu"])) + _server_cpu(folder) - before
    return told


def _postmaster(address: str) -> str:
    """Give the number of the server's process."""
    import psycopg  # noqa: PLC0415  only this process needs it

    with psycopg.connect(f"postgresql://pursewatch@{address}/postgres") as connection:
        told = connection.execute("select pg_read_file('postmaster.pid')").fetchone()
    assert told is not None
    return str(told[0]).partition("\n")[0]


def _server_cpu(folder: Path) -> float:
    """Give the seconds of the server and of its sessions that have ended."""
    number = int((folder / "postmaster").read_text())
    words = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, words[11:15])) / os.sysconf("SC_CLK_TCK")


def _one_way(way: str, folder: Path, port: str) -> None:
    began = time.perf_counter()
    if way == "dock":
        subprocess.run(["rm", "-rf", folder / "home"], check=True)
        told = by_dock(folder)
    else:
        told = by_pandas(folder) if way == "pandas" else by_postgres(folder, port)
    spent = os.times()
    cpu = spent.user + spent.system + spent.children_user + spent.children_system
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "cpu": cpu, "kept": [told[0], told[1]]}))


def main() -> None:
    """Print seconds, CPU and ratios; the answers are proven equal first."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--way")
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--port", default="")
    given = asked.parse_args()
    if given.way:
        _one_way(given.way, given.folder, given.port)
        return
    with tempfile.TemporaryDirectory() as place, server() as address:
        folder = Path(place)
        folder.chmod(0o755)
        write(folder, given.rows)
        (folder / "postmaster").write_text(_postmaster(address))
        rounds = [
            {way: measured(way, folder, address) for way in ("dock", "pandas", "postgres")}
            for _ in range(given.rounds)
        ]
    kept = {json.dumps(one["kept"]) for turn in rounds for one in turn.values()}
    assert len(kept) == 1, kept
    print(f"{given.rows:,} payments, the same rows and fen by every way: {kept.pop()}")
    for way in ("dock", "pandas", "postgres"):
        cpu = statistics.median(float(str(turn[way]["cpu"])) for turn in rounds)
        seconds = statistics.median(float(str(turn[way]["seconds"])) for turn in rounds)
        line = f"{way:10} {seconds:8.1f} s {cpu:8.1f} s of CPU"
        if way != "dock":
            of = [float(str(t[way]["cpu"])) / float(str(t["dock"]["cpu"])) for t in rounds]
            ago = [float(str(t[way]["seconds"])) / float(str(t["dock"]["seconds"])) for t in rounds]
            line += f"   {statistics.median(ago):.2f} times the dock, {statistics.median(of):.2f} "
            line += "of its CPU"
        print(line)


if __name__ == "__main__":
    main()
