"""What people do that moves nothing stands in the record too."""

import json
from datetime import timedelta

import pytest

from alerts.accounts import Accounts, SignInRefused
from alerts.ledger import Ledger
from alerts.trail import lines
from alerts.verify import verify_trail
from alerts.witness import Act, files_of, named, witness
from alerts.workflow import Role
from tests.alerts.found import NOON

PASSWORD = "正确的密码，足够长了"
MARK = "ab" * 32


def told(ledger: Ledger) -> list[tuple[str, str]]:
    with ledger.engine.connect() as connection:
        assert verify_trail(connection).faults == []
        told = [(line.actor, line.act) for line in lines(connection)]
    return [one for one in told if one != ("console", "account.add")]


@pytest.fixture
def accounts(ledger: Ledger) -> Accounts:
    accounts = Accounts(ledger.engine)
    accounts.add("wang", password=PASSWORD, role=Role.ANALYST, region="419800", now=NOON)
    return accounts


def test_coming_and_going_are_noted(ledger: Ledger, accounts: Accounts) -> None:
    token = accounts.sign_in("wang", PASSWORD, NOON).token
    accounts.sign_out(token, NOON)
    accounts.sign_out(token, NOON)

    assert told(ledger) == [("wang", "session.begin"), ("wang", "session.end")]


def test_a_refusal_is_noted_and_a_stranger_s_words_are_not(
    ledger: Ledger, accounts: Accounts
) -> None:
    for name in ("wang", "我的密码打错了地方"):
        with pytest.raises(SignInRefused):
            accounts.sign_in(name, "wrong password", NOON)

    assert told(ledger) == [("wang", "session.refuse"), ("", "session.refuse")]


def test_tries_within_a_wait_do_not_fill_the_record(ledger: Ledger, accounts: Accounts) -> None:
    for _ in range(9):
        with pytest.raises(SignInRefused):
            accounts.sign_in("wang", "wrong password", NOON + timedelta(seconds=1))

    assert told(ledger) == [("wang", "session.refuse")] * 5


def test_a_file_is_found_by_its_content_and_by_its_name(ledger: Ledger) -> None:
    for name, sha256 in (("预警_%.csv", MARK), ("预警_1.csv", "cd" * 32)):
        head = witness(
            ledger.engine, "wang", Act.EXPORT, "alerts", now=NOON, name=name, sha256=sha256
        )
    with ledger.engine.connect() as connection:
        [line] = files_of(connection, MARK)
        assert json.loads(line.words)["name"] == "预警_%.csv"
        assert [one.number for one in named(connection, "预警_%.csv")] == [1]
    assert str(head) == f"2:{head.hash}"
