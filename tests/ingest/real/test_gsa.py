"""GSA 2025: a register of buildings in square feet becomes asset cards in square metres."""

from decimal import Decimal

import pytest


@pytest.fixture(scope="module")
def cards(deliver, real):
    return deliver("us-gsa-property", real / "us-gsa-property/2025-6-20-iolp-buildings.xlsx")


def test_every_building_has_a_card(cards):
    assert cards.one("select count(*), count(distinct asset) from kept") == (8645, 8645)
    assert cards.ask("select distinct stated_on::varchar, region from kept") == [
        ("2025-06-20", "998400")
    ]


def test_a_building_stands_in_its_status(cards):
    assert cards.ask("select status, count(*) from kept group by all order by all") == [
        ("1", 8581),
        ("4", 13),
        ("5", 51),
    ]


def test_areas_are_square_metres(cards):
    assert cards.one("select name, area from kept where asset = 'GA2338'") == (
        "THOMPSON BRIDGE RD BLDG",
        Decimal("1657.761846"),  # 17,844 square feet
    )
    assert cards.one("select count(*) from kept where area = 0") == 621


def test_vacant_area_was_not_reported_for_any_building(cards):
    assert cards.one("select count(*) from kept where idle_area is not null") == 0


def test_a_building_may_be_centuries_old_or_not_built_yet(cards):
    assert cards.one(
        "select min(in_use_from)::varchar, max(in_use_from)::varchar, "
        "count(*) filter (in_use_from is null) from kept"
    ) == ("1809-01-01", "2027-01-01", 50)
