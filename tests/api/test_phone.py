"""What a phone is given: little, installable, and nothing of a reader's that it would keep."""

import gzip
import json
import re
from dataclasses import replace

import pytest

from api.static import FOLDER
from tests.api.city import City

MOST = 300_000
PAGES = ("/today", "/figure", "/figure?department=101", "/remarks", "/search?q=jyj")


@pytest.mark.parametrize("path", PAGES)
def test_a_first_view_weighs_little_without_the_chart_library(city: City, path):
    deputy = city.as_("deputy")
    page = deputy.get(path).text
    parts = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    wanted = {part.replace("&amp;", "&") for part in parts}
    total = len(gzip.compress(page.encode()))
    total += sum(len(gzip.compress(deputy.get(part).content)) for part in wanted)
    assert total < MOST


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
