"""Vertical and horizontal comparison, over HTTP."""

from tests.api.city import FOUND, City

ASKED = "/api/v1/figures/vertical?region={}&fiscal_year=2026"


def test_a_city_sees_its_counties_rolled_up(city: City):
    city.note(FOUND)

    told = city.as_("analyst").get(ASKED.format("419800")).json()

    assert (told["whole"]["executed"], told["whole"]["executing"]) == ("320.90", 2)
    assert [(one["region"], one["rolled"]["rate"]) for one in told["items"]] == [
        ("419801", "0.422793"), ("419802", "0.422793"),
    ]  # fmt: skip
    assert told["items"][0]["rolled"]["alerts"] == {"red": 1, "orange": 0, "yellow": 0, "blue": 0}


def test_a_county_sees_nobody_beside_it(city: City):
    east = city.as_("east")

    assert east.get(ASKED.format("419801")).json()["items"] == []
    assert east.get(ASKED.format("419800")).status_code == 404
    assert east.get(ASKED.format("419802")).status_code == 404


def test_departments_stand_beside_one_another(city: City):
    told = city.as_("east").get(
        "/api/v1/figures/departments?region=419801&fiscal_year=2026"
    ).json()  # fmt: skip

    assert [(one["code"], one["place"]) for one in told["items"]] == [
        ("101", 1), ("102", 2), (None, None),
    ]  # fmt: skip
    assert told["median"] is None
