"""送达. Deliveries as they leave the offices, and what must become of each of their files."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from service.demo.books import Cells
from service.demo.forms import Form, Heading, headings, spell, write_table, yuan


@dataclass(frozen=True)
class Delivery:
    """One hand-over: a folder or a zip, and the day on which it comes in."""

    path: Path
    received_on: date
    supplier: str

    @property
    def name(self) -> str:
        """What the folder or zip is called, without its ending."""
        return self.path.stem if self.path.suffix == ".zip" else self.path.name


@dataclass(frozen=True)
class Total:
    """The money of one column, in yuan, by what became of its rows."""

    delivered: Decimal
    kept: Decimal
    repeated: Decimal
    aside: Decimal
    unreadable: int = 0


@dataclass(frozen=True)
class Expected:
    """What a receipt must say about one file."""

    delivery: str
    file: str
    feed: str
    region: str
    period: str
    status: str  # kept refused withdrawn, or same: received before
    delivered: int = 0
    kept: int = 0
    repeated: int = 0
    aside: int = 0
    totals: Mapping[str, Total] = field(default_factory=dict)


@dataclass
class Paper:
    """One file before it is written."""

    feed: str
    region: str
    period: str
    rows: Sequence[Cells]
    form: Form
    repeats: Sequence[Cells] = ()  # rows written once more
    spoilt: Sequence[Cells] = ()  # rows that cannot be kept
    unknown: str | None = None  # a heading that no feed has
    total_off: int = 0  # by how much the manifest is wrong, in fen
    withdrawn: bool = False

    @property
    def refused(self) -> bool:
        """Whether the file comes back whole."""
        return self.unknown is not None or self.total_off != 0


@dataclass
class Parcel:
    """One delivery before it is written."""

    received_on: date
    supplier: str
    papers: list[Paper]
    signed: bool = True  # has a manifest
    zipped: bool = False
    note: str = ""

    @property
    def name(self) -> str:
        """What the folder is called."""
        return f"{self.received_on}-{self.supplier}{self.note}"


def write_parcels(folder: Path, parcels: Sequence[Parcel]) -> tuple[list[Delivery], list[Expected]]:
    """Write every parcel, in the order in which they arrive."""
    columns, titles = headings()
    deliveries, expected = [], []
    before: dict[tuple[str, ...], bytes] = {}
    for parcel in sorted(parcels, key=lambda parcel: parcel.received_on):
        inside = folder / parcel.name
        inside.mkdir(parents=True)
        listed = []
        for paper in parcel.papers:
            name = _file_name(paper, titles)
            told = _expect(parcel, paper, name, columns[paper.feed])
            place = (parcel.supplier, paper.feed, paper.region, paper.period)
            if not paper.withdrawn:
                _write(inside / name, paper, columns[paper.feed], titles[paper.feed])
                written = (inside / name).read_bytes()
                if before.get(place) == written:
                    told = replace(told, status="same", delivered=0, kept=0, totals={})
                elif not paper.refused:
                    before[place] = written
            expected.append(told)
            listed.append(_manifest_line(inside / name, paper, columns[paper.feed]))
        if parcel.signed:
            _sign(inside, parcel, listed)
        path = _zip(inside) if parcel.zipped else inside
        deliveries.append(Delivery(path, parcel.received_on, parcel.supplier))
    return deliveries, expected


def _file_name(paper: Paper, titles: Mapping[str, str]) -> str:
    called = titles[paper.feed] if paper.form.titled else paper.feed
    ext = {"tsv": "csv", "psv": "csv"}.get(paper.form.ext, paper.form.ext)
    return f"{called}_{paper.region}_{paper.period}.{ext}{'.gz' if paper.form.gz else ''}"


def _write(path: Path, paper: Paper, columns: Sequence[Heading], title: str) -> None:
    rows = [*paper.rows, *paper.repeats, *paper.spoilt]
    if paper.unknown:
        columns = [*columns, Heading(paper.unknown, paper.unknown, paper.unknown, "text", False)]
        rows = [row | {paper.unknown: "无"} for row in rows]
    write_table(path, columns, rows, paper.form, title)


def _sum(rows: Sequence[Cells], column: str) -> int:
    return sum(v for row in rows if isinstance(v := row.get(column), int))


def _expect(parcel: Parcel, paper: Paper, name: str, columns: Sequence[Heading]) -> Expected:
    where = (parcel.name, name, paper.feed, paper.region, paper.period)
    if paper.withdrawn:
        return Expected(*where, "withdrawn")
    if paper.refused:
        return Expected(*where, "refused")
    every = [*paper.rows, *paper.repeats, *paper.spoilt]
    totals = {}
    for column in columns:
        if column.kind == "money":
            parts = (paper.rows, paper.repeats, paper.spoilt)
            kept, repeated, aside = (Decimal(yuan(_sum(part, column.name))) for part in parts)
            unreadable = sum(isinstance(row.get(column.name), str) for row in paper.spoilt)
            delivered = kept + repeated + aside
            totals[column.name] = Total(delivered, kept, repeated, aside, unreadable)
    return Expected(
        *where, "kept", len(every), len(paper.rows), len(paper.repeats), len(paper.spoilt), totals
    )


def _manifest_line(path: Path, paper: Paper, columns: Sequence[Heading]) -> dict[str, Any]:
    line: dict[str, Any] = {
        "name": path.name, "feed": paper.feed, "region": paper.region, "period": paper.period,
    }  # fmt: skip
    if paper.withdrawn:
        return line | {"withdrawn": True}
    rows = [*paper.rows, *paper.repeats, *paper.spoilt]
    wan = paper.form.unit == "万元" and paper.form.ext in ("xlsx", "xls")
    money = [column.name for column in columns if column.kind == "money"]
    totals = {
        name: spell(_sum(rows, name) + (paper.total_off if at == 0 else 0), "money",
                    Form(money="wan") if wan else Form())
        for at, name in enumerate(money)
    }  # fmt: skip
    line |= {"rows": len(rows), "totals": totals}
    if not paper.total_off:
        line["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    if wan:
        line["unit"] = "万元"
    if paper.form.ext in ("csv", "tsv", "psv") and paper.form.encoding == "gb18030":
        line["encoding"] = "gb18030"
    return line


def _sign(inside: Path, parcel: Parcel, listed: list[dict[str, Any]]) -> None:
    manifest = {
        "supplier": parcel.supplier,
        "delivered_at": f"{parcel.received_on}T18:30:00+08:00",
        "files": listed,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (inside / "manifest.json").write_text(text, encoding="utf-8", newline="")


def _zip(inside: Path) -> Path:
    path = inside.with_name(f"{inside.name}.zip")
    with zipfile.ZipFile(path, "w") as packed:
        for file in sorted(inside.iterdir()):
            entry = zipfile.ZipInfo(f"{inside.name}/{file.name}", (2024, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            packed.writestr(entry, file.read_bytes())
    shutil.rmtree(inside)
    return path
