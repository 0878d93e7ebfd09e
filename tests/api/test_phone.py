"""What a phone is given: little, installable, and nothing of a reader's that it would keep."""

import json
import re
from dataclasses import replace

from api.static import FOLDER
from bench.pages import HEAVIEST, Loads, weigh
from tests.api.city import City

PAGES = ("/today", "/overview", "/alerts", "/draft", "/rules", "/figure?department=101", "/remarks",
         "/search?q=jyj")  # fmt: skip
"""The heavy ones, and what a phone opens; `make bench-pages` asks them all."""


def test_a_first_view_weighs_little_and_asks_nobody_else(city: City):
    analyst = city.as_("analyst")
    seen = [weigh(analyst, path, "analyst") for path in PAGES]
    assert [one for one in seen if one.status != 200 or one.outside] == []
    assert 10_000 < max(one.bytes for one in seen) < HEAVIEST


def test_what_a_page_asks_another_host_for_is_found():
    loads = Loads()
    loads.feed('<link rel="stylesheet" href="//cdn/x.css"><a href="https://b/"></a><img src="/m">')
    assert loads.found == ["//cdn/x.css", "/m"]


def test_pages_and_styles_come_squeezed_and_secrets_as_they_are(city: City):
    deputy = city.as_("deputy")
    assert deputy.get("/today").headers["content-encoding"] == "gzip"
    assert deputy.get("/static/app.css").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in deputy.get("/api/v1/session").headers
    part = deputy.get("/static/app.css", headers={"Range": "bytes=0-99"})
    assert "content-encoding" not in part.headers
    assert part.content == (FOLDER / "app.css").read_bytes()[:100]


def test_the_site_can_be_installed(city: City):
    browser = city.browser()
    manifest = browser.get("/static/site.webmanifest")
    told = json.loads(manifest.content)
    assert manifest.headers["content-type"] == "application/manifest+json"
    assert (told["scope"], told["start_url"], told["display"]) == ("/", "/", "standalone")
    for icon in told["icons"]:
        assert browser.get(icon["src"]).headers["content-type"] == icon["type"]


def test_the_worker_stands_for_the_whole_site_and_keeps_static_files_alone(city: City):
    worker = city.browser().get("/static/worker.js")
    assert worker.headers["service-worker-allowed"] == "/"
    assert worker.headers["cache-control"] == "no-cache"
    first = re.search(r"FIRST = \[OFFLINE, (.*)\]", worker.text).group(1)
    assert all(path.startswith("'/static/") for path in first.split(", "))
    for path in re.findall(r"'(/static/\S+?)'", worker.text):
        if path != "/static/":
            assert city.browser().get(path).status_code == 200


def test_a_printed_page_carries_its_address_where_the_site_has_one(city: City):
    deputy = city.as_("deputy")
    assert 'class="printed"' not in deputy.get("/figure").text
    city.app.state.house = replace(city.app.state.house, address="https://watch.example")
    page = deputy.get("/figure?region=419802&purpose=x").text
    assert "https://watch.example/figure?region=419802&amp;year=2026<" in page
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page or 'class="qr"' in page
