"""A console to give orders on, and a small city's deliveries."""

import csv
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from service.cli import run
from service.demo.books import Books
from service.demo.city import write_books
from tests.postgres import sqlite_url
from tests.service.march import files, paid

Row = Mapping[str, object]


class Console:
    """Gives orders to one home and reads what comes back."""

    def __init__(self, home: Path, captured: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._captured = captured
        self.said = ""
        self.complained = ""

    def order(self, *words: str) -> int:
        """Give an order; its exit status."""
        status = run([*words, "--home", str(self.home)])
        self.said, self.complained = self._captured.readouterr()
        return status

    def told(self, *words: str) -> Any:
        """Give an order that must be done and read its JSON."""
        assert self.order(*words, "--json") in (0, 3, 4), self.complained
        return json.loads(self.said)

    def asked(self, sql: str) -> list[dict[str, Any]]:
        """Ask the published night."""
        answer: list[dict[str, Any]] = self.told("query", sql)
        return answer


@pytest.fixture
def console(tmp_path: Path, capsys: pytest.CaptureFixture[str], sqlite_template: Path) -> Console:
    """A home whose ledger has its tables already: each first order would make them anew."""
    home = tmp_path / "home"
    home.mkdir()
    sqlite_url(sqlite_template, home)
    return Console(home, capsys)


@pytest.fixture
def bare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    """A console before a home that is not there yet."""
    return Console(tmp_path / "home", capsys)


@pytest.fixture(scope="session")
def overspent_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a city that paid one fen too much in March, and the night that found it."""
    folder = tmp_path_factory.mktemp("overspent")
    home = folder / "home"
    march = write_delivery(folder, "march", files(paid("P1", "500.00"), paid("P2", "400.01")))
    assert run(["receive", str(march), "--home", str(home)]) == 0
    assert run(["night", "--as-of", "2026-03-31", "--only", "B02", "--home", str(home)]) == 0
    return home


@pytest.fixture
def overspent(console: Console, overspent_home: Path) -> Console:
    """That city, to do with as one likes."""
    shutil.copytree(overspent_home, console.home, symlinks=True, dirs_exist_ok=True)
    return console


@pytest.fixture
def deliver(tmp_path: Path) -> Callable[..., Path]:
    """Write a delivery: a folder of CSV files by name, each a list of rows."""
    return partial(write_delivery, tmp_path)


def write_delivery(below: Path, name: str, files: Mapping[str, Sequence[Row]], **how: Any) -> Path:
    """Write a delivery of this name, with the `manifest` and in the `encoding` that are told."""
    folder = below / "deliveries" / name
    folder.mkdir(parents=True)
    for file, rows in files.items():
        with (folder / file).open("w", encoding=how.get("encoding", "utf-8"), newline="") as out:
            writer = csv.DictWriter(out, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    if "manifest" in how:
        text = json.dumps(how["manifest"], ensure_ascii=False)
        (folder / "manifest.json").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def books() -> Books:
    """The books of the demo city, as `make run` writes them."""
    return write_books(2026, 60, date(2026, 9, 30))
