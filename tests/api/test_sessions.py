"""Signing in and out."""

import re

import pytest

from api.forms import mark
from api.sessions import inside
from tests.api.city import PASSWORD, City


def form(city: City, **typed: str):
    browser = city.browser()
    page = browser.get("/sign-in")
    csrf = re.search(r'name="csrf" value="([0-9a-f]+)"', page.text)
    fields = {"account": "analyst", "password": PASSWORD, "csrf": csrf.group(1), **typed}
    return browser, browser.post("/sign-in", data=fields)


def test_the_form_signs_in_and_goes_where_one_wanted_to_go(city: City):
    browser, answer = form(city, next="/alerts?severity=red")

    assert (answer.status_code, answer.headers["location"]) == (303, "/alerts?severity=red")
    assert browser.get("/api/v1/session").json()["account"] == "analyst"


def test_the_sessions_cookie_is_out_of_reach_of_scripts_and_other_sites(city: City):
    _, answer = form(city)

    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("pursewatch="))
    assert "httponly" in cookie.lower()
    assert "samesite=strict" in cookie.lower()


def test_the_token_itself_is_nowhere_in_the_ledger(city: City):
    browser, _ = form(city)

    kept = b"".join(path.read_bytes() for path in city.nights.parent.glob("ledger.sqlite*"))
    assert browser.cookies["pursewatch"].encode() not in kept


def test_a_wrong_password_is_answered_like_an_unknown_name(city: City):
    _, wrong = form(city, password="Not-the-password")
    _, unknown = form(city, account="nobody")

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.count('role="alert"') == unknown.text.count('role="alert"') == 1
    assert "pursewatch=" not in str(wrong.headers)


def test_failures_make_one_wait_and_the_wait_ends(city: City):
    for _ in range(5):
        form(city, password="Not-the-password")

    _, locked = form(city)
    city.clock.later(seconds=31)
    _, again = form(city)

    assert (locked.status_code, again.status_code) == (429, 303)


@pytest.mark.parametrize("csrf", ["", "0" * 32, "é", "x" * 64])
def test_a_form_without_its_mark_is_not_taken(city: City, csrf):
    _, answer = form(city, csrf=csrf)

    assert answer.status_code == 403
    assert "pursewatch=" not in str(answer.headers)


@pytest.mark.parametrize(
    "header",
    [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://["},
     {"Sec-Fetch-Site": "cross-site"}],
)  # fmt: skip
def test_a_change_that_another_site_asks_for_is_refused(city: City, header):
    browser = city.as_("analyst")
    csrf = browser.get("/api/v1/session").json()["csrf"]

    out = browser.post("/sign-out", data={"csrf": csrf}, headers=header)
    script = city.browser().post(
        "/api/v1/session", json={"account": "analyst", "password": PASSWORD}, headers=header
    )

    assert (out.status_code, script.status_code) == (403, 403)
    assert browser.get("/api/v1/session").status_code == 200


def test_signing_out_ends_the_session_for_whoever_kept_its_cookie(city: City):
    browser = city.as_("analyst")
    token = browser.cookies["pursewatch"]

    without = browser.post("/sign-out", data={"csrf": "0" * 32})
    answer = browser.post("/sign-out", data={"csrf": mark(token)})
    again = city.browser().get("/api/v1/session", headers={"Cookie": f"pursewatch={token}"})

    assert (without.status_code, answer.status_code, again.status_code) == (403, 303, 401)


def test_a_script_signs_out_with_its_mark(city: City):
    script = city.as_("auditor")
    csrf = script.get("/api/v1/session").json()["csrf"]

    refused = script.delete("/api/v1/session")
    done = script.delete("/api/v1/session", headers={"X-CSRF-Token": csrf})

    assert (refused.status_code, done.status_code) == (403, 204)
    assert script.get("/api/v1/session").status_code == 401


def test_a_session_ends_by_itself(city: City):
    browser = city.as_("analyst")

    city.clock.later(hours=13)

    assert browser.get("/api/v1/alerts").status_code == 401


def test_a_token_that_somebody_planted_signs_nobody_in(city: City):
    planted = {"Cookie": "pursewatch=planted-by-somebody"}
    browser = city.browser()

    answer = browser.post(
        "/api/v1/session", json={"account": "analyst", "password": PASSWORD}, headers=planted
    )

    assert (answer.status_code, "planted" in str(answer.headers)) == (201, False)
    assert city.browser().get("/api/v1/session", headers=planted).status_code == 401


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)",
     "\\\\evil.example", "/a\r\nSet-Cookie: x=1", "http:evil", "///evil.example", "/\tevil",
     "", "http://[", "evil.example"],
)  # fmt: skip
def test_the_way_on_never_leads_out_of_the_house(elsewhere):
    assert inside(elsewhere) == "/"


def test_the_way_on_leads_within_the_house():
    assert inside("/alerts/7?language=en&q=水利") == "/alerts/7?language=en&q=水利"


def test_a_page_shows_the_way_in_and_the_api_says_401(city: City):
    page = city.browser().get("/alerts?severity=red")
    answer = city.browser().get("/api/v1/alerts")
    face = city.browser().get("/alerts.json")

    assert page.status_code == 303
    assert page.headers["location"] == "/sign-in?next=%2Falerts%3Fseverity%3Dred"
    assert (answer.status_code, face.status_code) == (401, 401)
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_way_in_speaks_the_language_that_was_asked_for(city: City):
    page = city.browser().get("/stations?language=en", follow_redirects=True)

    assert '<html lang="en"' in page.text


def test_the_language_that_was_chosen_is_kept(city: City):
    browser = city.as_("analyst")

    browser.get("/?language=en")

    assert '<html lang="en">' in browser.get("/overview").text
