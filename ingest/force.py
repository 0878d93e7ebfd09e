"""在册. Which of the received files are in force: a pure function of the receipts."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from ingest.receipt import FileReceipt, Status

_SHANGHAI = ZoneInfo("Asia/Shanghai")


def in_force(files: Iterable[FileReceipt], known: date | None = None) -> list[FileReceipt]:
    """Give the files in force, by number; `known` is the last day of receipt that counts.

    Files count in the order in which they were delivered, so that the order in which they
    arrived does not matter. A file takes the place of its supplier's last one for the same feed,
    region and period, and of those whose period lies inside its own. A file inside a wider one
    in force has no force unless it says that it replaces a part.
    """
    standing: dict[tuple[str, str, str], list[FileReceipt]] = {}
    told = [
        file
        for file in files
        if file.status in {Status.KEPT, Status.WITHDRAWN}
        and (known is None or file.received_at.astimezone(_SHANGHAI).date() <= known)
    ]
    for file in sorted(told, key=moment):
        place = standing.setdefault(_whose(file), [])
        if wider_than(file, place) is None:
            assert file.period is not None
            period = file.period
            place[:] = [
                other
                for other in place
                if other.period is not None
                and other.period != period
                and not period.contains(other.period)
            ]
            place.append(file)
    kept = [f for place in standing.values() for f in place if f.status is Status.KEPT]
    return sorted(kept, key=lambda file: file.number or 0)


def moment(file: FileReceipt) -> tuple[object, ...]:
    """Give what files are ordered by: when they were delivered, then when they came."""
    return (file.delivered_at or file.received_at, file.received_at, file.number or 0)


def wider_than(file: FileReceipt, others: Iterable[FileReceipt]) -> FileReceipt | None:
    """Give the file that holds the wider period which `file` lies inside, without being a part."""
    beside = [other for other in others if _whose(other) == _whose(file)]
    taken_back = file.status is Status.WITHDRAWN and any(o.period == file.period for o in beside)
    if file.part or taken_back or file.period is None:
        return None
    wider = (
        other
        for other in beside
        if other.status is Status.KEPT
        and other.period is not None
        and other.period.contains(file.period)
    )
    return next(wider, None)


def _whose(file: FileReceipt) -> tuple[str, str, str]:
    return (file.feed or "", file.region or "", file.supplier or "")
