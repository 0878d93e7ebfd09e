"""The forms that offices write tables in: what a cell looks like, what a file looks like."""

import csv
import gzip
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import xlsxwriter

from service.demo.books import Cells
from service.demo.old_workbook import Merge, old_workbook


@dataclass(frozen=True)
class Heading:
    """One column by its three names, and what its cells hold."""

    name: str
    zh: str
    mof: str
    kind: str
    key: bool


@dataclass(frozen=True)
class Form:
    """How one office likes to write one table."""

    ext: str = "csv"  # csv tsv psv xlsx xls parquet json jsonl
    encoding: str = "utf-8"
    newline: str = "\n"  # or \r\n, or a bare \r
    heading: str = "zh"  # zh mof name
    titled: bool = False  # the file is called by the feed's Chinese title
    money: str = "plain"  # plain thousands full_width wan
    negative: str = "minus"  # minus brackets trailing
    day: str = "iso"  # iso slash compact chinese
    yes: str = "是/否"
    gz: bool = False
    noted: bool = False  # a workbook has a second sheet, on how it was filled in

    @property
    def unit(self) -> str:
        """The unit of its money."""
        return "万元" if self.money == "wan" else "元"


_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
SUBTOTAL = 20
"""After so many rows a printed table is added up for the first time."""
NOTES, NOTE = "填报说明", "本表由系统导出，金额以凭证为准。"

PLAIN = Form()
FORMS = {
    "utf8": PLAIN,
    "bom": Form(encoding="utf-8-sig", newline="\r\n", money="thousands", day="slash"),
    "gb": Form(encoding="gb18030", newline="\r\n", titled=True, negative="brackets"),
    "mof": Form(heading="mof", encoding="gb18030", newline="\r\n", day="compact", yes="1/0"),
    "tab": Form(ext="tsv", heading="name", day="iso", yes="true/false"),
    "pipe": Form(ext="psv", encoding="gbk", newline="\r\n", titled=True),
    "mac": Form(encoding="gb18030", newline="\r", money="thousands", day="slash", titled=True),
    "wide": Form(encoding="utf-8-sig", money="full_width", day="chinese", titled=True),
    "sheet": Form(ext="xlsx", titled=True, money="wan", day="slash"),
    "yuan_sheet": Form(ext="xlsx", money="thousands", day="chinese", titled=True, noted=True),
    "old_sheet": Form(ext="xls", money="wan", day="chinese", titled=True, noted=True),
    "parquet": Form(ext="parquet", heading="name"),
    "lines": Form(ext="jsonl", heading="name", yes="true/false"),
    "list": Form(ext="json", day="compact"),
    "gzip": Form(encoding="gb18030", newline="\r\n", heading="mof", day="compact", gz=True,
                 negative="trailing", yes="Y/N"),
}  # fmt: skip


def headings() -> tuple[dict[str, list[Heading]], dict[str, str]]:
    """Read every feed's columns and its Chinese title from the demo's own list."""
    columns: dict[str, list[Heading]] = {}
    titles: dict[str, str] = {}
    text = files("service.demo").joinpath("headings.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        titles[row["feed"]] = row["feed_zh"]
        columns.setdefault(row["feed"], []).append(
            Heading(row["column"], row["zh"], row["mof"], row["type"], row["key"] == "1")
        )
    return columns, titles


def yuan(fen: int) -> str:
    """Write fen as yuan."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def spell(value: Any, kind: str, form: Form) -> str:  # noqa: ANN401 a cell holds anything
    """Write one cell as the form has it; text that is meant to be wrong stays as it is."""
    if value is None or isinstance(value, str):
        return value or ""
    if kind == "money" and isinstance(value, int):
        return _money(value, form)
    if isinstance(value, bool):
        return form.yes.split("/")[0 if value else 1]
    if isinstance(value, date):
        return _day(value, form.day)
    if kind == "share" and isinstance(value, int):
        return f"{value / 100_000:.5f}"
    return str(value)


def _money(fen: int, form: Form) -> str:
    if form.money == "wan":
        whole, rest = divmod(abs(fen), 1_000_000)
        text = f"{whole}.{rest:06d}".rstrip("0").rstrip(".")
    elif form.money == "plain":
        text = yuan(abs(fen))
    else:
        text = f"{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
    if form.money == "full_width":
        text = text.translate(_FULL_WIDTH)
    if fen < 0:
        return {"minus": f"-{text}", "brackets": f"({text})", "trailing": f"{text}-"}[form.negative]
    return text


def _day(on: date, spelling: str) -> str:
    if spelling == "slash":
        return f"{on.year}/{on.month}/{on.day}"
    if spelling == "chinese":
        return f"{on.year}年{on.month}月{on.day}日"
    return on.isoformat().replace("-", "") if spelling == "compact" else on.isoformat()


def write_table(path: Path, columns: Sequence[Heading], rows: Sequence[Cells], form: Form,
                title: str) -> None:  # fmt: skip
    """Write one file; the same rows in the same form are the same bytes."""
    writer: dict[str, Callable[[], None]] = {
        "xlsx": lambda: _workbook(path, _sheet(columns, rows, form, title), form),
        "xls": lambda: _old_workbook(path, _sheet(columns, rows, form, title), form),
        "parquet": lambda: _parquet(path, columns, rows),
        "json": lambda: _write(path, _list(columns, rows, form)),
        "jsonl": lambda: _write(path, _lines(columns, rows, form)),
    }
    if form.ext in writer:
        writer[form.ext]()
        return
    content = _delimited(columns, rows, form).encode(form.encoding)
    if form.gz:
        content = gzip.compress(content, mtime=0)
    path.write_bytes(content)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _named(column: Heading, form: Form) -> str:
    return str(getattr(column, form.heading))


def _delimited(columns: Sequence[Heading], rows: Sequence[Cells], form: Form) -> str:
    out = io.StringIO(newline="")
    mark = {"tsv": "\t", "psv": "|"}.get(form.ext, ",")
    writer = csv.writer(out, delimiter=mark, lineterminator=form.newline)
    writer.writerow([_named(column, form) for column in columns])
    for row in rows:
        writer.writerow([spell(row.get(c.name), c.kind, form) for c in columns])
    return out.getvalue()


def _records(columns: Sequence[Heading], rows: Sequence[Cells], form: Form) -> list[str]:
    """Write each row as a record; what is a number or a truth in JSON stands as one."""
    records = []
    for row in rows:
        cells = {}
        for column in columns:
            value = row.get(column.name)
            plain = isinstance(value, bool) or (isinstance(value, int) and column.kind == "int")
            text = spell(value, column.kind, form)
            cells[_named(column, form)] = value if plain else text or None
        records.append(json.dumps(cells, ensure_ascii=False))
    return records


def _lines(columns: Sequence[Heading], rows: Sequence[Cells], form: Form) -> str:
    return "\n".join(_records(columns, rows, form)) + "\n"


def _list(columns: Sequence[Heading], rows: Sequence[Cells], form: Form) -> str:
    return "[\n" + ",\n".join(_records(columns, rows, form)) + "\n]\n"


_SQL = {"int": "INTEGER", "money": "DECIMAL(18,2)", "date": "DATE", "bool": "BOOLEAN",
        "share": "DECIMAL(18,8)", "number": "DECIMAL(18,6)"}  # fmt: skip


def _parquet(path: Path, columns: Sequence[Heading], rows: Sequence[Cells]) -> None:
    form = replace(PLAIN, heading="name", yes="true/false")
    wanted = ", ".join(
        f"""cast("{column.name}" as {_SQL.get(column.kind, "VARCHAR")}) as "{column.name}" """
        for column in columns
    )
    with TemporaryDirectory() as folder, duckdb.connect(config={"threads": 1}) as engine:
        plain = Path(folder) / "rows.csv"
        _write(plain, _delimited(columns, rows, form))
        engine.read_csv(
            str(plain), header=True, all_varchar=True, delimiter=",", quotechar='"',
            escapechar='"', strict_mode=True,
        ).create_view("given")  # fmt: skip
        engine.execute(f"copy (select {wanted} from given) to '{path}' (format parquet)")


@dataclass
class Sheet:
    """A worksheet as a bureau prints it: cells from the top, and which of them are one."""

    title: str
    cells: list[list[str | float | None]]
    merged: list[Merge]
    summed: dict[tuple[int, int], float]  # cells that are worked out, with what they came to


def _sheet(columns: Sequence[Heading], rows: Sequence[Cells], form: Form, title: str) -> Sheet:
    """Lay out a title, a unit line, two heading rows, a subtotal, a total and a signature."""
    last = len(columns) - 1
    heads, merged = _heads(columns, form)
    under: list[str | float | None] = [None] * (last + 1)
    under[0], under[last] = "编制单位：安澜市", f"单位：{form.unit}"
    cells: list[list[str | float | None]] = [[f"安澜市{title}"], under, *heads]
    sheet = Sheet(title[:20], cells, [(0, 0, 0, last), *merged], {})
    for at, row in enumerate(rows, 1):
        told = [_cell(row.get(column.name), column.kind, form) for column in columns]
        for across, cell in enumerate(told):
            if isinstance(cell, float) and not at % 5:
                sheet.summed[len(cells), across] = cell
        cells.append(told)
        if at == SUBTOTAL < len(rows):
            cells.append(_total("小计", columns, rows[:at], form))
    cells.append(_total("合计", columns, rows, form))
    cells.append(["填报人：经办人员"])
    return sheet


def _cell(value: Any, kind: str, form: Form) -> str | float | None:  # noqa: ANN401 as in `spell`
    text = spell(value, kind, form)
    in_wan = kind == "money" and form.money == "wan" and isinstance(value, int)
    return float(text) if in_wan else text or None


def _heads(
    columns: Sequence[Heading], form: Form
) -> tuple[list[list[str | float | None]], list[Merge]]:
    """Merge each heading over two rows, but money under a heading of its own."""
    upper: list[str | float | None] = [None] * len(columns)
    lower: list[str | float | None] = [None] * len(columns)
    merged: list[Merge] = []
    across = 0
    while across < len(columns):
        money = across
        while money < len(columns) and columns[money].kind == "money":
            money += 1
        if money - across > 1:
            upper[across] = "金额"
            lower[across:money] = [_named(column, form) for column in columns[across:money]]
            merged.append((2, 2, across, money - 1))
            across = money
        else:
            upper[across] = _named(columns[across], form)
            merged.append((2, 3, across, across))
            across += 1
    return [upper, lower], merged


def _total(
    word: str, columns: Sequence[Heading], rows: Sequence[Cells], form: Form
) -> list[str | float | None]:
    told: list[str | float | None] = [word]
    for column in columns[1:]:
        total = sum(v for row in rows if isinstance(v := row.get(column.name), int))
        told.append(spell(total, "money", form) if column.kind == "money" else None)
    return told


def _workbook(path: Path, sheet: Sheet, form: Form) -> None:
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2024, 1, 1)})  # noqa: DTZ001 a workbook knows no zone
        page = book.add_worksheet(sheet.title)
        for top, bottom, left, right in sheet.merged:
            if (top, left) != (bottom, right):
                page.merge_range(top, left, bottom, right, sheet.cells[top][left])
        for at, row in enumerate(sheet.cells):
            for across, cell in enumerate(row):
                if (at, across) in sheet.summed:
                    page.write_formula(at, across, f"=SUM({cell})", None, cell)
                elif isinstance(cell, float):
                    page.write_number(at, across, cell)
                elif cell is not None:
                    page.write_string(at, across, cell)
        if form.noted:
            book.add_worksheet(NOTES).write_string(0, 0, NOTE)


def _old_workbook(path: Path, sheet: Sheet, form: Form) -> None:
    sheets = {sheet.title: sheet.cells} | ({NOTES: [[NOTE]]} if form.noted else {})
    path.write_bytes(old_workbook(sheets, sheet.merged))
