"""What is decided about rules on the command line, and what the next night makes of it."""

import pytest

from alerts.accounts import Accounts
from alerts.ledger import Ledger
from alerts.workflow import Role
from tests.alerts.found import NOON
from tests.service.conftest import Console

COVERAGE = (
    "select region, unknown, fail, not_applicable, reasons from ops.rule_result where code = "
)
FOUND = "select subject from ops.finding where code = 'B02'"


def night(console: Console) -> int:
    return console.order("night", "--as-of", "2026-03-31", "--only", "B02")


def found(console: Console) -> list[str]:
    return [
        row["subject"]
        for row in console.asked("select subject from ops.finding where code = 'B02'")
    ]


def set_tolerance(console: Console, *how: str) -> int:
    said = ("rules", "limit", "B02", "tolerance=0.01", "--region", "330000")
    return console.order(*said, "--reason", "rounding", *how)


def test_a_changed_limit_changes_the_next_night_and_is_printed_there(overspent: Console) -> None:
    assert found(overspent) == ["Z1"]
    assert set_tolerance(overspent, "--from", "2026-03-31", "--by", "王") == 0

    night(overspent)

    assert found(overspent) == []
    [row] = overspent.asked("select limits from ops.rule_result where code = 'B02'")
    for words in ('"value":"0.01"', '"author":"王"', '"reason":"rounding"', '"default":"0.00"'):
        assert words in row["limits"]


def test_a_limit_that_begins_tomorrow_does_not_hold_tonight(overspent: Console) -> None:
    set_tolerance(overspent, "--from", "2026-04-01")
    night(overspent)
    assert found(overspent) == ["Z1"]


@pytest.fixture
def people(overspent: Console) -> None:
    """An analyst, a leader and a deputy have accounts."""
    ledger = Ledger(f"sqlite:///{overspent.home / 'ledger.sqlite'}")
    for name, role in (("wang", Role.ANALYST), ("li", Role.LEADER), ("zhao", Role.DEPUTY)):
        Accounts(ledger.engine).add(
            name, password="a-password-of-some-length", role=role, region="330100", now=NOON
        )
    ledger.close()


@pytest.mark.usefixtures("people")
def test_an_analyst_s_limit_waits_for_a_leader(overspent: Console) -> None:
    assert set_tolerance(overspent, "--from", "2026-01-01", "--by", "wang") == 0
    assert "it waits for a second person" in overspent.said
    night(overspent)
    assert found(overspent) == ["Z1"]
    assert overspent.order("rules", "approve", "1", "--by", "zhao") == 1
    assert overspent.complained == "zhao is deputy: an analyst or a leader decides about rules\n"
    assert overspent.order("rules", "approve", "1", "--by", "li") == 0
    night(overspent)
    assert found(overspent) == []


def test_a_rule_that_is_switched_off_is_unknown_and_says_why(overspent: Console) -> None:
    off = ("rules", "disable", "B02", "--region", "330100", "--until", "2099-12-31")
    assert overspent.order(*off, "--reason", "口径待定", "--by", "王") == 0
    night(overspent)

    assert found(overspent) == []
    assert overspent.asked(COVERAGE + "'B02'") == [
        {"region": "330100", "unknown": 1, "fail": 0, "not_applicable": 0,
         "reasons": '{"switched off until 2099-12-31: 口径待定 (王)":1}'}
    ]  # fmt: skip
    [alert] = overspent.told("alerts", "list", "--code", "B02")
    assert alert["no_longer_observed"] is None

    assert overspent.order("rules", "enable", "B02", "--region", "330100") == 0
    night(overspent)
    assert found(overspent) == ["Z1"]


def test_a_filter_hides_exactly_what_was_previewed_once_it_is_reviewed(
    overspent: Console,
) -> None:
    matcher = ("rules", "filter", "B02", "--region", "330100", "--subject", "Z*")
    shown = overspent.told(*matcher)
    assert [one["subject"] for one in shown["findings"]] == ["Z1"]
    how = ("--seen", shown["mark"], "--until", "2099-12-31", "--reason", "a rounding", "--by", "王")
    assert overspent.order(*matcher, *how) == 0, overspent.complained
    night(overspent)
    assert found(overspent) == ["Z1"]

    assert overspent.order("rules", "approve", "1", "--by", "李") == 0
    night(overspent)

    assert found(overspent) == []
    [row] = overspent.asked(COVERAGE + "'B02'")
    assert (row["fail"], row["not_applicable"]) == (0, 1)
    assert row["reasons"] == '{"filter 1: a rounding (王, 李)":1}'


def test_a_filter_is_not_for_another_set_than_was_previewed(overspent: Console) -> None:
    matcher = ("rules", "filter", "B02", "--subject", "Z*", "--until", "2099-12-31")
    assert overspent.order(*matcher, "--seen", "0badcafe", "--reason", "x") == 1
    assert "is no longer what was previewed as 0badcafe" in overspent.complained


def test_a_filter_that_is_over_already_is_not_proposed(overspent: Console) -> None:
    matcher = ("rules", "filter", "B02", "--subject", "Z*")
    mark = overspent.told(*matcher)["mark"]
    assert overspent.order(*matcher, "--seen", mark, "--until", "2020-01-01", "--reason", "x") == 1
    assert "which is over: name a day to come" in overspent.complained


def test_a_local_statute_is_adopted_with_its_article(overspent: Console) -> None:
    assert overspent.order("rules", "adopt", "qingdao", "--region", "330100") == 0

    kept = [one for one in overspent.told("rules", "decisions") if one["code"] == "P08"]
    assert [(one["what"], one["article"], one["provenance"]) for one in kept] == [
        ("share=0.10", "青岛市预算审查监督条例第三十三条", "L")
    ]
    assert overspent.order("rules", "adopt", "nanjing") == 1
    assert "they are beijing, chongqing, henan" in overspent.complained


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (("rules", "disable", "B02", "--region", "330100", "--until", "2020-01-01", "--reason",
          "x"), "which is over: name a day to come"),
        (("rules", "limit", "B99", "a=1", "--from", "2026-01-01", "--reason", "x"), "no rule has"),
        (("rules", "revoke", "7", "--reason", "x"), "there is no decision 7"),
        (("rules", "filter", "B02", "--subject", "*"), "is a switch"),
    ],
)  # fmt: skip
def test_what_cannot_be_decided_is_said_in_a_sentence(
    overspent: Console, order: tuple[str, ...], said: str
) -> None:
    assert overspent.order(*order) == 1
    assert said in overspent.complained
