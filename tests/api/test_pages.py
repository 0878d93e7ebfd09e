"""The HTML door: pages, their other faces, and what every answer wears."""

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.pages import table
from tests.api.city import FOUND, PASSWORD, City, found
from warehouse.database import Window

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; manifest-src 'self'; worker-src 'self'"
)


@pytest.mark.parametrize(
    "door", ["/", "/alerts", "/sign-in", "/health", "/api/v1/alerts", "/nothing", "/api/v1/x?y",
             "/static/app.css", "/static/nothing.css"],
)  # fmt: skip
def test_every_answer_wears_the_shield(analyst, door):
    headers = analyst.get(door).headers

    assert headers["content-security-policy"] == STRICT
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["permissions-policy"].startswith("camera=()")


def test_private_pages_are_kept_nowhere(analyst):
    assert analyst.get("/overview").headers["cache-control"] == "no-store"
    assert analyst.get("/api/v1/alerts").headers["cache-control"] == "private, no-cache"
    assert analyst.get("/api/v1/session").headers["cache-control"] == "no-store"


def test_a_page_holds_nothing_that_the_shield_would_stop(city: City):
    city.note(FOUND)
    analyst = city.as_("analyst")

    for door in ("/overview", "/work", "/alerts", "/alerts/1", "/rules", "/nothing"):
        html = analyst.get(door).text
        assert " style=" not in html
        assert "<style" not in html
        assert " onclick=" not in html
        assert "https://" not in html


def test_a_static_file_that_is_named_by_its_content_is_kept_for_ever(city: City):
    browser = city.browser()
    page = browser.get("/sign-in").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]

    named = browser.get(address)
    bare = browser.get(address.split("?")[0])
    again = browser.get(address, headers={"If-None-Match": named.headers["etag"]})

    assert named.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert bare.headers["cache-control"] == "public, max-age=300"
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["../page.py", "..%2fpage.py", "%2e%2e/page.py", "..\\page.py"])
def test_static_files_are_those_of_their_folder(city: City, path):
    assert city.browser().get(f"/static/{path}").status_code in {404, 405}


def test_the_faces_of_a_page_hold_the_same_rows(city: City):
    city.note(FOUND, found("Z2", region="419802"))
    analyst = city.as_("analyst")

    rows = analyst.get("/alerts.json").json()["items"]
    lines = analyst.get("/alerts.csv").text.lstrip("\ufeff").splitlines()

    assert [row["subject"] for row in rows] == ["Z1", "Z2"]
    assert [row["at_stake"] for row in rows] == ["20.10", "20.10"]
    assert len(lines) == 3
    assert "20.10" in lines[1]


def test_a_page_for_one_county_shows_no_other(city: City):
    city.note(FOUND, found("OTHER-ONE", region="419802"))
    east = city.as_("east")

    seen = east.get("/alerts").text + east.get("/alerts.json").text + east.get("/alerts.csv").text
    other = east.get("/alerts?region=419802&state=all")

    assert "OTHER-ONE" not in seen + other.text
    assert east.get("/alerts/2").status_code == 404


def test_a_spreadsheet_takes_no_cell_for_a_formula():
    text = table([{"name": "=cmd|'/c calc'!A0", "sum": "-1"}, {"name": "+1+1", "sum": "@x"}])

    assert text == "\ufeffname,sum\r\n'=cmd|'/c calc'!A0,-1\r\n'+1+1,'@x\r\n"


def test_a_site_behind_tls_says_so_and_ties_its_cookie_to_the_host(city: City):
    app = create_app(
        Window(city.nights), city.ledger, clock=city.clock, version="0.1.0", secure_cookies=True
    )
    browser = TestClient(app, base_url="https://site", raise_server_exceptions=False)
    answer = browser.post("/api/v1/session", json={"account": "analyst", "password": PASSWORD})

    assert answer.headers["set-cookie"].startswith("__Host-pursewatch=")
    assert "Secure" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert browser.get("/api/v1/session").status_code == 200
