"""Second factors, machines, forced changes, and what the record says of who was turned away."""

import json
import re
from dataclasses import replace

import pyotp
import pytest
from fastapi.testclient import TestClient

from alerts.passwords import PasswordRefused, Rules
from alerts.spending import Limit
from alerts.trail import lines
from alerts.verify import verify_trail
from api.deps import Manners
from api.doors import doors
from tests.api.city import FOUND, NOON, PASSWORD, City
from tests.api.test_leaks import ACCOUNT, PAID, PERSON
from tests.api.test_matters import csrf
from tests.api.test_roles import address

OTHER = "Another-2026-password"


def told(city: City, act: str) -> list[tuple[str, str, dict]]:
    with city.ledger.engine.connect() as connection:
        assert verify_trail(connection).faults == []
        return [(n.actor, n.subject, json.loads(n.words)) for n in lines(connection, act=act)]


def sign_in(city: City, **more: str):
    browser = city.browser()
    asked = {"account": "analyst", "password": PASSWORD, **more}
    return browser, browser.post("/api/v1/session", json=asked)


def test_with_a_second_factor_a_password_alone_and_a_code_twice_are_refused(city: City):
    analyst = city.as_("analyst")
    key = analyst.post("/api/v1/session/factor", headers=csrf(analyst)).json()["key"]
    proof = {"password": PASSWORD, "key": key, "code": pyotp.TOTP(key).at(city.clock())}
    used = analyst.put("/api/v1/session/factor", json=proof, headers=csrf(analyst))

    alone = sign_in(city)[1].status_code
    wrong = sign_in(city, code="000000")[1].status_code
    first = sign_in(city, code=proof["code"])[1].status_code
    again = sign_in(city, code=proof["code"])[1].status_code
    city.clock.later(seconds=30)
    later = sign_in(city, code=pyotp.TOTP(key).at(city.clock()))[1].status_code

    assert (used.status_code, alone, wrong, first, again, later) == (204, 401, 401, 201, 401, 201)
    assert analyst.get("/api/v1/session").status_code == 401


def test_a_password_that_has_to_be_changed_opens_nothing_else(city: City):
    city.accounts.set_password("analyst", OTHER, now=NOON, must_change=True)
    browser, _ = sign_in(city, password=OTHER)
    shut = [browser.get(at).status_code for at in ("/api/v1/alerts", "/alerts", "/account")]
    wanted = {"password": OTHER, "wanted": PASSWORD}
    same = {"password": OTHER, "wanted": OTHER}
    mark = csrf(browser)

    refused = browser.put("/api/v1/session/password", json=same, headers=mark).status_code
    changed = browser.put("/api/v1/session/password", json=wanted, headers=mark).status_code

    assert (shut, refused, changed) == ([403, 303, 200], 422, 204)
    assert city.as_("analyst").get("/api/v1/alerts").status_code == 200


@pytest.mark.parametrize(
    ("password", "said"),
    [("short-1A", "8 characters"), ("alllowercase", "1 kinds"), ("Anlan2026x", None)],
)
def test_a_site_says_what_passwords_must_be(password: str, said: str | None):
    rules = Rules(shortest=10, kinds=3)

    if said is None:
        rules.must_hold("wang", password)
    else:
        with pytest.raises(PasswordRefused, match=said):
            rules.must_hold("wang", password)


def test_a_machine_opens_what_its_token_is_for_until_its_day(city: City):
    city.note(FOUND)
    analyst = city.as_("analyst")
    asked = {"name": "report", "rights": ["alerts"], "until": "2026-04-02"}
    given = analyst.post("/api/v1/tokens", json=asked, headers=csrf(analyst)).json()
    machine = city.browser()
    machine.headers["Authorization"] = f"Bearer {given['token']}"

    opened = [
        machine.get(f"/api/v1/{at}").status_code
        for at in ("alerts/1", "coverage", "tokens", "users")
    ]
    page = machine.get("/alerts", headers={"Accept": "application/json"}).status_code
    city.clock.later(days=2)

    assert (opened, page) == ([200, 403, 403, 403], 401)
    assert machine.get("/api/v1/alerts/1").status_code == 401
    kept = b"".join(one.read_bytes() for one in city.nights.parent.glob("ledger.sqlite*"))
    assert given["token"].encode() not in kept


def test_signing_out_everywhere_ends_sessions_and_machines(city: City):
    one, other = city.as_("analyst"), city.as_("analyst")
    asked = {"name": "report", "rights": ["alerts"], "until": "2026-04-02"}
    token = one.post("/api/v1/tokens", json=asked, headers=csrf(one)).json()["token"]

    assert one.delete("/api/v1/session/all", headers=csrf(one)).status_code == 204

    assert other.get("/api/v1/session").status_code == 401
    bearer = {"Authorization": f"Bearer {token}"}
    assert city.browser().get("/api/v1/alerts", headers=bearer).status_code == 401


def test_no_change_is_made_without_the_mark_of_the_session(city: City):
    changing = [
        one
        for one in doors(city.app)
        if one.method != "GET"
        and one.right is not None
        and one.path != "/stations/{station}"  # citizens have no session: tests/api/test_stations
    ]
    clients = {role: city.as_(role) for role in ("analyst", "leader", "administrator")}

    answers = {}
    for door in changing:
        client = next(clients[role] for role in clients if role in door.roles)
        answers[door.method, door.path] = client.request(door.method, address(door)).status_code

    assert len(changing) > 25
    assert {one: status for one, status in answers.items() if status not in {403, 422}} == {}


def test_who_is_turned_away_stands_in_the_record(city: City):
    city.note(FOUND)
    east = city.as_("east")
    for asked in ("/api/v1/alerts/99", "/api/v1/dues?region=419802", "/users", "/matters/7"):
        east.get(asked)

    denied = told(city, "door.refuse")

    assert [(actor, at) for actor, at, _ in denied] == [
        ("east", "/api/v1/alerts/99"),
        ("east", "/api/v1/dues"),
        ("east", "/users"),
        ("east", "/matters/7"),
    ]
    assert denied[1][2]["wanted"] == ["419802"]


def test_sensitive_cells_are_shown_for_a_purpose_that_is_kept(city: City):
    city.note(PAID)
    analyst = city.as_("analyst")

    masked = [analyst.get(at).text for at in ("/api/v1/alerts/1", "/alerts/1", "/alerts/1.json")]
    shown = [analyst.get(f"{at}?purpose=核实户名").text for at in ("/api/v1/alerts/1", "/alerts/1")]

    assert not [text for text in masked if PERSON in text or ACCOUNT in text]
    assert [PERSON in text and ACCOUNT in text for text in shown] == [True, True]
    assert [(one, why["purpose"]) for one, _, why in told(city, "rows.read")] == [
        ("analyst", "核实户名"),
        ("analyst", "核实户名"),
    ]
    assert PERSON not in city.as_("auditor").get("/alerts/1?purpose=x").text


def test_an_address_that_signs_in_too_often_waits_on_every_process(city: City):
    city.app.state.house = replace(city.app.state.house, manners=Manners(sign_ins=Limit(2, 60)))

    statuses = [sign_in(city)[1].status_code for _ in range(3)]
    city.clock.later(seconds=61)

    assert statuses == [201, 201, 429]
    assert sign_in(city)[1].status_code == 201


def form(client: TestClient, at: str, **fields: str):
    mark = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get(at).text)
    assert mark is not None
    return client.post(at, data={"csrf": mark.group(1), **fields})


def test_an_administrator_keeps_accounts_on_a_page_and_sees_no_case(city: City):
    keeper = city.as_("administrator")
    added = {"do": "add", "name": "li", "password": OTHER, "role": "expert", "region": "419801"}

    assert form(keeper, "/users", **added).status_code == 303
    assert form(keeper, "/users", **added).status_code == 409
    assert form(keeper, "/users", do="close", name="east").status_code == 303
    users = {one["name"]: one for one in keeper.get("/api/v1/users").json()["items"]}
    assert (users["li"]["must_change"], users["li"]["role"]) == (True, "expert")
    assert city.accounts.of("east").disabled


def test_the_week_says_who_looked_at_what_and_what_nobody_opened(city: City):
    city.note(FOUND, PAID)
    city.clock.later(days=1)
    analyst, auditor = city.as_("analyst"), city.as_("auditor")
    for _ in range(2):
        analyst.get("/api/v1/alerts/1")
    analyst.get("/alerts/1")

    lines_told = auditor.get("/looked.json").json()["items"]
    page = auditor.get("/looked?language=en").text

    assert [(one["account"], one["act"], one["subject"]) for one in lines_told] == [
        ("analyst", "alert.read", "alert 1")
    ]
    assert '<td>Alerts never opened</td><td class="r">1</td>' in page
    assert "1.0 days" in page
