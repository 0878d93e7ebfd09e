"""What a deputy says of a figure or an alert, and who comes to know of it."""

import re

import pytest
from fastapi.testclient import TestClient

from alerts.workflow import Role
from tests.api.city import FOUND, PASSWORD, City

FIGURE = "/figure?region=419801&year=2026&department=101"
WORDS = "我们村的水渠什么时候修？"


def mark(reader: TestClient) -> str:
    page = reader.get("/account").text
    return re.search(r'name="csrf" value="(\w+)"', page).group(1)


def speak(reader: TestClient, about: str = FIGURE, words: str = WORDS, **other: str):
    form = {"csrf": mark(reader), "about": about, "words": words, **other}
    return reader.post("/remarks", data=form)


@pytest.fixture
def deputy(city: City) -> TestClient:
    return city.as_("deputy")


def test_a_remark_is_a_suggestion_with_a_receipt_that_its_author_follows(deputy):
    answer = speak(deputy)
    mine = deputy.get("/remarks.json").json()["items"]

    assert answer.headers["location"] == "/remarks?receipt=1#m1"
    assert [(one["receipt"], one["state"], one["words"], one["about"]) for one in mine] == [
        ("人代建〔2026〕1号", "drafted", WORDS, FIGURE)
    ]
    assert mine[0]["subject"] == "关于河东区水利2026年的支出的意见"
    assert WORDS in deputy.get(FIGURE).text


def test_the_analyst_finds_it_on_the_work_list(city, deputy):
    speak(deputy)
    rows = city.as_("analyst").get("/work.json").json()["items"]
    assert [(row["part"], row["number"]) for row in rows] == [("suggested", 1)]


def test_another_deputy_is_not_told_of_it(city, deputy):
    city.add("other", role=Role.DEPUTY, region="419800")
    speak(deputy)
    other = city.as_("other")
    assert other.get("/remarks.json").json()["items"] == []
    assert WORDS not in other.get(FIGURE).text


def test_what_another_deputy_said_stays_theirs_when_it_is_issued(city, deputy):
    city.add("other", role=Role.DEPUTY, region="419800")
    speak(deputy)
    step(city.as_("analyst"), "/matters/1", move="issue")
    other = city.as_("other")
    told = other.get("/api/v1/matters/1").json()
    assert other.get("/remarks.json").json()["items"] == []
    assert "from" not in told["source"]
    assert told["history"][0]["actor"] == "—"
    assert deputy.get("/remarks.json").json()["items"][0]["state"] == "issued"


def test_what_is_typed_is_text_and_nothing_else(city, deputy):
    speak(deputy, words="<script>alert(1)</script><img src=x onerror=1>{{ 7*7 }}\0")
    for reader in (deputy, city.as_("analyst")):
        for page in ("/remarks", FIGURE, "/matters/1"):
            text = reader.get(page).text
            assert "<script>alert" not in text
            assert "<img" not in text


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"words": "字" * 1001}, 422),
        ({"words": " \r\n "}, 422),
        ({"csrf": "0" * 32}, 403),
        ({"about": "/figure?region=110000&year=2026"}, 404),
        ({"about": "/figure?region=419801&year=2026&department=999"}, 404),
        ({"about": "/matters/1"}, 404),
        ({"about": "//elsewhere.example/figure"}, 404),
        ({"about": "/alerts/1"}, 404),  # there is one, and nobody has found it true
    ],
)
def test_what_can_not_be_said_is_refused_and_nothing_is_kept(city, deputy, given, status):
    city.note(FOUND)
    assert speak(deputy, **given).status_code == status
    assert deputy.get("/remarks.json").json()["items"] == []


def test_what_was_typed_is_shown_again_with_what_is_wrong(deputy):
    page = speak(deputy, words="字" * 1001).text
    assert "字" * 1000 in page
    assert "写了1001字，最多1000字：请写短一些" in page


@pytest.mark.parametrize("role", ["leader", "auditor"])
def test_who_brings_no_suggestions_is_told_so(city, role):
    assert speak(city.as_(role)).status_code == 403


def test_a_deputy_who_writes_without_end_has_to_wait(deputy):
    statuses = [speak(deputy, words=f"{n}").status_code for n in range(31)]
    assert statuses == [303] * 30 + [429]


def test_the_unit_that_answers_is_not_told_who_said_it(city):
    city.note(FOUND)
    city.accounts.add("d", display="代表甲", role=Role.DEPUTY, region="419801",
                      password=PASSWORD, now=city.clock())  # fmt: skip
    analyst = city.as_("analyst")
    step(analyst, "/alerts/1", move="confirm")
    speak(city.as_("d"), "/alerts/1")
    step(analyst, "/matters/1", move="issue")
    unit = city.as_("respondent").get("/matters/1").text

    told = city.as_("respondent").get("/api/v1/matters/1").text
    assert WORDS in unit
    assert "代表甲" not in unit + told
    assert '"actor":"d"' not in told.replace(" ", "")
    assert "代表甲" in analyst.get("/matters/1").text


def step(reader: TestClient, path: str, **form: str) -> None:
    answer = reader.post(path, data={"csrf": mark(reader), **form})
    assert answer.status_code == 303, answer.text


ROW = "/execution/rows?region=419801&year=2026&measure=paid&key=P1"
BUDGET = "/rows/department_budget?region=419801&year=2026&key=2026%2FL2&sum=approved"


@pytest.mark.parametrize(
    ("about", "line", "measure", "shown", "listed"),
    [
        (ROW, "payment/2026/P1", "payment.amount", "120.10", ROW),
        (BUDGET, "department_budget/2026/L2", "department_budget.approved", "300.01",
         "/rows/department_budget?region=419801&year=2026"),
        (FIGURE, None, "payment.amount", "120.05", FIGURE),
    ],
)  # fmt: skip
def test_a_remark_on_a_line_keeps_its_key_its_night_and_its_figure(
    city, deputy, about, line, measure, shown, listed
):
    assert speak(deputy, about, night="2026-03-31").status_code == 303

    [kept] = deputy.get("/remarks.json").json()["items"]
    assert (kept["about"], kept["line"], kept["night"]) == (about, line, "2026-03-31")
    assert (kept["measure"], kept["shown"]) == (measure, shown)
    analyst = city.as_("analyst")
    assert WORDS in analyst.get(listed).text
    assert shown in analyst.get("/matters/1").text


def test_the_form_of_a_line_says_what_stood_there(deputy):
    at = re.search(r'href="(/remarks\?about=[^"#]+)#speak"', deputy.get(ROW).text).group(1)
    page = deputy.get(at.replace("&amp;", "&")).text

    assert "水利局2026年支付凭证P1" in page
    assert "当时的数：实际支付金额 120.10（2026年3月31日）" in page
    assert f'value="{ROW.replace("&", "&amp;")}"' in page


def test_what_another_deputy_said_of_a_line_is_not_told_beside_it(city, deputy):
    city.add("other", role=Role.DEPUTY, region="419800")
    speak(deputy, ROW)
    assert WORDS in deputy.get(ROW).text
    assert WORDS not in city.as_("other").get(ROW).text


def test_an_opinion_on_a_draft_stands_beside_its_line_with_what_was_asked(city, deputy):
    at = "/draft?region=419801&year=2026&department=101"
    form = {"csrf": mark(deputy), "line": "X1", "words": WORDS, "night": "2026-03-31"}
    assert deputy.post(at, data=form).status_code == 303

    page = city.as_("analyst").get(at).text
    beside = page[page.index("X1</span>") :].partition("</td>")[0]
    assert WORDS in beside
    assert "200.00（2026年3月31日）" in beside


@pytest.mark.parametrize(
    "about",
    [
        "/execution/rows?region=419801&year=2026&measure=paid&key=nowhere",
        "/execution/rows?region=419801&year=2026&measure=all&key=P1",
        "/execution/rows?region=419801&year=2026",
        "/rows/payee?region=419801&key=1",
        "/rows/department_budget?region=419801&year=2026&key=",
        "/rows/department_budget?region=110000&year=2026&key=2026/L2",
        "/books?region=419801&year=2026&book=9&side=2",
        "/books?region=419801&year=2026&book=1&side=2&code=999",
    ],
)
def test_no_remark_is_tied_to_a_line_that_is_not_there(deputy, about):
    assert speak(deputy, about).status_code == 404
    assert deputy.get("/remarks", params={"about": about}).status_code == 404
    assert deputy.get("/remarks.json").json()["items"] == []
