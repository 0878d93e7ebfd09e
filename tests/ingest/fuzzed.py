"""Files that nobody would send, and what must hold of each: nothing is lost, nothing crashes."""

import csv
import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import xlsxwriter
from hypothesis import strategies as st

from ingest.receipt import FileReceipt, Receipt, Status
from service.demo.old_workbook import old_workbook
from tests.ingest.dockside import HEADINGS, ROW, csv_text, deliver, take_in

Rows = Sequence[Sequence[str]]

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
CELLS = st.one_of(
    st.sampled_from([*ROW.values()]),
    st.sampled_from(
        ["", " ", "\u3000", "合计", "小计：", "注：无", "制表人：某", "NaN", "-Infinity", "1e9",
         "#REF!",
         "=1+1", "'", '"', '""', "a,b", "一\n二", "\r\n", "\t", "|", "2026-02-29", "99999", "-0",
         "（1）", "1,00", "9" * 40,
         "\ufeff", "\u202e", "\ufdd0FF", "\ufdd1", "\ufdd2", "\U0001f600",
         "是", "10%", "2026年3月5日", "单位：万元", "x" * 300, "{}", "[]", "null"]
    ),
    st.text(LETTERS, max_size=9),
)  # fmt: skip
TABLES = st.lists(
    st.lists(CELLS, min_size=len(HEADINGS), max_size=len(HEADINGS)), min_size=1, max_size=9
)


def _csv(rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8", end: str = "\n") -> bytes:
    out = io.StringIO(newline="")
    broken = any(sign in cell for row in rows for cell in row for sign in "\r\n")
    quoting = csv.QUOTE_ALL if broken else csv.QUOTE_MINIMAL  # the other line end would go bare
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([HEADINGS, *rows])
    return out.getvalue().encode(encoding)


def _xlsx(rows: Rows) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.set_properties({"created": datetime(2026, 4, 1, tzinfo=UTC)})  # same rows, same bytes
        sheet = book.add_worksheet()
        for r, row in enumerate([HEADINGS, *rows]):
            for c, cell in enumerate(row):
                sheet.write_string(r, c, cell)
    return out.getvalue()


def _records(rows: Rows) -> list[dict[str, str]]:
    return [dict(zip(HEADINGS, row, strict=True)) for row in rows]


def _json(rows: Rows) -> bytes:
    return json.dumps(_records(rows)).encode()


def _jsonl(rows: Rows) -> bytes:
    lines = (json.dumps(one, ensure_ascii=False) for one in _records(rows))
    return "".join(line + "\n" for line in lines).encode()


def _parquet(rows: Rows) -> bytes:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as engine:
        names = ", ".join(f'"{heading}" varchar' for heading in HEADINGS)
        engine.execute(f"create table t ({names})")
        engine.executemany(f"insert into t values ({', '.join('?' * len(HEADINGS))})", rows)
        engine.execute(f"copy t to '{folder}/t.parquet' (format parquet)")
        return (Path(folder) / "t.parquet").read_bytes()


def _xls(rows: Rows) -> bytes:
    return old_workbook({"一": [HEADINGS, *rows]})


FORMS: dict[str, tuple[str, Callable[[Rows], bytes]]] = {
    "csv": ("csv", _csv),
    "gb": ("csv", lambda rows: _csv(rows, encoding="gb18030", end="\r\n")),
    "tab": ("csv", lambda rows: _csv(rows, delimiter="\t", end="\r")),
    "bar": ("csv", lambda rows: _csv(rows, delimiter="|", encoding="utf-8-sig")),
    "gz": ("csv.gz", lambda rows: gzip.compress(_csv(rows), mtime=0)),
    "xlsx": ("xlsx", _xlsx),
    "xls": ("xls", _xls),
    "json": ("json", _json),
    "jsonl": ("jsonl", _jsonl),
    "parquet": ("parquet", _parquet),
}


@dataclass(frozen=True)
class Case:
    """One file, and how many rows it has where that is known."""

    extension: str
    content: bytes
    rows: int | None = None


@st.composite
def tables(draw: st.DrawFn) -> Case:
    """Give a whole table of odd cells in one of the forms."""
    rows = draw(TABLES)
    extension, written = FORMS[draw(st.sampled_from(sorted(FORMS)))]
    filled = sum(any(cell and not cell.isspace() for cell in row) for row in rows)
    return Case(extension, written(rows), filled)


@st.composite
def broken(draw: st.DrawFn) -> Case:
    """Give a file that was whole until its bytes were cut, doubled or overwritten."""
    case = draw(tables())
    content = bytearray(case.content)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 60)))
        content[start:end] = draw(
            st.one_of(st.just(b""), st.binary(max_size=40), st.just(bytes(content[start:end]) * 2))
        )
    return Case(case.extension, bytes(content))


@st.composite
def noise(draw: st.DrawFn) -> Case:
    """Give bytes of no form, some of them below a sound heading."""
    content = draw(st.binary(max_size=300))
    if draw(st.booleans()):
        content = csv_text([ROW]).encode(draw(st.sampled_from(["utf-8", "gb18030"]))) + content
    forms = sorted({extension for extension, _ in FORMS.values()})
    return Case(draw(st.sampled_from(forms)), content)


CASES = st.one_of(tables(), broken(), noise())


def received(cases: Sequence[Case], zipped: bool) -> list[FileReceipt]:
    """Take the cases in as one delivery, each of a government of its own."""
    with tempfile.TemporaryDirectory() as folder:
        names = [f"payment_41{n:04d}_2026-03.{one.extension}" for n, one in enumerate(cases)]
        files = {name: one.content for name, one in zip(names, cases, strict=True)}
        path = Path(folder) / "d.zip"
        if zipped:
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, content in files.items():
                    archive.writestr(name, content)
        else:
            path = deliver(Path(folder) / "d", files)
        receipts: list[Receipt] = take_in(Path(folder) / "home", path)
    return [file for receipt in receipts for file in receipt.files]


def hold(cases: Sequence[Case], zipped: bool) -> None:
    """Take cases in and hold what became of each to what must be so of every file."""
    files = {file.name.partition("#")[0]: file for file in received(cases, zipped)}
    assert len(files) == len(cases)
    for n, case in enumerate(cases):
        file = files[f"payment_41{n:04d}_2026-03.{case.extension}"]
        assert file.status in {Status.KEPT, Status.REFUSED}
        assert bool(file.reason) == (file.status is Status.REFUSED)
        assert "tell the makers" not in file.reason
        assert "Error" not in file.reason
        assert file.delivered == file.kept + file.repeated + file.aside
        for total in file.totals.values():
            assert total.delivered == total.kept + total.repeated + total.aside
        if case.rows is not None and file.status is Status.KEPT:
            assert file.delivered + file.left_out == case.rows, (file, case)
