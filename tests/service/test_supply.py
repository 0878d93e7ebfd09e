"""The supply calendar and typed events, from the command line into the night."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from service.cli import run
from tests.postgres import sqlite_url
from tests.service.conftest import Console, write_delivery

DUE = """
    select period, state, cast(arrived_on as varchar) as arrived_on, days_late
    from ops.due where feed = 'payment' order by period
"""


def paid(key: str, day: str) -> dict[str, object]:
    return {
        "支付凭证主键": key, "预算年度": 2026, "财政区划代码": "330100", "指标主键": "Z1",
        "单位代码": "301001", "实际支付日期": day, "实际支付金额": "1.00", "收款人全称": "某公司",
    }  # fmt: skip


NIGHT = ("night", "--as-of", "2026-04-30", "--only", "Q01", "--only", "Q07")


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """January in time, February never, March a fortnight late."""
    home = tmp_path_factory.mktemp("months")
    sqlite_url(sqlite_template, home)
    for month, on in (("01", "2026-02-01"), ("03", "2026-04-15")):
        folder = write_delivery(
            tmp_path_factory.mktemp("given"),
            month,
            {f"payment_330100_2026-{month}.csv": [paid(f"P{month}", f"2026-{month}-10")]},
            manifest={"supplier": "杭州市财政局", "delivered_at": f"{on}T09:00:00+08:00"},
        )
        assert run(["receive", str(folder), "--home", str(home)]) == 0
    return home


@pytest.fixture
def months(console: Console, delivered: Path) -> Console:
    shutil.copytree(delivered, console.home, dirs_exist_ok=True)
    return console


def test_the_night_holds_what_is_due_and_what_came(months: Console) -> None:
    assert months.order(*NIGHT) == 0
    assert months.asked(DUE) == [
        {"period": "2026-01", "state": "arrived", "arrived_on": "2026-02-01", "days_late": None},
        {"period": "2026-02", "state": "missing", "arrived_on": None, "days_late": 59},
        {"period": "2026-03", "state": "late", "arrived_on": "2026-04-15", "days_late": 14},
        {"period": "2026-04", "state": "not_due", "arrived_on": None, "days_late": None},
    ]


def test_the_same_night_says_the_same_until_something_is_agreed(months: Console) -> None:
    assert [months.told(*NIGHT)["built"] for _ in range(2)] == [True, False]
    agree = ("calendar", "set", "payment", "--working-day", "15", "--region", "330100")
    assert months.order(*agree, "--reason", "会议纪要") == 0

    assert months.told(*NIGHT)["built"] is True
    states = [due["state"] for due in months.asked(DUE)]

    assert states == ["arrived", "missing", "arrived", "not_due"]


def test_the_calendar_is_told_as_of_any_day_and_as_known_on_any(months: Console) -> None:
    later = months.told("calendar", "list", "--as-of", "2026-04-30")
    before = months.told("calendar", "list", "--as-of", "2026-04-30", "--known", "2026-04-10")
    assert [(due["period"], due["state"]) for due in later] == [
        ("2026-02", "missing"), ("2026-03", "late"),
    ]  # fmt: skip
    assert before == []


def test_a_score_is_the_sum_of_its_parts(months: Console) -> None:
    [told] = months.told("calendar", "list", "--scores", "--as-of", "2026-04-30")
    # due 3: on time 1/3 × 30, complete 2/3 × 30, files 2/2 × 10, rows 15 + 5, unrestated 10
    assert told["score"] == "70.0"
    assert (told["counts"]["due"], told["counts"]["missing"]) == (3, 1)


def test_an_event_that_is_typed_stands_in_the_night_with_who_typed_it(months: Console) -> None:
    assert months.order(
        "events", "add", "--region", "330100", "--year", "2026", "--kind", "budget_approved",
        "--on", "2026-02-01", "--document", "人发〔2026〕3号", "--by", "wang",
    ) == 0, months.complained  # fmt: skip
    months.order(*NIGHT)
    assert months.asked(
        "select e.event, cast(e.happened_on as varchar) as day, f.name, f.status "
        "from core.legal_event e join ops.delivery_file f on f.feed = 'legal_event'"
    ) == [{"event": "T1", "day": "2026-02-01", "name": "typed by wang", "status": "typed"}]


def test_what_is_typed_stands_over_what_is_delivered_until_it_is_withdrawn(
    months: Console, deliver: Callable[..., Path]
) -> None:
    row = {"event": "M1", "region": "330100", "fiscal_year": 2026, "kind": "budget_approved",
           "happened_on": "2026-03-01"}  # fmt: skip
    assert months.order("receive", str(deliver("e", {"legal_event_330100_2026.csv": [row]}))) == 0
    same = ("events", "add", "--region", "330100", "--year", "2026", "--kind", "budget_approved",
            "--event", "M1", "--on", "2026-02-01", "--reason", "公报", "--by", "wang")  # fmt: skip
    days = []
    for more in ((), ("--withdraw",)):
        assert months.order(*same, *more) == 0, months.complained
        months.order(*NIGHT)
        days += months.asked("select cast(happened_on as varchar) as day from core.legal_event")
    assert days == [{"day": "2026-02-01"}, {"day": "2026-03-01"}]


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("calendar", "set"), 2, "name a feed with --working-day"),
        (("calendar", "list", "--feed", "payments"), 2, "'payments' is no feed"),
        (("calendar", "set", "payments", "--every", "day"), 1, "'payments' is no feed"),
        (("calendar", "set", "payment", "--every", "month"), 1, "who set it and why"),
        (("calendar", "list", "--state", "lost"), 2, "'lost' is no state"),
        (("calendar", "list", "--as-of", "soon"), 2, "'soon' is no day"),
        (("events", "add", "--region", "330100", "--year", "26", "--kind", "x"), 1, "give a year"),
    ],
)
def test_an_order_that_cannot_be_is_refused_in_words(
    console: Console, words: tuple[str, ...], status: int, says: str
) -> None:
    assert console.order(*words) == status
    assert says in console.complained


def test_a_gap_is_found_by_its_feed_and_period(months: Console) -> None:
    months.order(*NIGHT)
    found = months.asked(
        "select code, region, period, subject, severity from ops.finding order by all"
    )
    assert [tuple(one.values()) for one in found] == [
        ("Q01", "330100", "2026-02", "payment/2026-02", "blue"),
        ("Q01", "330100", "2026-03", "payment/2026-03", "blue"),
        ("Q07", "330100", "2026-02", "payment/330100/2026-02", "blue"),
    ]


def test_a_rule_names_the_feed_that_was_refused(
    console: Console, deliver: Callable[..., Path]
) -> None:
    strange = deliver("x", {"payment_330100_2026-03.csv": [{**paid("P1", "2026-03-01"), "怪": 1}]})
    assert console.order("receive", str(strange)) == 4
    console.order("night", "--as-of", "2026-03-31", "--only", "B02")
    [reasons] = console.asked("select reasons from ops.rule_result where code = 'B02'")
    assert "payment (refused)" in reasons["reasons"]
