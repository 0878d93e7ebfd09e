"""The few lines that are not kept are read alone, and told of as if all had been."""

from pathlib import Path

import duckdb
import pytest

from ingest import unkept
from tests.ingest.dockside import NAME, csv_text, deliver, rows, take_in

WRONG = {7: {"实际支付金额": "x"}, 8: {"收款人全称": ""}, 41: {"实际支付日期": "2026-04-01"}}
ODD = {3: {"实际支付金额": '"1,000.00"'}, 9: {"收款人全称": '"说""好"'}, 60: {"单位代码": "１０１"}}


def delivered(*, over_two_lines: bool = False) -> str:
    """Write 80 payments, a few of them wrong, clashing, repeated or oddly spelt."""
    table = rows(*({**WRONG.get(n, {}), **ODD.get(n, {})} for n in range(80)))
    table[50]["支付凭证主键"] = table[20]["支付凭证主键"]
    table[51] |= {"支付凭证主键": table[21]["支付凭证主键"], "实际支付金额": "7.00"}
    if over_two_lines:
        table[30]["收款人全称"] = '"乙\n40,丙"'
    table[79]["实际支付金额"] = "last"
    lines = csv_text(table).splitlines(keepends=True)
    return "".join([*lines[:12], "\n", "合计,,,,,8000,\n", *lines[12:25], "P,一格\n", *lines[25:]])


def aside(home: Path, text: str, encoding: str) -> tuple[object, ...]:
    """Take the file in; give the counts and every reason with its printed row."""
    delivery = deliver(home.with_name(f"{home.name}-d"), {NAME: text.encode(encoding)})
    [file] = take_in(home, delivery)[0].files
    assert file.aside_path is not None, file.reason
    told = duckdb.sql(f"from read_parquet('{home / file.aside_path}')").fetchall()
    keys = duckdb.sql(f"select payment, line from read_parquet('{home / str(file.kept_path)}')")
    return file.delivered, file.kept, file.repeated, file.aside, told, keys.fetchall()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_few_lines_read_alone_are_told_of_as_when_all_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setattr(unkept, "_SHARE", 5)
    alone = aside(tmp_path / "alone", delivered(), encoding)
    monkeypatch.setattr(unkept, "_SHARE", 1_000)

    assert alone == aside(tmp_path / "all", delivered(), encoding)
    assert alone[:4] == (81, 73, 1, 7)


def test_a_cell_over_two_lines_is_never_taken_for_a_row(tmp_path: Path) -> None:
    delivery = delivered(over_two_lines=True)
    (*counts, reasons, _) = aside(tmp_path / "home", delivery, "utf-8")

    assert counts == [81, 73, 1, 7]
    assert {line for _, line, *_ in reasons} == {9, 10, 25, 28, 47, 57, 85}
