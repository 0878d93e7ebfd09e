"""代表联络站. A station's page as data: its place, its topics, its deputies' duty days.

One file a station, `HOME/stations/<id>.toml`, written by whoever answers for it: by hand, or by an
account (`alerts.station_desk`). Naming a topic with the month up to which the government has
published it is that person's word that it is public: nothing else of the warehouse is shown.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

NAMED = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
MOST_BYTES = 200_000

Short = Annotated[str, Field(min_length=1, max_length=60)]
Code = Annotated[str, Field(min_length=1, max_length=40)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Topic(_Strict):
    """Something that the station watches: a department's or a project's money, or neither yet."""

    name: Short
    department: Code | None = None
    project: Code | None = None
    published: Annotated[str, Field(pattern=r"^(19|20)\d\d-(0[1-9]|1[0-2])$")] | None = None
    says: Annotated[str, Field(max_length=60)] = ""

    @model_validator(mode="after")
    def _one_of_them(self) -> "Topic":
        if self.department and self.project:
            raise ValueError("a topic is a department's or a project's, and not both")
        return self

    @property
    def month(self) -> tuple[int, int] | None:
        """The year and month up to which its figures are public; None: they are not."""
        if self.published is None or not (self.department or self.project):
            return None
        return int(self.published[:4]), int(self.published[5:])


class Duty(_Strict):
    """When deputies are there."""

    day: date
    begins: Annotated[time, Field(alias="from")]
    ends: Annotated[time, Field(alias="to")]
    who: Annotated[str, Field(max_length=40)] = ""  # a group or an office: no person's name

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Duty":
        if self.begins.tzinfo or self.ends.tzinfo or self.ends <= self.begins:
            raise ValueError("hours are the place's own, and end after they begin")
        return self


class Station(_Strict):
    """One station, or one point where supervision is shown at work."""

    id: str
    name: Short
    region: Annotated[str, Field(pattern=r"^\d{6}(\d{3}){0,2}$")]
    place: Annotated[str, Field(max_length=80)] = ""
    note: Annotated[str, Field(max_length=200)] = ""
    accepts: bool = True  # opinions may be left
    addressee: Annotated[str, Field(max_length=60)] = ""  # who is asked; empty: the committee says
    topic: Annotated[tuple[Topic, ...], Field(max_length=20)] = ()
    duty: Annotated[tuple[Duty, ...], Field(max_length=200)] = ()

    def coming(self, today: date, most: int = 6) -> Sequence[Duty]:
        """Give the duty days from today on, the next one first."""
        ahead = [one for one in self.duty if one.day >= today]
        return sorted(ahead, key=lambda one: (one.day, one.begins))[:most]


@dataclass(frozen=True)
class Fault:
    """A file that is no station, and why."""

    file: str
    says: str


class StationUnknown(Exception):
    """There is no such station."""


@dataclass(frozen=True)
class Stations:
    """The stations of a site, read from their folder whenever a file of it changes."""

    folder: Path

    def all(self) -> Sequence[Station]:
        """Give the stations whose files can be read, by their names in the folder."""
        return [one for one in self._read() if isinstance(one, Station)]

    def faults(self) -> Sequence[Fault]:
        """Give the files that can't be read, and why."""
        return [one for one in self._read() if isinstance(one, Fault)]

    def get(self, name: str) -> Station:
        """Give one station.

        Raises:
            StationUnknown: there is none of that name.
        """
        for one in self.all():
            if one.id == name:
                return one
        raise StationUnknown(f"no station {name[:40]!r} is here: /stations lists them")

    def _read(self) -> Sequence[Station | Fault]:
        if not self.folder.is_dir():
            return []
        files = sorted(self.folder.glob("*.toml"))
        return [_read(file, file.stat().st_mtime_ns, file.stat().st_size) for file in files]


@lru_cache(maxsize=512)
def _read(file: Path, _changed: int, size: int) -> Station | Fault:
    if not NAMED.fullmatch(file.stem):
        return Fault(file.name, "its name is no address: use small letters, digits and -")
    if size > MOST_BYTES:
        return Fault(file.name, f"it has {size:,} bytes, where {MOST_BYTES:,} are read")
    try:
        given = tomllib.loads(file.read_text("utf-8"))
        return Station(**{**given, "id": file.stem})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Fault(file.name, f"it can't be read as TOML: {error}")
    except ValidationError as error:
        return Fault(file.name, "; ".join(wrong_with(error).values()))


def wrong_with(error: ValidationError) -> dict[str, str]:
    """Say what is wrong with what a station was told, place by place: `topic.0.published`."""
    told = {}
    for one in error.errors(include_url=False):
        where = ".".join(str(part) for part in one["loc"]) or "the file"
        if one["type"] == "extra_forbidden":
            told[where] = f"nothing is called {where!r} here"
        else:
            told[where] = f"{where} is {str(one['input'])[:40]!r}: {one['msg'].lower()}"
    return told
