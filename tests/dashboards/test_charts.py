"""Every chart says what it found, holds its numbers as a table, and names its source."""

import re
from pathlib import Path

import pytest

import dashboards
from tests.dashboards.conftest import Look
from tests.dashboards.test_units import READABLE, main

TEMPLATES = Path(dashboards.__file__).parent / "templates"
CHARTED = [one for one in READABLE if "m.chart(" in (TEMPLATES / one.template).read_text("utf-8")]


@pytest.mark.parametrize("page", CHARTED, ids=lambda page: page.path)
def test_a_chart_has_a_finding_a_table_and_a_source(looking: Look, page) -> None:
    _, said = main(looking, page)
    for drawn in said.split('<figure class="chart">')[1:]:
        inside, _, after = drawn.partition("</figure>")
        assert re.match(r"<h2>[^<]+</h2><p class=\"sub\">[^<]+</p>", inside)
        assert "<tbody><tr>" in inside
        assert after.lstrip().startswith('<p class="source">')
