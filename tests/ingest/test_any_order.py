"""In whatever order deliveries arrive, the home ends in the same state."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.receipts import Receipts
from ingest.receive import receive

DAYS = {"2026": "2026-03-31", "2026-03": "2026-03-31", "2026-03-31": "2026-03-31"}


@dataclass(frozen=True)
class Handed:
    """What is handed over at one moment: a file of one payment, a part, or a withdrawal."""

    period: str
    amount: int = 0  # 0: withdrawn
    part: bool = False


def hand_over(home: Path, folder: Path, moment: int, handed: Handed, arrival: int) -> None:
    """Write the delivery of a moment and have it arrive as the `arrival`th."""
    name = f"payment_410100_{handed.period}.csv"
    told: dict[str, object] = {"feed": "payment", "region": "410100", "period": handed.period}
    folder.mkdir()
    if handed.amount:
        row = f"V1,2026,410100,U1,{DAYS[handed.period]},{handed.amount}.00,甲\n"
        heading = "payment,fiscal_year,region,unit,paid_on,amount,payee\n"
        (folder / name).write_text(heading + row, "utf-8")
        told |= {"name": name} | ({"replaces": "part"} if handed.part else {})
    else:
        told["withdrawn"] = True
    delivered = (datetime(2026, 4, 1, tzinfo=UTC) + timedelta(hours=moment)).isoformat()
    manifest = {"supplier": "局", "delivered_at": delivered, "files": [told]}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    receive(home, [folder], now=datetime(2026, 5, 1, tzinfo=UTC) + timedelta(hours=arrival))


def state(handed: Sequence[Handed], order: Sequence[int]) -> list[tuple[object, ...]]:
    """Give what is in force in the end: period, part, and the amount that is kept."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        for arrival, moment in enumerate(order):
            place = Path(folder) / f"d{moment}"
            hand_over(home, place, moment, handed[moment], arrival)
        standing = Receipts(home).in_force()
        return sorted(
            (
                str(file.period),
                file.part,
                duckdb.execute(
                    f"select sum(amount) from '{home / str(file.kept_path)}'"
                ).fetchone(),
            )
            for file in standing
        )


HANDED = st.builds(
    Handed, st.sampled_from(sorted(DAYS)), st.integers(0, 2), st.sampled_from([False, False, True])
)


@settings(max_examples=12, deadline=None)
@given(st.lists(HANDED, min_size=2, max_size=4), st.randoms(use_true_random=False))
@example([Handed("2026-03", 1), Handed("2026-03", 0)], None)  # withdrawn before it came
@example([Handed("2026"), Handed("2026", 1), Handed("2026", 0), Handed("2026-03", 2)], None)
@example([Handed("2026-03", 1), Handed("2026-03", 2), Handed("2026-03", 1)], [0, 2, 1])
@example([Handed("2026-03-31", 2), Handed("2026-03-31", 2, part=True)], None)  # the same bytes
def test_the_order_of_arrival_does_not_matter(handed, shuffled) -> None:
    moments = list(range(len(handed)))
    order = list(reversed(moments))
    if isinstance(shuffled, list):
        order = shuffled
    elif shuffled is not None:
        shuffled.shuffle(order)

    assert state(handed, order) == state(handed, moments)
