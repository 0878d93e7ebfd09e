"""What a reader chooses to look at first, on `/today`."""

import re

import pytest
from fastapi.testclient import TestClient

from alerts.topics import Topics
from alerts.workflow import Role
from tests.api.city import FOUND, City

PAGE = "/today?region=419801&year=2026"
OWN = "department/419801/102"


def choose(reader: TestClient, *topics: str, **other: str):
    csrf = re.search(r'name="csrf" value="(\w+)"', reader.get("/account").text).group(1)
    return reader.post(PAGE, data={"csrf": csrf, "topic": list(topics), **other})


@pytest.fixture
def deputy(city: City) -> TestClient:
    return city.as_("deputy")


def test_what_was_chosen_stands_first_and_for_its_account_alone(city: City, deputy: TestClient):
    assert choose(deputy, OWN, "key//205", "region/419802/").status_code == 303

    page = deputy.get(PAGE).text
    assert "您关注的3件事" in page
    assert page.index("您关注的3件事") < page.index("最慢的")
    first = deputy.get(f"{PAGE.replace('?', '.json?')}").json()["items"][0]
    assert (first["department"], first["chosen"]) == ("102", True)
    assert "您关注的" not in city.as_("analyst").get(PAGE).text


def test_it_stands_on_the_next_visit_until_it_is_cleared(city: City, deputy: TestClient):
    choose(deputy, OWN)
    assert "您关注的1件事" in city.as_("deputy").get(PAGE).text

    choose(deputy, OWN, do="clear")
    assert "您关注的" not in city.as_("deputy").get(PAGE).text
    assert Topics(city.ledger.engine).of("deputy") == []


def test_only_what_is_offered_is_kept(city: City, deputy: TestClient):
    choose(deputy, "key//999", "department/419801/999", "region/110000/", "<script>", OWN)
    assert [str(one) for one in Topics(city.ledger.engine).of("deputy")] == [OWN]


def test_what_an_account_may_no_longer_see_is_no_longer_shown(city: City):
    city.add("moved", role=Role.DEPUTY, region="419802")
    choose(city.as_("deputy"), OWN)
    Topics(city.ledger.engine).choose("moved", Topics(city.ledger.engine).of("deputy"))

    page = city.as_("moved").get("/today").text
    assert "419801" not in page
    assert "您关注的" not in page


def test_alerts_of_what_was_chosen_come_before_all_others(city: City):
    city.note(FOUND)
    analyst = city.as_("analyst")
    choose(analyst, "department/419801/101")

    page = analyst.get(PAGE).text
    assert page.index('href="/alerts/1"') < page.index("最慢的")


def test_a_form_without_its_mark_chooses_nothing(city: City, deputy: TestClient):
    assert deputy.post(PAGE, data={"topic": [OWN]}).status_code == 403
    assert Topics(city.ledger.engine).of("deputy") == []


@pytest.mark.parametrize("role", ["administrator", "respondent", "expert"])
def test_who_does_not_read_figures_chooses_nothing(city: City, role: str):
    assert choose(city.as_(role), OWN).status_code == 403
