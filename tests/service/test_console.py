"""What the console says to whoever mistypes, and where its files can't be used."""

import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import typer

from service import cli

PAYMENT = (
    "支付凭证主键,预算年度,财政区划代码,单位代码,实际支付日期,实际支付金额,收款人全称\n"
    "P1,2024,540102,101,2024-05-03,12.00,甲\n"
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "payment_540102_2024-05.csv"
    path.write_text(PAYMENT)
    return str(path)


@pytest.mark.parametrize("noun", ["receipts", "nights", "alerts", "user", "events"])
def test_a_noun_alone_lists_what_it_names(
    noun: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run([noun, "--home", str(home)]) == cli.DONE
    bare = capsys.readouterr().out

    assert cli.run([noun, "list", "--home", str(home)]) == cli.DONE
    assert bare == capsys.readouterr().out != ""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            ["receipts", "show", "x"],
            ["'x' is no whole number", "`pursewatch receipts show --help`"],
        ),
        (["query", "select 1", "--format", "odt"], ["'odt'", "'csv'", "--help"]),
        (["calendar", "list", "--as-of", "9999-12-31"], ["9999-12-31", "from 1949 to 2100"]),
        (["report"], ["Missing", "half-year", "--help"]),
        (["ledger"], ["`pursewatch ledger --help`"]),
        (["receipts", "rejects", "--feed", "paiement"], ["'paiement'", "payment"]),
    ],
    ids=" ".join,
)
def test_a_slip_is_answered_in_one_sentence_that_says_where_to_look(
    typed: list[str], words: list[str], home: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("PURSEWATCH_HOME", str(home))
    assert cli.run(typed) == cli.WRONG_ARGUMENTS
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert [word for word in words if word not in said] == []


def commands(command: Any, words: Sequence[str] = ()) -> Iterator[tuple[str, set[str]]]:
    for word, below in getattr(command, "commands", {}).items():
        yield from commands(below, [*words, word])
    if not hasattr(command, "commands"):
        yield " ".join(words), {option for known in command.params for option in known.opts}


def test_every_command_takes_a_home_and_speaks_to_machines() -> None:
    told = dict(commands(typer.main.get_command(cli.console_for([]))))
    lacking = {word for word, options in told.items() if not {"--home", "--json"} <= options}

    assert lacking == {"docs", "scheduler", "serve"}  # one writes pages, two run until stopped


def test_what_is_done_is_told_to_machines_too(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PURSEWATCH_HOME", str(home))
    monkeypatch.setattr("sys.stdin", io.StringIO("a long enough pass phrase\n"))
    order = ["user", "add", "lin", "--role", "analyst", "--region", "540102", "--json"]
    assert cli.run(order) == cli.DONE
    told = json.loads(capsys.readouterr().out)

    assert told.pop("said") == "account lin added as analyst of 540102"
    assert told == {"account": "lin", "role": "analyst", "region": "540102"}


@pytest.mark.parametrize(
    "slip", [("--feed", "paiement"), ("--region", "54"), ("--source", "nobody")]
)
def test_what_cannot_be_is_no_delivery(
    slip: tuple[str, str], file: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--home", str(home)]
    assert cli.run(["receive", file, *slip, *at]) == cli.WRONG_ARGUMENTS
    said = capsys.readouterr().err
    assert slip[0] in said
    assert slip[1] in said
    assert list(home.iterdir()) == []


def test_everybody_whose_files_came_is_named(
    home: Path, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Path(file).with_name("payment_659001_2024-05.csv")
    other.write_text(PAYMENT.replace("540102", "659001"))
    assert cli.run(["receive", str(other.parent), "--home", str(home)]) == cli.DONE
    assert "from 540102, 659001" in capsys.readouterr().out


def test_a_database_that_cannot_be_used_is_told_in_a_sentence(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "receipts.sqlite").mkdir()
    assert cli.run(["receipts", "--home", str(home)]) == cli.FAILED
    said = capsys.readouterr().err
    assert "unable to open database file" in said
    assert "not foreseen" not in said


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_a_name_that_the_terminal_cannot_write_is_written_as_its_escape(
    encoding: str, home: Path, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(file).with_name("说明\u202e😀\x1b[2J.docx").touch()
    assert cli.run(["receive", str(Path(file).parent), "--home", str(home)]) == cli.DONE
    told = ""
    for words in (["receipts"], ["receipts", "--json"]):
        out = io.TextIOWrapper(io.BytesIO(), encoding)
        monkeypatch.setattr("sys.stdout", out)
        assert cli.run([*words, "--home", str(home)]) == cli.DONE
        out.flush()
        told = out.buffer.getvalue().decode(encoding)
        assert "\x1b" not in told
        assert r"\u202e" in told
    assert json.loads(told)[0]["files"][1]["name"] == "说明\u202e😀\x1b[2J.docx"
