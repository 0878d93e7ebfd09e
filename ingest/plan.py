"""What each file of a delivery is, before any of it is read."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from ingest.delivery import (
    MANIFEST,
    READABLE,
    DeliveryRefused,
    Entry,
    FileName,
    Manifest,
    extension,
    file_name,
    read_manifest,
    region_code,
)
from ingest.feed import Feed
from ingest.headings import FileRefused
from ingest.identity import (
    Options,
    feed_called,
    hold_period,
    mappings_of,
    one_name,
    settled,
    written,
)
from ingest.sources import FileMapping, Source, SourceRefused
from ingest.table import Reading
from warehouse.period import Period, PeriodUnreadable

ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".tgz", ".bz2", ".xz", ".z", ".gz")
_LOCKS = (".", "~$", "._")
_LITTER = {"thumbs.db", "desktop.ini", "ehthumbs.db"}


class _Unnamed(FileRefused):
    """Nothing says of which feed, government and period a file is."""


@dataclass(frozen=True)
class Planned:
    """One file of a delivery: what it is, or why it is not read."""

    name: str
    feed: Feed | None = None
    region: str | None = None
    period: Period | None = None
    supplier: str | None = None
    entry: Entry = field(default_factory=Entry)
    mapping: FileMapping | None = None
    source: str = ""
    refused: str | None = None
    not_read: str | None = None
    unlisted: bool = False  # the manifest lists files, and not this one
    unnamed: bool = False  # refused because nothing says what it is
    joined: Mapping[str, str] = field(default_factory=dict)  # join → the file that is looked up
    beside: Mapping[str, str] = field(default_factory=dict)  # that file → its sha256

    @property
    def reading(self) -> Reading:
        """How the file is to be read: the manifest's encoding over the mapping's."""
        reading = Reading() if self.mapping is None else self.mapping.reading
        return (
            reading
            if self.entry.encoding is None
            else replace(reading, encoding=self.entry.encoding)
        )

    @property
    def overruled(self) -> tuple[str, ...]:
        """What the manifest, which is binding, says otherwise than the file's name."""
        said = file_name(self.name)
        if said is None or self.feed is None:
            return ()
        entry = self.entry
        told = (
            ("feed", said.feed, entry.feed and self.feed.name, {self.feed.name, self.feed.zh}),
            ("region", said.region, entry.region, {self.region}),
            ("period", said.period, written(entry.period), {str(self.period)}),
        )
        return tuple(
            f"the name says {word} {text!r}; the manifest says {stands!r}, which stands"
            for word, text, stands, same in told
            if stands and text not in same
        )

    def fingerprint(self, feed: Feed) -> str:
        """Give what, beside the bytes, decides what is kept and what it stands against."""
        told = [
            feed.written,
            "" if self.mapping is None else self.mapping.fingerprint,
            self.entry.unit or "",
            self.entry.encoding or "",
            EDITION,
            *(["part"] if self.entry.part else []),
            *(sha256 for _, sha256 in sorted(self.beside.items())),
        ]
        return hashlib.sha256("\x1f".join(told).encode()).hexdigest()


EDITION = "5"
"""Raised when the dock itself reads a file otherwise than before."""


def manifest_of(content: bytes | None) -> Manifest:
    """Read the manifest, where there is one.

    Raises:
        DeliveryRefused: it cannot be understood.
    """
    return Manifest() if content is None else read_manifest(content)


def plan(
    names: Sequence[str],
    manifest: Manifest,
    feeds: Mapping[str, Feed],
    sources: Mapping[str, Source],
    options: Options,
) -> list[Planned]:
    """Say of every file what it is; wider periods come first, then the names in order.

    Files that the manifest names and that are not there are refused, withdrawals come last.
    """
    planned = [
        one
        for name in names
        if name != MANIFEST
        for one in _each(name, names, manifest, feeds, sources, options)
    ]
    found = {said for name in names if (said := _entry_name(manifest, name)) is not None}
    listed = any(not entry.withdrawn for entry in manifest.entries)
    planned = [
        replace(one, unlisted=listed and _entry_name(manifest, one.name) is None) for one in planned
    ]
    for entry in manifest.entries:
        if entry.withdrawn and (entry.name is None or entry.name not in found):
            planned.append(_withdrawal(entry, manifest, feeds))
        elif entry.name not in found:
            planned.append(
                Planned(
                    entry.name or MANIFEST,
                    entry=entry,
                    refused=entry.refused
                    or f"the manifest names {entry.name!r} and the delivery does not hold it: "
                    "deliver it, or take it out of the manifest",
                )
            )
    return sorted(_apart(_something_read(_looked_up(planned))), key=_order)


def _something_read(planned: Sequence[Planned]) -> Sequence[Planned]:
    """Refuse what is no table where the delivery holds nothing else: silence reads as fine."""
    if not all(one.not_read for one in planned):
        return planned
    return [
        replace(one, not_read=None, refused=f"{one.not_read}, and the delivery holds nothing else")
        for one in planned
    ]


def _order(one: Planned) -> tuple[bool, int, str]:
    width = 0 if one.period is None else (one.period.month, one.period.day).count(None)
    return (one.entry.withdrawn, -width, one.name)


def _entry_name(manifest: Manifest, name: str) -> str | None:
    try:
        entry = manifest.entry(name)
    except FileRefused:
        return name.rpartition("/")[2]
    return None if entry is None else entry.name


def _each(
    name: str,
    names: Sequence[str],
    manifest: Manifest,
    feeds: Mapping[str, Feed],
    sources: Mapping[str, Source],
    options: Options,
) -> list[Planned]:
    """Say of one file what it is: a mapping may find several feeds in it."""
    bare = PurePosixPath(name).name
    if bare.startswith(_LOCKS) or bare.lower() in _LITTER:
        return [Planned(name, not_read="a hidden or lock file, which is no delivery")]
    try:
        entry = manifest.entry(name) or Entry()
        if entry.refused:
            raise FileRefused(entry.refused)
        source, mappings = mappings_of(name, manifest, entry, sources, options)
        said = file_name(name)
        if extension(name) in ARCHIVES:
            raise FileRefused(
                f"{bare!r} is an archive inside the delivery, which is not opened: lay its files "
                "beside the others"
            )
        if extension(name) not in READABLE:
            if entry.name is None and said is None and not mappings:
                no_table = f"{extension(name) or 'it'} is no form of a table"
                return [Planned(name, not_read=no_table)]
            raise FileRefused(
                f"a file {extension(name) or 'without an extension'} is not read: deliver .csv, "
                ".xlsx, .xls, .parquet, .json or .jsonl, each also as .gz"
            )
        asked = one_name(entry.feed or options.feed, feeds)
        if len(mappings) > 1 and asked is not None:
            mappings = [mapping for mapping in mappings if mapping.feed == asked]
        told = [
            _identified(name, manifest, entry, (source, mapping, said), feeds, options)
            for mapping in (mappings or (None,))
        ]
        given = None if manifest.supplier else sources.get(options.source or "")
        if given is not None and not mappings:
            told = [replace(one, supplier=given.supplier) for one in told]
        return [_beside(one, names) for one in told]
    except (FileRefused, SourceRefused, PeriodUnreadable, DeliveryRefused) as error:
        unnamed = isinstance(error, _Unnamed)
        entry = _quiet_entry(manifest, name)
        return [Planned(name, entry=entry, refused=str(error), unnamed=unnamed)]


def _beside(one: Planned, names: Sequence[str]) -> Planned:
    """Find the files of the delivery that a file's rows are looked up in.

    Raises:
        FileRefused: one is not there.
    """
    found = {}
    for join in () if one.mapping is None else one.mapping.joins:
        called = join.file
        here = [one.name]
        if called is not None:
            here = [n for n in names if f"/{n.removesuffix('.gz')}".endswith(f"/{called}")]
        if len(here) != 1:
            told = "does not hold it" if not here else f"holds it {len(here)} times"
            raise FileRefused(
                f"the mapping looks rows up in {called!r} ({join.name}), and the delivery {told}: "
                "deliver both files together, in one folder or .zip"
            )
        found[join.name] = here[0]
    return replace(one, joined=found)


def _looked_up(planned: Sequence[Planned]) -> list[Planned]:
    """Say of a file that is only looked up what it is for."""
    for_whom = {file: one.name for one in planned for file in one.joined.values()}
    return [
        replace(one, refused=None, not_read=f"{for_whom[one.name]} is looked up in it")
        if one.unnamed and one.name in for_whom
        else one
        for one in planned
    ]


def with_digests(one: Planned, digests: Mapping[str, str], manifest: Manifest) -> Planned:
    """Note which bytes a file's rows are looked up in: other ones are another reading."""
    beside = {file: digests[file] for file in one.joined.values()}
    for file, sha256 in beside.items():
        stated = _quiet_entry(manifest, file).sha256
        if stated is not None and stated.lower() != sha256:
            why = (
                f"the manifest says sha256 {stated} of {file!r}, in which rows are looked up, and "
                f"the file has {sha256}: deliver the file that the manifest means"
            )
            return replace(one, refused=why)
    return replace(one, beside=beside)


def _quiet_entry(manifest: Manifest, name: str) -> Entry:
    try:
        return manifest.entry(name) or Entry()
    except FileRefused:
        return Entry(name=name)


def _identified(
    name: str,
    manifest: Manifest,
    entry: Entry,
    told: tuple[str, FileMapping | None, FileName | None],
    feeds: Mapping[str, Feed],
    options: Options,
) -> Planned:
    source, mapping, said = told
    when = None if mapping is None else mapping.period
    told_feeds = (
        entry.feed,
        None if mapping is None else mapping.feed,
        None if said is None else said.feed,
    )
    feed = settled(
        "feed", name, [one_name(t, feeds) for t in told_feeds], one_name(options.feed, feeds)
    )
    region = settled(
        "region",
        name,
        (
            entry.region,
            None if mapping is None else mapping.region,
            None if said is None else said.region,
        ),
        options.region,
    )
    period = settled(
        "period",
        name,
        (written(entry.period), written(when), None if said is None else said.period),
        written(options.period),
    )
    missing = [word for word, value in
               (("feed", feed), ("region", region), ("period", period)) if not value]  # fmt: skip
    if feed is None or region is None or period is None:
        raise _Unnamed(
            f"the name {name!r} does not say which {' and '.join(missing)} it is: name it "
            "<feed>_<region>_<period>.<ext> such as payment_410100_2026-03.csv, or say so in the "
            "manifest, a mapping or the command"
        )
    found = feed_called(feed, feeds)
    hold_period(found, Period.parse(period))
    mapped = None if mapping is None else mapping.supplier
    return Planned(
        name,
        found,
        region_code(region),
        Period.parse(period),
        manifest.supplier or mapped or region_code(region),
        entry,
        mapping,
        source,
    )


def _withdrawal(entry: Entry, manifest: Manifest, feeds: Mapping[str, Feed]) -> Planned:
    name = entry.name or "withdrawn"
    try:
        if entry.refused:
            raise FileRefused(entry.refused)
        said = None if entry.name is None else file_name(entry.name)
        feed = entry.feed or (None if said is None else said.feed)
        region = entry.region or (None if said is None else said.region)
        period = entry.period or (None if said is None else Period.parse(said.period))
        if not feed or not region or not period:
            raise FileRefused(
                "a withdrawal does not say what it withdraws: give feed, region and period"
            )
        supplier = manifest.supplier or region_code(region)
        return Planned(name, feed_called(feed, feeds), region_code(region), period, supplier, entry)
    except (FileRefused, PeriodUnreadable) as error:
        return Planned(name, entry=entry, refused=str(error))


def _apart(planned: Sequence[Planned]) -> Iterator[Planned]:
    """Refuse every two files that speak for one feed, region and period."""
    meant: dict[tuple[str, str, str, str] | None, list[Planned]] = {}
    for one in planned:
        meant.setdefault(_meant(one), []).append(one)
    for one in planned:
        others = []
        if _meant(one) is not None:
            others = [other.name for other in meant[_meant(one)] if other is not one]
        if others:
            yield replace(one, refused=twice(one.name, others))
        else:
            yield one


def twice(name: str, others: Sequence[str]) -> str:
    """Say that files speak for the same thing."""
    return (
        f"{name!r} and {', '.join(map(repr, others))} are of one feed, region and period: deliver "
        "one of them"
    )


def _meant(one: Planned) -> tuple[str, str, str, str] | None:
    if one.refused or one.not_read or one.feed is None:
        return None
    return one.feed.name, one.region or "", str(one.period), one.supplier or ""
