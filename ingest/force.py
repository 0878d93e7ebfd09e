"""在册. Which of the received files are in force: a pure function of the receipts."""

from collections.abc import Iterable, Iterator
from datetime import date

from ingest.receipt import FileReceipt, Status
from warehouse.period import SHANGHAI

_TOLD = {Status.KEPT, Status.WITHDRAWN, Status.SAME}


def in_force(files: Iterable[FileReceipt], known: date | None = None) -> list[FileReceipt]:
    """Give the files in force, by number; `known` is the last day of receipt that counts.

    Files count in the order in which they were delivered, so that the order in which they
    arrived does not matter. A file takes the place of its supplier's last one for the same feed,
    region and period, and of those whose period lies inside its own. A file inside a wider one
    in force has no force unless it says that it replaces a part. Bytes that came again stand
    from the later moment on.
    """
    standing: dict[tuple[str, str, str], list[FileReceipt]] = {}
    for file, place, gone in _in_turn(files, known):
        del gone
        standing[_whose(file)] = place
    kept = [f for place in standing.values() for f in place if f.status is Status.KEPT]
    return sorted(kept, key=lambda file: file.number or 0)


def replacements(
    files: Iterable[FileReceipt], known: date | None = None
) -> list[tuple[FileReceipt, FileReceipt]]:
    """Give each file that lost its place, or a part of it, with the one that took it."""
    pairs = []
    for file, place, gone in _in_turn(files, known):
        pairs += [(old, file) for old in gone if old.number != file.number]
        if file.part and file.status is Status.KEPT:
            pairs += [(old, file) for old in place if old is not file and _around(old, file)]
    return [pair for pair in pairs if pair[0].status is Status.KEPT]


def _in_turn(
    files: Iterable[FileReceipt], known: date | None
) -> Iterator[tuple[FileReceipt, list[FileReceipt], list[FileReceipt]]]:
    """Give each file that takes a place, what stands beside it then, and what gave way to it."""
    standing: dict[tuple[str, str, str], list[FileReceipt]] = {}
    told = [
        file
        for file in files
        if file.status in _TOLD
        and (known is None or file.received_at.astimezone(SHANGHAI).date() <= known)
    ]
    first = {_bytes(file): file for file in told if file.status is Status.KEPT}
    for came in sorted(told, key=moment):
        file = came if came.status is not Status.SAME else first.get(_bytes(came))
        place = standing.setdefault(_whose(came), [])
        if file is None or wider_than(file, place) is not None:
            continue
        assert file.period is not None
        gone = [
            other
            for other in place
            if other.period is not None
            and (other.period == file.period or file.period.contains(other.period))
        ]
        place[:] = [other for other in place if other not in gone] + [file]
        yield file, place, gone


def moment(file: FileReceipt) -> tuple[object, ...]:
    """Give what files are ordered by: when they were delivered, then when they came."""
    return (file.delivered_at or file.received_at, file.received_at, file.number or 0)


def wider_than(file: FileReceipt, others: Iterable[FileReceipt]) -> FileReceipt | None:
    """Give the file that holds the wider period which `file` lies inside, without being a part."""
    beside = [other for other in others if _whose(other) == _whose(file)]
    taken_back = file.status is Status.WITHDRAWN and any(o.period == file.period for o in beside)
    if file.part or taken_back or file.period is None:
        return None
    return next((other for other in beside if _around(other, file)), None)


def _around(other: FileReceipt, file: FileReceipt) -> bool:
    return (
        other.status is Status.KEPT
        and other.period is not None
        and file.period is not None
        and other.period.contains(file.period)
    )


def _whose(file: FileReceipt) -> tuple[str, str, str]:
    return (file.feed or "", file.region or "", file.supplier or "")


def _bytes(file: FileReceipt) -> tuple[object, ...]:
    return (*_whose(file), file.period, file.sha256, file.fingerprint)
