"""Alerts and matters are moved over HTTP: by whose step it is, and not twice."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from alerts.matters.kinds import KINDS
from tests.alerts.matters.walk import SOURCES
from tests.api.city import FOUND, City


@pytest.fixture(autouse=True)
def _noted(city: City) -> None:
    city.note(FOUND)


def csrf(client: TestClient) -> dict[str, str]:
    return {"X-CSRF-Token": client.get("/api/v1/session").json()["csrf"]}


def post(client: TestClient, path: str, body: dict[str, Any], status: int = 201) -> Any:
    answer = client.post(f"/api/v1{path}", json=body, headers=csrf(client))
    assert answer.status_code == status, answer.text
    return answer.json()


WARNING = {
    "kind": "warning", "region": "419801", "unit": "101001", "subject": "超预算支付",
    "facts": "超过指标。", "law": "预算法第十三条", "request": "请整改。", "addressee": "水利局",
    "alerts": [1],
}  # fmt: skip


def issued(city: City, analyst: TestClient) -> None:
    post(analyst, "/alerts/1/moves", {"move": "confirm", "seen": 0})
    post(analyst, "/matters", WARNING)
    post(city.as_("leader"), "/matters/1/moves", {"move": "approve"})
    post(analyst, "/matters/1/moves", {"move": "issue"})


def test_a_step_needs_its_role_its_mark_and_the_present_version(city: City, analyst) -> None:
    taken = post(analyst, "/alerts/1/moves", {"move": "take", "seen": 0})
    assert (taken["state"], taken["owner"]) == ("verifying", "analyst")

    late = post(analyst, "/alerts/1/moves", {"move": "confirm", "seen": 0}, 409)
    assert "alert 1 has become verifying (核实中) meanwhile: analyst took 'take'" in late["detail"]
    assert post(analyst, "/alerts/1/moves", {"move": "take"}, 409)["type"].endswith("MoveRefused")
    post(city.as_("deputy"), "/alerts/1/moves", {"move": "confirm"}, 403)
    unmarked = analyst.post("/api/v1/alerts/1/moves", json={"move": "confirm"})
    assert unmarked.status_code == 403


def test_a_matter_goes_to_the_unit_and_comes_back_with_files(city: City, analyst) -> None:
    issued(city, analyst)
    unit = city.as_("respondent")
    post(unit, "/matters/1/moves", {"move": "receive"})
    sent = unit.post(
        "/api/v1/matters/1/files", files={"file": ("凭证.pdf", b"%PDF-1.7")}, headers=csrf(unit)
    ).json()
    given = {"measures": "收回", "reason": "done", "amount": "20.10"}
    named = {"name": sent["name"], "sha256": sent["sha256"]}
    post(unit, "/matters/1/moves", {"move": "reply", "given": given, "files": [named]})

    told = analyst.get("/api/v1/matters/1").json()
    assert (told["state"], told["put_right"], told["possible"]) == (
        "replied", "20.10", ["return", "accept"],
    )  # fmt: skip
    assert told["history"][-1]["files"][0]["sha256"] == sent["sha256"]
    file = unit.get(f"/api/v1/matters/1/files/{sent['sha256']}")
    assert (file.content, file.headers["content-type"]) == (b"%PDF-1.7", "application/octet-stream")


def test_every_kind_is_walked_to_its_closing_over_http(city: City, analyst) -> None:
    leader, unit, deputy = (city.as_(name) for name in ("leader", "respondent", "deputy"))
    post(analyst, "/alerts/1/moves", {"move": "confirm", "seen": 0})
    for number, (name, kind) in enumerate(KINDS.items(), 1):
        joined = [1] if kind.alerts else []
        post(
            analyst,
            "/matters",
            {**WARNING, "kind": name, "source": SOURCES[name], "alerts": joined},
        )
        said = {"move": "opine", "given": {"words": "依据不足"}}
        for client, step in (
            *([(analyst, said)] if kind.opinions else []),
            *([(leader, {"move": "approve"})] if kind.approved else []),
            (analyst, {"move": "issue"}),
            (unit, {"move": "receive"}),
            (unit, {"move": "reply", "given": {"measures": "收回", "reason": "done"}}),
            (analyst, {"move": "accept", "given": {"words": "已核对"}}),
            (leader, {"move": "close", "given": {"reason": "satisfied"} if kind.vote else {}}),
        ):
            stood = post(client, f"/matters/{number}/moves", step)
        assert stood["state"] == "closed"
        assert deputy.get(f"/matters/{number}").status_code == 200


def test_a_unit_sees_its_own_matters_and_nothing_else(city: City, analyst) -> None:
    issued(city, analyst)
    post(analyst, "/matters", {**WARNING, "kind": "review_opinion", "alerts": [],
                               "source": {"meeting": "一", "agenda_item": "二"}})  # fmt: skip
    unit = city.as_("respondent")

    assert [one["matter"] for one in unit.get("/api/v1/matters").json()["items"]] == [1]
    assert unit.get("/api/v1/matters/2").status_code == 404
    assert unit.get("/api/v1/alerts").status_code == 403
    assert city.as_("administrator").get("/api/v1/matters").status_code == 403


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.exe", b"MZ"), ("a.pdf", b"MZ"), ("a.pdf", b""), ("../a.pdf", b"%PDF-"), ("a.docm", b"PK")],
)
def test_a_file_that_is_not_taken_is_refused(city: City, analyst, name: str, content) -> None:
    issued(city, analyst)
    unit = city.as_("respondent")
    files = {"file": (name, content)}
    sent = unit.post("/api/v1/matters/1/files", files=files, headers=csrf(unit))
    assert sent.status_code == 422


def test_a_set_is_moved_as_it_was_shown(analyst) -> None:
    shown = post(analyst, "/alert-sets", {"code": "B02"})
    assert (
        post(analyst, f"/alert-sets/{shown['token']}/moves", {"move": "take"})["alerts"]
        == (shown["alerts"])
    )
    post(analyst, f"/alert-sets/{shown['token']}/moves", {"move": "confirm"}, 404)


def test_figures_groups_precision_and_silences_are_told(city: City, analyst) -> None:
    issued(city, analyst)
    every = analyst.get("/api/v1/matter-figures").json()["items"][-1]
    assert (every["came"], every["open"], every["at_stake"]) == (1, 1, "20.10")
    letters = analyst.get("/api/v1/matters/1/letters").json()["items"]
    assert [one["text"] for one in letters] == ["人财交〔2026〕1号"]
    assert analyst.get("/api/v1/alert-groups?by=unit").json()["items"][0]["key"] == "101001"
    [rule] = analyst.get("/api/v1/alert-precision").json()["items"][:1]
    assert (rule["right"], rule["share"]) == (1, "1.000000")
    post(analyst, "/silences", {"code": "B02", "until": "2026-04-30", "reason": "规则待改"})
    assert analyst.get("/api/v1/silences").json()["items"][0]["reason"] == "规则待改"


def test_a_reply_is_kept_while_it_is_written(city: City, analyst) -> None:
    issued(city, analyst)
    unit = city.as_("respondent")
    draft = {"measures": "正在收回", "reason": "", "amount": "", "words": ""}
    kept = unit.put("/api/v1/matters/1/reply", json=draft, headers=csrf(unit))
    assert kept.status_code == 200
    assert unit.get("/api/v1/matters/1/reply").json() == draft
