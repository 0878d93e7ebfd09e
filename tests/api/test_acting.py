"""Alerts and matters, handled through the forms of their pages."""

import hashlib
import re

import pytest
from fastapi.testclient import TestClient

from alerts.workflow import Role
from tests.api.city import PASSWORD, City, found

PDF = b"%PDF-1.4 measures"
REPLY = {"move": "reply", "reason": "done", "measures": "已收回超付资金。", "amount": "20.10"}


def mark(client: TestClient, path: str) -> str:
    page = client.get(path).text
    written = re.search(r'name="csrf" value="(\w+)"', page)
    assert written, page[:400]
    return written[1]


def send(client: TestClient, path: str, files: dict | None = None, **fields: object):
    shown = path if not path.startswith("/alerts/sets") else "/alerts"
    data = {"csrf": mark(client, shown.split("?")[0]), **fields}
    return client.post(path, data=data, files=files)


def choose(client: TestClient, *numbers: int) -> str:
    answer = send(client, "/alerts/sets", alert=[str(n) for n in numbers])
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


@pytest.fixture
def twenty(city: City) -> City:
    city.note(*(found(f"Z{n:02d}") for n in range(20)))
    accounts = city.accounts
    for name, role in (("leader2", Role.LEADER), ("analyst2", Role.ANALYST)):
        accounts.add(name, password=PASSWORD, role=role, region="419800", now=city.clock())
    accounts.add("works", password=PASSWORD, role=Role.RESPONDENT, region="419801",
                 unit="101001", now=city.clock())  # fmt: skip
    return city


def handed_over(analyst: TestClient, *numbers: int) -> str:
    chosen = choose(analyst, *numbers)
    assert send(analyst, chosen, move="confirm").status_code == 200
    draft = {"subject": "水利局超预算支付", "facts": "超过指标。", "law": "预算法第十三条",
             "request": "请整改。", "addressee": "水利局", "letter": "handover"}  # fmt: skip
    answer = send(analyst, choose(analyst, *numbers), move="hand_over", **draft)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def issued(city: City, analyst: TestClient, *numbers: int) -> str:
    matter = handed_over(analyst, *numbers)
    assert send(city.as_("leader"), matter, move="approve").status_code == 303
    assert send(analyst, matter, move="issue").status_code == 303
    return matter


def test_from_twenty_alerts_to_a_matter_that_was_looked_back_at(twenty, analyst):
    taken = send(analyst, choose(analyst, *range(1, 21)), move="take")
    assert "20条已做：认领" in taken.text
    assert "接着办这20条" in taken.text
    matter = issued(twenty, analyst, 1, 2, 3, 4, 5)
    unit, leader = twenty.as_("works"), twenty.as_("leader")
    assert send(unit, matter, move="receive").status_code == 303
    receipt = send(unit, matter, files={"file": ("凭证.pdf", PDF)}, **REPLY)
    assert hashlib.sha256(PDF).hexdigest() in unit.get(receipt.headers["location"]).text
    back = send(analyst, matter, move="return", words="缺凭证", until="2026-04-30")
    assert back.status_code == 303
    assert "说法变了，数没变" in analyst.get(matter).text
    assert send(unit, matter, **REPLY).status_code == 303
    assert send(analyst, matter, move="accept", words="核对了凭证").status_code == 303
    assert send(leader, matter, move="close").status_code == 303
    twenty.clock.later(days=91)
    analyst = twenty.as_("analyst")
    seen = send(analyst, matter, move="look_back", reason="in_order", words="账上已平")
    assert seen.status_code == 303
    assert "已回头看" in analyst.get(matter).text


def test_a_set_that_changed_since_is_not_moved(twenty, analyst):
    chosen = choose(analyst, 1, 2)
    send(twenty.as_("analyst2"), "/alerts/1", move="take")
    page = send(analyst, chosen, move="take")
    assert page.status_code == 409
    assert "什么都没有动" in page.text
    assert "选中的2条里有1条变了（预警1）" in page.text


@pytest.mark.usefixtures("twenty")
def test_all_that_match_the_address_are_previewed(analyst):
    answer = send(analyst, "/alerts/sets?rule=B02&unit_code=101001", all="1")
    assert "选中20条：待核 20" in analyst.get(answer.headers["location"]).text


@pytest.mark.usefixtures("twenty")
def test_a_set_is_silenced_up_to_a_day_and_says_so_in_the_list(analyst):
    done = send(analyst, choose(analyst, 1, 2), move="mute", words="等改数", until="2026-04-30")
    assert done.status_code == 200
    page = analyst.get("/alerts").text
    assert "另有2条静默中" in page
    assert ">18条</b>" in page
    overview = analyst.get("/overview").text
    assert "没办结的18条里" in overview
    assert "另有2条在静默" in overview


@pytest.mark.usefixtures("twenty")
def test_nothing_chosen_is_said_and_not_taken(analyst):
    page = send(analyst, "/alerts/sets")
    assert page.status_code == 422
    assert "这一步没有做" in page.text
    assert "没有选中预警：请另选1到20000条" in page.text


@pytest.mark.usefixtures("twenty")
def test_a_step_without_its_reason_keeps_what_was_typed(analyst):
    page = send(analyst, "/alerts/1", move="normal", words="有文件")
    assert page.status_code == 422
    assert "还少一样" in page.text
    assert "“认定正常”要选一项：情况属实但有合理解释" in page.text


@pytest.mark.usefixtures("twenty")
def test_the_drafter_is_told_that_another_leader_approves(analyst):
    matter = handed_over(analyst, 1)
    page = send(analyst, matter, move="approve")
    assert page.status_code == 403
    assert "“审核”由委员会领导来做，您是分析员" in page.text


def test_files_that_are_too_many_or_too_large_are_refused_in_the_readers_language(twenty, analyst):
    matter = issued(twenty, analyst, 1)
    unit = twenty.as_("works")
    send(unit, matter, move="receive")
    many = unit.post(matter, files=[("file", (f"{n}.pdf", PDF)) for n in range(21)])
    assert (many.status_code, "文件超过 20 个：请分次提交" in many.text) == (400, True)
    form = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": "500000000"}
    large = unit.post(matter, content=b"--x", headers=form)
    assert (large.status_code, "每个文件最多 20 MB" in large.text) == (413, True)
    assert "已签收" in analyst.get(matter).text


def test_an_amount_that_is_no_money_is_refused(twenty, analyst):
    matter = issued(twenty, analyst, 1)
    unit = twenty.as_("works")
    send(unit, matter, move="receive")
    page = send(unit, matter, **{**REPLY, "amount": "1e30"})
    assert page.status_code == 422
    assert "1E+30不能是整改金额" in page.text


def test_a_program_is_no_evidence(twenty, analyst):
    matter = issued(twenty, analyst, 1)
    unit = twenty.as_("works")
    send(unit, matter, move="receive")
    page = send(unit, matter, files={"file": ("凭证.pdf", b"MZ\x90")}, **REPLY)
    assert page.status_code == 422
    assert "“凭证.pdf”是程序：只收文档" in page.text
    assert "已收回超付资金。" in page.text


def test_a_unit_lands_on_its_own_matters_and_sees_no_other_page(twenty, analyst):
    matter = issued(twenty, analyst, 1)
    unit = twenty.as_("works")
    assert unit.get("/").headers["location"] == "/work"
    assert "水利局超预算支付" in unit.get("/matters").text
    assert unit.get(matter).status_code == 200
    assert unit.get("/alerts").status_code == 403
    assert twenty.as_("respondent").get("/matters").status_code == 200


def test_a_matter_that_is_not_issued_is_not_there_for_the_unit(twenty, analyst):
    matter = handed_over(analyst, 1)
    assert twenty.as_("works").get(matter).status_code == 404


def test_an_overdue_matter_is_counted_in_the_menu_and_told_as_overdue(twenty, analyst):
    matter = issued(twenty, analyst, 1)
    twenty.clock.later(days=40)
    page = twenty.as_("analyst").get(matter).text
    assert "1件超期" in page
    assert re.search(r'class="left num"><span class="u">超期</span>\d', page)


def test_the_three_lists_come_as_rows_too(twenty, analyst):
    issued(twenty, analyst, 1)
    for sheet, n in (("problems", 1), ("rectification", 1), ("closed", 0)):
        assert len(analyst.get(f"/matters.json?sheet={sheet}").json()["items"]) == n
    assert "水利局超预算支付" in analyst.get("/matters.csv?sheet=problems").text


@pytest.mark.usefixtures("twenty")
def test_a_form_without_its_mark_moves_nothing(analyst):
    assert analyst.post("/alerts/1", data={"move": "take"}).status_code == 403
    assert "待核" in analyst.get("/alerts/1").text


def test_a_matters_form_is_no_readers_who_may_not_handle(twenty, analyst):
    handed_over(analyst, 1)
    assert twenty.as_("deputy").post("/alerts/sets", data={"alert": "1"}).status_code == 403


def test_opinions_on_a_draft_are_one_review_of_the_department(city: City):
    analyst, at = city.as_("analyst"), "/draft?region=419801&year=2026&department=101"

    first = send(analyst, at, line="X1", words="请说明新增的理由。")
    again = send(analyst, at, line="X1", words="上年没有花完。")

    assert (first.status_code, again.headers["location"]) == (303, f"{at}#opinions")
    page = analyst.get(at).text
    # each opinion's, in the list and beside its line, and the review's
    assert page.count('href="/matters/1"') == 5
    assert "请说明新增的理由。" in page
    assert "X1" in analyst.get("/matters/1").text


def test_an_expert_is_asked_about_a_department_s_draft(city: City):
    analyst, at = city.as_("analyst"), "/draft?region=419801&year=2026&department=101"

    asked = send(analyst, at, move="ask", account="expert", until="2026-12-10")
    assert (asked.status_code, asked.headers["location"]) == (303, f"{at}#reviews")
    assert send(analyst, at, move="ask", account="ghost").status_code == 409
    send(city.as_("expert"), at, line="X1", words="请说明新增的理由。")
    [review] = analyst.get("/api/v1/reviews?region=419801").json()["items"]
    assert (review["draft"], review["until"]) == ("2026/101", "2026-12-10")
    assert [(one["name"], one["opinions"]) for one in review["asked"]] == [("expert", 1)]
    assert "请专家审查" in analyst.get("/matters/1").text
    assert send(city.as_("leader"), "/matters/1/experts", account="expert").status_code == 303


def test_an_opinion_is_refused_where_it_can_not_be_given(city: City):
    at = "/draft?region=419801&year=2026&department=101"

    assert send(city.as_("analyst"), at, line="X1", words=" ").status_code == 422
    assert send(city.as_("analyst"), at, line="nowhere", words="x").status_code == 404
    assert send(city.as_("leader"), at, line="X1", words="x").status_code == 403
    assert city.as_("analyst").post(at, data={"line": "X1", "words": "x"}).status_code == 403


def test_a_reader_keeps_a_view_of_the_list_and_drops_it(city: City) -> None:
    analyst = city.as_("analyst")
    csrf = analyst.get("/api/v1/session").json()["csrf"]
    form = {"csrf": csrf, "name": "<b>红"}

    kept = analyst.post("/alerts?severity=red&language=zh", data=form)
    assert (kept.status_code, kept.headers["location"]) == (303, "/alerts?severity=red")
    assert 'href="/alerts?severity=red"' in analyst.get("/alerts").text
    assert "&lt;b&gt;红" in analyst.get("/alerts").text
    assert 'class="own"' not in city.as_("leader").get("/alerts").text
    assert analyst.post("/alerts", data=form).status_code == 422
    assert analyst.post("/alerts?severity=red", data={**form, "csrf": "x"}).status_code == 403
    assert analyst.post("/alerts?severity=red", data={**form, "do": "drop"}).status_code == 303
    assert "&lt;b&gt;红" not in analyst.get("/alerts").text
