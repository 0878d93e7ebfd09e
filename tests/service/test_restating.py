"""Restatements on the command line: what stood, what stands, and who held the old figure."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.service.conftest import Console
from tests.service.march import files, paid

ONLY = ("--only", "B02")
NIGHT = ("night", "--as-of", "2026-03-31", *ONLY)
MARCH = "payment_330100_2026-03.csv"


def deliver_twice(console: Console, deliver: Callable[..., Path]) -> None:
    """March with two payments, a night pinned on it, and March again: one changed, one gone."""
    first = deliver("march", files(paid("P1", "500.00"), paid("P2", "400.01")))
    assert console.order("receive", str(first)) == 0
    assert console.order(*NIGHT) == 0
    assert console.order("nights", "pin", "2026-03-31", "--reason", "会议") == 0
    again = deliver("again", {MARCH: [paid("P1", "499.50")]})
    assert console.order("receive", str(again)) == 0


def test_each_restated_cell_is_listed_with_both_figures_and_the_pinned_night(
    console: Console, deliver: Callable[..., Path]
) -> None:
    deliver_twice(console, deliver)

    told = console.told("receipts", "restated")

    assert [(r["key"], r["column_name"], r["change"], r["was"], r["became"], r["difference"])
            for r in told] == [
        ("P1/2026/330100", "amount", "changed", "500.00", "499.50", "-0.50"),
        ("P2/2026/330100", "amount", "gone", "400.01", None, "-400.01"),
    ]  # fmt: skip
    assert {tuple(r["pinned"]) for r in told} == {("2026-03-31",)}


def test_a_later_night_holds_the_list_and_the_difference_is_told(
    console: Console, deliver: Callable[..., Path]
) -> None:
    deliver_twice(console, deliver)
    assert console.order("night", "--as-of", "2026-04-01", *ONLY) == 0

    assert console.asked("select count(*) as n from ops.restated") == [{"n": 2}]
    told = console.told("nights", "diff", "2026-03-31", "2026-04-01")
    [feed] = told["feeds"]

    assert (feed["feed"], feed["added"], feed["gone"], feed["changed"]) == ("payment", 0, 1, 1)
    assert feed["totals"] == [
        {"column": "amount", "from": "900.01", "to": "499.50", "difference": "-400.51"}
    ]
    assert ("gone", "B02") in {(f["change"], f["code"]) for f in told["findings"]}


def test_a_withdrawn_period_is_a_restatement_too(
    console: Console, deliver: Callable[..., Path], tmp_path: Path
) -> None:
    console.order("receive", str(deliver("march", files(paid("P1", "500.00")))))
    taken_back = tmp_path / "back"
    taken_back.mkdir()
    entry = {"feed": "payment", "region": "330100", "period": "2026-03", "withdrawn": True}
    (taken_back / "manifest.json").write_text(json.dumps({"files": [entry]}), "utf-8")

    assert console.order("receive", str(taken_back)) == 0

    [cell] = console.told("receipts", "restated", "--feed", "payment")
    assert (cell["change"], cell["was"], cell["became"]) == ("withdrawn", "500.00", None)


def test_a_night_as_known_on_an_earlier_day_can_be_asked(
    console: Console, deliver: Callable[..., Path]
) -> None:
    deliver_twice(console, deliver)
    console.order("night", "--as-of", "2026-03-31", "--known", "2026-01-01", *ONLY)

    sql = "select count(*) as n from core.payment"
    assert console.told("query", sql, "--night", "2026-03-31~2026-01-01") == [{"n": 0}]
    assert console.order("query", sql, "--night", "2026-03-31~2026-01-02") == 1
    assert "2026-03-31~2026-01-01" in console.complained
    assert console.told("nights", "list")[-1]["night"] == "2026-03-31~2026-01-01"


def test_a_night_that_is_no_day_is_a_wrong_argument(console: Console) -> None:
    assert console.order("nights", "diff", "tomorrow", "2026-03-31") == 2
    assert "2026-03-31" in console.complained
