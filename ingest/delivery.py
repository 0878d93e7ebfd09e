"""What a delivery says of itself: its manifest and the names of its files."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from ingest.headings import FileRefused
from warehouse.period import SHANGHAI, Period, PeriodUnreadable

MANIFEST = "manifest.json"
READABLE = (".csv", ".xlsx", ".xls", ".parquet", ".json", ".jsonl", ".tsv", ".txt")

_OURS = ("supplier", "delivered_at", "files")
_ENTRY = (
    "name", "feed", "region", "period", "sha256", "rows", "totals", "unit", "encoding",
    "withdrawn", "replaces",
)  # fmt: skip
_NAME = re.compile(
    r"(?P<feed>.+)_(?P<region>\d{6}(?:\d{3}){0,2})_(?P<period>\d{4}(?:-\d{2}){0,2})", re.ASCII
)
_REGION = re.compile(r"\d{6}(?:\d{3}){0,2}", re.ASCII)
_TOTAL = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3}){1,9}|[0-9]{1,30})(?:\.[0-9]{1,10})?")


class DeliveryRefused(Exception):
    """Nothing of the delivery can be taken."""


@dataclass(frozen=True)
class Entry:
    """What the manifest agrees for one file; it is binding."""

    name: str | None = None
    feed: str | None = None
    region: str | None = None
    period: Period | None = None
    sha256: str | None = None
    rows: int | None = None
    totals: Mapping[str, Decimal] = field(default_factory=dict)
    unit: str | None = None
    encoding: str | None = None
    withdrawn: bool = False
    part: bool = False
    refused: str | None = None  # what is wrong with the entry itself


@dataclass(frozen=True)
class Manifest:
    """The list that came with a delivery."""

    supplier: str | None = None
    delivered_at: datetime | None = None
    entries: Sequence[Entry] = ()

    def entry(self, name: str) -> Entry | None:
        """Give the entry of a file by its path in the delivery, or by its bare name.

        Raises:
            FileRefused: the manifest names it twice.
        """
        bare = name.rpartition("/")[2]
        named = [e for e in self.entries if e.name == name] or [
            e for e in self.entries if e.name == bare
        ]
        if len(named) > 1:
            raise FileRefused(f"{name!r} stands {len(named)} times in the manifest: name it once")
        return named[0] if named else None


@dataclass(frozen=True)
class FileName:
    """What `<feed>_<region>_<period>.<ext>` says."""

    feed: str
    region: str
    period: str


def file_name(name: str) -> FileName | None:
    """Read a file's name; None where it has another form."""
    found = _NAME.fullmatch("".join(normalize("NFKC", stem(name)).split()))
    return None if found is None else FileName(found["feed"], found["region"], found["period"])


def stem(name: str) -> str:
    """Give a file's name without folder, `.gz` and extension."""
    bare = name.rpartition("/")[2]
    if bare.lower().endswith(".gz"):
        bare = bare[:-3]
    return bare.rpartition(".")[0] or bare


def extension(name: str) -> str:
    """Give a file's extension in small letters, that of the packed file where it is `.gz`."""
    bare = name.lower().removesuffix(".gz")
    return "." + bare.rpartition(".")[2] if "." in bare else ""


def region_code(text: str) -> str:
    """Hold a region to its shape.

    Raises:
        FileRefused: it is no code.
    """
    code = normalize("NFKC", text).strip()
    if not _REGION.fullmatch(code):
        raise FileRefused(f"{text!r} is no region: write the code of 6, 9 or 12 digits")
    return code


def read_manifest(content: bytes) -> Manifest:
    """Read a manifest strictly: what it says is binding, so what it means must be sure.

    Raises:
        DeliveryRefused: it is no JSON, or says something that is not understood.
    """
    try:
        told = json.loads(content.decode("utf-8-sig"), parse_float=Decimal, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise DeliveryRefused(f"the manifest is no JSON in UTF-8: {error}") from error
    if not isinstance(told, dict):
        raise DeliveryRefused('the manifest is not one JSON object: write {"files": […]}')
    _refuse_unknown(told, _OURS, "the manifest")
    files = told.get("files", [])
    if not isinstance(files, list):
        raise DeliveryRefused('the manifest\'s files are no list: write "files": […]')
    return Manifest(
        _text(told, "supplier"), _instant(_text(told, "delivered_at")), [*map(_entry, files)]
    )


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise DeliveryRefused(f"the manifest says {twice} twice in one place: say it once")
    return told


def _refuse_unknown(told: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    unknown = [key for key in told if key not in known]
    if unknown:
        raise DeliveryRefused(f"{where} has unknown keys {unknown}: known are {list(known)}")


def _text(told: Mapping[str, Any], key: str) -> str | None:
    value = told.get(key)
    if value is not None and (not isinstance(value, str) or not value.strip()):
        raise DeliveryRefused(f"the manifest's {key} is {value!r}: write it as text")
    if value is not None and not "".join(value.split()).isprintable():
        raise DeliveryRefused(
            f"the manifest's {key} is {value!r}, with characters that cannot be seen: write it "
            "without them"
        )
    return None if value is None else value.strip()


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(text)
        return (read if read.tzinfo else read.replace(tzinfo=SHANGHAI)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise DeliveryRefused(
            f"the manifest's delivered_at is {text!r}: write 2026-04-01T06:00:00+08:00"
        ) from error


def _entry(told: object) -> Entry:
    if not isinstance(told, dict):
        raise DeliveryRefused(f"the manifest lists {told!r} as a file: write an object")
    name = told.get("name")
    named = name if isinstance(name, str) and "".join(name.split()).isprintable() else None
    if name is not None and not named:
        raise DeliveryRefused(f"the manifest lists a file named {name!r}: write its name as text")
    try:
        return _sound_entry(told, named)
    except (DeliveryRefused, FileRefused, PeriodUnreadable) as error:
        return Entry(name=named, refused=str(error), withdrawn=told.get("withdrawn") is True)


def _sound_entry(told: Mapping[str, Any], name: str | None) -> Entry:
    _refuse_unknown(told, _ENTRY, f"the manifest's entry for {name!r}")
    withdrawn = told.get("withdrawn", False)
    if not isinstance(withdrawn, bool):
        raise DeliveryRefused(f"withdrawn is {withdrawn!r}: write true or false")
    if name is None and not withdrawn:
        raise DeliveryRefused("an entry of the manifest has no name: name the file")
    replaces = told.get("replaces")
    if replaces not in (None, "part"):  # a list is hashed by no set
        raise DeliveryRefused(f'replaces is {replaces!r}: write "part" or leave it out')
    rows = told.get("rows")
    if rows is not None and (not isinstance(rows, int) or isinstance(rows, bool) or rows < 0):
        raise DeliveryRefused(f"rows is {_quoted(rows)}: write a whole number")
    region, period = _text(told, "region"), _text(told, "period")
    return Entry(
        name=name,
        feed=_text(told, "feed"),
        region=None if region is None else region_code(region),
        period=None if period is None else Period.parse(period),
        sha256=_text(told, "sha256"),
        rows=rows,
        totals=_totals(told.get("totals", {})),
        unit=_text(told, "unit"),
        encoding=_text(told, "encoding"),
        withdrawn=withdrawn,
        part=replaces == "part",
    )


def _totals(told: object) -> dict[str, Decimal]:
    if not isinstance(told, dict):
        raise DeliveryRefused(f'totals is {told!r}: write {{"amount": "123.45"}}')
    totals = {}
    for column, value in told.items():
        figure = str(value).strip()
        if _TOTAL.fullmatch(figure) is None:
            raise DeliveryRefused(
                f'the total of {column[:60]!r} is {figure[:60]!r}: write "123.45"'
            )
        totals[column] = Decimal(figure.replace(",", ""))
    return totals


def _quoted(value: object) -> str:
    return str(value) if isinstance(value, Decimal) else repr(value)
