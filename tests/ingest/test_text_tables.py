"""CSV in every encoding, line end and delimiter that a bureau writes, and what is wrong with it."""

import gzip
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from ingest.readers import delimited, transcode
from ingest.receipt import Status
from tests.ingest.dockside import HEADINGS, NAME, csv_text, kept, one_file, reasons, rows

FORMS = list(
    product(("utf-8", "utf-8-sig", "gb18030", "gbk"), (",", "\t", "|"), ("\n", "\r\n", "\r"))
)


@pytest.mark.parametrize(("encoding", "delimiter", "end"), FORMS)
def test_every_way_of_writing_the_same_rows_gives_the_same_rows(
    tmp_path: Path, encoding: str, delimiter: str, end: str
) -> None:
    text = csv_text(rows({}, {"收款人全称": "龙游县東方廠"}))
    content = text.replace(",", delimiter).replace("\n", end).encode(encoding)
    file = one_file(tmp_path, content)

    assert kept(tmp_path / "home", file, "payment, amount, payee, line") == [
        ("P1", Decimal("100.00"), "安澜市第一中学", 2),
        ("P2", Decimal("100.00"), "龙游县東方廠", 3),
    ]


def test_four_byte_characters_of_gb18030_are_read(tmp_path: Path) -> None:
    file = one_file(tmp_path, csv_text(rows({"收款人全称": "㐂𠀀公司"})).encode("gb18030"))

    assert kept(tmp_path / "home", file, "payee") == [("㐂𠀀公司",)]


def test_headings_in_another_encoding_than_the_manifest_says_refuse_the_file(tmp_path):
    content = csv_text(rows({})).encode("gb18030")
    file = one_file(tmp_path, content, entry={"encoding": "UTF-8-BOM"})

    assert "the headings hold bytes that are not in the file's encoding" in file.reason


def test_only_the_row_with_bytes_of_no_encoding_is_set_aside(tmp_path: Path) -> None:
    text = csv_text(rows({}, {"收款人全称": "坏"}, {})).encode("gb18030")
    file = one_file(tmp_path, text.replace("坏".encode("gb18030"), b"\xff"))

    assert kept(tmp_path / "home", file, "payment, line") == [("P1", 2), ("P3", 4)]
    assert reasons(tmp_path / "home", file) == [(3, "payee", "\\xFF", "bytes")]
    assert file.totals["amount"].aside == Decimal("100.00")


def test_a_stray_byte_does_not_turn_utf8_into_gb18030(tmp_path: Path) -> None:
    text = csv_text(rows({}, {"收款人全称": "坏"}, {})).encode()
    file = one_file(tmp_path, text.replace("坏".encode(), b"\xff"))

    assert kept(tmp_path / "home", file, "payment, payee") == [
        ("P1", "安澜市第一中学"),
        ("P3", "安澜市第一中学"),
    ]


def test_the_encoding_is_found_where_the_first_rows_are_ascii(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "SAMPLE", 400)
    names = "payment,fiscal_year,region,unit,paid_on,amount,payee\n"
    ascii_rows = "".join(f"A{n},2026,410100,1,2026-03-01,1,x\n" for n in range(20))
    content = (names + ascii_rows + "B,2026,410100,1,2026-03-01,1,安澜\n").encode("gb18030")
    file = one_file(tmp_path, content)

    assert kept(tmp_path / "home", file, "payee")[-1] == ("安澜",)


def test_a_row_has_the_line_that_a_person_counts(tmp_path: Path) -> None:
    content = (
        "国库集中支付明细\n单位：元\n\n" + ",".join([*HEADINGS, "用途"]) + "\n"
        'P1,2026,410100,1,2026-03-01,"1,000.00",甲,"一\n二\n三"\n\n'
        "P2,2026,410100,1,2026-03-01,2,甲,x\n,,,,,,,\n"
        'P3,2026,410100,1,2026-03-01,3,"甲""乙""",x\n'
    )
    file = one_file(tmp_path, content)

    assert kept(tmp_path / "home", file, "payment, amount, payee, purpose, line") == [
        ("P1", Decimal("1000.00"), "甲", "一\n二\n三", 5),
        ("P2", Decimal("2.00"), "甲", "x", 9),
        ("P3", Decimal("3.00"), '甲"乙"', "x", 11),
    ]


def test_quoted_cells_are_read_wherever_a_stretch_of_the_file_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "STRETCH", 1000)
    monkeypatch.setattr(transcode, "BLOCK", 300)
    given = rows(*({"收款人全称": f'"甲{n},\n公司"'} for n in range(60)))
    file = one_file(tmp_path, csv_text(given).encode("gb18030"))

    assert kept(tmp_path / "home", file, "payment, payee, line") == [
        (f"P{n + 1}", f"甲{n},\n公司", 2 + 2 * n) for n in range(60)
    ]


@pytest.mark.parametrize("quoted", [True, False])
def test_stretches_laid_out_side_by_side_keep_order_and_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quoted: bool
) -> None:
    monkeypatch.setattr(delimited, "STRETCH", 2000)
    payee = '"甲, 公司"' if quoted else "甲"
    file = one_file(tmp_path, csv_text(rows(*[{"收款人全称": payee}] * 200)).encode("gb18030"))

    assert kept(tmp_path / "home", file, "payment, line") == [
        (f"P{n}", n + 1) for n in range(1, 201)
    ]


def test_a_line_with_quotation_marks_stands_among_the_others(tmp_path: Path) -> None:
    text = csv_text(rows({}, {"实际支付金额": '"1,234.50"'}, {}, {"收款人全称": '"甲""乙"'}))
    file = one_file(tmp_path, text.encode("gb18030"))

    assert kept(tmp_path / "home", file, "payment, amount, payee, line") == [
        ("P1", Decimal("100.00"), "安澜市第一中学", 2),
        ("P2", Decimal("1234.50"), "安澜市第一中学", 3),
        ("P3", Decimal("100.00"), "安澜市第一中学", 4),
        ("P4", Decimal("100.00"), '甲"乙', 5),
    ]


def test_a_row_with_too_few_or_too_many_cells_is_set_aside(tmp_path: Path) -> None:
    content = csv_text(rows({}, {})) + "P3,2026,410100\nP4,2026,410100,1,2026-03-01,1,甲,x\n"
    file = one_file(tmp_path, content + "P5,2026,410100,1,2026-03-01,1,甲,,\n")

    assert (file.delivered, file.kept, file.aside) == (5, 3, 2)
    assert reasons(tmp_path / "home", file) == [(4, None, None, "cells"), (5, None, None, "cells")]
    assert file.totals["amount"].unreadable == 2


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_only(tmp_path: Path) -> None:
    content = csv_text(rows({}, {"收款人全称": '"甲'}, {}, {"收款人全称": '5" 管'}))
    file = one_file(tmp_path, content)

    assert kept(tmp_path / "home", file, "payment, payee, line") == [
        ("P1", "安澜市第一中学", 2),
        ("P3", "安澜市第一中学", 4),
        ("P4", '5" 管', 5),
    ]
    assert reasons(tmp_path / "home", file) == [(3, None, None, "quote")]


def test_a_named_subtotal_a_page_carried_over_and_a_remark_of_nothing_are_no_data(
    tmp_path: Path,
) -> None:
    beside = ["教育局小计,,,,,200.00,", "过次页,,,,,200.00,", "其中：,,,,,,", "以下空白,,,,,,"]
    beside += ["导出时间：2026-04-01 10:00,,,,,,", "第 1 页 共 2 页,,,,,,", "共2条记录,,,,,,"]
    text = csv_text(rows({}, {"支付凭证主键": "审计", "收款人全称": "安澜市会计学会小计"}))
    file = one_file(tmp_path, text + "".join(line + "\n" for line in beside))
    nothing = one_file(tmp_path / "nothing", csv_text([]) + "本月无数据,,,,,,\n")

    assert (file.delivered, file.kept, file.left_out) == (2, 2, len(beside))
    assert nothing.reason.startswith("the file has a heading and no rows")


def test_totals_and_signatures_are_no_data(tmp_path: Path) -> None:
    content = csv_text(rows({}, {})) + "合计,,,,,200.00,\n制表人：张三,,,,,,\n,,小计,,,3,\n"
    file = one_file(tmp_path, content)

    assert (file.delivered, file.kept, file.left_out) == (2, 2, 3)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"a,b\n1,\x002\n", "NUL"),
        (csv_text(rows({})).encode("utf-16"), "UTF-8"),
        (b"x" * 20_000_000, "longer"),
        (b"\n\n\n", "empty"),
        (b"foo;bar\n1;2\n", "headings missing"),
        (bytes(range(1, 256)) * 40, "heading"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(
    tmp_path: Path, content: bytes, word: str
) -> None:
    file = one_file(tmp_path, content)

    assert file.status is Status.REFUSED
    assert word in file.reason
    assert "Error" not in file.reason


def test_a_packed_file_is_read_and_a_cut_one_refused(tmp_path: Path) -> None:
    packed = gzip.compress(csv_text(rows({}, {})).encode())
    whole = one_file(tmp_path / "1", packed, f"{NAME}.gz")
    cut = one_file(tmp_path / "2", packed[:-12], f"{NAME}.gz")

    assert whole.kept == 2
    assert (cut.status, "cut short" in cut.reason) == (Status.REFUSED, True)


@pytest.mark.parametrize(
    "headings",
    [
        "PAY_CERT_ID,FISCAL_YEAR,MOF_DIV_CODE,AGENCY_CODE,XPAY_DATE,XPAY_AMT,PAYEE_ACCT_NAME",
        "Payment,fiscal_year,REGION,unit,paid_on,amount,payee",
        "支付凭证主键,FISCAL_YEAR, 财政 区划代码,unit,实际支付日期,实际支付金额（元）,收款人全称",
        "支付凭证主键,预算年度,财政区划代码,单位代码,实际支付日期,“实际支付金额,元”,收款人全称",
    ],
)
def test_a_column_is_known_by_any_of_its_names(tmp_path: Path, headings: str) -> None:
    line = csv_text(rows({})).splitlines()[1]
    headings = headings.replace("“", '"').replace("”", '"')
    file = one_file(tmp_path, f"{headings}\n{line}\n")

    assert kept(tmp_path / "home", file, "payment, payee") == [("P1", "安澜市第一中学")]


def test_one_column_under_two_of_its_names_refuses_the_file(tmp_path: Path) -> None:
    content = csv_text(rows({})).splitlines()
    file = one_file(tmp_path, f"{content[0]},XPAY_AMT\n{content[1]},5\n")

    assert file.status is Status.REFUSED
    assert "['实际支付金额', 'XPAY_AMT']" in file.reason


def test_what_keeps_a_spreadsheet_from_counting_is_not_part_of_a_cell(tmp_path: Path) -> None:
    names = "'=1+1", "'十四五'规划办", '="622202"', "'622202"
    given = [
        {"单位代码": unit, "收款人全称": name} for unit in ('="0101"', "'0101") for name in names
    ]
    told = [*rows(*given), *rows({}, {"财政区划代码": "'410100", "实际支付金额": '="1.50"'})[1:]]
    told[-1]["支付凭证主键"] = "P9"
    file = one_file(tmp_path, csv_text(told))

    assert (file.kept, file.aside) == (9, 0)
    assert {unit for (unit,) in kept(tmp_path / "home", file, "unit")[:8]} == {"0101"}
    assert [name for (name,) in kept(tmp_path / "home", file, "payee")[:4]] == [
        "=1+1", "'十四五'规划办", "622202", "622202"
    ]  # fmt: skip
    assert file.totals["amount"].kept == Decimal("801.50")


def test_what_sqlplus_prints_of_itself_is_no_row(tmp_path: Path) -> None:
    heading, *lines = csv_text(rows({}, {})).replace(",", "|").splitlines()
    ruled = "|".join("-" * 12 for _ in HEADINGS)
    spooled = ["SQL> select", "", heading, ruled, *lines, "", "已选择 2 行。", "SQL> spool off"]
    file = one_file(tmp_path, "".join(line + "\n" for line in spooled))

    assert (file.kept, file.aside, file.left_out) == (2, 0, 3)


@pytest.mark.parametrize(
    "foot", ["金额单位：万元", "注：本表金额单位为万元。", "制表：某,,,,,,单位：万元"]
)
def test_a_unit_below_the_table_is_the_tables(tmp_path: Path, foot: str) -> None:
    file = one_file(tmp_path, csv_text(rows({})) + f"\n{foot}\n")
    other = one_file(tmp_path / "other", "单位：元\n" + csv_text(rows({})) + f"{foot}\n")

    assert file.totals["amount"].kept == Decimal("1000000.00")
    assert "元 and 万元" in other.reason
