"""Rows set aside go back to their supplier under its own headings."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from ingest.quarantine import Month, lying, over_time
from ingest.receipts import FileUnknown, Receipts
from ingest.rejects import RejectsRefused, write_rejects
from tests.ingest.dockside import HEADINGS, csv_text, one_file, rows

BAD = [
    *rows({}, {"实际支付日期": "昨天", "实际支付金额": "=1+1"}),
    *rows({}, {}, {"收款人全称": '=HYPERLINK("http://x")', "预算年度": "0"})[2:],
]


def test_each_row_comes_once_with_its_line_and_all_its_reasons(tmp_path: Path) -> None:
    file = one_file(tmp_path, csv_text(BAD))
    out = tmp_path / "rejects.csv"
    written = write_rejects(HEADINGS, Receipts(tmp_path / "home").rejects(1), out)

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
    write_rejects(HEADINGS, Receipts(tmp_path / "home").rejects(1), out)

    table = CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()
    assert table[1][7] == "=1+1"
    assert table[2][0] == 4


def test_an_unknown_file_or_form_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileUnknown, match="no file has the number 7"):
        list(Receipts(tmp_path / "home").rejects(7))
    with pytest.raises(RejectsRefused, match=r"\.pdf"):
        write_rejects([], [], tmp_path / "x.pdf")
    with pytest.raises(RejectsRefused, match="no folder"):
        write_rejects([], [], tmp_path / "nowhere" / "x.csv")


def sent_back(home: Path, out: Path) -> list[list[str]]:
    receipts = Receipts(home)
    write_rejects(receipts.headings(1), receipts.rejects(1), out)
    with out.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def test_torn_rows_go_back_under_the_suppliers_headings(tmp_path: Path) -> None:
    one_file(tmp_path, csv_text(rows({})) + "P2,2026\n" + "P3" + ",x" * 8 + "\n")
    table = sent_back(tmp_path / "home", tmp_path / "r.csv")

    assert table[0][2:] == [*HEADINGS]
    assert [row[0] for row in table[1:]] == ["3", "4"]
    assert [row[2:] for row in table[1:]] == [["P2", "2026"], ["P3", *["x"] * 8]]


def test_an_amount_below_zero_goes_back_as_it_came(tmp_path: Path) -> None:
    one_file(tmp_path, csv_text(rows({"实际支付日期": "?", "实际支付金额": "-5.00"})))

    assert sent_back(tmp_path / "home", tmp_path / "r.csv")[1][7] == "-5.00"


def test_the_desk_counts_rows_by_file_and_reason(tmp_path: Path) -> None:
    days = [{"实际支付日期": day} for day in ("x", "y", "2026-04-01", "2026-03-01")]
    file = one_file(tmp_path, csv_text(rows(*days)) + "P9\n")
    told = lying(tmp_path / "home", Receipts(tmp_path / "home").files())

    assert [(o.file.number, o.code, o.column, o.rows, o.first_line, o.example) for o in told] == [
        (1, "date", "paid_on", 2, 2, "x"),
        (1, "cells", None, 1, 6, None),
        (1, "period", "paid_on", 1, 4, "2026-04-01"),
    ]
    assert over_time([file]) == [Month("2026-04", "410100", "payment", 1, 5, 4)]


@pytest.mark.parametrize("unit", ["line", "manifest"])
def test_rows_that_go_back_are_read_in_their_own_unit_when_they_come_again(
    tmp_path: Path, unit: str
) -> None:
    text = csv_text(rows({}, {"实际支付日期": "昨天"}))
    text, entry = (f"单位：万元\n{text}", {}) if unit == "line" else (text, {"unit": "万元"})
    file = one_file(tmp_path, text, entry=entry)
    table = sent_back(tmp_path / "home", tmp_path / "r.csv")
    mended = [[cell.replace("昨天", "2026-03-06") for cell in row] for row in table]
    alone = one_file(tmp_path / "alone", "".join(",".join(row) + "\n" for row in mended))
    whole = one_file(tmp_path / "whole", "".join(",".join(row[2:]) + "\n" for row in mended))

    assert table[0][7] == "实际支付金额（万元）"
    assert alone.reason.startswith(
        "国库集中支付: these are rows that were set aside, under '行号 line' "
    )
    assert whole.totals["amount"].kept == file.totals["amount"].aside == Decimal("1000000.00")
