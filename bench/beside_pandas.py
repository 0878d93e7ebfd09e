"""The dock's work done with pandas, as one who knows it well would write it.

pandas's own parser reads the file, the one that `pandas.read_csv` takes unless it is told, or
Arrow's, in less time. Every cell is tried in its usual spelling with one vectorised pattern; only
what is left is put to all the others. Nothing here comes from the dock. A torn row or a byte of
another encoding would stop it, where the dock sets the row aside: none is in the file.
"""

import json
import os
import re
import unicodedata
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.beside_answer import Answer
from bench.beside_file import dialect, digest, land
from bench.beside_sample import PERIOD
from bench.load import COLUMNS, NAME
from ingest.feed import Kind
from ingest.feeds import all_feeds

Parser = Literal["c", "pyarrow"]

KEY = ["payment", "fiscal_year", "region"]
WHITE = " \t\r\n\u3000\u00a0\u2002\u2003\u2009\ufeff\u200b"
HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]"
)
SCIENTIFIC = re.compile(r"[0-9]+(\.[0-9]+)?[eE][+-][0-9]+|[0-9]\.[0-9]+[eE][0-9]+")
ERRORS = {"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"}
NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+"
SIGNED = re.compile(
    rf"(?:[-+]?[¥$€£]?|[¥$€£][-+])(?:{NUMBER})元?|[¥$€£]?(?:{NUMBER})元?[-+]"
    rf"|\([¥$€£]?(?:{NUMBER})元?\)"
)
NO_ROW = r"[合总小累共]\s*计|(?:注|备注|说明|制表人?|填表人?|审核人?|负责人)\s*[:：]"
DATES = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})"
    r"|年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{2})([0-9]{2}))"
)


def take(delivery: Path, home: Path, *, parser: Parser) -> Answer:
    """Take a delivery in: landing, contract, doubles, Parquet, receipt."""
    home.mkdir()
    told = json.loads((delivery / "manifest.json").read_text("utf-8"))["files"][0]
    receipts = home / "receipts.json"
    known = json.loads(receipts.read_text()) if receipts.exists() else {}
    assert digest(delivery / NAME) not in known
    sha256 = land(delivery / NAME, home / NAME)
    raw, lines = _rows(home / NAME, parser)
    table, reasons = _held(raw)
    bad = pd.Index(np.unique(np.concatenate([one.index for one in reasons]))) if reasons else []
    sound = table.drop(index=bad)
    kept, repeated, clashing = _doubles(sound)
    if len(clashing):
        key = clashing[KEY].astype("str").agg(" | ".join, axis=1)
        reasons.append(_reason(key, ", ".join(KEY), "key"))
    delivered = int(table["amount"].sum())
    assert (len(raw), f"{delivered / 100:.2f}") == (told["rows"], told["totals"]["amount"])
    _write(kept, lines, home / "kept.parquet")
    aside = pd.concat(reasons).sort_index()
    printed = raw.loc[aside.index].to_json(orient="records", lines=True, force_ascii=False)
    aside["row"] = printed.splitlines()
    aside["line"] = lines[aside.index]
    aside.to_parquet(home / "aside.parquet", index=False)
    for path in (home / "kept.parquet", home / "aside.parquet"):
        _sync(path)
    answer = Answer(
        len(raw), len(kept), repeated, aside.index.nunique(),
        f"{int(kept['amount'].sum()) / 100:.2f}",
        aside.groupby(["column", "code"]).size().to_dict(),
    )  # fmt: skip
    receipts.write_text(json.dumps({sha256: [answer.delivered, answer.kept, answer.amount]}))
    _sync(receipts)
    return answer


def _rows(path: Path, parser: Parser) -> tuple[pd.DataFrame, np.ndarray]:
    """Give the rows of data as text, and the line that each of the file's rows begins on."""
    encoding, cut = dialect(path)
    raw = pd.read_csv(
        path, encoding=encoding, sep=cut, dtype="str", keep_default_na=False,
        skip_blank_lines=False, engine=parser,
    )  # fmt: skip
    raw.columns = list(COLUMNS)
    lines = np.arange(2, len(raw) + 2)
    for name in COLUMNS:
        over = raw[name].str.contains("\n", regex=False)
        if over.any():
            lines[1:] += raw[name].str.count("\n").to_numpy().cumsum()[:-1]
    first = raw[COLUMNS[0]]
    odd = ~first.str.match("[0-9A-Za-z]").astype(bool)
    if odd.any():
        filled = (raw[odd] != "").sum(axis=1)
        told = first[odd].str.strip(WHITE)
        foot = told.str.match(NO_ROW) & (filled * 2 <= len(COLUMNS))
        raw = raw.drop(index=filled.index[(filled == 0) | foot])
    return raw, lines


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _reason(raw: pd.Series, column: str, code: "str | pd.Series") -> pd.DataFrame:
    return pd.DataFrame({"column": column, "raw": raw, "code": code}, index=raw.index)


def _held(raw: pd.DataFrame) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Type every column, and say of every cell that cannot be taken why."""
    feed, table, reasons = all_feeds()["payment"], {}, []
    for name in COLUMNS:
        column, cells = feed.column(name), raw[name]
        read = {Kind.TEXT: _texts, Kind.CODE: _codes, Kind.DATE: _dates, Kind.INT: _wholes,
                Kind.MONEY: _amounts}[column.kind]  # fmt: skip
        values, why = read(cells)
        table[name] = values
        empty = cells.str.strip(WHITE) == ""
        if len(why):
            reasons.append(_reason(cells[why.index], name, why))
        if not column.optional and empty.any():
            reasons.append(_reason(cells[empty], name, "missing"))
        least, most = column.least, column.most
        if column.kind is Kind.DATE:
            least, most = "1949-01-01", "2100-12-31"
        for limit, code in ((least, "least"), (most, "most")):
            if limit is not None:
                over = values < limit if code == "least" else values > limit
                reasons.append(_reason(cells[over.fillna(False).astype(bool)], name, code))
        if column.pattern:
            odd = ~values.str.fullmatch(column.pattern).fillna(True).astype(bool)
            reasons.append(_reason(cells[odd], name, "pattern"))
        if name == feed.dated:
            outside = values.notna() & ~values.between(*PERIOD)
            reasons.append(_reason(cells[outside], name, "period"))
    return pd.DataFrame(table), [one for one in reasons if len(one)]


def _texts(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    values = cells.str.strip(WHITE)
    return values.mask(values == ""), pd.Series(dtype="str")


def _narrow(cell: str) -> str:
    folded = unicodedata.normalize("NFKC", cell.replace("￥", "¥").replace("\u2212", "-"))
    return folded.strip(" \t\r\n\u2002\u2003\u2009")


def _rest(cells: pd.Series, usual: str) -> tuple[pd.Series, pd.Series]:
    """Tell which cells are written as usual, and give the others that hold something."""
    fits = cells.str.fullmatch(usual).astype(bool)
    others = cells[~fits]
    return fits, others[others.str.strip(WHITE) != ""].map(_narrow)


def _codes(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    fits, others = _rest(cells, "[0-9A-Za-z_-]+")
    values, why = cells.where(fits), {}
    for line, cell in others.items():
        if SCIENTIFIC.fullmatch(cell):
            why[line] = "scientific"
        elif cell in ERRORS:
            why[line] = "formula"
        elif HIDDEN.search(cell):
            why[line] = "hidden"
        else:
            values[line] = cell
    return values, pd.Series(why, dtype="str")


def _dates(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    fits, others = _rest(cells, "[0-9]{4}-[0-9]{2}-[0-9]{2}")
    values = pd.to_datetime(cells.where(fits), format="%Y-%m-%d", errors="coerce")
    why = dict.fromkeys(cells.index[fits & values.isna()], "date")
    for line, cell in others.items():
        day = _day(re.sub(r"[ T]0?0:00(:00(\.0+)?)?(Z|\+08:?00)?$", "", cell))
        if day is None:
            why[line] = "date"
        else:
            values[line] = day
    return values, pd.Series(why, dtype="str")


def _day(cell: str) -> pd.Timestamp | None:
    if re.fullmatch("[1-7][0-9]{4}", cell):
        return pd.Timestamp("1899-12-30") + pd.Timedelta(days=int(cell))
    found = DATES.fullmatch(cell)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return pd.Timestamp(year, month, day)
    except ValueError:
        return None


def _plain(cell: str) -> str | None:
    tight = re.sub(r"\s*([-+()¥$€£元%])\s*", r"\1", cell)
    if not SIGNED.fullmatch(tight):
        return None
    found = re.search(NUMBER, tight)
    sign = "-" if "-" in tight or "(" in tight else ""
    return None if found is None else sign + found[0].replace(",", "")


def _wholes(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    fits, others = _rest(cells, "-?[0-9]{1,9}")
    values, why = pd.to_numeric(cells.where(fits)).astype("Int64"), {}
    for line, cell in others.items():
        found = re.fullmatch(r"(-?[0-9]+)(\.0*)?", _plain(cell) or "")
        if found is None:
            why[line] = "int"
        else:
            values[line] = int(found[1])
    return values, pd.Series(why, dtype="str")


def _amounts(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Give amounts in whole fen."""
    fits, others = _rest(cells, r"-?[0-9]{1,16}(\.[0-9]{1,2})?")
    parts = cells.where(fits, "0").str.partition(".")
    fen = (parts[0] + parts[2].str.ljust(2, "0")).astype("int64")
    values, why = fen.astype("Int64").where(fits), {}
    for line, cell in others.items():
        text = _plain(cell)
        found = re.fullmatch(r"(-?)0*([0-9]{0,16})(?:\.([0-9]{0,2})0*)?", text or "x")
        if text is None:
            why[line] = "number"
        elif found is None:
            decimals = re.fullmatch(r"-?[0-9]+\.[0-9]{2}[0-9]*[1-9]0*", text)
            why[line] = "decimals" if decimals else "size"
        else:
            whole = int((found[2] or "0") + (found[3] or "").ljust(2, "0"))
            values[line] = -whole if found[1] else whole
    return values, pd.Series(why, dtype="str")


def _doubles(sound: pd.DataFrame) -> tuple[pd.DataFrame, int, pd.DataFrame]:
    """Keep one of equal rows; rows of one key that differ are not kept."""
    double = sound[sound.duplicated(KEY, keep=False)]
    if double.empty:
        return sound, 0, double
    differing = double.drop_duplicates().duplicated(KEY, keep=False)
    clashes = double.drop_duplicates()[differing].set_index(KEY).index
    clashing = double[double.set_index(KEY).index.isin(clashes)]
    rest = sound.drop(index=clashing.index)
    kept = rest.drop_duplicates(KEY)
    return kept, len(rest) - len(kept), clashing


def _write(kept: pd.DataFrame, lines: np.ndarray, path: Path) -> None:
    table = pa.Table.from_pandas(kept, preserve_index=False)
    for name, kind in (("requested_on", pa.date32()), ("paid_on", pa.date32())):
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, table[name].cast(pa.timestamp("s")).cast(kind))
    place = table.schema.get_field_index("amount")
    fen = table["amount"].cast(pa.decimal128(19, 0))
    yuan = pc.multiply(fen, pa.scalar("0.01").cast(pa.decimal128(3, 2)))
    table = table.set_column(place, "amount", yuan)
    table = table.append_column("line", pa.array(lines[kept.index]))
    pq.write_table(table, path)
