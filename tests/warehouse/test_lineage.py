"""What a unit, or a code, stands as after it was renamed, merged or split."""

from datetime import date

from tests.warehouse.kept_rows import CONTRACTS, Kept

CONTRACTS.setdefault(
    "succession", ("register", None, ("old_unit", "region", "new_unit", "effective_on"))
)
CONTRACTS.setdefault(
    "code_change", ("register", None, ("scheme", "old_code", "new_code", "fiscal_year"))
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


def test_a_unit_is_followed_over_any_number_of_changes(kept: Kept) -> None:
    chain = [(f"U{n:02d}", f"U{n + 1:02d}", date(2000 + n, 1, 1), "1") for n in range(26)]

    assert ("U00", "U26", date(2025, 1, 1), False) in stands(kept, *chain)


def test_changes_in_every_direction_come_to_an_end(kept: Kept) -> None:
    day = date(2026, 1, 1)
    units = [f"U{n:02d}" for n in range(12)]
    every = [(a, b, day, "2") for a in units for b in units if a != b]

    assert len(stands(kept, *every)) == len(every)


def code_stands(kept: Kept, *changes: tuple[str, str, int, str]) -> list[tuple[object, ...]]:
    rows = [
        {"scheme": "function", "old_code": old, "new_code": new, "fiscal_year": year, "kind": kind}
        for old, new, year, kind in changes
    ]
    kept.file("code_change", "410000", "2026", rows)
    return kept.answer("select code, stands_as, fiscal_year, split from lineage.code order by all")


def test_a_code_stands_as_its_last_heir_from_that_year_on(kept: Kept) -> None:
    assert code_stands(kept, ("A", "B", 2025, "1"), ("B", "C", 2026, "2")) == [
        ("A", "B", 2025, False),
        ("A", "C", 2026, False),
        ("B", "C", 2026, False),
    ]


def test_codes_that_change_places_in_one_year_are_not_followed_further(kept: Kept) -> None:
    assert code_stands(kept, ("A", "B", 2026, "1"), ("B", "C", 2026, "3")) == [
        ("A", "B", 2026, False),
        ("B", "C", 2026, True),
    ]


def test_every_payee_has_one_form_and_two_numbers_in_order(kept: Kept) -> None:
    names = ("郑州 商贸有限责任公司", "李明", "郑州商贸有限公司", "李明")
    rows = [{"payment": f"V{nth}", "payee": name} for nth, name in enumerate(names)]
    kept.file("payment", "410100", "2026", rows)

    assert kept.answer("select spelling, payee_key, plain from lineage.payee order by all") == [
        (1, 1, "李明"),
        (2, 2, "郑州商贸有限公司"),
        (3, 2, "郑州商贸有限公司"),
    ]


def test_a_payment_has_the_numbers_of_what_it_is_charged_to_and_of_whom_it_pays(kept: Kept) -> None:
    rows = [
        {"payment": "V1", "unit": "U2", "payee": "（集团）甲", "payee_account": None},
        {"payment": "V2", "unit": "U1", "payee": "乙", "payee_account": "62", "project": None},
        {
            "payment": "V3",
            "unit": "U1",
            "payee": "(集团)甲",
            "payee_account": "61",
            "project": None,
        },
    ]
    kept.file("payment", "410100", "2026", rows)

    assert kept.answer(
        "select payment, c.unit, n.payee, payee_key, a.payee_account from lineage.payment p "
        "join lineage.charge c using (charge) join lineage.payee n using (spelling, payee_key) "
        "left join lineage.account a using (account) order by charge, account"
    ) == [
        ("V3", "U1", "(集团)甲", 2, "61"),
        ("V2", "U1", "乙", 1, "62"),
        ("V1", "U2", "（集团）甲", 2, None),
    ]
