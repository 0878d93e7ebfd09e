"""在册. The files that a night is built from, as the receipts tell of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

from warehouse.period import Period


@dataclass(frozen=True)
class KeptFile:
    """One file in force: its kept rows as Parquet, and what its receipt says of them.

    The Parquet has the feed's columns and, last, `line`: the line of the delivered file.
    """

    number: int
    delivery: int
    feed: str
    region: str  # the government that delivered; rows may name its subordinates
    period: Period
    supplier: str
    path: Path
    rows: int
    totals: Mapping[str, Decimal]  # money column → yuan, over the kept rows
    part: bool  # stands over a wider file in force, whose rows give way
    stated_at: datetime
    holds: Literal["events", "stock", "register"]
    dated: str | None
    key: tuple[str, ...]
    typed: bool = False  # by the site's own staff: stands over what was delivered


@dataclass(frozen=True)
class Record:
    """What the receipts say of every delivery up to the night, for its `ops` tables.

    Each row has the columns of the table of `warehouse/tables/ops/`, in that order.
    """

    deliveries: Sequence[Sequence[object]] = ()
    delivery_files: Sequence[Sequence[object]] = ()
    file_totals: Sequence[Sequence[object]] = ()
    asides: Iterable[Sequence[object]] = field(default_factory=tuple)
    feeds: Sequence[Sequence[object]] = ()
    feed_columns: Sequence[Sequence[object]] = ()
    restated: Sequence[Path] = ()  # Parquet of the columns of `ops.restated`
    pinned_rows: Sequence[Sequence[object]] = ()
    dues: Sequence[Sequence[object]] = ()
    alerts: Iterable[Sequence[object]] = field(default_factory=tuple)
    matters: Iterable[Sequence[object]] = field(default_factory=tuple)
