"""供数评分. How well a supplier hands over: a score of one hundred, with the parts it is made of.

Score = 100 × Σ weight × share ÷ Σ weight, over the parts that can be told: a part whose whole is
nothing (no period was due, no row was delivered) is left out, and its weight with it. Shares and
weights are this project's own proposal (建议默认值); docs/supply.md states them for the reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

WEIGHTS: Mapping[str, int] = {
    "on_time": 30,
    "complete": 30,
    "files_taken": 10,
    "rows_taken": 15,
    "rows_once": 5,
    "unrestated": 10,
}
"""Part → weight. Provenance: proposed default."""

PARTS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "on_time": (("arrived",), "due"),
    "complete": (("arrived", "late"), "due"),
    "files_taken": (("files_kept",), "files"),
    "rows_taken": (("rows_delivered", "-rows_aside"), "rows_delivered"),
    "rows_once": (("rows_delivered", "-rows_repeated"), "rows_delivered"),
    "unrestated": (("files_kept", "-files_restated"), "files_kept"),
}
"""Part → what is added up (or taken off), and of what it is a share: mart.supplier_quality."""

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Part:
    """One part of a score: `part` of `whole`, and what it weighs."""

    name: str
    part: int
    whole: int
    weight: int

    @property
    def share(self) -> Decimal | None:
        """The share, of one; None where there is nothing to have a share of."""
        return None if self.whole == 0 else Decimal(self.part) / Decimal(self.whole)


@dataclass(frozen=True)
class Score:
    """A supplier's score for one government, to one decimal; None: nothing can be told of it."""

    supplier: str
    region: str
    score: Decimal | None
    parts: tuple[Part, ...]
    counts: Mapping[str, int]


def score_of(row: Mapping[str, Any]) -> Score:
    """Compute the score of one row of `mart.supplier_quality`."""
    parts = tuple(
        Part(name, sum(_signed(row, term) for term in terms), row[whole], WEIGHTS[name])
        for name, (terms, whole) in PARTS.items()
    )
    told = [(part.share, part.weight) for part in parts if part.share is not None]
    score = None
    if told:
        weighed = sum((share * weight for share, weight in told), Decimal(0))
        score = 100 * weighed / Decimal(sum(weight for _, weight in told))
        score = score.quantize(TENTH, rounding=ROUND_HALF_UP)
    counts = {name: value for name, value in row.items() if name not in ("supplier", "region")}
    return Score(row["supplier"], row["region"], score, parts, counts)


def _signed(row: Mapping[str, Any], term: str) -> int:
    value: int = row[term.removeprefix("-")]
    return -value if term.startswith("-") else value
