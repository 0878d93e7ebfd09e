"""`pursewatch pull`, as a person orders it."""

import stat

import pytest
import time_machine

from alerts.ledger import Ledger
from service.pull import pull_due
from service.runs import Runs
from service.settings import Settings, read_settings
from tests.ingest.pulls.bureau import Bureau, found
from tests.service.conftest import Console

TREASURY = """
kind = "database"
supplier = "郑州市财政局"
region = "410100"
[server]
driver = "postgresql"
host = "127.0.0.1"
port = {port}
database = "{database}"
user = "{user}"
password = {{ file = "treasury.secret" }}
connect_seconds = 2
tries = 1
[[table]]
feed = "payment"
schema = "public"
table = "支付"
columns = ["PAY_CERT_ID", "FISCAL_YEAR", "MOF_DIV_CODE", "AGENCY_CODE", "XPAY_DATE", "XPAY_AMT",
           "PAYEE_ACCT_NAME", "USE_DES"]
key = ["PAY_CERT_ID"]
every = "month"
dated = "XPAY_DATE"
changed = "UPDATE_TIME"
totals = ["XPAY_AMT"]
"""
PASSWORD = "geheim-8713"


@pytest.fixture
def bureau(postgresql: str, console: Console) -> Bureau:
    bureau = found(postgresql)
    write(console, bureau)
    return bureau


def write(console: Console, bureau: Bureau, user: str = "pursewatch") -> None:
    sources = console.home / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    port = bureau.server.rpartition(":")[2]
    told = TREASURY.format(port=port, database=bureau.name, user=user)
    (sources / "treasury.pull.toml").write_text(told, "utf-8")
    (sources / "treasury.secret").write_text(PASSWORD)
    (sources / "treasury.secret").chmod(stat.S_IRUSR | stat.S_IWUSR)


def test_what_is_new_is_taken_in_and_then_nothing_is_new(console, bureau):
    bureau.pay("P1", "P2")

    assert console.order("pull", "treasury") == 0
    assert "treasury-payment-410100-2026-03 from 郑州市财政局" in console.said
    assert console.order("pull", "treasury") == 0
    assert console.said == "treasury: nothing is new\n"
    assert console.order("pull", "treasury", "--whole") == 0
    assert console.said == "treasury: nothing is new\n"


def test_what_was_pulled_has_its_receipt_like_any_other(console, bureau):
    bureau.pay("P1")
    bureau.pay("P2", PAYEE_ACCT_NAME="")

    [pulled] = console.told("pull", "treasury")

    assert console.told("receipts", "list") == [pulled]
    assert (pulled["files"][0]["kept"], pulled["files"][0]["aside"]) == (1, 1)
    assert console.order("pull", "treasury") == 0


def test_a_row_that_tells_no_period_is_exit_3_with_a_sentence(console, bureau):
    bureau.pay("P1")
    bureau.pay("P2", XPAY_DATE=None)

    assert console.order("pull", "treasury") == 3
    assert "public.支付: 1 rows tell no period and were not taken" in console.complained


def test_the_password_is_in_no_answer_and_in_no_file_of_the_home(console, bureau):
    bureau.pay("P1")
    console.order("pull", "treasury", "--json")
    write(console, bureau, user="nobody-here")

    assert console.order("pull", "treasury") == 1
    assert 'role "nobody-here" does not exist' in console.complained
    assert PASSWORD not in console.said + console.complained
    left = [path for path in console.home.rglob("*") if path.is_file()]
    assert [p.name for p in left if PASSWORD.encode() in p.read_bytes()] == ["treasury.secret"]


@pytest.mark.usefixtures("bureau")
def test_a_source_that_nobody_configured_is_named_with_where_to_write_it(console):
    assert console.order("pull", "debt") == 1
    assert "called 'debt': known are treasury; write" in console.complained
    assert "debt.pull.toml" in console.complained


@pytest.mark.usefixtures("bureau")
def test_a_driver_that_is_not_installed_says_which_extra_brings_it(console):
    file = console.home / "sources" / "treasury.pull.toml"
    file.write_text(file.read_text("utf-8").replace('"postgresql"', '"dameng"'), "utf-8")

    assert console.order("pull", "treasury") == 1
    assert "达梦 is not installed: install pursewatch[dameng]" in console.complained


def test_the_scheduler_pulls_a_source_when_its_time_has_come_and_notes_it(console, bureau):
    settings, runs = due_every_minutes(console, 10)
    bureau.pay("P1")

    with time_machine.travel("2026-04-01T06:00:00Z", tick=False) as clock:
        assert pull_due(settings, runs) == ["treasury"]
        assert pull_due(settings, runs) == []
        clock.shift(600)
        assert pull_due(settings, runs) == ["treasury"]

    assert runs.latest("pull treasury")[1:] == ("done", "1 unchanged")


def test_a_pull_that_fails_is_noted_waits_for_its_turn_and_is_told_by_the_doctor(console, bureau):
    settings, runs = due_every_minutes(console, 10)
    bureau.run('drop table "支付"')

    with time_machine.travel("2026-04-01T06:00:00Z", tick=False):
        pull_due(settings, runs)
        assert pull_due(settings, runs) == []

    assert runs.latest("pull treasury")[1] == "failed"
    console.order("doctor")
    assert "treasury was pulled at 2026-04-01T06:00:00+00:00: failed: PullFailed" in (
        console.said + console.complained
    )


def due_every_minutes(console: Console, minutes: int) -> tuple[Settings, Runs]:
    file = console.home / "sources" / "treasury.pull.toml"
    file.write_text(f"every_minutes = {minutes}\n" + file.read_text("utf-8"), "utf-8")
    ledger = Ledger(read_settings(console.home).ledger)
    ledger.migrate()
    return read_settings(console.home), Runs(ledger.engine)
