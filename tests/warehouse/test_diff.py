"""What changed from one night to another, to the cell and to the fen."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.kept_rows import CONTRACTS, Kept
from warehouse.database import NightMissing
from warehouse.diff import CellDiff, FindingDiff, NightDiff, compare
from warehouse.shapes import tables

KEYS = {feed: CONTRACTS.get(feed, (0, 0, tables("core")[feed].names))[2] for feed in tables("core")}


def night(tmp_path: Path, name: str, *payments: dict[str, object]) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    kept = Kept(folder)
    kept.file("payment", "410100", "2026-03", list(payments))
    return kept.build()


def paid(key: str, amount: str, **other: object) -> dict[str, object]:
    return {"payment": key, "amount": Decimal(amount), **other}


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> NightDiff:
    tmp_path = tmp_path_factory.mktemp("changed")
    before = night(tmp_path, "one", paid("A", "1.00"), paid("B", "2.00"), paid("C", "3.00"))
    after = night(
        tmp_path, "other", paid("A", "1.01", payee="乙"), paid("C", "3.00"), paid("D", "4.00")
    )
    return compare(before, after, KEYS)


def test_rows_that_came_went_and_changed_are_counted(changed: NightDiff) -> None:
    [feed] = changed.feeds

    assert (feed.feed, feed.rows, feed.added, feed.gone, feed.changed, feed.cells) == (
        "payment", (3, 3), 1, 1, 1, 2,
    )  # fmt: skip
    assert feed.totals == [("amount", Decimal("6.00"), Decimal("8.01"))]


def test_each_cell_is_told_with_both_figures(changed: NightDiff) -> None:
    assert changed.cells == [
        CellDiff("payment", "changed", "A/2026/410100", "amount", "1.00", "1.01", Decimal("0.01")),
        CellDiff("payment", "changed", "A/2026/410100", "payee", "1", "乙"),
        CellDiff("payment", "gone", "B/2026/410100"),
        CellDiff("payment", "added", "D/2026/410100"),
    ]


def test_equal_nights_do_not_differ(tmp_path: Path) -> None:
    one = night(tmp_path, "one", paid("A", "1.00"), paid("A", "1.00"))
    other = night(tmp_path, "other", paid("A", "1.00"), paid("A", "1.00"))

    assert compare(one, other, KEYS) == NightDiff([], [], [], False)


def test_a_key_that_stands_twice_is_held_row_by_row(tmp_path: Path) -> None:
    one = night(tmp_path, "one", paid("A", "1.00"), paid("A", "2.00"))
    other = night(tmp_path, "other", paid("A", "1.00"), paid("A", "2.50"))

    assert [(c.was, c.became) for c in compare(one, other, KEYS).cells] == [("2.00", "2.50")]


def test_only_so_many_cells_are_listed_and_all_are_counted(tmp_path: Path) -> None:
    one = night(tmp_path, "one", *(paid(str(n), "1.00") for n in range(5)))
    other = night(tmp_path, "other", *(paid(str(n), "2.00") for n in range(5)))

    found = compare(one, other, KEYS, most=3)

    assert (len(found.cells), found.cut, found.feeds[0].cells) == (3, True, 5)


def test_findings_that_came_and_went_are_told(tmp_path: Path) -> None:
    paths = [night(tmp_path, name, paid("A", "1.00")) for name in ("one", "other")]
    for path, subject in zip(paths, ("Z1", "Z2"), strict=True):
        with duckdb.connect(str(path)) as connection:
            connection.execute(
                "insert into ops.finding values ('B02', 'r', 'e', '410100', '2026', $subject, "
                "null, 'red', 1.50, '{}', '{}', 0, null, '[]')",
                {"subject": subject},
            )

    red = ("red", Decimal("1.50"))
    assert compare(*paths, KEYS).findings == [
        FindingDiff("gone", "B02", "410100", "2026", "Z1", red, None),
        FindingDiff("added", "B02", "410100", "2026", "Z2", None, red),
    ]


def test_a_night_that_is_not_kept_is_missed(tmp_path: Path) -> None:
    with pytest.raises(NightMissing):
        compare(tmp_path / "no.duckdb", tmp_path / "none.duckdb", KEYS)
