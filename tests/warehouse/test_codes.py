"""Codes are held against the dictionary of their year, and no row is changed by it."""

import pytest

from tests.warehouse.kept_rows import Kept
from warehouse.codes import LINKS, REFERENCES, SHORT_LISTS, editions
from warehouse.shapes import tables

CITY = "410100"
STATES = "select value, state, looks_like from ops.code_used where column_name = '{}' order by 1"


def states(kept: Kept, column: str) -> dict[object, tuple[object, object]]:
    return {value: (state, like) for value, state, like in kept.answer(STATES.format(column))}


def paid(**codes: object) -> dict[str, object]:
    usual = {"function_item": "205", "government_economic": None, "department_economic": None}
    return usual | {"unit": "U1", "region": CITY} | codes


def test_a_delivered_list_of_the_year_stands_alone(kept: Kept) -> None:
    kept.file("classification", CITY, "2026", [{"scheme": "function", "code": "2050201"}])
    codes = ("2050201", "205", "2069999")
    kept.file("payment", CITY, "2026-03", [paid(function_item=code) for code in codes])

    assert states(kept, "function_item") == {
        "2050201": ("listed", None),
        "205": ("unlisted", None),
        "2069999": ("unlisted", None),
    }
    assert kept.answer("select count(*) from core.payment") == [(3,)]


def test_without_one_the_bundled_skeleton_refutes_a_class_and_no_item(kept: Kept) -> None:
    codes = ("205", "20502", "2050201", "2180101", "2")
    kept.file("payment", CITY, "2026-03", [paid(function_item=code) for code in codes])

    assert {code: state for code, (state, _) in states(kept, "function_item").items()} == {
        "205": "listed",
        "20502": "listed",
        "2050201": "open",
        "2180101": "unlisted",
        "2": "unlisted",
    }
    assert kept.answer(
        "select origin, edition from ops.dictionary where dictionary = 'function'"
    ) == [("bundled", "function.2019")]


def test_a_year_before_the_edition_has_no_dictionary(kept: Kept) -> None:
    kept.file("payment", CITY, "2017-03", [paid(fiscal_year=2017, function_item="218")])

    assert states(kept, "function_item") == {"218": ("open", None)}
    assert kept.answer(
        "select origin, codes from ops.dictionary where dictionary = 'function'"
    ) == [(None, 0)]


def test_last_years_list_says_nothing_of_this_year(kept: Kept) -> None:
    kept.file(
        "classification",
        CITY,
        "2025",
        [{"fiscal_year": 2025, "scheme": "function", "code": "2050299"}],
    )
    kept.file("payment", CITY, "2026-03", [paid(function_item="2050299")])

    assert states(kept, "function_item") == {"2050299": ("open", None)}


def test_a_leading_zero_that_a_spreadsheet_ate_is_told_and_not_put_back(kept: Kept) -> None:
    kept.file("unit", CITY, "2026", [{"unit": "010500"}, {"unit": "U1"}])
    kept.file("payment", CITY, "2026-03", [paid(unit="10500"), paid(unit="U1"), paid(unit="7")])

    assert states(kept, "unit") == {
        "10500": ("unlisted", "010500"),
        "7": ("unlisted", None),
        "U1": ("listed", None),
    }
    assert kept.answer("select unit from core.payment order by 1") == [("10500",), ("7",), ("U1",)]


def test_a_unit_is_on_file_for_its_own_government_and_year(kept: Kept) -> None:
    kept.file("unit", CITY, "2026", [{"unit": "U1"}, {"unit": "U2", "fiscal_year": 2025}])
    kept.file("payment", CITY, "2026-03", [paid(unit="U1", region="410102"), paid(unit="U2")])

    assert states(kept, "unit") == {"U1": ("open", None), "U2": ("unlisted", None)}


def test_regions_are_on_file_in_the_sites_list_or_among_the_prefectures(kept: Kept) -> None:
    kept.file("region", CITY, "2026", [{"region": "410102", "parent": CITY, "tier": "4"}])
    regions = ("410102", "410199", "410300", "410322", "550000", "990012")
    kept.file("payment", CITY, "2026-03", [paid(region=region) for region in regions])

    found = kept.answer(
        "select value, state from ops.code_used where feed = 'payment' and column_name = 'region'"
    )

    assert dict(found) == {
        "410102": "listed",
        "410199": "unlisted",
        "410300": "listed",
        "410322": "open",
        "550000": "unlisted",
        "990012": "open",
    }


def test_abroad_nothing_is_held_against_chinas_skeleton(kept: Kept) -> None:
    kept.file("payment", "990012", "2026-03", [paid(region="990012", function_item="ABC")])

    assert states(kept, "function_item") == {"ABC": ("open", None)}


def test_longer_codes_refine_a_kind_of_money(kept: Kept) -> None:
    kept.file("payment", CITY, "2026-03", [paid(fund=fund) for fund in ("1", "111", "9")])

    assert {code: state for code, (state, _) in states(kept, "fund").items()} == {
        "1": "listed",
        "111": "listed",
        "9": "unlisted",
    }


def test_a_site_may_deliver_its_own_kinds_of_money(kept: Kept) -> None:
    kept.file("classification", CITY, "2026", [{"scheme": "fund", "code": "9"}])
    kept.file("payment", CITY, "2026-03", [paid(fund="9"), paid(fund="1")])

    assert states(kept, "fund") == {"1": ("unlisted", None), "9": ("listed", None)}


def test_a_statements_codes_are_of_revenue_or_of_spending_by_their_side(kept: Kept) -> None:
    told = [("1", "101"), ("2", "101"), ("2", "205")]
    rows = [{"month": 3, "side": side, "code": code} for side, code in told]
    kept.file("statement", CITY, "2026-03", rows)

    assert kept.answer(
        "select dictionary, value, state from ops.code_used where column_name = 'code' order by all"
    ) == [
        ("function", "101", "unlisted"),
        ("function", "205", "listed"),
        ("revenue", "101", "listed"),
    ]


def test_the_lines_of_what_is_not_listed_are_told(kept: Kept) -> None:
    kept.file(
        "payment", CITY, "2026-03", [paid(), paid(function_item="2"), paid(function_item="2")]
    )

    assert kept.answer("select used, lines from ops.code_used where value = '2'") == [(2, [3, 4])]


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.name)
def test_every_bundled_code_stands_under_one_that_is_bundled(edition) -> None:
    above = {code[:3] for code in edition.codes if len(code) > 3 and code.isdigit()}

    assert edition.dictionary == "region" or above <= edition.codes.keys()
    assert all(name for name in edition.codes.values())


def test_only_columns_that_there_are_have_a_dictionary() -> None:
    named = {(f, c) for held in (REFERENCES, SHORT_LISTS) for f, of in held.items() for c in of}

    assert {(f, c) for f, c in named if c not in tables("core")[f].names} == set()
    assert {LINKS[c] for c in LINKS} <= tables("core").keys()
