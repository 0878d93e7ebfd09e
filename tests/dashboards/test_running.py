"""How the site fares, as its administrator sees it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts.ledger import Ledger
from dashboards import render
from dashboards.figures.coverage import Asked
from dashboards.pages import alerts, overview, rejects, restated, rule, running
from dashboards.pages.running import PAGE, rows
from tests.dashboards.conftest import NOON, Look
from tests.dashboards.nights import CITY, make_night

MARK = 'class="fresh late"'


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=30), "网站证书到2026年10月31日有效，还有30天"),
        (timedelta(days=29, hours=23), "网站证书到2026年10月31日有效，还有29天"),
        (timedelta(days=-1), "网站证书2026年9月30日已经过期"),
        (None, "网站证书读不出来"),
    ],
)
def test_a_certificate_with_less_than_thirty_days_is_red(
    looking: Look, left: timedelta | None, said: str
) -> None:
    view = looking("/running", certificate=lambda: left and NOON + left)
    page, well = render.page(PAGE, view), left == timedelta(days=30)
    assert said in page
    certificate = page.partition(said)[0][-60:]
    assert (MARK not in certificate, "网站证书该换了" not in page) == (well, well)
    assert [row["well"] for row in rows(view) if row["what"] == "certificate"] == [well]


def test_a_site_without_tls_has_no_certificate_to_tell_of(looking: Look) -> None:
    view = looking("/running")
    assert "证书" not in render.page(PAGE, view)
    assert "certificate" not in {row["what"] for row in rows(view)}


def test_before_the_first_night_nothing_is_said_to_be_in_order(looking: Look) -> None:
    claims = {
        running.PAGE: ("该到的数据都按时到了", "没有退回后未重送"),
        restated.PAGE: ("没有数字后来改过",),
        rejects.PAGE: ("没有剔出的行。",),
    }
    for page, claimed in claims.items():
        said = render.page(page, looking(page.path, warehouse=None))
        assert [claim for claim in claimed if claim in said] == []
        assert "还没有算成的一夜" in said


def test_a_night_to_which_nothing_came_is_not_said_to_be_in_order(
    looking: Look, tmp_path: Path
) -> None:
    bare, none = make_night(tmp_path / "2026-09-30.duckdb"), Ledger("sqlite://")
    none.migrate()
    said = {
        running.PAGE: "谁都没有交过，也没有约定过。",
        rejects.PAGE: "没有读过这样的文件，也就没有行可剔。",
        alerts.PAGE: "今夜没有一条规则算得出，有没有问题还说不上。",
    }
    for page, told in said.items():
        assert told in render.page(page, looking(page.path, warehouse=bare, ledger=none))
    listed = render.page(alerts.PAGE, looking("/alerts", warehouse=bare, ledger=none))
    assert "今夜问过的规则没有留下要办的事" not in listed
    asked = looking("/rules/B02", warehouse=bare, place={"code": "B02"})
    assert "今夜没有问" in render.page(rule.PAGE, asked)


def test_a_rule_that_nobody_had_an_answer_to_is_not_told_as_passed() -> None:
    unknown = Asked("B02", CITY, "2026", 3, 0, 0, 0, 3, 0, {})
    assert rule.answered([unknown]) == "unanswered"
    assert rule.answered([unknown, replace(unknown, passed=1)]) == "tonight"


@pytest.mark.parametrize(("days", "told"), [(3, False), (4, True)])
def test_every_page_says_when_no_night_came_for_days(looking: Look, days: int, told: bool) -> None:
    now = datetime(2026, 9, 30, 4, tzinfo=UTC) + timedelta(days=days)
    page = render.page(overview.PAGE, looking("/overview", now=now))
    assert (f"已经{days}天没有新的一夜" in page) == told
