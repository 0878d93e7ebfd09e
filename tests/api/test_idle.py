"""Sessions that are not used end, and roles that must have a second factor set one up first."""

from dataclasses import replace
from datetime import timedelta

import pyotp

from alerts.accounts import Accounts
from alerts.workflow import Role
from tests.api.city import PASSWORD, City


def kept_so(city: City, **manners: object) -> None:
    house = city.app.state.house
    kept = replace(house.manners, **manners)
    accounts = Accounts(city.ledger.engine, idle=kept.idle)
    city.app.state.house = replace(house, manners=kept, accounts=accounts)


def test_a_session_that_is_not_used_ends_and_one_in_use_goes_on(city: City):
    kept_so(city, idle=timedelta(minutes=30))
    used, left = city.as_("analyst"), city.as_("leader")

    for _ in range(3):
        city.clock.later(minutes=20)
        assert used.get("/api/v1/session").status_code == 200

    assert left.get("/api/v1/session").status_code == 401
    city.clock.later(minutes=31)
    assert used.get("/api/v1/session").status_code == 401


def test_a_role_that_must_have_a_second_factor_sets_it_up_before_anything_else(city: City):
    kept_so(city, factor_roles=frozenset({Role.ANALYST}))
    analyst = city.as_("analyst")

    refused = analyst.get("/api/v1/alerts")
    page = analyst.get("/alerts")
    led = analyst.get(page.headers["location"])

    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/FactorWanted")
    assert (page.status_code, page.headers["location"]) == (303, "/account?first=factor")
    assert "启用动态口令" in led.text
    assert city.as_("leader").get("/api/v1/alerts").status_code == 200


def test_with_the_second_factor_everything_opens(city: City):
    kept_so(city, factor_roles=frozenset({Role.ANALYST}))
    key = pyotp.random_base32()
    city.accounts.set_factor("analyst", key, now=city.clock())
    browser = city.browser()

    code = pyotp.TOTP(key).at(city.clock())
    body = {"account": "analyst", "password": PASSWORD, "code": code}

    assert browser.post("/api/v1/session", json=body).status_code == 201
    assert browser.get("/api/v1/alerts").status_code == 200
