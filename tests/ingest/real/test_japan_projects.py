"""Japan's projects 2023: what rates were published, and what the rules find of their allotments."""

import gzip
import json
from datetime import date
from decimal import Decimal

import pytest

from tests.nights import RealHome


@pytest.fixture(scope="module")
def budgets(real):
    """Give what was published of each project's budget, by project."""
    path = real / "jp-rs-projects/sankey-svg-2024-graph.json.gz"
    nodes = json.loads(gzip.decompress(path.read_bytes()))["nodes"]
    return {
        str(node["projectId"]): {**node["budgetSummary"], "ministry": node["ministry"]}
        for node in nodes
        if node.get("budgetSummary")
    }


@pytest.fixture(scope="module")
def japan(real, tmp_path_factory):
    home = RealHome(tmp_path_factory.mktemp("home"))
    home.receive("jp-rs-projects", real / "jp-rs-projects")
    return home.night(date(2023, 12, 31), "B02", "B03")


def test_every_project_and_every_budget_is_kept(japan):
    assert japan.counted("project") == (5664, 5664, 0, 0)
    assert japan.counted("allotment") == (5003, 5003, 0, 0)
    assert japan.one("select count(*) from core.project where start_year is null") == 114


def test_the_budget_is_what_it_opened_with_and_what_was_added(japan, budgets):
    total = sum(budget["totalBudget"] for budget in budgets.values())
    assert total == 151_123_034_375_145  # the published total of the sheet
    assert japan.one("select sum(amount) from core.allotment") + japan.one(
        "select sum(amount) from core.allotment_change"
    ) == Decimal(total)


def test_every_published_rate_comes_out_of_allotments_and_payments(japan, budgets):
    rates = japan.ask(
        """
        select a.allotment, a.amount + coalesce(sum(c.amount), 0) as granted,
            coalesce((select sum(p.amount) from core.payment p where p.allotment = a.allotment), 0)
        from core.allotment a left join core.allotment_change c using (allotment)
        group by a.allotment, a.amount
        """
    )
    published = {
        p: b["executionRate"] for p, b in budgets.items() if b["executionRate"] is not None
    }
    assert len(published) == 4656
    shown = {p: float(100 * paid / granted) for p, granted, paid in rates if p in published}
    assert shown.keys() == published.keys()
    assert all(
        shown[project] == pytest.approx(rate, rel=1e-12) for project, rate in published.items()
    )
    assert sum(rate > 100 for rate in shown.values()) == 123


def test_overspending_is_found_where_more_than_all_was_executed(japan, budgets):
    """The 123 published above 100 %, and those paid out of nothing, whose rate nobody can print."""
    found = {subject: finding.at_stake for (_, subject), finding in japan.found("B02").items()}
    above = {p: b for p, b in budgets.items() if b["executedAmount"] > b["totalBudget"]}
    assert found == {p: b["executedAmount"] - b["totalBudget"] for p, b in above.items()}
    published = {p for p, b in budgets.items() if (b["executionRate"] or 0) > 100}
    assert len(published) == 123
    assert published <= found.keys()
    assert [budgets[p]["executionRate"] for p in found.keys() - published] == [None] * 59


def test_slow_projects_are_those_that_plain_arithmetic_finds(japan, budgets):
    """At the year's end all of it is due: behind by more than 10, 20, 30 points."""
    wanted = {}
    for project, budget in budgets.items():
        total, executed = budget["totalBudget"], budget["executedAmount"]
        behind = total - executed
        if total > 0 and behind * 10 > total:
            grade = (
                "red" if behind * 10 > 3 * total else "orange" if behind * 10 > 2 * total else ""
            )
            wanted[project] = grade or "yellow"
    projects = {
        subject: finding.severity.value
        for (_, subject), finding in japan.found("B03").items()
        if not subject.startswith(("department/", "unit/"))
    }
    assert projects == wanted
