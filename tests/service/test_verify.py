"""The record is proven from the console, and what was done to it is named."""

import sqlite3
from pathlib import Path

from alerts.ledger import Ledger
from alerts.trail import Entry, write_down
from service.heads import read_head
from tests.alerts.found import NOON
from tests.service.conftest import Console


def written(console: Console) -> None:
    assert console.order("ledger", "migrate") == 0
    ledger = Ledger(f"sqlite:///{console.home / 'ledger.sqlite'}")
    write_down(ledger.engine, [Entry("王", "export", f"{n}") for n in range(5)], now=NOON)


def test_a_sound_record_is_proven_and_its_head_printed(console: Console) -> None:
    written(console)

    told = console.told("verify")

    assert (told["proven"], told["lines"], told["faults"]) == (True, 5, [])
    assert told["head"].startswith("5:")


def test_a_line_that_was_tampered_with_is_named_and_the_exit_says_so(console: Console) -> None:
    written(console)
    with sqlite3.connect(console.home / "ledger.sqlite") as ledger:
        ledger.execute("update trail set actor = '李' where number = 2")

    assert console.order("verify") == 5
    assert console.complained.startswith("line 2 (export of 1 by 李, ")


def test_lines_that_are_cut_off_are_missed_at_the_next_proof(console: Console) -> None:
    written(console)
    assert console.order("verify") == 0
    with sqlite3.connect(console.home / "ledger.sqlite") as ledger:
        ledger.execute("delete from trail where number > 3")

    assert console.order("verify") == 5
    assert "the record ends at line 3" in console.complained


def test_what_is_no_head_is_refused(console: Console) -> None:
    written(console)

    assert console.order("verify", "--head", "5:xyz") == 1
    assert "is no head of a record" in console.complained


def test_the_hash_is_a_setting_and_its_change_a_line(console: Console) -> None:
    written(console)
    (console.home / "pursewatch.toml").write_text('chain = "sha256"\n', "utf-8")

    assert console.order("ledger", "migrate") == 0
    assert console.told("verify")["lines"] == 6


def test_an_export_is_proven_and_a_changed_one_is_not(console: Console, tmp_path: Path) -> None:
    written(console)
    file = tmp_path / "预警.csv"
    assert console.order("alerts", "export", "--out", str(file)) == 0
    assert console.order("verify", str(file)) == 0
    assert "line 6: rows.export of alerts by console" in console.said
    assert console.order("verify", f"{file}-metadata.json") == 0

    file.write_bytes(file.read_bytes() + b"1")
    assert console.order("verify", str(file)) == 5
    assert "line 6 tells of a file of this name with another content" in console.complained
    assert console.order("verify", str(tmp_path / "none.csv")) == 1
    assert "none.csv could not be used" in console.complained


def test_nobody_takes_rows_away_under_a_name_that_is_none(console: Console, tmp_path: Path) -> None:
    written(console)
    out = tmp_path / "预警.csv"
    assert console.order("alerts", "export", "--out", str(out), "--by", "谁") == 1
    assert (console.complained[:19], out.exists()) == ("no account is calle", False)


def test_a_head_is_read_as_papers_print_it() -> None:
    mark = "0f" * 32
    assert str(read_head(f"1024:sm3:{mark}")) == f"1024:{mark}"
