"""收据. What became of a delivery and of each of its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ingest.tally import Total
from warehouse.period import Period


class Status(StrEnum):
    """What became of a file."""

    KEPT = "kept"
    REFUSED = "refused"
    SAME = "same"  # already received, nothing changes
    NOT_READ = "not_read"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class FileReceipt:
    """What became of one file, or of one sheet of a workbook."""

    number: int | None
    delivery: int | None
    name: str
    status: Status
    received_at: datetime
    delivered_at: datetime | None = None
    reason: str = ""
    feed: str | None = None
    region: str | None = None
    period: Period | None = None
    supplier: str | None = None
    sha256: str | None = None
    mapping: str = ""  # the mapping's name, where one was used
    fingerprint: str = ""  # of the mapping and the contract it was read with
    delivered: int = 0
    kept: int = 0
    repeated: int = 0
    aside: int = 0
    left_out: int = 0  # total rows, footnotes and filtered rows
    part: bool = False
    totals: Mapping[str, Total] = field(default_factory=dict)
    kept_path: str | None = None  # below the home
    aside_path: str | None = None
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Receipt:
    """What became of one delivery; its number is None where nothing of it was new."""

    number: int | None
    name: str
    supplier: str | None
    delivered_at: datetime | None
    received_at: datetime
    landing: str | None
    files: Sequence[FileReceipt]


def worst(receipts: Sequence[Receipt]) -> int:
    """Give the exit status: 0 all kept, 3 some rows set aside, 4 some file refused."""
    files = [file for receipt in receipts for file in receipt.files]
    if any(file.status is Status.REFUSED for file in files):
        return 4
    return 3 if any(file.aside and file.status is Status.KEPT for file in files) else 0
