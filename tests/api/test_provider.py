"""Signing in at a real provider of OpenID Connect, which the test starts."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from alerts.workflow import Role
from api.provider import BACK, WAY, Provider
from dashboards.assets.build import NodeMissing, node_at
from tests.api.city import City

FOLDER = Path(__file__).resolve().parents[1] / "oidc"
SITE = "http://site"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    try:
        node = node_at() / "node"
    except NodeMissing:
        pytest.skip("no Node is here: signing in at a provider goes untested")
    if not (FOLDER / "node_modules" / "oidc-provider").exists():
        pytest.skip("tests/oidc has no provider: run `make setup-test`")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [shutil.which("node") or str(node), "provider.mjs", str(port), SITE + BACK]
    started = subprocess.Popen(
        command, cwd=FOLDER, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ
    )
    assert started.stdout is not None
    assert started.stdout.readline().strip() == str(port).encode()
    yield f"http://127.0.0.1:{port}"
    started.terminate()
    started.wait()
    started.stdout.close()


@pytest.fixture
def joined(city: City, issuer: str) -> City:
    house = city.app.state.house
    provider = Provider(
        issuer=issuer, client="pursewatch", secret="a-secret-of-the-test", address=SITE,
        roles={"budget-office": "analyst"}, region="419800",
    )  # fmt: skip
    city.app.state.house = replace(house, provider=provider)
    return city


def at_the_provider(address: str, login: str) -> str:
    """Sign in at the provider as a person does; give the address that it sends back to."""
    with requests.Session() as person:
        for answers in (
            {"prompt": "login", "login": login, "password": "x"},
            {"prompt": "consent"},
        ):
            page = person.get(address, timeout=20)
            step = person.post(page.url, data=answers, timeout=20, allow_redirects=False)
            address = step.headers["location"]
            step = person.get(address, timeout=20, allow_redirects=False)
            address = step.headers["location"]
            if address.startswith("/"):
                address = f"{page.url.split('/interaction')[0]}{address}"
        return address


def signed_in(city: City, login: str):
    browser = city.browser()
    left = browser.get(WAY, params={"onward": "/alerts?severity=red"})
    back = at_the_provider(left.headers["location"], login)
    return browser, left, back


def test_the_provider_proves_who_somebody_is_and_its_claims_what_they_may(joined: City):
    browser, left, back = signed_in(joined, "wang")

    landed = browser.get(back.removeprefix(SITE))
    told = browser.get("/api/v1/session").json()

    asked = parse_qs(urlsplit(left.headers["location"]).query)
    assert (asked["code_challenge_method"], asked["response_type"]) == (["S256"], ["code"])
    assert 'url=/alerts?severity=red"' in landed.text
    assert (told["account"], told["role"], told["region"]) == ("wang", "analyst", "419801")
    assert browser.get(back.removeprefix(SITE)).headers["location"].endswith("failed=provider")


def test_who_has_no_role_here_or_another_s_name_stays_outside(joined: City):
    for login in ("guest", "analyst"):
        browser, _, back = signed_in(joined, login)

        assert browser.get(back.removeprefix(SITE)).headers["location"].endswith("=provider")
        assert browser.get("/api/v1/session").status_code == 401
    assert joined.accounts.of("analyst").role is Role.ANALYST
    assert not joined.accounts.of("analyst").external


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(joined: City):
    _, _, back = signed_in(joined, "wang")

    other = joined.browser()
    other.get(WAY)

    assert other.get(back.removeprefix(SITE)).headers["location"].endswith("failed=provider")
    assert other.get("/api/v1/session").status_code == 401


def test_a_site_without_a_provider_has_no_such_way(city: City):
    assert city.browser().get(WAY).status_code == 404
