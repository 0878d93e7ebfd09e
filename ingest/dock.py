"""Where deliveries come in: the home, what it has received, and what is known of suppliers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ingest.feed import Feed
from ingest.force import in_force, moment, wider_than
from ingest.headings import FileRefused
from ingest.landing import safe
from ingest.plan import Planned
from ingest.receipt import FileReceipt, Status
from ingest.receipts import Receipts
from ingest.sources import Source
from warehouse.period import SHANGHAI


@dataclass
class Dock:
    """A home at work, and what it has of the regions at hand, this delivery's files included."""

    home: Path
    receipts: Receipts
    feeds: Mapping[str, Feed]
    sources: Mapping[str, Source]
    _whose: dict[tuple[str | None, str | None], list[FileReceipt]] = field(default_factory=dict)

    def look_up(self, planned: Sequence[Planned]) -> None:
        """Recall the receipts that the planned files could have to do with."""
        regions = {one.region for one in planned if one.region is not None}
        self._whose = {}
        self.remember(self.receipts.files(regions=regions) if regions else [])

    def remember(self, files: Sequence[FileReceipt]) -> None:
        """Add files to what it has."""
        for file in files:
            self._whose.setdefault((file.region, file.supplier), []).append(file)

    def in_force_as(self, one: Planned, sha256: str) -> list[FileReceipt]:
        """Give the files in force that are these bytes, read the same way."""
        if one.entry.sha256 is not None and one.entry.sha256.lower() != sha256:
            return []
        beside = [
            file
            for file in self._beside(one)
            if file.sha256 == sha256 and (one.mapping is None or _of(file, one))
        ]  # a mapping may find several feeds in a file, each a reading of its own
        same = [file for file in in_force(self._beside(one)) if file in beside and _for(file, one)]
        for file in same:
            feed = self.feeds.get(file.feed or "")
            if feed is None or file.fingerprint != one.fingerprint(feed):
                return []
        came = {file.delivery for file in same}
        refused = (f.delivery in came and f.status is Status.REFUSED for f in beside)
        return [] if any(refused) else same  # a sheet that was refused is read again

    def renews(self, file: FileReceipt, delivered_at: datetime | None) -> bool:
        """Tell whether bytes in force are delivered at a later moment than ever before.

        It changes nothing today; it decides against what was delivered in between and comes late.
        """
        if delivered_at is None:
            return False
        stated = [
            old.delivered_at or old.received_at
            for old in self.receipts.files(regions=[file.region or ""])
            if (old.status is Status.WITHDRAWN) is (file.status is Status.WITHDRAWN)
            and old.status in {Status.KEPT, Status.SAME, Status.WITHDRAWN}
            and (old.feed, old.period, old.supplier, old.sha256, old.fingerprint)
            == (file.feed, file.period, file.supplier, file.sha256, file.fingerprint)
        ]
        return bool(stated) and delivered_at > max(stated)

    def place(self, file: FileReceipt, fingerprint: str) -> str:
        """Give where a file's rows lie below `kept`; an older reading of it keeps its own."""
        parts = (file.feed or "", file.region or "", str(file.period), file.supplier or "")
        folder = "/".join(map(safe, parts))
        path = f"{folder}/{file.sha256}.parquet"
        kept = f"kept/{path}"
        taken = any(
            other.kept_path == kept and other.fingerprint != fingerprint
            for other in self._beside(file)
        )
        return f"{folder}/{file.sha256}-{fingerprint[:8]}.parquet" if taken else path

    def withdrawn_before(self, one: Planned) -> list[FileReceipt]:
        """Give the withdrawal that already took the period out of force."""
        beside = [file for file in self._beside(one) if _for(file, one) and _of(file, one)]
        if any(_for(file, one) for file in in_force(beside)):
            return []
        return [file for file in beside if file.status is Status.WITHDRAWN][-1:]

    def standing_before(self, blank: FileReceipt) -> list[FileReceipt]:
        """Give what was in force when the file was delivered, whenever that came to be known."""
        now = moment(blank)[:2]
        return in_force(file for file in self._beside(blank) if moment(file)[:2] <= now)

    def refuse_inside(self, blank: FileReceipt) -> None:
        """Hold a file against the wider one in force.

        Raises:
            FileRefused: it lies inside it and does not say that it replaces a part.
        """
        wider = wider_than(blank, self.standing_before(blank))
        if wider is not None:
            raise FileRefused(
                f"the file lies inside {wider.name!r} of {wider.period}, which is in force: "
                f'deliver {wider.period} whole, or say "replaces": "part" in the manifest'
            )

    def behind(self, blank: FileReceipt) -> list[str]:
        """Note that a file has no force, for what was delivered later came before it."""
        assert blank.period is not None
        return [
            f"not in force: {other.name!r}, which says that it was delivered at "
            f"{other.delivered_at.astimezone(SHANGHAI):%Y-%m-%d}, stands for {other.period}"
            for other in in_force(self._beside(blank))
            if other.feed == blank.feed
            and other.period is not None
            and other.delivered_at is not None
            and (other.period == blank.period or other.period.contains(blank.period))
            and moment(other) > moment(blank)
            and not blank.part
        ][:1]

    def far_fewer(self, blank: FileReceipt, rows: int) -> list[str]:
        """Note that a file has less than a tenth of the rows that its period or the last had."""
        assert blank.period is not None
        eve = blank.period.before()
        return [
            f"{rows} rows, where {file.period} had {file.delivered}"
            for file in self.standing_before(blank)
            if file.feed == blank.feed
            and file.period in {eve, blank.period}
            and rows * 10 < file.delivered
        ]

    def _beside(self, one: Planned | FileReceipt) -> list[FileReceipt]:
        return self._whose.get((one.region, one.supplier), [])


def _for(file: FileReceipt, one: Planned) -> bool:
    return (file.region, file.period, file.supplier) == (one.region, one.period, one.supplier)


def _of(file: FileReceipt, one: Planned) -> bool:
    return one.feed is not None and file.feed == one.feed.name
