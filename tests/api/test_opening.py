"""Matters of every kind are opened on their page, replies kept, papers numbered, silences ended."""

import pytest
from fastapi.testclient import TestClient

from alerts.actor import Actor
from alerts.ledger import Scope
from alerts.matters.desk import Draft, Matters
from alerts.matters.kinds import KINDS
from alerts.quieting import Quiet
from alerts.workflow import Role
from tests.alerts.matters.walk import SOURCES
from tests.api.city import FOUND, PASSWORD, City, found
from tests.api.test_acting import choose, issued, send

OTHERS = sorted(set(KINDS) - {"warning"})
CONTENT = {"region": "419801", "unit": "101001", "subject": "事由", "facts": "事实", "law": "依据",
           "request": "要求", "addressee": "水利局", "letter": "handover"}  # fmt: skip


def opened(client: TestClient, kind: str, **other: str):
    source = {f"source_{name}": value for name, value in SOURCES[kind].items()}
    return send(client, f"/matters/new/{kind}", move="draft", **{**CONTENT, **source, **other})


@pytest.fixture
def unit(city: City) -> TestClient:
    city.note(FOUND)
    city.accounts.add(
        "works", password=PASSWORD, role=Role.RESPONDENT, region="419801", unit="101001",
        now=city.clock(),
    )  # fmt: skip
    return city.as_("works")


@pytest.mark.parametrize("kind", OTHERS)
def test_each_kind_is_opened_on_its_page(analyst: TestClient, kind: str) -> None:
    answer = opened(analyst, kind)

    assert answer.headers["location"].startswith("/matters/1?receipt=")
    page = analyst.get("/matters/1").text
    assert KINDS[kind].text.zh in page
    assert "拟办" in page


def test_what_the_auditors_said_stands_in_words(city: City, analyst) -> None:
    told = {
        "problem": "SJ1",
        "audit_year": 2025,
        "problem_class": "资金闲置",
        "closed_on": None,
        "reported_on": "2026-06-25",
        "due_on": "2026-10-23",
        "remedied": "2230000.00",
    }
    wanted = {name: value for name, value in CONTENT.items() if name != "letter"}
    Matters(city.ledger.engine).draft(
        Draft(kind="audit_problem", source=told, **wanted),
        by=Actor("analyst", Role.ANALYST, Scope(("419801",)), region="419801"), now=city.clock(),
    )  # fmt: skip
    page = analyst.get("/matters/1").text

    assert "<dt>问题类别</dt><dd>资金闲置</dd>" in page
    assert "<dt>已整改金额</dt><dd>223.00 万元</dd>" in page
    assert not [name for name in told if f"<dt>{name}</dt>" in page]
    assert "审计销号日" not in page  # what was not said is not told


def test_a_deputy_opens_what_is_a_deputy_s(city: City) -> None:
    deputy = city.as_("deputy")
    assert opened(deputy, "suggestion").status_code == 303
    assert "人代建〔2026〕1号" in deputy.get("/matters/1").text
    assert deputy.get("/matters/new/review_opinion").status_code == 403
    assert deputy.get("/matters/new/warning").status_code == 404


@pytest.mark.parametrize(
    ("kind", "wrong", "says"),
    [
        ("interview", {"source_met_on": "昨天"}, "“昨天”不是日期：请写成 2026-03-31"),
        ("livelihood_project", {"source_votes_for": "多数"}, "赞成票“多数”不是整数"),
        ("audit_problem", {"source_audit_year": "26"}, "审计年度“26”不是年份：请写成 2026"),
        ("review_opinion", {"source_meeting": " "}, "还缺会议"),
        ("review_opinion", {"until": "2026-03-30"}, "2026-03-30已经过了，今天是"),
    ],
)
def test_what_can_t_be_opened_so_is_said_and_what_was_typed_stays(analyst, kind, wrong, says):
    answer = opened(analyst, kind, **wrong)
    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="水利局"' in answer.text
    assert analyst.get("/matters/1").status_code == 404


def test_a_reply_is_kept_and_gone_on_with(city: City, analyst, unit: TestClient) -> None:
    matter = issued(city, analyst, 1)
    assert send(unit, matter, move="receive").status_code == 303
    kept = send(unit, f"{matter}/reply", measures="写到一半", reason="partly")

    assert kept.headers["location"] == f"{matter}?kept=1#do-reply"
    page = unit.get(f"{matter}?kept=1").text
    assert "答复已存成草稿" in page
    assert "写到一半</textarea>" in page
    assert "写到一半" not in analyst.get(matter).text


def test_a_paper_is_numbered_and_had_from_the_page(city: City, analyst, unit) -> None:
    matter = issued(city, analyst, 1)
    assert f"/api/v1{matter}/documents/handover.pdf" in unit.get(matter).text
    assert send(analyst, f"{matter}/papers", letter="reminder").status_code == 303
    page = analyst.get(matter).text
    assert "人财提〔2026〕1号" in page
    assert f"/api/v1{matter}/documents/reminder.docx" in page
    assert send(analyst, f"{matter}/papers", letter="poem").status_code == 422
    assert send(unit, f"{matter}/papers", letter="reminder").status_code == 403


def test_a_set_is_merged_and_one_of_it_split_off(city: City, analyst: TestClient) -> None:
    city.note(FOUND, found("Z2"), found("Z3"))
    merged = send(analyst, choose(analyst, 1, 2, 3), move="merge", into="2", words="同一项目")
    assert "3条已做：归并" in merged.text
    assert "都归在预警2里" in analyst.get("/alerts/1").text
    assert send(analyst, "/alerts/1", move="split", words="另一回事").status_code == 303
    assert "都归在预警2里" not in analyst.get("/alerts/1").text
    outside = send(analyst, choose(analyst, 1, 3), move="merge", into="2", words="?")
    assert outside.status_code == 422


def test_a_letter_is_drafted_with_the_articles_of_its_rules(city: City, analyst) -> None:
    city.note(FOUND)
    send(analyst, choose(analyst, 1), move="confirm")
    page = analyst.get(choose(analyst, 1)).text
    assert "《预算法》第十三条" in page


def test_a_silence_is_ended_with_a_reason(city: City, analyst: TestClient) -> None:
    city.note(FOUND)
    send(analyst, choose(analyst, 1), move="mute", words="等改数", until="2026-04-30")
    [silence] = Quiet(city.ledger.engine).silences(scope=city.accounts.of("analyst").scope)
    assert "1项静默在生效，盖住1条预警" in analyst.get("/silences").text
    assert send(analyst, "/silences", number=str(silence.number), words=" ").status_code == 422
    ended = send(analyst, "/silences", number=str(silence.number), words="数已改")
    assert ended.status_code == 303
    assert "现在没有静默" in analyst.get("/silences").text
    assert send(analyst, "/silences", number="99", words="?").status_code == 409


def test_meetings_show_what_came_before_them(analyst: TestClient) -> None:
    opened(analyst, "review_opinion")
    page = analyst.get("/meetings").text
    assert "1次会议，1项议程，其中在办1件" in page
    assert "第三十一次会议" in page


def test_merging_is_done_split_and_undone_over_http(city: City, analyst: TestClient) -> None:
    city.note(FOUND, found("Z2"), found("Z3"))
    headers = {"x-csrf-token": analyst.get("/api/v1/session").json()["csrf"]}

    def told(path: str, **given: object) -> int:
        answer = analyst.post(f"/api/v1/{path}", json={"reason": "?", **given}, headers=headers)
        assert answer.status_code == 201, answer.text
        return answer.json()["line"]

    line = told("alert-merges", alerts=[1, 3], into=2)
    told("alert-splits", alerts=[3])
    again = analyst.post(
        "/api/v1/alert-splits", json={"alerts": [3], "reason": "?"}, headers=headers
    )
    assert again.status_code == 409
    told("alert-merges", alerts=[3], into=2)
    told("alert-merges/undoings", line=line)
    assert "都归在预警2里" not in analyst.get("/alerts/1").text


def test_papers_are_numbered_and_silences_ended_over_http(city: City, analyst) -> None:
    city.note(FOUND)
    headers = {"x-csrf-token": analyst.get("/api/v1/session").json()["csrf"]}
    matter = issued(city, analyst, 1)
    at = f"/api/v1{matter}/letters"
    given = analyst.post(at, json={"letter": "reminder"}, headers=headers).json()["items"]
    assert [one["text"] for one in given] == ["人财交〔2026〕1号", "人财提〔2026〕1号"]
    assert analyst.post(at, json={"letter": "suggestion"}, headers=headers).status_code == 409
    silence = {"code": "B02", "until": "2026-04-30", "reason": "等改数"}
    [kept] = analyst.post("/api/v1/silences", json=silence, headers=headers).json()["items"]
    end = f"/api/v1/silences/{kept['number']}/end"
    ended = analyst.post(end, json={"reason": "数已改"}, headers=headers).json()["items"]
    assert ended[0]["ended_by"] == "analyst"
