"""Workbooks as offices keep them: titles, merged headings, totals, signatures, several sheets."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from ingest.receipt import Status
from ingest.receipts import Receipts
from service.demo.old_workbook import old_workbook
from tests.ingest.dockside import HEADINGS, deliver, kept, one_file, reasons, take_in

NAME = "payment_410100_2026-03.xlsx"
USUAL = ["P1", 2026, 410100, "101001", date(2026, 3, 5), 100.5, "安澜市第一中学"]


def book(path: Path, sheets: dict[str, Sequence[Sequence[Any]]], merges: Sequence[Any] = ()) -> Any:
    """Write sheets cell by cell, then merge ranges of the first; give the bytes."""
    with xlsxwriter.Workbook(str(path)) as made:
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        for title, table in sheets.items():
            sheet = made.add_worksheet(title)
            for r, row in enumerate(table):
                for c, cell in enumerate(row):
                    if isinstance(cell, (date, datetime)):
                        sheet.write_datetime(r, c, cell, day)
                    elif isinstance(cell, str) and cell.startswith("#"):
                        sheet.write_formula(r, c, "=1/0", None, cell)
                    elif cell is not None:
                        sheet.write(r, c, cell)
            for merge in merges if title == next(iter(sheets)) else ():
                sheet.merge_range(*merge)
    return path.read_bytes()


def test_a_sheet_as_it_is_printed_is_read_from_its_heading_to_its_last_row(tmp_path: Path) -> None:
    table = [
        ["安澜市国库集中支付明细表"],
        ["编制单位：安澜市财政局", None, None, None, None, None, "单位：万元"],
        [*HEADINGS[:5], "支付情况", None],
        [None, None, None, None, None, "实际支付金额", "收款人全称"],
        USUAL,
        [None, None, None],
        ["P2", 2026, 410100, "101001", 46100, "1,234.5", "乙公司"],
        ["小 计", None, None, None, None, 1335, None],
        ["合计", None, None, None, None, 1335, None],
        ["注：本表由系统生成"],
        ["制表人：张三", None, None, "审核人：李四"],
    ]
    merges = [(0, 0, 0, 6, table[0][0]), (2, 5, 2, 6, "支付情况")]
    merges += [(2, c, 3, c, heading) for c, heading in enumerate(HEADINGS[:5])]
    file = one_file(tmp_path, book(tmp_path / "b.xlsx", {"明细": table}, merges), NAME)

    assert (file.delivered, file.kept, file.left_out) == (2, 2, 4)
    assert kept(tmp_path / "home", file, "payment, region, paid_on, amount, line") == [
        ("P1", "410100", date(2026, 3, 5), Decimal("1005000.00"), 5),
        ("P2", "410100", date(2026, 3, 19), Decimal("12345000.00"), 7),
    ]


def test_what_stands_below_the_last_row_in_words_is_no_data(tmp_path: Path) -> None:
    feet = [
        ["附注 1. 本表为快报数"],
        [None, "会计主管：王", None, "出纳："],
        ["2026年4月1日"],
        ["(公章)"],
    ]
    cut = [["P9"], [None, None, None, None, None, 100.5]]
    table = [HEADINGS, USUAL, ["附注"], ["P2", *USUAL[1:]], *cut, *feet]
    file = one_file(tmp_path, book(tmp_path / "b.xlsx", {"明细": table}), NAME)

    assert (file.delivered, file.kept, file.aside, file.left_out) == (5, 2, 3, 4)
    assert file.notes == tuple(
        f"left out, line {line}: {text}"
        for line, text in enumerate(
            ["附注 1. 本表为快报数", "会计主管：王 出纳：", "2026年4月1日", "(公章)"], 7
        )
    )


def test_a_column_of_nothing_is_passed_over_and_one_of_something_needs_a_heading(
    tmp_path: Path,
) -> None:
    table = [[None, *HEADINGS[:3], None, *HEADINGS[3:]], [None, *USUAL[:3], None, *USUAL[3:]]]
    file = one_file(tmp_path / "blank", book(tmp_path / "b.xlsx", {"明细": table}), NAME)
    assert (file.status, file.kept) == (Status.KEPT, 1)

    table[1][4] = "x"
    file = one_file(tmp_path / "stray", book(tmp_path / "b.xlsx", {"明细": table}), NAME)
    assert file.reason.startswith("column 5 has no heading, and 'x' stands in it in line 2: ")


def test_only_the_first_sheet_is_read_and_the_others_are_listed(tmp_path: Path) -> None:
    content = book(tmp_path / "b.xlsx", {"三月": [HEADINGS, USUAL], "旧": [HEADINGS, USUAL]})
    file = one_file(tmp_path, content, NAME)

    assert file.name == f"{NAME}#三月"
    assert (file.kept, file.notes) == (1, ("sheet not read: 旧",))


def test_a_hidden_sheet_is_not_the_first(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        hidden, seen = made.add_worksheet("参数"), made.add_worksheet("明细")
        hidden.write(0, 0, "x")
        seen.activate()
        seen.set_first_sheet()
        hidden.hide()
        for r, row in enumerate([HEADINGS, [*USUAL[:4], "2026-03-05", *USUAL[5:]]]):
            seen.write_row(r, 0, row)
    file = one_file(tmp_path, path.read_bytes(), NAME)

    assert (file.name, file.kept) == (f"{NAME}#明细", 1)


def test_sheets_that_are_named_by_feeds_are_each_read_as_theirs(tmp_path: Path) -> None:
    balance = ["财政区划代码", "日期", "期初库款余额", "本期流入", "本期流出", "期末库款余额"]
    content = book(
        tmp_path / "b.xlsx",
        {
            "封面": [["三月"]],
            "库款": [balance, [410100, date(2026, 3, 1), 1, 2, 1, 2]],
            "payment": [HEADINGS, USUAL],
        },
    )
    home = tmp_path / "home"
    [receipt] = take_in(home, deliver(tmp_path / "d", {NAME: content}))
    [again] = take_in(home, tmp_path / "d")

    assert [(f.feed, f.status, f.kept) for f in receipt.files] == [
        ("treasury_balance", Status.KEPT, 1),
        ("payment", Status.KEPT, 1),
    ]
    assert [f.status for f in again.files] == [Status.SAME] * 2
    assert len(Receipts(home).in_force()) == 2


def test_a_sheet_and_a_file_of_one_feed_are_both_refused(tmp_path: Path) -> None:
    content = book(tmp_path / "b.xlsx", {"库款": [HEADINGS, USUAL], "payment": [HEADINGS, USUAL]})
    home = tmp_path / "home"
    other = "国库集中支付_410100_2026-03.csv"
    line = "P1,2026,410100,1,2026-03-01,1,x"
    path = deliver(
        tmp_path / "d",
        {"treasury_balance_410100_2026-03.xlsx": content, other: ",".join(HEADINGS) + f"\n{line}"},
    )
    [receipt] = take_in(home, path)

    told = {f.name: f for f in receipt.files if f.feed == "payment"}
    sheet = "treasury_balance_410100_2026-03.xlsx#payment"
    assert {name: f.status for name, f in told.items()} == {
        sheet: Status.REFUSED,
        other: Status.REFUSED,
    }
    assert (sheet in told[other].reason, other in told[sheet].reason) == (True, True)
    assert list((home / "kept").rglob("*.parquet")) == []


def test_a_number_is_taken_at_fifteen_digits_and_a_longer_one_is_lost(tmp_path: Path) -> None:
    table = [
        [*HEADINGS, "收款人账号"],
        [*USUAL[:5], 0.1 + 0.2, "甲", 622202123456789],
        ["P2", *USUAL[1:5], 1, "甲", 6222021234567890123],
        [123456789012345678, *USUAL[1:5], 1, "甲", None],
    ]
    file = one_file(tmp_path, book(tmp_path / "b.xlsx", {"一": table}), NAME)

    assert kept(tmp_path / "home", file, "amount, payee_account") == [
        (Decimal("0.30"), "622202123456789")
    ]
    assert [r[:2] + r[3:] for r in reasons(tmp_path / "home", file)] == [
        (3, "payee_account", "digits"),
        (4, "payment", "digits"),
    ]


def test_an_error_cell_is_never_an_empty_one(tmp_path: Path) -> None:
    table = [[*HEADINGS, "用途"], [*USUAL[:5], "#REF!", "甲", "x"]]
    file = one_file(tmp_path, book(tmp_path / "b.xlsx", {"一": table}), NAME)

    assert reasons(tmp_path / "home", file) == [(2, "amount", "#REF!", "formula")]


def test_a_cell_of_data_under_a_merged_one_is_not_an_empty_one(tmp_path: Path) -> None:
    headings = [*HEADINGS, "项目代码"]
    table = [headings] + [[f"P{n}", *USUAL[1:], "X1" if n == 1 else None] for n in (1, 2, 3)]
    merges = [(1, 7, 2, 7, "X1")]
    file = one_file(tmp_path, book(tmp_path / "b.xlsx", {"明细": table}, merges), NAME)

    assert kept(tmp_path / "home", file, "payment, project") == [("P1", "X1"), ("P3", None)]
    assert reasons(tmp_path / "home", file) == [(3, "project", "(merged: X1)", "merged")]


def test_a_stray_cell_at_the_end_of_the_sheet_is_named_instead_of_filling_the_memory(
    tmp_path: Path,
) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("明细")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write(1_048_575, 16_383, "x")
    file = one_file(tmp_path, path.read_bytes(), NAME)

    assert file.reason.startswith("the sheet '明细' reaches to row 1048576 and column 16384, ")


def test_the_name_of_a_sheet_its_feet_and_a_row_of_kinds_may_say_the_unit(tmp_path: Path) -> None:
    foot = [HEADINGS, USUAL, ["制表：某", None, None, "单位：万元"]]
    kinds = [HEADINGS, ["文本", "数值", "文本", "文本", "日期", "万元", "文本"], USUAL]
    tables = [("明细（万元）", [HEADINGS, USUAL]), ("明细", foot), ("明细", kinds)]
    for name, (title, table) in zip("123", tables, strict=True):
        file = one_file(tmp_path / name, book(tmp_path / "b.xlsx", {title: table}), NAME)

        assert file.totals["amount"].kept == Decimal("1005000.00")


def test_an_empty_sheet_is_an_empty_file(tmp_path: Path) -> None:
    empty = book(tmp_path / "b.xlsx", {"一": []})
    alone = one_file(tmp_path / "1", empty, NAME)
    agreed = one_file(tmp_path / "2", empty, NAME, {"rows": 0})

    assert (alone.status, agreed.status) == (Status.REFUSED, Status.KEPT)


def test_what_is_no_workbook_is_refused_with_a_sentence(tmp_path: Path) -> None:
    whole = book(tmp_path / "b.xlsx", {"一": [HEADINGS, USUAL]})
    for n, content in enumerate([b"PK\x03\x04 nothing", whole[:-300], b"\xd0\xcf\x11\xe0", b""]):
        file = one_file(tmp_path / str(n), content, NAME)

        assert file.status is Status.REFUSED
        assert "workbook" in file.reason


def test_an_old_workbook_is_read_too_without_knowing_its_merged_cells(tmp_path: Path) -> None:
    table = [
        ["安澜市国库集中支付明细表"],
        ["单位：万元"],
        [*HEADINGS[:5], "支付情况", None],
        [None, None, None, None, None, "实际支付金额", "收款人全称"],
        ["P1", 2026, 410100, "101001", 46086, 1.5, "甲"],
        ["P2", 2026, 410100, "101001", "2026年3月5日", "#DIV/0!", "甲"],
        ["合计", None, None, None, None, 1.5, None],
    ]
    content = old_workbook({"明细": table, "旧": [["x"]]})
    file = one_file(tmp_path, content, "payment_410100_2026-03.xls")

    assert kept(tmp_path / "home", file, "payment, paid_on, amount, line") == [
        ("P1", date(2026, 3, 5), Decimal("15000.00"), 5)
    ]
    assert reasons(tmp_path / "home", file) == [(6, "amount", "#DIV/0!", "formula")]
    assert file.notes[0] == "sheet not read: 旧"


def test_a_bare_number_of_days_is_counted_from_the_workbooks_own_first_day(tmp_path: Path) -> None:
    table = [HEADINGS, [*USUAL[:4], 44624, *USUAL[5:]]]  # 46086 where days are counted from 1900
    with xlsxwriter.Workbook(str(tmp_path / "b.xlsx"), {"date_1904": True}) as made:
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        sheet = made.add_worksheet()
        for r, row in enumerate([*table, ["P2", *USUAL[1:4], None, *USUAL[5:]]]):
            sheet.write_row(r, 0, row)
        sheet.write_datetime(2, 4, date(2026, 3, 5), day)
    old = old_workbook({"明细": table}, from_1904=True)
    for n, (name, content, rows) in enumerate(
        [(NAME, (tmp_path / "b.xlsx").read_bytes(), 2), (NAME[:-1], old, 1)]
    ):
        file = one_file(tmp_path / str(n), content, name)

        assert kept(tmp_path / str(n) / "home", file, "paid_on") == [(date(2026, 3, 5),)] * rows


def test_an_old_workbook_may_be_long(tmp_path: Path) -> None:
    rows = [[f"P{n}", 2026, 410100, "101001", "2026-03-05", 0.01, "甲"] for n in range(5000)]
    content = old_workbook({"明细": [[*HEADINGS[:7]], *rows]})
    file = one_file(tmp_path, content, "payment_410100_2026-03.xls")

    assert (file.delivered, file.kept) == (5000, 5000)
    assert file.totals["amount"].kept == Decimal("50.00")


def test_the_readers_own_crash_is_heard_by_nobody(tmp_path: Path, capfd: Any) -> None:
    cut = old_workbook({"一": [HEADINGS, ["P1"]]})[:1200]
    file = one_file(tmp_path, cut, "payment_410100_2026-03.xls")

    assert file.status is Status.REFUSED
    assert capfd.readouterr().err == ""
