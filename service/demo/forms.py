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

    ext: str = "csv"  # csv tsv psv xlsx parquet jsonl
    encoding: str = "utf-8"
    newline: str = "\n"
    heading: str = "zh"  # zh mof name
    titled: bool = False  # the file is called by the feed's Chinese title
    money: str = "plain"  # plain thousands full_width wan
    negative: str = "minus"  # minus brackets trailing
    day: str = "iso"  # iso slash compact chinese
    yes: str = "是/否"
    gz: bool = False

    @property
    def unit(self) -> str:
        """The unit of its money."""
        return "万元" if self.money == "wan" else "元"


PLAIN = Form()
FORMS = {
    "utf8": PLAIN,
    "bom": Form(encoding="utf-8-sig", newline="\r\n", money="thousands", day="slash"),
    "gb": Form(encoding="gb18030", newline="\r\n", titled=True, negative="brackets"),
    "mof": Form(heading="mof", encoding="gb18030", newline="\r\n", day="compact", yes="1/0"),
    "tab": Form(ext="tsv", heading="name", day="iso", yes="true/false"),
    "wide": Form(encoding="utf-8-sig", money="full_width", day="chinese", titled=True),
    "sheet": Form(ext="xlsx", titled=True, money="wan", day="slash"),
    "yuan_sheet": Form(ext="xlsx", money="thousands", day="chinese", titled=True),
    "parquet": Form(ext="parquet", heading="name"),
    "lines": Form(ext="jsonl", heading="name", yes="true/false"),
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
    if value is None:
        return ""
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
        text = text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if fen < 0:
        return {"minus": f"-{text}", "brackets": f"({text})", "trailing": f"{text}-"}[form.negative]
    return text


def _day(on: date, spelling: str) -> str:
    if spelling == "slash":
        return f"{on.year}/{on.month}/{on.day}"
    if spelling == "chinese":
        return f"{on.year}年{on.month}月{on.day}日"
    return on.strftime("%Y%m%d") if spelling == "compact" else on.isoformat()


def write_table(path: Path, columns: Sequence[Heading], rows: Sequence[Cells], form: Form,
                title: str) -> None:  # fmt: skip
    """Write one file; the same rows in the same form are the same bytes."""
    writer: dict[str, Callable[[], None]] = {
        "xlsx": lambda: _workbook(path, columns, rows, form, title),
        "parquet": lambda: _parquet(path, columns, rows),
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


def _lines(columns: Sequence[Heading], rows: Sequence[Cells], form: Form) -> str:
    lines = []
    for row in rows:
        cells = {}
        for column in columns:
            value = row.get(column.name)
            plain = isinstance(value, bool) or (isinstance(value, int) and column.kind == "int")
            text = spell(value, column.kind, form)
            cells[_named(column, form)] = value if plain else text or None
        lines.append(json.dumps(cells, ensure_ascii=False))
    return "\n".join(lines) + "\n"


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


def _workbook(path: Path, columns: Sequence[Heading], rows: Sequence[Cells], form: Form,
              title: str) -> None:  # fmt: skip
    """Write a worksheet as a bureau prints it: title, unit line, two heading rows, a total."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2024, 1, 1)})  # noqa: DTZ001 a workbook knows no zone
        sheet = book.add_worksheet(title[:20])
        last = len(columns) - 1
        sheet.merge_range(0, 0, 0, last, f"安澜市{title}")
        sheet.write(1, 0, "编制单位：安澜市")
        sheet.write(1, last, f"单位：{form.unit}")
        _heads(sheet, columns, form)
        for at, row in enumerate(rows, 4):
            for across, column in enumerate(columns):
                text = spell(row.get(column.name), column.kind, form)
                if column.kind == "money" and form.money == "wan" and isinstance(row.get(column.name), int):  # noqa: E501  # fmt: skip
                    sheet.write_number(at, across, float(text))
                elif text:
                    sheet.write_string(at, across, text)
        _foot(sheet, columns, rows, form)


def _heads(sheet: Any, columns: Sequence[Heading], form: Form) -> None:  # noqa: ANN401 no stubs
    """Merge each heading over two rows, but money under a heading of its own."""
    across = 0
    while across < len(columns):
        money = across
        while money < len(columns) and columns[money].kind == "money":
            money += 1
        if money - across > 1:
            sheet.merge_range(2, across, 2, money - 1, "金额")
            for at in range(across, money):
                sheet.write(3, at, _named(columns[at], form))
            across = money
        else:
            sheet.merge_range(2, across, 3, across, _named(columns[across], form))
            across += 1


def _foot(sheet: Any, columns: Sequence[Heading], rows: Sequence[Cells], form: Form) -> None:  # noqa: ANN401 no stubs
    at = len(rows) + 4
    sheet.write(at, 0, "合计")
    for across, column in enumerate(columns):
        if column.kind == "money" and across:
            total = sum(v for row in rows if isinstance(v := row.get(column.name), int))
            sheet.write_string(at, across, spell(total, "money", form))
    sheet.write(at + 1, 0, "填报人：经办人员")
