"""One engine reads the files of a delivery, each as if it were alone."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from ingest.engine import Engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with closing(Engine(tmp_path / "spill")) as engine:
        yield engine


def test_the_next_file_at_the_same_place_is_read_anew(engine: Engine, tmp_path: Path) -> None:
    place = tmp_path / "first.parquet"
    for figure in range(3):
        with engine.connected() as connection:
            connection.execute(f"copy (select {figure} as figure) to '{place}' (format parquet)")
            assert connection.execute(f"from '{place}'").fetchall() == [(figure,)]


def test_tables_of_one_file_are_gone_for_the_next(engine: Engine) -> None:
    for _ in range(2):
        with engine.connected() as connection:
            connection.execute("create temp table bad as select 1")


def test_settings_hold_for_every_file(engine: Engine) -> None:
    for _ in range(2):
        with engine.connected() as connection:
            assert connection.execute(
                "select current_setting('TimeZone'), current_setting('disabled_optimizers'), "
                "current_setting('threads')"
            ).fetchone() == ("Asia/Shanghai", "filter_pushdown,in_clause", 2)


def test_a_file_that_the_engine_fails_on_leaves_the_next_a_fresh_one(engine: Engine) -> None:
    with pytest.raises(duckdb.Error), engine.connected() as connection:
        connection.execute("from nowhere")

    with engine.connected() as connection:
        assert connection.execute("select 1").fetchone() == (1,)
