"""Rows set aside go back to their supplier under its own headings."""

import csv
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from ingest.receipts import FileUnknown, Receipts
from ingest.rejects import FormUnknown, write_rejects
from tests.ingest.dockside import HEADINGS, csv_text, one_file, rows

BAD = [
    *rows({}, {"实际支付日期": "昨天", "实际支付金额": "=1+1"}),
    *rows({}, {}, {"收款人全称": '=HYPERLINK("http://x")', "预算年度": "0"})[2:],
]


def test_each_row_comes_once_with_its_line_and_all_its_reasons(tmp_path: Path) -> None:
    file = one_file(tmp_path, csv_text(BAD))
    out = tmp_path / "rejects.csv"
    written = write_rejects(Receipts(tmp_path / "home").rejects(1), out)

    with out.open(encoding="utf-8-sig", newline="") as lines:
        table = list(csv.reader(lines))
    assert (written, file.aside) == (2, 2)
    assert table[0] == ["行号 line", "原因 reason", *HEADINGS]
    assert [row[0] for row in table[1:]] == ["3", "4"]
    assert "paid_on '昨天': date" in table[1][1]
    assert "amount '=1+1': number" in table[1][1]
    assert table[1][2:] == ["P2", "2026", "410100", "101001", "昨天", "'=1+1", "安澜市第一中学"]


def test_a_workbook_of_them_runs_no_formula(tmp_path: Path) -> None:
    one_file(tmp_path, csv_text(BAD))
    out = tmp_path / "rejects.xlsx"
    write_rejects(Receipts(tmp_path / "home").rejects(1), out)

    table = CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()
    assert table[1][7] == "=1+1"
    assert table[2][0] == 4


def test_an_unknown_file_or_form_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileUnknown, match="no file has the number 7"):
        list(Receipts(tmp_path / "home").rejects(7))
    with pytest.raises(FormUnknown, match=r"\.pdf"):
        write_rejects([], tmp_path / "x.pdf")
