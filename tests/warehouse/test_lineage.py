"""What a unit stands as after it was renamed, merged or split."""

from datetime import date

from tests.warehouse.kept_rows import CONTRACTS, Kept

CONTRACTS.setdefault(
    "succession", ("register", None, ("old_unit", "region", "new_unit", "effective_on"))
)


def stands(kept: Kept, *changes: tuple[str, str, date, str]) -> list[tuple[object, ...]]:
    rows = [
        {"old_unit": old, "new_unit": new, "effective_on": day, "kind": kind}
        for old, new, day, kind in changes
    ]
    kept.file("succession", "410100", "2026", rows)
    return kept.answer("select unit, stands_as, effective_on, split from lineage.unit order by all")


def test_a_unit_stands_as_its_last_heir_from_that_day_on(kept: Kept) -> None:
    first, second = date(2025, 3, 1), date(2026, 1, 1)

    assert stands(kept, ("A", "B", first, "1"), ("B", "C", second, "2")) == [
        ("A", "B", first, False),
        ("A", "C", second, False),
        ("B", "C", second, False),
    ]


def test_what_came_of_a_split_is_nobodys_alone(kept: Kept) -> None:
    day = date(2026, 1, 1)

    assert stands(kept, ("A", "B", day, "3"), ("A", "C", day, "3")) == [
        ("A", "B", day, True),
        ("A", "C", day, True),
    ]


def test_units_that_swap_their_codes_do_not_go_round_for_ever(kept: Kept) -> None:
    day = date(2026, 1, 1)

    assert stands(kept, ("A", "B", day, "1"), ("B", "A", day, "1")) == [
        ("A", "B", day, False),
        ("B", "A", day, False),
    ]
