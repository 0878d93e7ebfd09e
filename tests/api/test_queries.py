"""Analysts ask in SQL, each within their reach; every question is in the record."""

import hashlib
import json

import pytest
from fastapi.testclient import TestClient

from alerts.trail import lines
from tests.api.city import FOUND, City, found
from tests.api.test_exports import post

PAID = "select region, sum(amount) as paid from core.payment group by region order by region"


def ask(client: TestClient, sql: str, path: str = "/queries"):
    return post(client, path, {"sql": sql})


def told(city: City) -> list[dict[str, object]]:
    with city.ledger.engine.connect() as connection:
        return [json.loads(line.words) for line in lines(connection, act="rows.query")]


def test_a_question_is_answered_within_the_asker_s_reach(city: City):
    whole, east = ask(city.as_("analyst"), PAID).json(), ask(city.as_("east"), PAID).json()

    assert whole["rows"] == [["419801", "1160.45"], ["419802", "1160.45"]]
    assert east["rows"] == [["419801", "1160.45"]]
    assert (east["names"], east["night"], east["cut"]) == (["region", "paid"], "2026-03-31", False)
    assert [one["outcome"] for one in told(city)] == ["answered", "answered"]


def test_alerts_and_matters_are_the_ledger_s_within_reach(city: City):
    city.note(FOUND, found("W1", region="419802", unit="102001"))

    found_ = ask(city.as_("east"), "select number, region from ops.alert").json()["rows"]

    assert found_ == [[1, "419801"]]
    assert ask(city.as_("east"), "select count(*) from ops.matter").json()["rows"] == [[0]]


@pytest.mark.parametrize("role", ["deputy", "respondent", "expert", "administrator"])
def test_only_staff_ask(city: City, role: str):
    assert ask(city.as_(role), "select 1").status_code == 403


def test_a_refused_question_is_a_problem_and_a_line_of_the_record(city: City, analyst):
    refused = ask(analyst, "select * from kept.payment")

    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/QueryRefused")
    assert refused.json()["detail"].startswith("no table 'payment' is here for you")
    assert "night" not in refused.json()["detail"]
    assert [(one["outcome"], one["sql"]) for one in told(city)] == [
        ("QueryRefused", "select * from kept.payment")
    ]


def test_an_answer_is_saved_as_csv_and_proven_by_the_record(city: City, analyst: TestClient):
    answer = ask(analyst, PAID, "/queries?form=csv")

    assert answer.text == "\ufeffregion,paid\r\n419801,1160.45\r\n419802,1160.45\r\n"
    assert told(city)[0]["sha256"] == hashlib.sha256(answer.content).hexdigest()


def test_the_page_shows_an_answer_or_says_why_there_is_none(analyst: TestClient):
    mark = analyst.get("/api/v1/session").json()["csrf"]

    page = analyst.get("/query").text
    done = analyst.post("/query", data={"csrf": mark, "sql": PAID})
    refused = analyst.post("/query", data={"csrf": mark, "sql": "drop table <x>"})

    assert "core.payment" in page
    assert "支付凭证主键" in page
    assert (done.status_code, ">1160.45<" in done.text) == (200, True)
    assert (refused.status_code, "drop table &lt;x&gt;" in refused.text) == (422, True)
