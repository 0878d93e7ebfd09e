"""Reports by orders on the console."""

from datetime import date
from pathlib import Path
from shutil import copy

import pytest

from dashboards.reports.kinds import Kind, span_of
from service.reports import night_for
from service.settings import Settings
from tests.dashboards.nights import CITY
from tests.dashboards.nights import city as small_night
from tests.service.conftest import Console
from tests.service.test_matters import city as founded

__all__ = ["founded"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("small") / "night.duckdb"
    small_night(path).close()
    return path


@pytest.fixture
def city(founded: Console, small: Path) -> Console:
    """Give the city with one night, of September."""
    copy(small, founded.home / "nights" / "2026-09-30.duckdb")
    return founded


def order(city: Console, out: Path, period: str, *more: str) -> int:
    wanted = ("report", "month", "--region", CITY, "--period", period)
    return city.order(*wanted, "--out", str(out), "--today", "2026-10-08", *more)


def test_a_report_is_made_twice_proven_and_its_night_kept(city: Console, tmp_path: Path) -> None:
    out, again = tmp_path / "月报.docx", tmp_path / "again.docx"
    assert order(city, out, "2026-09") == 0
    assert order(city, again, "2026-09", "--by", "wang") == 0

    assert out.read_bytes() == again.read_bytes()
    assert city.order("verify", str(out)) == 0
    assert "report.make of month 419800" in city.said
    assert city.told("nights", "list")[-1]["pinned"] == "month report 2026-09"


@pytest.mark.parametrize(
    ("period", "more", "status", "says"),
    [
        ("2026", (), 2, "name a month, as 2026-03"),
        ("2026-03", ("--night", "2020-01-01"), 1, "is not kept"),
        ("2026-03", ("--region", "419899"), 1, "holds no government '419899'"),
        ("2026-03", ("--out", "x.txt"), 1, "is not of docx or pdf"),
        ("2026-03", ("--by", "nobody"), 1, "nobody"),
        ("2026-03", ("--today", "soon"), 2, "is no day"),
    ],
)
def test_what_can_t_be_reported_is_said(city, tmp_path, period, more, status, says) -> None:
    out = tmp_path / "x.pdf"

    assert order(city, out, period, *more) == status
    assert says in city.complained
    assert not out.exists()


def test_a_period_rests_on_its_own_night_or_the_nearest(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    settings.house.make()
    for day in ("2026-02-28", "2026-04-05", "2026-04-30"):
        (settings.house.nights / f"{day}.duckdb").touch()

    def rests(period: str) -> date:
        return night_for(settings, span_of(Kind.MONTH, period), None)

    assert rests("2026-02") == date(2026, 2, 28)
    assert rests("2026-03") == date(2026, 4, 5)
    assert rests("2026-09") == date(2026, 4, 30)
