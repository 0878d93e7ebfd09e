"""A night holds the alerts and matters as they stood before it, and its rules ask them."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest

from alerts.ledger import Ledger
from alerts.matters.desk import Matters
from alerts.matters.given import Order
from alerts.workflow import Role
from tests.alerts.matters.walk import drafted
from tests.alerts.people import person
from tests.alerts.test_stood import step
from tests.nights import tear
from tests.service.conftest import Console

APRIL = datetime(2026, 4, 1, 4, tzinfo=UTC)
ANALYST = person("王", Role.ANALYST, region="330100")


def ledger_of(console: Console) -> Ledger:
    return Ledger(f"sqlite:///{console.home / 'ledger.sqlite'}")


def handed_over(console: Console) -> Matters:
    """A matter issued on 1 April that is to be answered by 10 April."""
    matters = Matters(ledger_of(console).engine)
    draft = drafted("audit_problem", region="330100", unit="301001")
    matters.draft(draft, by=ANALYST, now=APRIL)
    matters.move(1, Order("issue", {"until": date(2026, 4, 10)}), by=ANALYST, now=APRIL)
    return matters


def night(console: Console, day: str, *codes: str) -> bool:
    only = ("--only", *codes) if codes else ()
    built: bool = console.told("night", "--as-of", day, *only)["built"]
    return built


def test_a_matter_that_is_not_answered_in_time_is_an_alert(overspent: Console) -> None:
    handed_over(overspent)
    for day, found in (("2026-04-10", 0), ("2026-04-13", 1)):
        night(overspent, day, "R05")
        told = overspent.told("alerts", "list")
        assert sum(alert["code"] == "R05" for alert in told) == found
    [matter] = overspent.told(
        "query", "select number, state from ops.matter", "--night", "2026-04-10"
    )
    assert matter == {"number": 1, "state": "issued"}


def test_what_is_found_again_after_closing_is_a_row_of_the_coverage(overspent: Console) -> None:
    step(ledger_of(overspent), 1, "closed", APRIL)
    night(overspent, "2026-04-02", "B02")
    night(overspent, "2026-04-03", "B02", "R06")

    results = {row["code"]: row for row in overspent.told("coverage")}

    assert results["R06"]["fail"] == 1
    assert [a["code"] for a in overspent.told("alerts", "list")] == ["B02", "B02"]
    assert overspent.told(
        "query", "select number, state from ops.alert", "--night", "2026-04-03"
    ) == [{"number": 1, "state": "closed"}, {"number": 2, "state": "raised"}]


def test_a_night_is_built_anew_only_where_its_own_state_changed(overspent: Console) -> None:
    march = ("night", "--as-of", "2026-03-31", "--only", "B02")
    handed_over(overspent)
    assert overspent.told(*march)["built"] is False
    assert night(overspent, "2026-04-13", "R05") is True
    assert night(overspent, "2026-04-13", "R05") is False
    ledger = ledger_of(overspent)
    step(ledger, 1, "verifying", datetime(2026, 4, 13, 4, tzinfo=UTC))
    assert night(overspent, "2026-04-13", "R05") is True


def test_a_night_that_lies_ahead_is_published_and_said_to(console: Console) -> None:
    assert console.order("night", "--as-of", "2090-12-31", "--only", "B02") == 0
    assert "2090-12-31 lies ahead of today" in console.complained
    assert console.order("doctor") == 0
    assert "lies ahead: until then each night is kept beside" in console.said


def test_a_person_is_asked_whether_a_day_ahead_is_meant(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Person("n\n"))

    assert console.order("night", "--as-of", "2090-12-31") != 0
    assert not list((console.home / "nights").glob("*.duckdb"))


class Person(StringIO):
    """Somebody at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("table", [None, "ops.run"])
def test_a_night_that_cannot_be_read_is_said_to_and_built_again(
    overspent: Console, table: str | None
) -> None:
    file = overspent.home / "nights" / "2026-03-31.duckdb"
    tear(file, table)

    listed = overspent.told("nights", "list")
    assert [(one["night"], one["findings"]) for one in listed] == [("2026-03-31", None)]
    assert "2026-03-31 can't be read: build it again with" in overspent.complained
    assert overspent.order("night", "--as-of", "2026-03-31", "--only", "B02") == 0
    assert overspent.order("doctor") == 0
    tear(file)
    assert overspent.order("doctor") == 5
    assert "2026-03-31 can't be read: build it again with" in overspent.complained
