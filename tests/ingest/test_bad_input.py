"""What bad input gets: a sentence with the file, the line or cell and the raw value, no more.

All of it comes in one folder beside a sound file, and in archives of their own: the table below
says of each what becomes of it.
"""

import gzip
import io
import re
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
import xlsxwriter

from ingest.receipt import FileReceipt, Receipt, Status, worst
from service.demo.old_workbook import compound, old_workbook
from tests.ingest.dockside import HEADINGS, NAME, ROW, csv_text, deliver, kept, reasons, take_in

SOUND = csv_text([ROW])
BAD = {**ROW, "支付凭证主键": "P2"}
AMOUNT, DAY, KEY, UNIT, PAYEE = (
    "实际支付金额",
    "实际支付日期",
    "支付凭证主键",
    "单位代码",
    "收款人全称",
)


def row(heading: str, cell: str) -> str:
    """Write a sound payment on line 2 and, on line 3, one that differs in one cell."""
    return csv_text([ROW, {**BAD, heading: cell}])


def wide(cells: int) -> str:
    names = ",".join(f"列{n}" for n in range(cells))
    return SOUND.replace("\n", f",{names}\n", 1)


def record(payment: str, amount: str) -> str:
    return (
        f'{{"payment": "{payment}", "fiscal_year": 2026, "region": "410100", "unit": "1", '
        f'"paid_on": "2026-03-05", "amount": {amount}, "payee": "甲"}}'
    )


def book(heading: str, cell: Any, formula: str = "") -> bytes:
    """Write a workbook with a sound payment in row 2 and one odd cell in row 3."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet()
        for r, cells in enumerate((HEADINGS, ROW.values(), BAD.values())):
            sheet.write_row(r, 0, cells)
        place = HEADINGS.index(heading)
        if formula:
            sheet.write_formula(2, place, formula, None, cell)
        else:
            sheet.write(2, place, cell)
    return out.getvalue()


def sheet_of(pattern: bytes, written: bytes) -> bytes:
    """Write a sound workbook, and its sheet's XML over as no program would."""
    out, sound = io.BytesIO(), zipfile.ZipFile(io.BytesIO(book(AMOUNT, "1")))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sound.namelist():
            content = sound.read(name)
            if name.endswith("sheet1.xml"):
                content = re.sub(pattern, lambda _: written, content, flags=re.DOTALL)
            archive.writestr(name, content)
    return out.getvalue()


def said_again(times: int) -> bytes:
    """Write a workbook that holds one text of 30,000 letters, and names it in many cells."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet()
        for r in range(times):
            sheet.write_string(r, 0, "长" * 30_000)
    return out.getvalue()


def said_again_long_ago(times: int) -> bytes:
    """The same as an old workbook; its text goes on in the records that follow."""
    text = ("长" * 30_000).encode("utf-16-le")
    pieces = [text[n : n + 8000] for n in range(0, len(text), 8000)]
    first = struct.pack("<IIHB", times, 1, 30_000, 1) + pieces[0]
    records = [(0x0085, struct.pack("<IBBBB", 0, 0, 0, 1, 0) + b"x"), (0x00FC, first)]
    records += [(0x003C, b"\x01" + piece) for piece in pieces[1:]]
    cells = [(0x00FD, struct.pack("<HHHI", n, 0, 0, 0)) for n in range(times)]
    start = sum(4 + len(body) for _, body in records) + 4
    records[0] = (0x0085, struct.pack("<I", start) + records[0][1][4:])
    told = [*records, (0x000A, b""), *cells, (0x000A, b"")]
    return compound(b"".join(struct.pack("<HH", k, len(body)) + body for k, body in told))


def over_one_another(sheets: int) -> bytes:
    """Write an old workbook each sheet of which begins within the one before."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    cells = [record(0x0203, struct.pack("<HHHd", n, 0, 0, 1)) for n in range(sheets)]
    first = sheets * 13 + 4
    begun = [
        record(0x0085, struct.pack("<IBBBB", first + n * 18, 0, 0, 1, 0) + b"x")
        for n in range(sheets)
    ]
    return compound(b"".join([*begun, record(0x000A, b""), *cells, record(0x000A, b"")]))


def parquet(query: str) -> bytes:
    """Write what a query gives."""
    with TemporaryDirectory() as folder, duckdb.connect() as engine:
        engine.execute(f"copy ({query}) to '{folder}/t.parquet' (format parquet)")
        return (Path(folder) / "t.parquet").read_bytes()


def utf8(text: str) -> bytes:
    return text.encode()


GB = csv_text([ROW]).encode("gb18030")
UTF8_LINE = ",".join({**BAD, PAYEE: "安澜市第二中学"}.values()).encode() + b"\n"
DUPLICATE = SOUND.replace(f"{PAYEE}\n", f"{PAYEE},{PAYEE}\n")

REFUSED: Sequence[tuple[str, str, str | bytes, Sequence[str]]] = [
    # what it is, the form it comes in, its bytes, what the sentence says
    ("truncated gz", "csv.gz", gzip.compress(utf8(SOUND))[:-9], ["cut short", "deliver it again"]),
    ("no gz at all", "csv.gz", SOUND, [".gz", "broken"]),
    ("protected .xlsx", "xlsx", compound(b"x" * 5000, "EncryptedPackage"), ["password"]),
    ("truncated .xlsx", "xlsx", book(AMOUNT, "1")[:-400], ["no whole workbook"]),
    ("truncated .xls", "xls", old_workbook({"一": [HEADINGS]})[:1200], ["no whole workbook"]),
    ("HTML named .xls", "xls", "<html><table><tr><td>1</td></table>", ["HTML", "save it as .xlsx"]),
    ("a saved web page named .xls", "xls", "MIME-Version: 1.0\n<html>\n", ["HTML"]),
    ("XML named .xls", "xls", '<?xml version="1.0"?><Workbook/>', ["XML", "save it as .xlsx"]),
    ("CSV named .xlsx", "xlsx", SOUND, ["text table", ".csv"]),
    ("cells merged over and over", "xlsx", sheet_of(b"(?<=</sheetData>)",
     b"<mergeCells>" + b'<mergeCell ref="A2:G3"/>' * 99 + b"</mergeCells>"),
     ["21 cells", "cover 1386", "undo the merging"]),
    ("a cell far out, in another hand", "xlsx", sheet_of(b"<sheetData>.*</sheetData>",
     b"<sheetData><row>" + b"<c><v>1</v></c>" * 99 + b"</row><row r='1048576'><c><v>1</v></c></row>"
     b"</sheetData>"), ["reaches to row 1048576 and column 99", "delete"]),
    ("errors that never end", "xlsx", sheet_of(b"<sheetData>.*</sheetData>",
     b'<sheetData><row r="1">' + b'<c r="A1" t="e">' * 200_000), ["no whole workbook"]),
    ("one text in many cells", "xlsx", said_again(9000), ["unpacks to", "deliver .csv"]),
    ("one text in many old cells", "xls", said_again_long_ago(9000), ["unpacks to", ".csv"]),
    ("sheets over one another", "xls", over_one_another(999), ["over one another", "save it as"]),
    ("far too many sheets", "xls", old_workbook({str(n): [HEADINGS] for n in range(1001)}),
     ["has 1001 sheets", "alone"]),
    ("one text in many rows", "parquet",
     parquet("select repeat('x', 100000) as payment from range(20000)"), ["unpacks to"]),
    ("a table of far too many cells", "csv", ("x," * 2001 + "\n") * 60,
     ["first 60 lines", "2000 columns"]),
    ("JSON of commas", "json", "[" + "," * 16_000_000, ["16000001 values", ".jsonl"]),
    ("a key for each object", "jsonl", "{" + ", ".join(f'"{n}": 1' for n in range(1001)) + "}",
     ["more than 1000 different keys"]),
    ("no bytes", "csv", "", ["empty"]),
    ("white space only", "csv", "\n \n\t\n", ["empty"]),
    ("heading only", "csv", csv_text([]), ["heading and no rows"]),
    ("one column", "csv", f"{KEY}\nP1\n", ["headings missing", "预算年度"]),
    ("10,000 columns", "csv", wide(10_000), ["headings unknown", "列39"]),
    ("a line without end", "csv", SOUND + "x" * (21 << 20),
     ["line 3", "longer than 16 MiB"]),
    ("a workbook named .csv", "csv", book(AMOUNT, "1"), [".xlsx or .zip by content", "extension"]),
    ("packed and named .csv", "csv", gzip.compress(SOUND.encode()), [".gz by content"]),
    ("a record a line named .json", "json", record("P1", "1") + "\n" + record("P2", "1"),
     [".jsonl"]),
    ("NUL bytes", "csv", SOUND + "P2,\0", ["line 3", "NUL"]),
    ("UTF-16", "csv", SOUND.encode("utf-16"), ["UTF-16", "save it as UTF-8"]),
    ("duplicate headings", "csv", DUPLICATE, ["stands 2 times", PAYEE]),
    ("unknown heading", "csv", SOUND.replace(UNIT, "单位编号"), ["单位编号", UNIT]),
    ("unit of no contract", "csv", "单位：万美元\n" + SOUND, ["万美元", "亿元"]),
    ("two units", "csv", "表（元）\n单位：万元\n" + SOUND, ["元 and 万元"]),
    ("JSON that ends early", "json", "[" + record("P1", "1"), ["no JSON"]),
    ("JSON of one number", "json", "5", ["no list of records"]),
    ("JSON without end", "json", "[" * 100_000, ["no JSON"]),
    ("one key twice in JSON", "json", '[{"payment": 1, "payment": 2}]', ["payment", "twice"]),
    ("no Parquet", "parquet", b"PAR1" + bytes(40) + b"PAR1", ["no whole Parquet"]),
    ("an archive in the delivery", "zip", b"PK\5\6" + bytes(18), ["archive inside"]),
    ("another form", "docx", b"PK", [".docx", "deliver .csv"]),
]  # fmt: skip

ASIDE: Sequence[tuple[str, str, str | bytes, str | None, str | None, str]] = [
    # what it is, the form it comes in, its bytes, then of line 3: column, raw value, reason
    ("UTF-8 amid GB18030", "csv", GB + UTF8_LINE, "payee",
     "".join(f"\\x{byte:02X}" for byte in "安澜市第二中学".encode()), "bytes"),
    ("GB18030 amid UTF-8", "csv", utf8(SOUND) + "P2,2026,410100,1,2026-03-05,1,中\n".encode("gbk"),
     "payee", "\\xD6\\xD0", "bytes"),
    ("a BOM in the middle", "csv", row(KEY, "\ufeffP2"), "payment", "<U+FEFF>P2", "hidden"),
    ("a right-to-left mark", "csv", row(UNIT, "10\u200f1"), "unit", "10<U+200F>1", "hidden"),
    ("a soft hyphen", "csv", row(UNIT, "101\u00ad"), "unit", "101<U+00AD>", "hidden"),
    ("1900", "csv", row(DAY, "1900-01-01"), "paid_on", "1900-01-01", "least"),
    ("2999", "csv", row(DAY, "2999-12-31"), "paid_on", "2999-12-31", "most"),
    ("no such day", "csv", row(DAY, "2026-02-30"), "paid_on", "2026-02-30", "date"),
    ("10^20", "csv", row(AMOUNT, "1" + "0" * 20), "amount", "1" + "0" * 20, "size"),
    ("10^20 in a workbook", "xlsx", book(AMOUNT, 1e20), "amount", "1" + "0" * 20, "digits"),
    ("a third decimal", "csv", row(AMOUNT, "1.005"), "amount", "1.005", "decimals"),
    ("NaN", "csv", row(AMOUNT, "NaN"), "amount", "NaN", "number"),
    ("Infinity", "csv", row(AMOUNT, "-Infinity"), "amount", "-Infinity", "number"),
    ("NaN in JSON", "jsonl", "\n" + record("P1", "1") + "\n" + record("P2", "NaN"),
     "amount", "NaN", "number"),
    ("no record", "jsonl", "\n" + record("P1", "1") + "\n{oh\n", None, None, "json"),
    ("one key twice", "jsonl", "\n" + record("P1", "1") + '\n{"unit": 1, "unit": 2}\n',
     None, None, "json"),
    ("scientific notation", "csv", row(KEY, "6.22202E+18"), "payment", "6.22202E+18", "scientific"),
    ("a number of 19 digits", "xlsx", book(KEY, 6222021234567890123), "payment",
     "6222021234567890000", "digits"),
    ("a formula's error", "xlsx", book(AMOUNT, "#REF!", "=1+1"), "amount", "#REF!", "formula"),
    ("an error for a code", "xlsx", book(UNIT, "#N/A", "=1+1"), "unit", "#N/A", "formula"),
    ("an error for a name", "xlsx", book(PAYEE, "#NAME?", "=1+1"), "payee", "#NAME?", "formula"),
    ("an error in CSV", "csv", row(UNIT, "#N/A"), "unit", "#N/A", "formula"),
    ("too few cells", "csv", SOUND + "P2,2026\n", None, None, "cells"),
    ("too many cells", "csv", SOUND + ",".join(BAD.values()) + ",x\n", None, None, "cells"),
    ("an open quote", "csv", row(PAYEE, '"甲'), None, None, "quote"),
    ("a missing key", "csv", row(KEY, ""), "payment", None, "missing"),
    ("a region of five digits", "csv", row("财政区划代码", "41010"), "region", "41010", "pattern"),
]  # fmt: skip

ARCHIVES: Sequence[tuple[str, Sequence[tuple[str, str]], Sequence[str]]] = [
    # what it is, the names and texts in it, what the sentence says
    ("a way out", [("../x.csv", "")], ["'../x.csv'", "outside"]),
    ("a way out of Windows", [("..\\x.csv", "")], ["outside"]),
    ("a place of its own", [("/etc/x.csv", "")], ["outside"]),
    ("a drive", [("C:x.csv", "")], ["outside"]),
    ("a name of nothing", [(".", "")], ["outside"]),
    ("too many files", [(f"{n}.csv", "") for n in range(10_001)], ["10001 files", "10000"]),
    ("no file", [], ["no file"]),
    ("one name twice", [("x.csv", "1"), ("./x.csv", "2")], ["'x.csv' twice"]),
]


def region_of(place: int) -> str:
    return f"42{place:04d}"


def zipped(entries: Sequence[tuple[str, str]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in entries:
            archive.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bad") / "home"


@pytest.fixture(scope="module")
def told(home: Path) -> tuple[Receipt, Mapping[str, FileReceipt]]:
    files: dict[str, str | bytes] = {NAME: SOUND}
    for n, (_, form, content, *_rest) in enumerate([*REFUSED, *ASIDE]):
        files[f"payment_{region_of(n)}_2026-03.{form}"] = content
    [receipt] = take_in(home, deliver(home.parent / "all", files))
    return receipt, {file.region or file.name[8:14]: file for file in receipt.files}


@pytest.mark.parametrize("place", range(len(REFUSED)), ids=[case[0] for case in REFUSED])
def test_a_file_that_is_not_what_was_agreed_is_refused_in_a_sentence(
    told: tuple[Receipt, Mapping[str, FileReceipt]], place: int
) -> None:
    file, words = told[1][region_of(place)], REFUSED[place][3]

    assert file.status is Status.REFUSED
    assert [word for word in words if word not in file.reason] == []
    assert "Error" not in file.reason
    assert "tell the makers" not in file.reason


@pytest.mark.parametrize("place", range(len(ASIDE)), ids=[case[0] for case in ASIDE])
def test_a_row_that_cannot_be_read_is_set_aside_alone(
    home: Path, told: tuple[Receipt, Mapping[str, FileReceipt]], place: int
) -> None:
    file = told[1][region_of(len(REFUSED) + place)]

    assert (file.delivered, file.kept, file.aside) == (2, 1, 1)
    assert reasons(home, file)[0] == (3, *ASIDE[place][3:])


def test_the_rest_of_the_delivery_goes_on(
    home: Path, told: tuple[Receipt, Mapping[str, FileReceipt]]
) -> None:
    assert kept(home, told[1]["410100"], "payment, payee") == [("P1", "安澜市第一中学")]
    assert worst([told[0]]) == 4


@pytest.mark.parametrize(
    ("entries", "words"), [case[1:] for case in ARCHIVES], ids=[case[0] for case in ARCHIVES]
)
def test_an_archive_that_is_no_delivery_is_refused_in_a_sentence(
    tmp_path: Path, entries: Sequence[tuple[str, str]], words: Sequence[str]
) -> None:
    path = tmp_path / "d.zip"
    path.write_bytes(zipped(entries))
    [receipt] = take_in(tmp_path / "home", path)

    assert [file.status for file in receipt.files] == [Status.REFUSED]
    assert [word for word in words if word not in receipt.files[0].reason] == []
    assert sorted(one.name for one in tmp_path.iterdir()) == ["d.zip", "home"]


def test_folders_in_one_another_end_somewhere(tmp_path: Path) -> None:
    packed = tmp_path / "packed.zip"
    packed.write_bytes(zipped([("a/" * 3000 + NAME, SOUND)]))
    deep = deliver(tmp_path / "deep", {"a/" * 101 + NAME: SOUND})
    [kept_one], [refused] = (receipt.files for receipt in take_in(tmp_path / "home", packed, deep))

    assert (kept_one.name, kept_one.kept) == (NAME, 1)
    assert refused.reason.startswith("deep holds more than 100 folders in one another: ")
