"""A console to give orders on, and a small city's deliveries."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from service.cli import run
from service.demo.books import Books
from service.demo.city import write_books

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
def console(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(tmp_path / "home", capsys)


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
