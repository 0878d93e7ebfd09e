"""What a machine holds is measured beside the site, and nothing of the site's is touched."""

from pathlib import Path

import pytest

from service.capacity import CapacityUnmeasured, environment, measured
from service.settings import read_settings


def test_an_order_that_fails_ends_the_measurement_and_says_why(tmp_path: Path) -> None:
    settings = read_settings(tmp_path / "site")
    with pytest.raises(CapacityUnmeasured) as told:
        next(measured(tmp_path / "nowhere", 1, tmp_path / "home", settings))

    assert "`pursewatch receive` failed, so no more is measured: " in str(told.value)
    assert str(tmp_path / "nowhere") in str(told.value)


def test_orders_are_given_the_sites_memory_and_threads_but_never_its_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PURSEWATCH_LEDGER_URL", "postgresql+psycopg://site@db/ledger")
    (tmp_path / "pursewatch.toml").write_text('memory = "3GB"\nthreads = 5\n', "utf-8")
    given = environment(read_settings(tmp_path))

    ours = {name: told for name, told in given.items() if name.startswith("PURSEWATCH_")}
    assert ours == {"PURSEWATCH_MEMORY": "3GB", "PURSEWATCH_THREADS": "5"}
    assert "PATH" in given
