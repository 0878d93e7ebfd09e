"""Lists ordered as files: counted, written beside the site, sealed, fetched in parts, one's own."""

import csv
import hashlib
import io
import json
import re
from datetime import timedelta

import duckdb
import pytest
from fastapi.testclient import TestClient
from python_calamine import load_workbook

from alerts.exports import SILENT, Exports, ExportState
from alerts.trail import lines
from alerts.witness import files_of
from alerts.workflow import Role
from service.exporting import sweep, work_one
from service.settings import read_settings
from tests.api.city import FOUND, City, found

PAID = {"region": "419801", "fiscal_year": "2026"}


def post(client: TestClient, path: str, body: object) -> object:
    mark = client.get("/api/v1/session").json()["csrf"]
    return client.post(f"/api/v1{path}", json=body, headers={"X-CSRF-Token": mark})


def order(client: TestClient, what: str, form: str = "csv", purpose: str = "", **filters: object):
    asked = {"what": what, "form": form, "filters": filters}
    return post(client, f"/exports?purpose={purpose}" if purpose else "/exports", asked)


def work(city: City) -> None:
    settings = read_settings(city.nights.parent)
    while work_one(settings, city.ledger):
        pass


def fetched(city: City, client: TestClient, what: str, form: str = "csv", **filters: object):
    number = order(client, what, form, **filters).json()["number"]
    work(city)
    return client.get(f"/api/v1/exports/{number}/file")


def table(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_an_order_is_counted_then_written_then_fetched(city: City, analyst: TestClient):
    taken = order(analyst, "figure-rows", **PAID)
    before = analyst.get("/api/v1/exports/1/file")
    work(city)
    done = analyst.get("/api/v1/exports/1").json()

    assert (taken.status_code, taken.json()["rows"], taken.json()["state"]) == (202, 4, "waiting")
    assert (before.status_code, done["state"], done["written"]) == (410, "done", 4)
    rows = table(analyst.get(done["file"]))
    assert [row["amount"] for row in rows] == ["120.10", "-0.05", "33.33", "7.07"]


def test_every_form_holds_the_same_rows_and_says_where_they_came_from(city: City, analyst):
    folder = city.nights.parent
    files = {}
    for form in ("csv", "json", "xlsx", "parquet"):
        files[form] = folder / f"got.{form}"
        files[form].write_bytes(fetched(city, analyst, "figure-rows", form, **PAID).content)

    told = json.loads(files["json"].read_text("utf-8"))
    book = load_workbook(str(files["xlsx"]))
    amounts = duckdb.sql(f"select amount::varchar from '{files['parquet']}'").fetchall()
    about = duckdb.sql(
        f"select decode(value) from parquet_kv_metadata('{files['parquet']}') "
        "where decode(key) = 'ordered_by'"
    ).fetchall()
    assert [row["amount"] for row in told["items"]] == [one for (one,) in amounts]
    assert told["about"]["night"] == "2026-03-31"
    assert told["about"]["filters"] == {"region": ["419801"], "fiscal_year": ["2026"]}
    assert (about, len(book.sheet_names)) == ([("analyst",)], 2)
    assert book.get_sheet_by_index(0).to_python()[1][:2] == ["payment", "P1"]


def test_what_a_table_can_t_say_of_itself_is_told_beside_it_and_sealed(city: City, analyst):
    content = fetched(city, analyst, "figure-rows", **PAID).content
    beside = analyst.get("/api/v1/exports/1/about")
    with city.ledger.engine.connect() as connection:
        lines = list(files_of(connection, hashlib.sha256(beside.content).hexdigest()))

    about = beside.json()
    assert (about["night"], about["ordered_by"], about["rows"]) == ("2026-03-31", "analyst", 4)
    assert about["filters"] == {"region": ["419801"], "fiscal_year": ["2026"]}
    assert about["sha256"] == hashlib.sha256(content).hexdigest()
    assert (len(lines), lines[0].subject) == (1, "export 1")
    assert city.as_("leader").get("/api/v1/exports/1/about").status_code == 404


def test_alerts_carry_the_editions_of_their_rules_and_their_filters(city: City, analyst):
    city.note(FOUND, found("=cmd|'/c calc'!A1", code="B03"))

    told = fetched(city, analyst, "alerts", "json", code=["B02"]).json()
    rows = table(fetched(city, analyst, "alerts", code="B03"))

    assert told["about"]["rule_editions"] == {"B02": "0badcafe"}
    assert [one["number"] for one in told["items"]] == [1]
    assert rows[0]["subject"] == "'=cmd|'/c calc'!A1"


def test_a_file_is_sealed_in_the_record(city: City, analyst: TestClient):
    content = fetched(city, analyst, "figure-rows", **PAID).content

    with city.ledger.engine.connect() as connection:
        [line] = files_of(connection, hashlib.sha256(content).hexdigest())
        fetches = [one.subject for one in lines(connection, act="export.fetch")]
    assert (line.act, line.actor, json.loads(line.words)["rows"]) == ("rows.export", "analyst", 4)
    assert json.loads(line.words)["filters"] == {"fiscal_year": ["2026"], "region": ["419801"]}
    assert fetches == ["export 1"]


def test_a_broken_download_goes_on_where_it_ended(city: City, analyst: TestClient):
    whole = fetched(city, analyst, "figure-rows", **PAID)
    at, mark = "/api/v1/exports/1/file", whole.headers["etag"]

    def part(asked: str, **more: str):
        return analyst.get(at, headers={"Range": asked, "Accept-Encoding": "gzip", **more})

    rest = part("bytes=100-", **{"If-Range": mark})
    assert (rest.status_code, rest.content) == (206, whole.content[100:])
    assert part("bytes=-9").content == whole.content[-9:]
    assert part("bytes=100-", **{"If-Range": '"other"'}).content == whole.content
    assert part("rows=1-2").status_code == 200
    assert part("bytes=0-1,4-5").status_code == 200
    beyond = part(f"bytes={len(whole.content)}-")
    assert (beyond.status_code, beyond.json()["type"]) == (416, "/problems/RangeRefused")
    assert beyond.headers["content-range"] == f"bytes */{len(whole.content)}"
    assert analyst.get(at, headers={"If-None-Match": mark}).status_code == 304


def test_too_many_rows_are_refused_with_their_count(city: City, analyst: TestClient):
    house = city.app.state.house
    city.app.state.house = type(house)(
        **{**vars(house), "exports": type(house.exports)(house.exports.folder, most=3)}
    )

    refused = order(analyst, "figure-rows", **PAID)

    assert refused.status_code == 422
    assert refused.json()["detail"].startswith("this would be 4 rows, where at most 3 are exported")
    assert analyst.get("/api/v1/exports").json()["items"] == []


@pytest.mark.parametrize(
    ("what", "filters", "status", "said"),
    [
        ("secrets", {}, 422, "nothing called 'secrets' is exported"),
        ("alerts", {"colour": "red"}, 422, "filter 'colour' is not known of alerts"),
        ("alerts", {"severity": "pink"}, 422, "it is one of"),
        ("alerts", {"since": "yesterday"}, 422, "give a day"),
        ("alerts", {"region": "520000"}, 404, "no government '520000' is here"),
        ("figures", {"region": "419801"}, 422, "'fiscal_year' is missing"),
        ("figures", {"region": "419801", "fiscal_year": "1999"}, 404, "no execution of 1999"),
        ("figure-rows", {**PAID, "month": "13"}, 422, "a number from 1 to 12"),
        ("figure-rows", {**PAID, "department": "x'; drop"}, 404, "no department"),
        ("feed-rows", {"feed": "payment", "region": "419801"}, 422, "it is one of statement"),
        ("feed-rows", {"region": "419801"}, 422, "'feed' is missing"),
        ("rejects", {"file": "one"}, 422, "give a whole number"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_in_a_sentence(analyst, what, filters, status, said):
    answer = order(analyst, what, **filters)

    assert (answer.status_code, said in answer.json()["detail"]) == (status, True), answer.text


def test_nobody_exports_what_is_not_theirs_to_see(city: City):
    city.note(FOUND, found("W1", region="419802", unit="102001"))
    east, keeper = city.as_("east"), city.as_("administrator")

    rows = table(fetched(city, east, "alerts"))

    assert [row["region"] for row in rows] == ["419801"]
    assert order(east, "figure-rows", region="419802", fiscal_year="2026").status_code == 404
    assert order(keeper, "alerts").status_code == 403
    assert table(fetched(city, city.as_("deputy"), "alerts")) == []
    assert [keeper.get(f"/api/v1/exports/1{face}").status_code for face in ("", "/file")] == [
        404
    ] * 2


def test_persons_and_accounts_are_masked_unless_a_purpose_is_named(city: City, analyst):
    with duckdb.connect(str(city.nights / "2026-03-31.duckdb")) as night:
        night.execute(
            "update kept.payment set payee = '欧阳明月', payee_account = '6222000200112345678', "
            "purpose = '付欧阳明月劳务费' where payment = 'P1' and region = '419801'"
        )

    masked = table(fetched(city, analyst, "figure-rows", **PAID))[0]
    order(analyst, "figure-rows", purpose="核对", **PAID)
    work(city)
    clear = table(analyst.get("/api/v1/exports/2/file"))[0]

    names = ("payee", "payee_account", "purpose")
    assert [masked[name] for name in names] == ["欧**", "****5678", "付欧**劳务费"]
    assert [clear[name] for name in names[:2]] == ["欧阳明月", "6222000200112345678"]
    with city.ledger.engine.connect() as connection:
        reads = [json.loads(one.words)["purpose"] for one in lines(connection, act="rows.read")]
    assert reads == ["核对"]


def test_an_account_that_sees_otherwise_by_now_gets_nothing(city: City, analyst: TestClient):
    fetched(city, analyst, "alerts")
    order(analyst, "alerts")
    city.accounts.set_role("analyst", Role.DEPUTY, now=city.clock())
    work(city)
    again = city.as_("analyst")

    assert again.get("/api/v1/exports/1/file").status_code == 410
    assert again.get("/api/v1/exports/2").json()["state"] == "failed"


def test_an_order_whose_worker_died_is_taken_up_again_and_given_up_in_the_end(city: City, analyst):
    order(analyst, "alerts")
    exports, now = Exports(city.ledger.engine), city.clock()
    states = []
    for _ in range(4):
        claimed = exports.claim(now)
        assert exports.claim(now) is None
        states.append(claimed is not None)
        now += SILENT + timedelta(seconds=1)

    told = analyst.get("/api/v1/exports/1").json()
    assert (states, told["state"]) == ([True, True, True, False], "failed")
    assert told["told"].startswith("the worker died 3 times")


def test_a_file_whose_days_are_over_is_deleted(city: City, analyst: TestClient):
    fetched(city, analyst, "alerts")
    folder, exports = city.nights.parent / "exports", Exports(city.ledger.engine)
    over = exports.of(1, account="analyst").expires_at
    assert over is not None

    swept = sweep(read_settings(city.nights.parent), city.ledger, over)

    assert (swept, list(folder.iterdir())) == (1, [])
    assert exports.of(1, account="analyst").state is ExportState.EXPIRED
    assert analyst.get("/api/v1/exports/1/file").status_code == 410


def test_the_form_beneath_a_list_orders_what_is_looked_at(city: City, analyst: TestClient):
    city.note(FOUND)
    page = analyst.get("/alerts?severity=red&region=419801").text
    mark = analyst.get("/api/v1/session").json()["csrf"]
    fields = {"csrf": mark, "what": "alerts", "form": "csv", "f.severity": "red"}

    sent = analyst.post("/exports", data=fields)
    refused = analyst.post("/exports", data={**fields, "f.severity": "pink"})
    work(city)

    assert 'name="f.region" value="419801"' in page
    assert (sent.status_code, refused.status_code) == (303, 422)
    assert "/api/v1/exports/1/file" in analyst.get("/exports").text


def test_the_forms_of_all_lists_order_what_can_be_ordered(city: City, analyst: TestClient):
    pages = (
        "/alerts", "/matters", "/execution?region=419801&year=2026",
        "/execution/rows?region=419801&year=2026", "/supply/rejects",
        "/rows/department_budget?region=419801&year=2026",
    )  # fmt: skip
    sent = {}
    for page in pages:
        form = _form(analyst.get(page).text)
        sent[page] = analyst.post("/exports", data=form).status_code
    work(city)

    states = {one["what"]: one["state"] for one in analyst.get("/api/v1/exports").json()["items"]}
    assert sent == dict.fromkeys(pages, 303)
    assert set(states.values()) == {"done"}
    assert len(states) == 6


def _form(page: str) -> dict[str, list[str]]:
    part = page.split('action="/exports"')[1].split("</form>", maxsplit=1)[0]
    fields: dict[str, list[str]] = {"form": ["csv"]}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', part):
        fields.setdefault(name, []).append(value)
    return fields
