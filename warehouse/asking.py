"""提问. A reader's SELECT over what the reader may see of a night, in a process that ends with it.

A process of its own, because DuckDB's memory limit is not kept by every function and its interrupt
is not heard within one: what runs away is ended by the system, and the site is not touched.
"""

import fcntl
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from warehouse.database import NightBroken, NightMissing, QueryStopped
from warehouse.query import Answer, QueryRefused

__all__ = ["Answer", "Bounds", "QueriesBusy", "QueryRefused", "QueryStopped", "Sight", "ask_within"]

LONGEST = 20_000


class QueriesBusy(Exception):
    """As many questions are being answered as may be at once, by all processes together."""


@dataclass(frozen=True)
class Sight:
    """What may be seen of one table: the condition of its rows, and how its columns read."""

    schema: str
    name: str
    where: str  # SQL; true: every row
    select: str  # SQL of the columns, masked where they have to be
    create: str  # its shape, where rows are given

    @property
    def full(self) -> str:
        """Its name as a question writes it."""
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True)
class Bounds:
    """How much one question may take."""

    seconds: float = 30
    rows: int = 100_000
    bytes: int = 1_000_000_000
    threads: int = 1
    at_once: int = 2
    room: Path = field(default_factory=lambda: Path(tempfile.gettempdir()))
    grace: float = 10  # seconds beyond its time in which a process may end itself


def ask_within(
    night: Path,
    sql: str,
    sights: Sequence[Sight],
    bounds: Bounds,
    rows_of: Mapping[str, Sequence[Sequence[Any]]] | None = None,
) -> Answer:
    """Answer one SELECT; `rows_of` gives the rows of a table that are not the night's.

    Raises:
        NightMissing: there is no such night.
        NightBroken: its file is damaged.
        QueriesBusy: enough are being answered.
        QueryRefused: it is not one SELECT over what may be seen.
        QueryStopped: it took longer, or more memory, than it may.
    """
    if len(sql) > LONGEST:
        raise QueryRefused(f"the question has {len(sql):,} characters, where {LONGEST:,} may be")
    if not night.exists():
        raise NightMissing(f"no night is kept at {night.name}: run `pursewatch night` first")
    with (
        _turn(bounds),
        tempfile.TemporaryDirectory(prefix=f".query-{os.getpid()}-", dir=bounds.room) as folder,
    ):
        question = {
            "night": str(night.resolve()),
            "sql": sql,
            "sights": [asdict(sight) for sight in sights],
            "rows_of": dict(rows_of or {}),
            "seconds": bounds.seconds,
            "rows": bounds.rows,
            "bytes": bounds.bytes,
            "threads": bounds.threads,
            "room": folder,
        }
        return _answer(_asked(question, bounds), bounds, night)


def _asked(question: Mapping[str, Any], bounds: Bounds) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "warehouse.sandbox"],
            input=json.dumps(question, ensure_ascii=False, default=str).encode(
                "utf-8", "surrogatepass"
            ),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=bounds.seconds + bounds.grace,
            cwd=Path(__file__).parents[1],
            env={"LANG": "C.UTF-8", "TZ": "Asia/Shanghai", "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"stopped": "time"}
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except ValueError:  # the system ended it: by its memory, or by its time
        return {"stopped": "time" if done.returncode in {-24, -9} else "memory"}
    return told


def _answer(told: Mapping[str, Any], bounds: Bounds, night: Path) -> Answer:
    if "broken" in told:
        raise NightBroken(night.stem)
    if "refused" in told:
        raise QueryRefused(told["refused"])
    if told.get("stopped") == "time":
        raise QueryStopped(
            f"the query ran longer than {bounds.seconds:g} s and was stopped: "
            "narrow it by region, year or month"
        )
    if "stopped" in told:
        raise QueryStopped(
            f"the query took more than {bounds.bytes / 1e6:,.0f} MB of memory and was stopped: "
            "narrow it, or add up before joining"
        )
    rows = [tuple(row) for row in told["rows"]]
    return Answer(told["names"], told["types"], rows, told["cut"])


@contextmanager
def _turn(bounds: Bounds) -> Iterator[None]:
    """Hold one of the places that all processes of the site share; a process that dies lets go."""
    bounds.room.mkdir(parents=True, exist_ok=True)
    for place in range(bounds.at_once):
        with (bounds.room / f".place-{place}").open("a") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield
            return
    raise QueriesBusy(
        f"{bounds.at_once} questions are being answered, which is as many as may be at once: "
        "ask again in a while"
    )
