"""Reports over the door: made by staff, kept, had again, and never another government's."""

import pytest
from fastapi.testclient import TestClient

from tests.api.city import City

MONTH = {"kind": "month", "region": "419801", "period": "2026-03", "form": "docx"}


def made(client: TestClient, **other: str) -> dict[str, str]:
    answer = client.post("/api/v1/reports", json={**MONTH, **other}, headers=mark(client))
    assert answer.status_code == 201, answer.text
    told: dict[str, str] = answer.json()
    return told


def mark(client: TestClient) -> dict[str, str]:
    return {"X-CSRF-Token": client.get("/api/v1/session").json()["csrf"]}


def test_a_report_is_made_listed_and_taken(city: City) -> None:
    analyst = city.as_("analyst")
    name = made(analyst)["name"]

    assert name == "month_419801_2026-03_night-2026-03-31_made-2026-04-01_zh.docx"
    assert [one["name"] for one in city.as_("auditor").get("/api/v1/reports").json()["items"]] == [
        name
    ]
    taken = analyst.get(f"/api/v1/reports/{name}")
    assert taken.content[:2] == b"PK"
    assert name in taken.headers["content-disposition"]
    page = analyst.get("/reports").text
    assert f"/api/v1/reports/{name}" in page


def test_the_page_s_form_makes_one_or_says_why_not(city: City) -> None:
    analyst = city.as_("analyst")
    form = {**MONTH, "csrf": mark(analyst)["X-CSRF-Token"]}

    assert analyst.post("/reports", data=form).status_code == 303
    refused = analyst.post("/reports", data={**form, "period": "<b>"})
    assert refused.status_code == 422
    assert "没有出成" in refused.text
    assert "<b>" not in refused.text.split('role="alert"')[1].split("</p>")[0]
    assert analyst.post("/reports", data={**form, "csrf": "another"}).status_code == 403


@pytest.mark.parametrize(
    ("other", "status"),
    [({"region": "419802"}, 404), ({"region": "410000"}, 404), ({"period": "2026"}, 422),
     ({"kind": "week"}, 422), ({"night": "2020-01-01"}, 503)],
)  # fmt: skip
def test_what_is_not_theirs_or_not_there_is_not_made(city, other, status) -> None:
    east = city.as_("east")

    assert east.post(
        "/api/v1/reports", json={**MONTH, **other}, headers=mark(east)
    ).status_code == status  # fmt: skip


def test_another_government_s_report_is_not_there(city: City) -> None:
    name = made(city.as_("analyst"), region="419802")["name"]
    east = city.as_("east")

    assert east.get("/api/v1/reports").json()["items"] == []
    assert east.get(f"/api/v1/reports/{name}").status_code == 404
    assert east.get("/api/v1/reports/..%2Fledger.sqlite").status_code == 404


@pytest.mark.parametrize("role", ["deputy", "respondent", "expert", "administrator"])
def test_others_have_no_reports(city: City, role: str) -> None:
    assert city.as_(role).get("/api/v1/reports").status_code == 403


def test_an_auditor_reads_and_does_not_make(city: City) -> None:
    auditor = city.as_("auditor")

    assert auditor.post("/api/v1/reports", json=MONTH, headers=mark(auditor)).status_code == 403
    assert "出报告请分析员或负责人" in auditor.get("/reports").text


def test_a_noted_address_opens_the_night_it_names(city: City) -> None:
    analyst = city.as_("analyst")
    page = analyst.get("/execution?region=419801&year=2026&night=2026-03-31").text

    assert "那一夜的数，不是最新的" in page
    assert "night=2026-03-31" in page.split("<main")[1]
    for night in ("2020-01-01", "soon", "../x"):
        assert analyst.get(f"/execution?night={night}").status_code == 404
