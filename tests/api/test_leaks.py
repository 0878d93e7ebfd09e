"""Nothing of another region, department or matter, and no person or account, by any door."""

from dataclasses import replace
from pathlib import Path

import pytest

from alerts.finding import Evidence
from alerts.workflow import Role
from api.doors import doors
from tests.api.city import FOUND, City, copied, found
from tests.api.test_matters import WARNING, issued, post
from tests.api.test_roles import address

PERSON, ACCOUNT = "欧阳明月", "6222000200112345678"
ROW = FOUND.evidence[0]
PAID = replace(
    FOUND,
    code="B21",
    rule="execution.account_of_many_names",
    subject=f"account/{ACCOUNT}",
    operands={"payee_account": ACCOUNT, "names": "2", "payee": PERSON},
    evidence=[
        Evidence(
            **{
                **vars(ROW),
                "row": {
                    "payment": "P1", "amount": "120.10", "payee": PERSON, "payee_account": ACCOUNT,
                    "purpose": f"付{PERSON}劳务费，账号{ACCOUNT}",
                },
            }
        )
    ],
)  # fmt: skip
WEST = found("W1", region="419802", unit="102001")
OTHERS = "419802"
ASKED = (
    "/api/v1/alerts?region=419802",
    "/api/v1/matters?region=419802",
    "/api/v1/alerts/2",
    "/api/v1/coverage?region=419802",
    "/api/v1/figures/execution?region=419802&fiscal_year=2026",
    "/api/v1/figures/execution/rows?region=419802&fiscal_year=2026",
    "/overview?region=419802",
    "/execution?region=419802",
    "/alerts.json?region=419802",
    "/alerts/2",
    "/alerts/2.json",
    "/matters/2",
    "/api/v1/matters/2",
    "/api/v1/matters/2/documents",
    "/api/v1/matters/2/files/" + "0" * 64,
)
QUIET = (
    "/api/v1/alerts",
    "/api/v1/alerts?text=W1",
    "/api/v1/alert-groups?by=region",
    "/api/v1/coverage",
    "/api/v1/matters",
    "/api/v1/matter-figures?by=region",
    "/api/v1/dues",
    "/api/v1/silences",
)


@pytest.fixture(scope="module")
def paid(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> City:
    """A city with one alert that is confirmed and full of names; nobody changes it."""
    named = copied(founded, tmp_path_factory.mktemp("paid") / "city")
    named.note(PAID)
    post(named.as_("analyst"), "/alerts/1/moves", {"move": "confirm", "seen": 0})
    return named


def clear_doors(city: City) -> list[str]:
    """Every address that can be looked at."""
    return [address(door) for door in doors(city.app) if door.method == "GET"]


def test_who_belongs_to_one_county_hears_nothing_of_another(city: City):
    city.note(FOUND, WEST)
    east = city.as_("east")

    refused = {asked: east.get(asked) for asked in ASKED}
    quiet = {asked: east.get(asked) for asked in QUIET}

    assert {answer.status_code for answer in refused.values()} == {404}
    assert {answer.status_code for answer in quiet.values()} == {200}
    told = [a.text.replace("region=419802", "") for a in (*refused.values(), *quiet.values())]
    assert not [text for text in told if "河西区" in text or "W1" in text]
    assert not [one for one in quiet.values() if '"419802"' in one.text]


def test_a_stranger_hears_of_no_night_that_is_kept(city: City):
    stranger, paths = city.browser(), city.app.openapi()["paths"]
    asked = [
        path
        for path, found in paths.items()
        if {one["name"] for one in found.get("get", {}).get("parameters", ())} >= {"as_of"}
    ]

    told = [
        stranger.get(path.replace("{number}", "1"), params={"as_of": "2020-01-01"})
        for path in asked
    ]

    assert "/api/v1/figures/execution" in asked
    assert {answer.status_code for answer in told} == {401}
    assert not [answer.text for answer in told if "2026" in answer.text]


def test_a_deputy_sees_what_was_confirmed_and_nothing_before(city: City):
    city.note(FOUND, WEST)
    deputy, analyst = city.as_("deputy"), city.as_("analyst")
    before = deputy.get("/api/v1/alerts").json()["items"]
    post(analyst, "/alerts/1/moves", {"move": "confirm", "words": "属实，经电话核对", "seen": 0})

    after = [one["number"] for one in deputy.get("/api/v1/alerts").json()["items"]]
    groups = deputy.get("/api/v1/alert-groups?by=region").json()["items"]
    told = deputy.get("/api/v1/alerts/1").json()

    assert (before, after, [one["alerts"] for one in groups]) == ([], [1], [1])
    assert deputy.get("/api/v1/alerts/2").status_code == 404
    assert [move["reason"] for move in told["moves"]] == [""]
    assert "电话核对" not in deputy.get("/alerts/1").text


def test_no_subject_group_or_address_holds_a_person_or_an_account(city: City):
    city.note(PAID)
    analyst = city.as_("analyst")

    listed = analyst.get("/api/v1/alerts").json()["items"][0]["subject"]
    groups = analyst.get("/api/v1/alert-groups?by=payee").json()["items"][0]["key"]

    assert listed.startswith("account/~")
    assert len(listed) == len("account/~") + 16
    assert groups.startswith("~")
    assert analyst.get(f"/api/v1/alerts?text={ACCOUNT}").json()["items"] == []


@pytest.mark.parametrize("role", Role)
def test_no_door_shows_a_person_or_an_account_to_who_names_no_purpose(paid: City, role):
    client = paid.as_(role)

    answers = {asked: client.get(asked) for asked in clear_doors(paid)}

    assert not [
        asked for asked, one in answers.items() if PERSON in one.text or ACCOUNT in one.text
    ]


def test_a_unit_an_expert_and_a_deputy_see_their_own_matters_alone(city: City):
    city.note(FOUND)
    analyst = city.as_("analyst")
    issued(city, analyst)
    post(
        analyst, "/matters", {**WARNING, "kind": "suggestion", "alerts": [], "unit": "102001"}, 422
    )
    city.add("west", role=Role.RESPONDENT, region="419802")

    assert city.as_("respondent").get("/api/v1/matters/1").status_code == 200
    assert city.as_("west").get("/api/v1/matters/1").status_code == 404
    assert city.as_("expert").get("/api/v1/matters/1").status_code == 404
    assert city.as_("deputy").get("/api/v1/matters/1").status_code == 200
    assert city.as_("administrator").get("/api/v1/matters/1").status_code == 403
