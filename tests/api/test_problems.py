"""Whatever goes wrong is told as a problem, and nothing of the inside with it."""

import json
import re
import socket
from dataclasses import replace

import pytest

from api.errors import STATUS
from dashboards.words import knows
from tests.api.city import FOUND, PASSWORD, City
from tests.nights import tear
from tests.served import served
from warehouse.database import Window

MARK = "application/problem+json"


def test_an_address_where_nothing_is(analyst):
    told = analyst.get("/api/v1/nothing")

    assert (told.status_code, told.headers["content-type"]) == (404, MARK)
    assert told.json()["detail"].startswith("nothing is at '/api/v1/nothing'")


def test_a_method_that_is_not_taken(analyst):
    told = analyst.post("/api/v1/alerts")

    assert (told.status_code, told.headers["content-type"]) == (405, MARK)
    assert "GET" in told.headers["allow"]


def test_an_unknown_parameter_is_named_with_those_that_are_known(analyst):
    told = analyst.get("/api/v1/alerts?sevrity=red")

    assert told.status_code == 422
    assert told.json()["detail"] == (
        "parameter 'sevrity' is not known here; known: after, as_of, code, department, fields, "
        "format, limit, muted, observed, period, region, severity, since, sort, state, text, unit"
    )


def test_a_parameter_is_given_once(analyst):
    assert analyst.get("/api/v1/alerts?code=B01&code=B02").status_code == 422


def test_a_value_that_cannot_be_read_is_told_by_its_name(analyst):
    told = analyst.get("/api/v1/alerts?severity=purple").json()

    assert told["status"] == 422
    assert told["errors"][0]["name"] == "severity"
    assert "'red'" in told["errors"][0]["wanted"]


@pytest.mark.parametrize("page", ["/alerts?severity=zz", "/matters?kind=zz"])
def test_a_page_says_what_a_filter_may_be(analyst, page):
    zh, en = (analyst.get(f"{page}&language={spoken}") for spoken in ("zh", "en"))
    face = analyst.get(page.replace("?", ".json?"))

    name, first = ("severity", "red") if "severity" in page else ("kind", "warning")
    called, label = ("等级", "红") if name == "severity" else ("种类", "审计查出问题")
    assert (zh.status_code, en.status_code, face.status_code) == (422, 422, 422)
    assert f"{called}里没有“zz”这一项。" in zh.text
    assert f"There is no {name} called “zz”." in en.text
    assert "这一步" not in zh.text
    way = re.search(f'href="([^"]*)">不按{called}筛选<', zh.text)
    assert way
    assert f"{name}=" not in way[1]
    assert analyst.get(way[1].replace("&amp;", "&")).status_code == 200
    assert re.search(rf'href="{page[:7]}[^"]*{name}=[a-z_]+">{label}<', zh.text)
    assert face.json()["detail"].startswith(f"{name} can't be 'zz': it is one of {first}, ")


@pytest.mark.parametrize("page", ["/alerts?severty=red", "/matters?knd=warning"])
def test_a_filter_that_a_list_does_not_have_is_not_answered_with_everything(analyst, page):
    name = page.partition("?")[2].partition("=")[0]
    told, face = analyst.get(page), analyst.get(page.replace("?", ".json?"))

    assert (told.status_code, face.status_code) == (422, 422)
    assert f"这一页没有叫“{name}”的筛选" in told.text
    assert f"'{name}' is no filter of this page: it knows" in face.json()["detail"]
    way = re.search(f'href="([^"]*)">不用“{name}”<', told.text)
    assert way
    assert analyst.get(way[1]).status_code == 200


def test_a_kind_of_matters_that_there_is_not_is_refused_by_the_api(analyst):
    for path in ("/api/v1/matters", "/api/v1/matter-figures"):
        told = analyst.get(f"{path}?kind=zz")
        assert told.status_code == 422
        assert "audit_problem" in told.json()["detail"]


def test_what_was_typed_as_a_password_is_not_repeated(city: City):
    told = city.browser().post("/api/v1/session", json={"account": "a", "password": ["S3cret"]})

    assert told.status_code == 422
    assert "S3cret" not in told.text


def test_an_unknown_rule_names_the_known_ones(analyst):
    told = analyst.get("/api/v1/rules/Z99")

    assert told.status_code == 404
    assert "B02" in told.json()["detail"]


def test_no_night_is_told_as_such_and_the_service_is_waiting(city: City):
    analyst = city.as_("analyst")
    (city.nights / "current").unlink()

    told = analyst.get("/api/v1/coverage")

    assert (told.status_code, told.headers["retry-after"]) == (503, "60")
    assert told.json()["detail"] == "no night is published yet: run `pursewatch night`"
    assert analyst.get("/health").json()["status"] == "waiting"
    assert analyst.get("/overview").status_code == 200


def test_a_broken_house_tells_a_number_and_nothing_else(city: City):
    city.note(FOUND)
    analyst = city.as_("analyst")
    city.ledger.engine.dispose()
    for path in city.nights.parent.glob("ledger.sqlite*"):
        path.write_bytes(b"no ledger any more " * 1000)

    told = analyst.get("/api/v1/alerts")

    assert (told.status_code, told.headers["content-type"]) == (500, MARK)
    assert told.json()["detail"].endswith(told.headers["x-request-id"])
    assert "sqlite" not in told.text.lower()
    assert "Traceback" not in told.text
    assert told.headers["x-content-type-options"] == "nosniff"


def test_a_page_that_is_not_there_is_a_page(analyst):
    told = analyst.get("/nothing")

    assert told.status_code == 404
    assert told.headers["content-type"].startswith("text/html")


def test_a_body_that_is_too_large_is_not_read(city: City):
    told = city.browser().post("/api/v1/session", content=b"{" + b" " * 1_000_001)

    assert (told.status_code, told.headers["content-type"]) == (413, MARK)


def test_a_body_that_hides_its_length_is_counted(city: City):
    told = city.browser().post(
        "/api/v1/session",
        content=(b" " * 65_536 for _ in range(20)),
        headers={"Content-Type": "application/json"},
    )

    assert told.status_code == 413


def test_an_address_that_is_too_long_is_not_read(analyst):
    assert analyst.get(f"/api/v1/alerts?text={'x' * 9000}").status_code == 414


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe", b"{", b"[]", b"null", b'{"account": "\\ud800", "password": "x"}',
     b'{"account": "\\u0000", "password": "x"}', b'{"a":' * 5000,
     b'{"account": "a", "password": "b", "role": "leader"}'],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused(city: City, body):
    told = city.browser().post(
        "/api/v1/session", content=body, headers={"Content-Type": "application/json"}
    )

    assert told.status_code in {400, 401, 422}
    assert told.headers["content-type"] == MARK


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_json_that_a_foreign_form_could_send_is_not_taken(city: City, kind):
    body = json.dumps({"account": "analyst", "password": PASSWORD})

    told = city.browser().post("/api/v1/session", content=body, headers={"Content-Type": kind})

    assert told.status_code == 422


def test_bytes_that_are_no_http_do_not_stop_a_real_server(city: City):
    lines = [
        b"GET /%ff%00/..%2f..%2fetc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /api/v1/alerts?text=%00%ff HTTP/1.1\r\nHost: \xff\r\nCookie: pursewatch=\xff\r\n\r\n",
        b"GET /static/../api/app.py HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ]

    with served(city.app, log_level="critical") as port:
        answers = [_spoken(port, line) for line in lines]

    assert [answer.split()[1] for answer in answers] == [b"404", b"401", b"404", b"400", b"200"]


def _spoken(port: int, line: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
        wire.sendall(line)
        return wire.recv(4096)


@pytest.mark.parametrize(
    ("address", "status", "zh", "en"),
    [
        ("/alerts/99", 404, "没有", "no alert 99"),
        ("/execution?region=520000", 404, "没有区划520000", "no government 520000 is here"),
        ("/nothing", 404, "这里没有页面", "nothing is at"),
        ("/users", 403, "本角色不能打开这一页", "the role"),
    ],
)
def test_a_page_says_what_went_wrong_in_the_reader_s_language(analyst, address, status, zh, en):
    join = "&" if "?" in address else "?"
    there = analyst.get(f"{address}{join}language=zh")
    here = analyst.get(f"{address}{join}language=en")

    assert (there.status_code, here.status_code) == (status, status)
    assert (zh in there.text, en in there.text) == (True, False)
    assert en in here.text


def test_every_way_of_going_wrong_has_its_words():
    assert [kind.__name__ for kind in STATUS if not knows("zh", f"problem.{kind.__name__}")] == []


@pytest.mark.parametrize("table", [None, "ops.run"])
def test_a_night_that_cannot_be_read_is_said_to_be_so_on_a_page(analyst, city: City, table):
    tear((city.nights / "current").resolve(), table)
    city.app.state.house = replace(city.app.state.house, window=Window(city.nights))
    page = analyst.get("/overview")

    assert page.status_code == 503
    assert "这一夜的数坏了，现在打不开这一页。" in page.text
    assert ("这一夜的数读不了</span>" in page.text, "还没有算成的一夜" in page.text) == (
        True,
        False,
    )
    assert "这一夜的文件读不了" in page.text
    assert analyst.get("/overview.json").json()["type"] == "/problems/NightBroken"
