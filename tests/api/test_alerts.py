"""Alerts, over HTTP."""

from datetime import date
from decimal import Decimal

import pytest

from alerts.rule import Severity
from tests.api.city import FOUND, City, found


def test_an_alert_has_the_columns_of_the_export_and_money_is_text(city, analyst):
    city.note(FOUND)

    listed = analyst.get("/api/v1/alerts").json()

    assert listed["next"] is None
    assert listed["items"] == [
        {
            "number": 1,
            "code": "B02",
            "rule": "execution.payment_exceeds_allotment",
            "region": "419801",
            "period": "2026",
            "subject": "Z1",
            "unit": "101001",
            "severity": "red",
            "state": "raised",
            "at_stake": "20.10",
            "first_seen": "2026-03-31",
            "last_seen": "2026-03-31",
            "sightings": 1,
            "no_longer_observed": None,
            "title_zh": "超预算支付",
            "title_en": "Payments exceed the allotment",
            "recurrence": 0,
            "backlog": True,
        }
    ]


def test_an_alert_in_full_says_what_it_rests_on(city, analyst):
    city.note(FOUND)

    told = analyst.get("/api/v1/alerts/1").json()

    assert told["formula_with_numbers"]["en"] == "120.10 − 100.00 > 0.00"
    assert told["operands"][0]["value"] == "120.10"
    assert told["limits"][0]["provenance"] == "L"
    assert told["limits"][0]["article"] == "预算法实施条例第五十七条"
    assert told["basis"][0]["law"] == "预算法"
    assert told["basis"][0]["quote"].startswith(
        "各级政府、各部门、各单位的支出必须以经批准的预算为依据"
    )
    assert told["edition"] == "0badcafe"
    assert told["night"] == "2026-03-31"
    assert (told["evidence_rows"], told["evidence_total"]) == (1, "120.10")
    row = told["evidence"][0]
    assert (row["delivery_name"], row["file_name"], row["line"]) == (
        "2026-04-01-anlan",
        "payment_419801_2026-03.csv",
        2,
    )
    assert told["seen"] == [
        {"night": "2026-03-31", "severity": "red", "at_stake": "20.10", "edition": "0badcafe"}
    ]
    assert told["moves"] == []


@pytest.mark.parametrize(
    ("wish", "subjects"),
    [
        ("severity=red", ["Z1"]),
        ("code=B01", ["P9"]),
        ("code=B03", []),
        ("region=419802", ["Z2"]),
        ("region=419800", ["Z1", "P9", "Z2"]),
        ("unit=102001", ["Z2"]),
        ("period=2025", ["Z2"]),
        ("text=p9", ["P9"]),
        ("text=%25", []),
        ("state=closed", []),
        ("since=2026-04-01", []),
        ("observed=true&severity=blue", ["Z2"]),
        ("observed=false", []),
    ],
)
def test_a_wish_keeps_what_meets_it(city, analyst, wish, subjects):
    city.note(
        FOUND,
        found("P9", code="B01", severity=Severity.ORANGE),
        found("Z2", region="419802", unit="102001", period="2025", severity=Severity.BLUE),
    )

    listed = analyst.get(f"/api/v1/alerts?{wish}").json()

    assert [item["subject"] for item in listed["items"]] == subjects


def test_pages_hold_each_alert_once_while_new_ones_are_noted(city, analyst):
    old = [found(f"Z{n}", at_stake=Decimal(100 - n)) for n in range(9)]
    city.note(*old)

    first = analyst.get("/api/v1/alerts?limit=4").json()
    city.note(*old, found("NEW", at_stake=Decimal(99999)), night=date(2026, 4, 1))
    seen, following = [item["number"] for item in first["items"]], first["next"]
    while following:
        page = analyst.get(f"/api/v1/alerts?limit=4&after={following}").json()
        seen += [item["number"] for item in page["items"]]
        following = page["next"]

    assert seen == [1, 2, 3, 4, 5, 6, 7, 8, 9]


def test_a_county_sees_its_own_alerts_alone(city: City):
    city.note(FOUND, found("Z2", region="419802"))
    east = city.as_("east")

    assert [item["subject"] for item in east.get("/api/v1/alerts").json()["items"]] == ["Z1"]
    hidden = next(
        item["number"]
        for item in city.as_("analyst").get("/api/v1/alerts").json()["items"]
        if item["subject"] == "Z2"
    )
    refused, absent = (east.get(f"/api/v1/alerts/{number}") for number in (hidden, 999))
    assert refused.status_code == absent.status_code == 404
    assert refused.json()["detail"].replace(str(hidden), "999") == absent.json()["detail"]


def test_another_county_and_no_county_are_refused_alike(city: City):
    east = city.as_("east")

    other, none = (east.get(f"/api/v1/alerts?region={region}") for region in ("419802", "777777"))

    assert other.status_code == none.status_code == 404
    assert other.json()["detail"] == "no government '419802' is here for you; yours: 419801"
    assert none.json()["detail"] == "no government '777777' is here for you; yours: 419801"


@pytest.mark.parametrize(
    ("wish", "kind"), [("unit=000", "UnitUnknown"), ("code=Z99", "RuleUnknown")]
)
def test_what_is_not_there_is_no_empty_list(analyst, wish, kind):
    told = analyst.get(f"/api/v1/alerts?{wish}")

    assert (told.status_code, told.json()["type"]) == (404, f"/problems/{kind}")


def test_a_departments_alerts_are_its_own_and_its_units_and_those_of_no_other_government(
    city, analyst
):
    city.note(
        FOUND, found("Z2", unit="101"), found("Z3", unit="102001"), found("Z4", region="419802")
    )
    quiet = {"code": "B02", "subject": "Z2", "until": "2026-04-30", "reason": "规则待改"}
    mark = {"X-CSRF-Token": analyst.get("/api/v1/session").json()["csrf"]}

    def listed(muted: str = "") -> list[str]:
        asked = f"/api/v1/alerts?region=419801&department=101{muted}"
        return [item["subject"] for item in analyst.get(asked).json()["items"]]

    assert sorted(listed()) == ["Z1", "Z2"]
    assert analyst.post("/api/v1/silences", json=quiet, headers=mark).status_code == 201
    assert (listed("&muted=false"), listed("&muted=true")) == (["Z1"], ["Z2"])
    told = analyst.get("/api/v1/figures/departments?region=419801&fiscal_year=2026").json()
    assert [one["alerts"]["red"] for one in told["items"]] == [1, 1, 0]


@pytest.mark.parametrize(
    ("wish", "status", "kind"),
    [
        ("department=101", 422, "ListRefused"),
        ("region=419801&department=777", 404, "UnitUnknown"),
        ("region=419802&department=101", 404, "RegionUnknown"),
    ],
)
def test_a_department_is_one_of_a_government_within_reach(city: City, wish, status, kind):
    told = city.as_("east").get(f"/api/v1/alerts?{wish}")

    assert (told.status_code, told.json()["type"]) == (status, f"/problems/{kind}")


def test_a_department_without_an_alert_is_an_empty_list(analyst):
    assert analyst.get("/api/v1/alerts?unit=101").json() == {"items": [], "next": None}


def test_an_answer_that_still_holds_is_not_sent_again(city, analyst):
    city.note(FOUND)
    mark = analyst.get("/api/v1/alerts").headers["etag"]

    again = analyst.get("/api/v1/alerts", headers={"If-None-Match": mark})
    other = analyst.get("/api/v1/alerts?severity=red", headers={"If-None-Match": mark})
    city.note(FOUND, found("Z2"), night=date(2026, 4, 1))
    later = analyst.get("/api/v1/alerts", headers={"If-None-Match": mark})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == mark
    assert other.status_code == 200
    assert (later.status_code, len(later.json()["items"])) == (200, 2)


def test_the_mark_of_one_reader_does_not_serve_another(city, analyst):
    city.note(FOUND)
    mark = analyst.get("/api/v1/alerts").headers["etag"]

    assert (
        city.as_("east").get("/api/v1/alerts", headers={"If-None-Match": mark}).status_code == 200
    )


def test_what_is_not_there_is_not_told_as_unchanged(city):
    reader = city.as_("analyst")

    told = [
        reader.get(f"/api/v1/alerts{path}", headers={"If-None-Match": "*"}).status_code
        for path in ("", "/999")
    ]

    assert told == [200, 404]
