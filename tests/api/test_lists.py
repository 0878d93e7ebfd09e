"""What every list of the API can do."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest
from fastapi.testclient import TestClient

from alerts.rule import Severity
from alerts.workflow import Role
from tests.api.city import City, found

UNITS = "/api/v1/units?"
KINDS = (
    "regions", "units", "projects", "feeds", "feed-columns", "tables", "tables/debt-ratio",
    "rejects", "sightings", "moves", "limits", "lists", "nights", "rules", "coverage", "alerts",
    "matters", "deliveries", "events", "restatements", "dues", "suppliers",
)  # fmt: skip


def walked(client: TestClient, address: str) -> list[dict[str, object]]:
    rows, after = [], ""
    while True:
        page = client.get(f"{address}&limit=1{after}").json()
        rows += page["items"]
        if page["next"] is None:
            return rows
        after = f"&after={page['next']}"


def test_pages_in_any_order_hold_every_row_once(analyst):
    for sort in ("", "name", "-name", "staff,-unit", "-department,region"):
        whole = analyst.get(f"{UNITS}sort={sort}").json()["items"]

        assert walked(analyst, f"{UNITS}sort={sort}") == whole
        assert len({(one["region"], one["unit"]) for one in whole}) == len(whole) == 4


def test_a_filter_takes_the_governments_below_and_the_fields_are_those_wished(analyst):
    told = analyst.get(f"{UNITS}region=419800&unit=101001&fields=region,name").json()

    assert (told["night"], told["items"]) == (
        "2026-03-31",
        [{"region": "419801", "name": "水利局"}, {"region": "419802", "name": "水利局"}],
    )


REFUSED = {
    "units?sort=payee": "ListRefused",
    "units?fields=payee": "ListRefused",
    "units?sort=name,unit,region,kind,staff": "ListRefused",
    "alerts?sort=grade": "ListRefused",
    "alerts?fields=owner": "ListRefused",
    "units?payee=x": "ParameterRefused",
    "units?after=WzFd": "CursorRefused",
    "rejects?sort=raw": "ListRefused",
}


def test_what_a_list_has_not_is_refused_by_name(analyst):
    for asked, kind in REFUSED.items():
        refused = analyst.get(f"/api/v1/{asked}")

        assert (refused.status_code, refused.json()["type"]) == (422, f"/problems/{kind}"), asked


def test_a_mark_of_another_order_is_no_place(analyst):
    mark = analyst.get(f"{UNITS}sort=name&limit=1").json()["next"]

    refused = analyst.get(f"{UNITS}sort=-name&after={mark}")

    assert refused.json()["detail"].startswith("after is a place in another order")


def test_a_county_sees_its_own_rows_alone(city: City):
    east = city.as_("east")

    for noun in ("regions", "units", "tables/execution-by-month"):
        assert {one["region"] for one in east.get(f"/api/v1/{noun}").json()["items"]} == {"419801"}
        assert east.get(f"/api/v1/{noun}?region=419802").status_code == 404


def test_alerts_come_in_another_order_and_in_part(city: City):
    city.note(found("A"), found("B", at_stake=Decimal("7.00"), severity=Severity.BLUE))
    reader = city.as_("analyst")

    asked = "/api/v1/alerts?fields=subject,at_stake,title_en"
    told = [one["subject"] for one in walked(reader, f"{asked}&sort=at_stake")]

    assert told == ["B", "A"]
    assert [one["subject"] for one in walked(reader, f"{asked}&sort=-severity")] == ["A", "B"]
    assert set(reader.get(asked).json()["items"][0]) == {"subject", "at_stake", "title_en"}
    table = reader.get(f"{asked}&sort=at_stake&format=csv&limit=1").text.splitlines()
    assert table == ["\ufeffsubject,at_stake,title_en", "B,7.00,Payments exceed the allotment"]


def test_alerts_are_told_as_they_stood_after_a_kept_night(city: City):
    city.note(found("A"))
    city.clock.later(days=2)
    city.note(found("A", at_stake=Decimal("99.00")), found("B"), night=date(2026, 4, 2))
    reader = city.as_("analyst")

    then = reader.get("/api/v1/alerts?as_of=2026-03-31").json()["items"]

    assert [(one["subject"], one["at_stake"]) for one in then] == [("A", "20.10")]
    assert reader.get("/api/v1/alerts?as_of=2026-04-02").status_code == 404


def test_sightings_and_moves_follow_the_reader(city: City):
    city.note(found("A"), found("B", region="419802"))

    seen = city.as_("east").get("/api/v1/sightings").json()["items"]

    assert [(one["region"], one["night"], one["at_stake"]) for one in seen] == [
        ("419801", "2026-03-31", "20.10")
    ]
    assert city.as_("deputy").get("/api/v1/sightings").json()["items"] == []
    assert city.as_("east").get("/api/v1/moves").json() == {"items": [], "next": None}


def test_the_trail_tells_an_auditor_all_and_an_administrator_who_looked(city: City):
    city.note(found("A"))
    city.as_("analyst").get("/api/v1/alerts/1")

    every = {one["act"] for one in city.as_("auditor").get("/api/v1/trail").json()["items"]}
    looks = city.as_("administrator").get("/api/v1/trail").json()["items"]

    assert every >= {"session.begin", "alert.read"}
    assert [(one["act"], one["words"]) for one in looks] == [("alert.read", "{}")]


def test_rows_set_aside_are_masked_without_a_purpose(city: City):
    with duckdb.connect(str(city.nights / "2026-03-31.duckdb")) as night:
        [file] = night.execute(
            "select number from ops.delivery_file where feed = 'payment' and region = '419801'"
        ).fetchone()
        night.execute("insert into ops.aside values (?, 3, 'payee', '王小明', 'text: x')", [file])
    reader = city.as_("analyst")

    masked = reader.get("/api/v1/rejects").json()["items"]
    clear = reader.get("/api/v1/rejects?purpose=check").json()["items"]

    assert [(one["raw"], one["region"]) for one in masked] == [("王**", "419801")]
    assert clear[0]["raw"] == "王小明"


def test_every_list_has_its_mark_and_is_not_sent_twice(analyst):
    for noun in KINDS:
        first = analyst.get(f"/api/v1/{noun}")
        again = analyst.get(f"/api/v1/{noun}", headers={"If-None-Match": first.headers["etag"]})

        assert (first.status_code, again.status_code, again.content) == (200, 304, b""), noun
        assert set(first.json()) >= {"items", "next"}


def test_what_is_long_is_compressed_and_what_is_secret_is_not(analyst):
    told = analyst.get("/api/v1/rules", headers={"Accept-Encoding": "gzip"})
    plain = analyst.get("/api/v1/rules", headers={"Accept-Encoding": "identity"})
    own = analyst.get("/api/v1/session", headers={"Accept-Encoding": "gzip"})

    assert told.headers["content-encoding"] == "gzip"
    assert int(told.headers["content-length"]) < len(plain.content) / 3
    assert (told.json(), told.headers["etag"]) == (plain.json(), plain.headers["etag"])
    assert "content-encoding" not in own.headers


def test_a_list_is_given_as_a_table_and_the_record_has_it(city: City):
    reader = city.as_("analyst")

    told = reader.get(f"{UNITS}format=csv&limit=1&fields=unit,name")

    assert told.text == "\ufeffunit,name\r\n101001,水利局\r\n"
    assert told.headers["x-night"] == "2026-03-31"
    assert told.headers["link"].startswith("</api/v1/units?")  # no host, which any header may say
    assert reader.get(told.headers["link"].partition(">")[0][1:]).status_code == 200
    acts = city.as_("auditor").get("/api/v1/trail?act=rows.export").json()["items"]
    assert {one["subject"] for one in acts} == {"/api/v1/units"}


def test_the_nights_that_are_kept_are_listed(city: City):
    (city.nights / "2026-02-28.duckdb").write_bytes(b"")

    told = city.as_("administrator").get("/api/v1/nights").json()["items"]

    assert [(one["night"], one["current"]) for one in told] == [
        ("2026-03-31", True), ("2026-02-28", False),
    ]  # fmt: skip


@pytest.mark.parametrize("role", [Role.RESPONDENT, Role.EXPERT])
def test_who_sees_no_figures_opens_no_registers(city: City, role):
    reader = city.as_(role)

    assert {reader.get(f"/api/v1/{one}").status_code for one in ("regions", "units", "trail")} == {
        403
    }


def test_a_list_is_another_once_anything_was_written_into_the_record(city: City) -> None:
    analyst = city.as_("analyst")
    mark = analyst.get("/api/v1/alerts").headers["etag"]

    city.as_("leader")  # a sign-in is a line of the record, and no move

    again = analyst.get("/api/v1/alerts", headers={"If-None-Match": mark})
    assert again.status_code == 200


OTHERWISE = {
    "/api/v1/figures/departments": "figures",
    "/api/v1/figures/execution": "figures, with the pages of their own",
    "/api/v1/figures/vertical": "figures",
    "/api/v1/matter-figures": "figures: the last line is of all",
    "/api/v1/matters/{number}/experts": "names",
    "/api/v1/search": "the nearest, eight of a kind",
}


def test_every_list_of_the_api_pages_sorts_and_gives_fields(analyst):
    described = analyst.get("/api/v1/openapi.json").json()
    lists = {
        path: {one["name"] for one in operations["get"].get("parameters", ())}
        for path, operations in described["paths"].items()
        if "get" in operations and "items" in answered(described, operations["get"])
    }

    missing = {path for path, had in lists.items() if not had >= {"sort", "fields", "after"}}

    assert missing == set(OTHERWISE)
    assert len(lists) - len(missing) == 41


ANYWHERE = {"/api/v1/users", "/api/v1/limits", "/api/v1/deliveries"}
"""Whose rows may be of those whom no night of the reader's knows."""


def test_a_government_that_is_not_there_or_not_ones_own_is_no_empty_list(city: City):
    east, asked = city.as_("east"), {"fiscal_year": 2026}
    described = city.as_("analyst").get("/api/v1/openapi.json").json()["paths"]
    filtered = {
        path: names
        for path, operations in described.items()
        if "{" not in path and path not in ANYWHERE
        and "region" in (names := names_of(operations.get("get", {})))
    }  # fmt: skip

    told = {
        (path, region): east.get(
            path, params={"region": region, **(asked if "fiscal_year" in names else {})}
        ).status_code
        for path, names in filtered.items()
        for region in ("419802", "999999")
    }

    assert {key: status for key, status in told.items() if status != 404} == {}
    assert len(filtered) > 25
    assert city.as_("respondent").get("/api/v1/matters?region=419801").status_code == 200


def names_of(operation: dict) -> set[str]:
    return {one["name"] for one in operation.get("parameters", ())}


def answered(described: dict, operation: dict) -> dict:
    content = operation["responses"]["200"]["content"].get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    return described["components"]["schemas"].get(name, {}).get("properties", {})


IN_ORDERS = {
    "rules": ("", "-severity,code", "-code"), "limits": ("", "-value,name"), "nights": ("-night",),
    "coverage": ("", "-region,code", "-fail"), "dues": ("", "-region,feed"), "suppliers": ("",),
    "alert-groups?by=unit": ("", "at_stake"), "matters": ("", "-subject", "-due_on,state"),
    "deliveries": ("", "name"), "events": ("-line",), "restatements": ("", "-change"),
}  # fmt: skip


def test_what_a_list_has_in_hand_pages_in_any_order(city: City):
    city.note(found("A"), found("B", unit="102001"))
    reader = city.as_("analyst")

    for noun, orders in IN_ORDERS.items():
        for sort in orders:
            asked = f"/api/v1/{noun}{'&' if '?' in noun else '?'}sort={sort}"
            first = reader.get(f"{asked}&limit=2").json()
            whole = reader.get(f"{asked}&limit=1000").json()["items"]

            assert first["items"] == whole[:2], asked
            if first["next"]:
                again = reader.get(f"{asked}&limit=1000&after={first['next']}").json()
                assert (again["items"], again["next"]) == (whole[2:], None), asked


def test_the_gravest_rules_come_first_and_a_filter_by_what_is_none_is_refused(analyst):
    told = analyst.get("/api/v1/rules?sort=-severity&fields=severity&limit=1000").json()["items"]
    red = analyst.get("/api/v1/rules?severity=red&limit=1000").json()["items"]

    assert [one["severity"] for one in told][: len(red)] == ["red"] * len(red)
    assert analyst.get("/api/v1/matters?state=lost").status_code == 422
