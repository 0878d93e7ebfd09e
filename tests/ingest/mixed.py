"""Writes a folder of mixed files, clean and dirty, and predicts what must become of each.

It knows the contract as a supplier does, from its paper, and nothing of the code that reads.
"""

import csv
import gzip
import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from ingest.receipt import FileReceipt, Status
from service.demo.old_workbook import old_workbook
from tests.ingest.dockside import reasons, take_in

FEEDS: Mapping[str, tuple[str, Sequence[tuple[str, str, str, str]]]] = {
    "payment": ("国库集中支付", [
        ("payment", "支付凭证主键", "PAY_CERT_ID", "key"),
        ("fiscal_year", "预算年度", "FISCAL_YEAR", "year"),
        ("region", "财政区划代码", "MOF_DIV_CODE", "region"),
        ("unit", "单位代码", "AGENCY_CODE", "code"),
        ("paid_on", "实际支付日期", "XPAY_DATE", "day"),
        ("amount", "实际支付金额", "XPAY_AMT", "money"),
        ("payee", "收款人全称", "PAYEE_ACCT_NAME", "text"),
        ("purpose", "用途", "USE_DES", "free"),
    ]),
    "receipt": ("收入入库", [
        ("receipt", "入库流水号", "INC_ID", "key"),
        ("fiscal_year", "预算年度", "FISCAL_YEAR", "year"),
        ("region", "财政区划代码", "MOF_DIV_CODE", "region"),
        ("received_on", "入库日期", "RECORD_DATE", "day"),
        ("revenue_item", "收入分类科目", "INC_SORT_CODE", "code"),
        ("amount", "入库金额", "AMOUNT", "money"),
    ]),
    "treasury_balance": ("库款", [
        ("region", "财政区划代码", "MOF_DIV_CODE", "region"),
        ("stated_on", "日期", "ACC_DATE", "day"),
        ("opening", "期初库款余额", "BEGIN_BALANCE", "money"),
        ("inflow", "本期流入", "INFLOW_AMT", "money"),
        ("outflow", "本期流出", "OUTFLOW_AMT", "money"),
        ("closing", "期末库款余额", "END_BALANCE", "money"),
    ]),
}  # fmt: skip
KEYS = {
    "payment": "payment, fiscal_year, region",
    "receipt": "receipt, fiscal_year, region",
    "treasury_balance": "region, stated_on",
}
FEN_IN = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}
NAMES = (
    "安澜市第一中学",
    "东方建筑（集团）有限公司",
    "㐂来村卫生室",
    "A,B 商行",
    '"好"酒店',
    "李四",
)
FULL = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@dataclass
class Sum:
    """The fen of one column, and the rows whose amount nobody can read."""

    kept: int = 0
    repeated: int = 0
    aside: int = 0
    unreadable: int = 0


@dataclass
class Foretold:
    """What must become of one file."""

    name: str
    refused: str = ""  # a word of the reason
    kept: int = 0
    repeated: int = 0
    left_out: int = 0
    reasons: list[tuple[int, str | None, str]] = field(default_factory=list)
    aside: set[int] = field(default_factory=set)
    sums: dict[str, Sum] = field(default_factory=dict)


@dataclass
class Row:
    """One row as it is meant, and as it is written where that is wrong."""

    cells: dict[str, Any]
    wrong: dict[str, tuple[str, str]] = field(default_factory=dict)  # column: written, code
    repeats: bool = False
    clashes: bool = False


@dataclass(frozen=True)
class Style:
    """How one office writes."""

    form: str
    heading: int  # 0 identifier, 1 title, 2 standard
    unit: str
    told: str  # where the unit is told: heading line group below manifest
    day: str
    money: str
    encoding: str
    newline: str
    mark: str
    printed: bool  # with title, totals and signature


def write(folder: Path, seed: int, count: int = 300) -> list[Foretold]:
    """Write `count` files in deliveries of up to twenty and give what must become of each."""
    chance = random.Random(seed)
    told: list[Foretold] = []
    while len(told) < count:
        place = folder / f"delivery-{len(told):03d}"
        place.mkdir(parents=True)
        batch = min(chance.randrange(1, 21), count - len(told))
        entries = []
        for n in range(len(told), len(told) + batch):
            foretold, entry = _file(place, n, chance)
            told.append(foretold)
            entries += entry
        if entries or chance.random() < 0.5:
            manifest = {"supplier": f"第{len(told)}局", "files": entries}
            (place / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        if chance.random() < 0.4:
            _pack(place, chance)
    return told


def _pack(place: Path, chance: random.Random) -> None:
    top = chance.choice(["", "三月/"])
    with zipfile.ZipFile(place.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(place.iterdir()):
            archive.write(path, top + path.name)
            path.unlink()
    place.rmdir()


def _file(place: Path, n: int, chance: random.Random) -> tuple[Foretold, list[dict[str, Any]]]:
    feed = chance.choice([*FEEDS])
    region, month = f"43{n:04d}", chance.randrange(1, 13)
    style = _style(chance)
    rows = _rows(feed, region, month, chance)
    name = f"{chance.choice([feed, FEEDS[feed][0]])}_{region}_2026-{month:02d}.{style.form}"
    foretold = Foretold(name)
    columns = list(FEEDS[feed][1])
    fault = chance.choice(FAULTS) if chance.random() < 0.15 else None
    headings = _headings(columns, style)
    if fault == "unknown heading":
        headings[-1] = foretold.refused = "内部备注"
    if fault == "heading only":
        rows, foretold.refused = [], "empty" if style.form.startswith("json") else "no rows"
    lines = _write(place / name, columns, headings, rows, style)
    if style.printed:
        foretold.left_out = 2
    _foretell(foretold, feed, columns, rows, lines)
    entry: dict[str, Any] = {"name": name}
    if style.told == "manifest":
        entry["unit"] = style.unit
    _spoil(place / name, entry, fault, foretold, style)
    if not foretold.refused and chance.random() < 0.3:
        entry |= _agreed(place / name, foretold, style)
    return foretold, [entry] if len(entry) > 1 else []


FAULTS = ("unknown heading", "heading only", "rows", "total", "sha256", "unit", "cut", "no bytes")


def _spoil(
    path: Path, entry: dict[str, Any], fault: str | None, foretold: Foretold, style: Style
) -> None:
    """Break what was agreed of a file, or the file."""
    if fault is None or foretold.refused:
        return
    money = next(iter(foretold.sums))
    rows = foretold.kept + foretold.repeated + len(foretold.aside)
    other = "亿元" if style.unit == "万元" else "万元"
    words: dict[str, tuple[dict[str, Any], str]] = {
        "rows": ({"rows": rows + 1}, f"the manifest says {rows + 1} rows, and the file has {rows}"),
        "total": ({"totals": {money: "0.07"}}, f"says {money} 0.07, and the file has"),
        "sha256": ({"sha256": "ab" * 32}, "ab" * 32),
        "unit": ({"unit": other}, f"the manifest says {other}"),
    }
    if fault == "unit" and style.told == "manifest":
        words["unit"] = ({"unit": "斤"}, "'斤' is not known")
    if fault in words:
        told, foretold.refused = words[fault]
        entry |= told
    elif fault == "no bytes":
        path.write_bytes(b"")
        foretold.refused = EMPTY.get(path.suffix, "empty")
    elif path.suffix in {".gz", ".xlsx", ".parquet"}:
        path.write_bytes(path.read_bytes()[:-40])
        foretold.refused = "deliver it again"


EMPTY = {".xlsx": "workbook", ".xls": "workbook", ".parquet": "Parquet"}


def _agreed(path: Path, foretold: Foretold, style: Style) -> dict[str, Any]:
    """State what a careful supplier states."""
    rows = foretold.kept + foretold.repeated + len(foretold.aside)
    totals = {
        name: str(Decimal(s.kept + s.repeated + s.aside) / FEN_IN[style.unit])
        for name, s in foretold.sums.items()
    }
    sums = {name: f"{Decimal(total):f}" for name, total in totals.items()}
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"rows": rows, "totals": sums, "sha256": sha256}


def _style(chance: random.Random) -> Style:
    form = chance.choice(["csv", "csv", "csv", "csv.gz", "xlsx", "xlsx", "xls", "parquet", "json",
                          "jsonl", "jsonl.gz"])  # fmt: skip
    printed = form in {"csv", "xlsx", "xls"} and chance.random() < 0.5
    unit = chance.choice(["元", "元", "万元", "亿元"])
    places = ["heading", "manifest"]
    if printed:
        places += ["line", "line", "group", "below"]
    return Style(
        form, chance.randrange(3), unit, chance.choice(places),
        chance.choice(["iso", "slash", "compact", "chinese", "serial"]),
        chance.choice(["plain", "thousands", "full", "sign", "trailing", "brackets"]),
        chance.choice(["utf-8", "utf-8-sig", "gb18030", "gbk"]),
        chance.choice(["\n", "\r\n", "\r"]), chance.choice([",", "\t", "|"]), printed,
    )  # fmt: skip


def _rows(feed: str, region: str, month: int, chance: random.Random) -> list[Row]:
    days = [date(2026, month, 1) + timedelta(days=n) for n in range(28)]
    rows = []
    for n in range(chance.randrange(1, 29)):
        cells = {
            column: _cell(kind, n, region, days[n], chance) for column, _, _, kind in FEEDS[feed][1]
        }
        rows.append(Row(cells))
    for row in rows:
        if chance.random() < 0.12:
            _dirty(feed, row, chance)
    sound = [row for row in rows if not row.wrong]
    for row in sound:
        if chance.random() < 0.06:
            rows.append(Row(dict(row.cells), repeats=True))
        elif chance.random() < 0.05:
            money = next(c for c, _, _, kind in FEEDS[feed][1] if kind == "money")
            row.clashes = True
            rows.append(Row({**row.cells, money: row.cells[money] + 1}, clashes=True))
    return rows


def _cell(kind: str, n: int, region: str, day: date, chance: random.Random) -> Any:
    money = chance.choice([chance.randrange(-(10**9), 10**11), 0, 1, -1])
    makers: dict[str, Callable[[], Any]] = {
        "key": lambda: f"K{region}-{n:04d}",
        "year": lambda: "2026",
        "region": lambda: region,
        "code": lambda: f"0{chance.randrange(10**5):05d}",
        "day": lambda: day,
        "money": lambda: money,
        "text": lambda: chance.choice(NAMES),
        "free": lambda: chance.choice([None, "办公费", "第一行\n第二行"]),
    }
    return makers[kind]()


WRONG = {
    "key": [("", "missing"), ("6.22E+17", "scientific"), ("K\u200b1", "hidden")],
    "day": [("昨天", "date"), ("2026-02-30", "date"), ("2025-12-31", "period")],
    "money": [("十元", "number"), ("NaN", "number"), ("1,23", "number"), ("9" * 25, "size")],
    "region": [("41", "pattern")],
    "code": [("", "missing")],
}


def _dirty(feed: str, row: Row, chance: random.Random) -> None:
    kinds = {column: kind for column, _, _, kind in FEEDS[feed][1] if kind in WRONG}
    for column in chance.sample(sorted(kinds), chance.choice([1, 1, 2])):
        row.wrong[column] = chance.choice(WRONG[kinds[column]])


def _headings(columns: Sequence[tuple[str, str, str, str]], style: Style) -> list[str]:
    named = []
    for column in columns:
        unit = f"（{style.unit}）" if column[3] == "money" and style.told == "heading" else ""
        named.append(column[style.heading] + unit)
    return named


def _written(row: Row, columns: Sequence[tuple[str, str, str, str]], style: Style) -> list[str]:
    cells = []
    for column, _, _, kind in columns:
        value = row.cells[column]
        if column in row.wrong:
            cells.append(row.wrong[column][0])
        elif kind == "money":
            cells.append(_money(value, style))
        elif kind == "day":
            cells.append(_day(value, style.day))
        else:
            cells.append(value or "")
    return cells


def _money(fen: int, style: Style) -> str:
    size = FEN_IN[style.unit]
    whole, rest = divmod(abs(fen), size)
    digits = len(str(size)) - 1
    point = f".{rest:0{digits}d}" if style.unit == "元" else f".{rest:0{digits}d}".rstrip("0")
    text = (f"{whole:,}" if style.money == "thousands" else f"{whole}") + point.rstrip(".")
    if style.money == "full":
        text = text.translate(FULL)
    if style.money == "sign":
        text = f"￥{text}"
    if fen >= 0:
        return text
    return {"trailing": f"{text}-", "brackets": f"（{text}）"}.get(style.money, f"-{text}")


def _day(day: date, spelling: str) -> str:
    return {
        "iso": day.isoformat(),
        "slash": f"{day.year}/{day.month}/{day.day}",
        "compact": day.strftime("%Y%m%d"),
        "chinese": f"{day.year}年{day.month}月{day.day}日",
        "serial": str((day - date(1899, 12, 30)).days),
    }[spelling]


Table = list[list[str]]


def _write(
    path: Path, columns: Sequence[tuple[str, str, str, str]], headings: Sequence[str],
    rows: Sequence[Row], style: Style,
) -> list[int]:  # fmt: skip
    """Write the file; give the line of each row."""
    cells = [_written(row, columns, style) for row in rows]
    if style.form.removesuffix(".gz") in {"json", "jsonl", "parquet"}:
        return _records(path, headings, cells, style)
    above, below = _around(columns, headings, style)
    table = [*above, *cells, *below]
    if style.form in {"xlsx", "xls"}:
        _sheet(path, table, style)
        return [len(above) + n for n in range(1, len(rows) + 1)]
    return _delimited(path, table, len(above), len(rows), style)


def _around(
    columns: Sequence[tuple[str, str, str, str]], headings: Sequence[str], style: Style
) -> tuple[Table, Table]:
    """Give the rows above and below the data of a table as it is printed."""
    if not style.printed:
        return [list(headings)], []
    width = len(headings)
    above: Table = [["安澜市明细表", *[""] * (width - 1)]]
    if style.told == "line":
        above.append(["编制单位：财政局", *[""] * (width - 2), f"单位：{style.unit}"])
    money = [n for n, column in enumerate(columns) if column[3] == "money"]
    if style.told == "group":
        group = [h if n not in money else "" for n, h in enumerate(headings)]
        group[money[0]] = f"金额（{style.unit}）"
        above += [group, ["" if n not in money else h for n, h in enumerate(headings)]]
    else:
        above.append(list(headings))
    if style.told == "below":
        above.append([style.unit if n in money else "" for n in range(width)])
    below = [["合 计", *["1"] * (width - 1)], ["制表人：王五", *[""] * (width - 1)]]
    return above, below


def _delimited(path: Path, table: Table, above: int, count: int, style: Style) -> list[int]:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=style.mark, lineterminator="\n")
    lines, line = [], 1
    for n, cells in enumerate(table):
        if above <= n < above + count:
            lines.append(line)
        writer.writerow(cells)
        line = out.getvalue().count("\n") + 1
    text = out.getvalue().replace("\n", style.newline)
    try:
        content = text.encode(style.encoding)
    except UnicodeEncodeError:  # GBK does not have all that GB18030 has
        content = text.encode("gb18030")
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    return lines


def _sheet(path: Path, table: Table, style: Style) -> None:
    if style.form == "xls":
        path.write_bytes(old_workbook({"明细": [[c or None for c in row] for row in table]}))
        return
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("明细")
        for r, row in enumerate(table):
            for c, cell in enumerate(row):
                plain = style.money == "plain" and cell.replace(".", "", 1).isdigit()
                if plain and "." in cell and len(cell) < 15:
                    sheet.write_number(r, c, float(cell))
                elif cell:
                    sheet.write_string(r, c, cell)


def _records(path: Path, headings: Sequence[str], cells: Table, style: Style) -> list[int]:
    form = style.form.removesuffix(".gz")
    told = [{h: c or None for h, c in zip(headings, row, strict=True)} for row in cells]
    if form == "parquet":
        _parquet(path, headings, cells)
    else:
        lines = [json.dumps(one, ensure_ascii=False) for one in told]
        text = "\n".join(lines) + "\n" if form == "jsonl" else f"[{', '.join(lines)}]"
        content = text.encode() if told else b""
        path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    return list(range(1, len(cells) + 1))


def _parquet(path: Path, headings: Sequence[str], cells: Table) -> None:
    shape = ", ".join(f'"{heading}" varchar' for heading in headings)
    with duckdb.connect() as engine:
        engine.execute(f"create table t ({shape})")
        if cells:
            marks = ", ".join("?" * len(headings))
            engine.executemany(f"insert into t values ({marks})", [[c or None for c in row]
                                                                  for row in cells])  # fmt: skip
        engine.execute(f"copy t to '{path}' (format parquet)")


def _foretell(
    foretold: Foretold, feed: str, columns: Sequence[tuple[str, str, str, str]],
    rows: Sequence[Row], lines: Sequence[int],
) -> None:  # fmt: skip
    money = [column for column, _, _, kind in columns if kind == "money"]
    foretold.sums = {column: Sum() for column in money}
    for row, line in zip(rows, lines, strict=True):
        wrong = [(line, column, code) for column, (_, code) in row.wrong.items()]
        if row.clashes:
            wrong = [(line, KEYS[feed], "key")]
        fate = "aside" if wrong else "repeated" if row.repeats else "kept"
        foretold.reasons += wrong
        if fate == "aside":
            foretold.aside.add(line)
        else:
            setattr(foretold, fate, getattr(foretold, fate) + 1)
        for column in money:
            total = foretold.sums[column]
            if column in row.wrong:
                total.unreadable += 1
            else:
                setattr(total, fate, getattr(total, fate) + row.cells[column])


@dataclass(frozen=True)
class Compared:
    """What came of a folder beside what was foretold."""

    files: int
    kept: int
    refused: int
    aside: int
    wrong: Sequence[str]


def compare(folder: Path, seed: int, count: int) -> Compared:
    """Write a folder, take it in, and say of which files something else came than was foretold."""
    foretold = {one.name: one for one in write(folder / "in", seed, count)}
    home = folder / "home"
    receipts = take_in(home, *sorted((folder / "in").iterdir()))
    came = {f.name.partition("#")[0]: f for receipt in receipts for f in receipt.files}
    wrong = [f"{name} is told of once only" for name in foretold.keys() ^ came.keys()]
    for name in foretold.keys() & came.keys():
        one, file = foretold[name], came[name]
        if one.refused:
            as_told = file.status is Status.REFUSED and one.refused in file.reason
        else:
            one.reasons.sort(key=repr)
            as_told = file.reason == "" and _seen(home, file) == one
        if not as_told:
            wrong.append(f"{name}: {file.status} {file.reason} {_seen(home, file)}, not {one}")
    refused = sum(bool(one.refused) for one in foretold.values())
    kept = sum(file.kept for file in came.values())
    return Compared(len(came), kept, refused, sum(f.aside for f in came.values()), sorted(wrong))


def _seen(home: Path, file: FileReceipt) -> Foretold:
    """Say of a receipt what is foretold of a file."""
    told = [(line, column, code) for line, column, _, code in reasons(home, file)]
    fen = {
        column: Sum(*(int(s * 100) for s in (t.kept, t.repeated, t.aside)), t.unreadable)
        for column, t in file.totals.items()
    }
    told.sort(key=repr)
    lines = {line for line, _, _ in told}
    name = file.name.partition("#")[0]
    return Foretold(name, "", file.kept, file.repeated, file.left_out, told, lines, fen)
