"""联络站设置. How an account sets a station up: its file is written, and the trail says by whom.

The file stays the one truth, be it written here or by hand. Each line of the trail holds the whole
file as it was before and as it is since, so that nothing that somebody wrote is lost.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path

import sqlalchemy as sa
from pydantic import ValidationError

from alerts.database import writing
from alerts.stations import MOST_BYTES, NAMED, Station, Stations, wrong_with
from alerts.trail import Entry, append, lines
from warehouse.period import SHANGHAI

WRITE, WITHDRAW = "station.write", "station.withdraw"


class StationRefused(Exception):
    """The station can't be kept as it is; `faults` says what is wrong, place by place."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = faults


class StationChanged(Exception):
    """Somebody wrote the station's file since it was looked at."""


@dataclass(frozen=True)
class Written:
    """That a station was written, or taken away."""

    number: int  # the trail's line
    at: datetime
    actor: str
    act: str  # WRITE or WITHDRAW
    station: str
    region: str
    reason: str


def station_of(name: str, told: Mapping[str, object]) -> Station:
    """Read what a station was told, as its file holds it.

    Raises:
        StationRefused: it is none.
    """
    faults = {}
    if not NAMED.fullmatch(name):
        faults["id"] = f"id is {name[:40]!r}: use small letters, digits and -, 40 at most"
    try:
        station = Station(**{**told, "id": name})  # type: ignore[arg-type]  # Pydantic checks them
    except ValidationError as error:
        raise StationRefused(faults | wrong_with(error)) from error
    if faults:
        raise StationRefused(faults)
    return station


def text_of(station: Station) -> str:
    """Write a station as its file holds it; what is as usual is left out."""
    told = station.model_dump(by_alias=True, exclude={"id"}, exclude_defaults=True)
    parts = [told, *({"[[topic]]": one} for one in told.pop("topic", ()))]
    parts += [{"[[duty]]": one} for one in told.pop("duty", ())]
    return "\n".join("".join(_lines(part)) for part in parts)


def mark_of(stations: Stations, name: str) -> str:
    """Give a station's file a mark that differs once it is written again; empty: there is none."""
    return _mark(_read(_file(stations, name)))


def write_station(
    engine: sa.Engine,
    stations: Stations,
    station: Station,
    *,
    seen: str,
    actor: str,
    now: datetime,
) -> int:
    """Set a station up, or change it; give the trail's line. `seen` is the mark it was seen with.

    Raises:
        StationChanged: its file is not what was looked at.
        StationRefused: it names figures as published that are of months to come, or is too long.
    """
    today = now.astimezone(SHANGHAI).date()
    ahead = {
        f"topic.{place}.published": f"topic.{place}.published is {one.published!r}, "
        "which is yet to come: name the last month whose figures are public"
        for place, one in enumerate(station.topic)
        if one.published and one.published > f"{today:%Y-%m}"
    }
    if ahead:
        raise StationRefused(ahead)
    text = text_of(station)
    entry = Entry(actor, WRITE, station.id, {"region": station.region, "is": text})
    return _put(engine, _file(stations, station.id), text, seen, entry, now)


def withdraw_station(
    engine: sa.Engine,
    stations: Stations,
    station: Station,
    *,
    seen: str,
    reason: str,
    actor: str,
    now: datetime,
) -> int:
    """Take a station away; give the trail's line. What was said at it stays where it stands.

    Raises:
        StationChanged: its file is not what was looked at.
        StationRefused: no reason is given.
    """
    if not reason.strip():
        raise StationRefused({"reason": "taking a station away needs a reason: say why"})
    told = {"region": station.region, "reason": reason.strip()}
    entry = Entry(actor, WITHDRAW, station.id, told)
    return _put(engine, _file(stations, station.id), "", seen, entry, now)


def written(engine: sa.Engine) -> list[Written]:
    """Give who set stations up, changed them or took them away, the last first."""
    with engine.connect() as connection:
        found = [
            Written(
                line.number, line.at, line.actor, line.act, line.subject,
                str(told.get("region", "")), str(told.get("reason", "")),
            )
            for act in (WRITE, WITHDRAW)
            for line in lines(connection, act=act)
            for told in [json.loads(line.words)]
        ]  # fmt: skip
    return sorted(found, key=lambda one: one.number, reverse=True)


def _put(engine: sa.Engine, file: Path, text: str, seen: str, entry: Entry, now: datetime) -> int:
    """Write a file and the trail's line of it together, behind whoever else writes the record."""
    if len(text.encode()) > MOST_BYTES:
        raise StationRefused({"id": f"it has more than {MOST_BYTES:,} bytes: write less"})
    with writing(engine) as connection:
        was = _read(file)
        if _mark(was) != seen:
            raise StationChanged(
                f"station {file.stem!r} was written meanwhile: load the page again and do it anew"
            )
        [number] = append(connection, [replace(entry, words={**entry.words, "was": was})], now=now)
        if text:
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh = file.with_suffix(".new")
            fresh.write_text(text, "utf-8")
            fresh.replace(file)
        else:
            file.unlink()
    return number


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def _file(stations: Stations, name: str) -> Path:
    if not NAMED.fullmatch(name):
        raise StationRefused({"id": f"{name[:40]!r} is no station's name"})
    return stations.folder / f"{name}.toml"


def _read(file: Path) -> str:
    try:
        return file.read_bytes()[:MOST_BYTES].decode("utf-8", "replace")
    except FileNotFoundError:
        return ""


def _lines(part: Mapping[str, object]) -> Iterator[str]:
    for name, value in part.items():
        if isinstance(value, Mapping):
            yield f"{name}\n"
            yield from _lines(value)
        else:
            yield f"{name} = {_value(value)}\n"


def _value(value: object) -> str:
    """Write a value as TOML: its basic strings are JSON's, but for the one that deletes."""
    match value:
        case bool():
            return "true" if value else "false"
        case date() | time():
            return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
