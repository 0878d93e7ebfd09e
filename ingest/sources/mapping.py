"""来源. How one supplier's files become feeds: what a mapping says, without the files."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.feed import Feed
from ingest.sources.paper import SourceRefused
from ingest.table import Reading
from warehouse.period import Period, PeriodUnreadable

HOLE = re.compile(r"\{(\w+)(?::0(\d))?\}")
"""A place in a template: `{year}`, or `{month:02}` for two digits."""

FISCAL_YEAR = "fiscal_year"
"""In a template: the year of the file's period, where its entry says the period."""

REGION = re.compile(r"\d{6}(\d{3})?")
"""A government: six digits, nine for a township, 99xxxx outside China."""


@dataclass(frozen=True)
class ColumnMapping:
    """Where one column of a feed comes from, and how its cells are rewritten."""

    name: str
    places: Sequence[str | int] = ()  # headings, or positions from 1
    either: Sequence[str] = ()  # the first of these headings that the file has
    measure: str | None = None  # what a heading of a wide file measures
    template: str | None = None
    assumed: bool = False  # the template is the mapping's own word, not the supplier's
    optional: bool = False
    empty: Sequence[str] = ()
    extract: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    unmatched: str = "keep"  # keep, empty, refuse
    other: str | None = None  # what every value becomes that is not among the codes
    dates: Sequence[str] = ()
    decimal_comma: bool = False
    negated: bool = False
    percent: bool = False
    yes: Sequence[str] = ()
    no: Sequence[str] = ()
    unit: str | None = None


@dataclass(frozen=True)
class Condition:
    """What one column of a row must say for the row to be kept, or to be dropped."""

    place: str | int
    equals: Sequence[str] = ()
    matches: str | None = None
    empty: bool | None = None


@dataclass(frozen=True)
class Join:
    """Another table that rows look something up in; its columns are called `<name>.<heading>`."""

    name: str
    on: Mapping[str, str]  # heading here (or of a join before) → heading there
    file: str | None = None  # of the same delivery; None: the same file
    reading: Reading = field(default_factory=Reading)
    unmatched: str = "empty"  # empty, refuse


@dataclass(frozen=True)
class Wide:
    """How a file that has a row for each figure is folded into one row for all of them."""

    column: str | int  # whose cells say what a figure measures
    value: str | int  # the figure
    cells: str  # pattern: its group `measure`, and others that tell rows apart


@dataclass(frozen=True)
class FileMapping:
    """One file of a supplier, resolved for its name: what it is, and how its columns are mapped."""

    supplier: str
    feed: str
    region: str | None
    period: Period | None
    reading: Reading
    fingerprint: str  # of all that could change what is read
    columns: Sequence[ColumnMapping] = ()
    named: Mapping[str, str] = field(default_factory=dict)  # groups of the file's name
    ignore: Sequence[str | int] = ()
    keep: Sequence[Condition] = ()
    drop: Sequence[Condition] = ()
    long: str | None = None  # the headings of a wide file that are unfolded into rows
    wide: Wide | None = None
    joins: Sequence[Join] = ()  # in an order in which each needs only those before it
    any_date: bool = False  # the supplier's periods are not the calendar's
    may_be_empty: bool = False  # the conditions may leave nothing of a file

    @property
    def places(self) -> list[str | int]:
        """The headings and positions that the mapping takes something from."""
        named = [place for column in self.columns for place in (*column.places, *column.either)]
        asked = [condition.place for condition in (*self.keep, *self.drop)]
        folded = [] if self.wide is None else [self.wide.column, self.wide.value]
        keys = [heading for join in self.joins for heading in join.on]
        return [*named, *asked, *folded, *keys]


@dataclass(frozen=True)
class Valid:
    """From when to when an entry of a mapping holds, both included."""

    since: Period | None = None
    until: Period | None = None

    def holds(self, period: Period) -> bool:
        """Tell whether a file of this period is meant."""
        return (self.since is None or self.since.starts_on <= period.starts_on) and (
            self.until is None or period.ends_on <= self.until.ends_on
        )

    def __str__(self) -> str:
        """Say it in words."""
        since = "" if self.since is None else f"from {self.since}"
        until = "" if self.until is None else f"to {self.until}"
        return " ".join(filter(None, (since, until)))


@dataclass(frozen=True)
class Form:
    """One `[[file]]` of a mapping, as it is written."""

    line: int
    name: re.Pattern[str]
    supplier: str
    feed: Feed
    region: str | None
    regions: Mapping[str, str]
    period: str | None
    periods: Mapping[str, str]
    reading: Reading
    columns: Sequence[ColumnMapping]
    ignore: Sequence[str | int]
    keep: Sequence[Condition]
    drop: Sequence[Condition]
    long: str | None
    wide: Wide | None
    joins: Sequence[Join]
    valid: Valid
    any_date: bool
    may_be_empty: bool
    written: Mapping[str, Any]  # the table itself, for the fingerprint

    def resolve(self, source: str, named: Mapping[str, str]) -> FileMapping:
        """Give the mapping for a file whose name gave these groups."""
        region = looked_up(self.region, self.regions, named, f"{source}: a region")
        if region is not None and not REGION.fullmatch(region):
            raise SourceRefused(
                f"{source}, line {self.line}: {region!r} is no region: write 6 digits, 99xxxx "
                "outside China"
            )
        stated = looked_up(self.period, self.periods, named, f"{source}: a period")
        try:
            period = None if stated is None else Period.parse(stated)
        except PeriodUnreadable as error:
            raise SourceRefused(f"{source}, line {self.line}: {error}") from error
        told = [self.supplier, self.region, self.written, dict(named)]
        if period is not None:
            named = {FISCAL_YEAR: str(period.year), **named}
        return FileMapping(
            supplier=self.supplier,
            feed=self.feed.name,
            region=region,
            period=period,
            reading=self.reading,
            fingerprint=hashlib.sha256(
                json.dumps(told, sort_keys=True, ensure_ascii=False, default=str).encode()
            ).hexdigest(),
            columns=self.columns,
            named=named,
            ignore=self.ignore,
            keep=self.keep,
            drop=self.drop,
            long=self.long,
            wide=self.wide,
            joins=[
                replace(join, file=None if join.file is None else filled(join.file, named))
                for join in self.joins
            ],
            any_date=self.any_date,
            may_be_empty=self.may_be_empty,
        )


@dataclass(frozen=True)
class Source:
    """One supplier's mapping; its name is its file's."""

    name: str
    supplier: str
    forms: Sequence[Form]

    def files_for(self, file_name: str, stated: Period | None = None) -> list[FileMapping]:
        """Give what a file is by its name, or its path in the delivery, with or without `.gz`.

        One file may hold several feeds; it holds none where no entry has its name. `stated` is
        its period by its manifest or the command, for an entry that does not say one.

        Raises:
            SourceRefused: two entries claim the name for one feed, none of those that claim it
                holds for its period, or its region or period is not what the mapping knows.
        """
        bare = file_name.rpartition("/")[2]
        claims = []
        for form in self.forms:
            called = (n for way in (bare, file_name) for n in (way, way.removesuffix(".gz")))
            if found := next(filter(None, map(form.name.fullmatch, called)), None):
                named = {name: text for name, text in found.groupdict().items() if text is not None}
                claims.append((form, form.resolve(f"{self.name}.toml", named)))
        valid = [one for one in claims if self._holds(*one, stated, bare)]
        if claims and not valid:
            told = ", ".join(f"{form.valid} (line {form.line})" for form, _ in claims)
            period = claims[0][1].period or stated
            raise SourceRefused(
                f"{self.name}.toml: {bare!r} is of {period}, and the entries of its name hold "
                f"{told}: write one that holds for {period}"
            )
        for form, mapping in valid:
            same = [str(other.line) for other, one in valid if one.feed == mapping.feed]
            if len(same) > 1:
                raise SourceRefused(
                    f"{self.name}.toml: lines {' and '.join(same)} both claim {file_name!r} for "
                    f"{form.feed.name}: narrow one name, or say from when to when each holds"
                )
        return [mapping for _, mapping in valid]

    def _holds(self, form: Form, mapping: FileMapping, stated: Period | None, name: str) -> bool:
        if form.valid == Valid():
            return True
        period = mapping.period or stated
        if period is None:
            raise SourceRefused(
                f"{self.name}.toml, line {form.line}: the entry holds {form.valid}, and nothing "
                f"says of when {name!r} is: give its period"
            )
        return form.valid.holds(period)


def filled(template: str, named: Mapping[str, str]) -> str:
    """Write a template out with the groups of a file's name."""
    return HOLE.sub(lambda hole: named.get(hole[1], "").zfill(int(hole[2] or 0)), template)


def looked_up(
    template: str | None, known: Mapping[str, str], named: Mapping[str, str], called: str
) -> str | None:
    """Write a template out and look it up, where there is anything to look it up in.

    Raises:
        SourceRefused: it is not among what is known.
    """
    if template is None:
        return None
    written = filled(template, named)
    if not known:
        return written
    if written not in known:
        raise SourceRefused(f"{called} {written!r} is not in the mapping: add it")
    return known[written]
