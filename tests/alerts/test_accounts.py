"""Who may come in, and who may not."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from alerts.accounts import (
    AccountExists,
    Accounts,
    AccountUnknown,
    NameRefused,
    RegionRefused,
    SignInRefused,
)
from alerts.ledger import Ledger
from alerts.passwords import PasswordRefused
from alerts.schema import account, session
from alerts.scope import Scope
from alerts.workflow import Role
from tests.alerts.found import NOON

PASSWORD = "正确的密码，足够长了"


@pytest.fixture
def accounts(ledger: Ledger) -> Accounts:
    accounts = Accounts(ledger.engine)
    accounts.add(
        "wang", password=PASSWORD, role=Role.ANALYST, region="419800", display="王芳", now=NOON
    )
    return accounts


def test_an_account_signs_in_with_its_password(accounts: Accounts) -> None:
    signed_in = accounts.sign_in("wang", PASSWORD, NOON)

    assert accounts.session(signed_in.token, NOON) == accounts.of("wang")
    assert signed_in.account.display == "王芳"
    assert signed_in.account.scope == Scope(("419800",))


def test_a_session_ends_after_twelve_hours(accounts: Accounts) -> None:
    token = accounts.sign_in("wang", PASSWORD, NOON).token
    end = NOON + timedelta(hours=12)

    assert accounts.session(token, end - timedelta(seconds=1)) == accounts.of("wang")
    assert accounts.session(token, end) is None


def test_a_session_ends_when_one_signs_out(accounts: Accounts) -> None:
    token = accounts.sign_in("wang", PASSWORD, NOON).token

    accounts.sign_out(token, NOON)

    assert accounts.session(token, NOON) is None


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("wang", "another password"),
        ("nobody", PASSWORD),
        ("", ""),
        ("wang\0", PASSWORD),
        ("wang", PASSWORD + "x" * 2000),
    ],
)
def test_whatever_is_wrong_is_answered_the_same(
    accounts: Accounts, name: str, password: str
) -> None:
    with pytest.raises(SignInRefused, match=r"^name or password is wrong"):
        accounts.sign_in(name, password, NOON)


def test_after_five_failures_one_waits_and_then_twice_as_long(accounts: Accounts) -> None:
    for _ in range(5):
        with pytest.raises(SignInRefused, match="name or password"):
            accounts.sign_in("wang", "wrong", NOON)

    with pytest.raises(SignInRefused, match="5 failures in a row: wait 31 s") as refused:
        accounts.sign_in("wang", PASSWORD, NOON)
    assert refused.value.until == NOON + timedelta(seconds=30)

    later = NOON + timedelta(seconds=30)
    with pytest.raises(SignInRefused, match="name or password"):
        accounts.sign_in("wang", "wrong", later)
    with pytest.raises(SignInRefused) as refused:
        accounts.sign_in("wang", PASSWORD, later)
    assert refused.value.until == later + timedelta(seconds=60)


def test_a_name_that_is_nobody_s_waits_too(accounts: Accounts) -> None:
    for _ in range(5):
        with pytest.raises(SignInRefused):
            accounts.sign_in("nobody", "wrong", NOON)

    with pytest.raises(SignInRefused, match="wait 31 s"):
        accounts.sign_in("nobody", "wrong", NOON)


def test_a_right_password_clears_the_failures(accounts: Accounts) -> None:
    for _ in range(4):
        with pytest.raises(SignInRefused):
            accounts.sign_in("wang", "wrong", NOON)
    accounts.sign_in("wang", PASSWORD, NOON)

    with pytest.raises(SignInRefused, match="name or password"):
        accounts.sign_in("wang", "wrong", NOON)
    assert accounts.sign_in("wang", PASSWORD, NOON).account.name == "wang"


def test_a_new_password_ends_the_sessions_of_the_old_one(accounts: Accounts) -> None:
    token = accounts.sign_in("wang", PASSWORD, NOON).token

    accounts.set_password("wang", "quite another one", now=NOON)

    assert accounts.session(token, NOON) is None
    with pytest.raises(SignInRefused):
        accounts.sign_in("wang", PASSWORD, NOON)
    assert accounts.sign_in("wang", "quite another one", NOON).account.name == "wang"


def test_a_closed_account_is_out_at_once(accounts: Accounts) -> None:
    token = accounts.sign_in("wang", PASSWORD, NOON).token

    accounts.disable("wang", now=NOON)

    assert accounts.session(token, NOON) is None
    with pytest.raises(SignInRefused, match="name or password is wrong"):
        accounts.sign_in("wang", PASSWORD, NOON)


@pytest.mark.parametrize(
    ("length", "refused"), [(9, True), (10, False), (1024, False), (1025, True)]
)
def test_a_password_has_ten_characters_at_least(
    accounts: Accounts, length: int, refused: bool
) -> None:
    if refused:
        with pytest.raises(PasswordRefused, match=f"a password of {length} characters"):
            accounts.set_password("wang", "x" * length, now=NOON)
    else:
        accounts.set_password("wang", "x" * length, now=NOON)
        assert accounts.sign_in("wang", "x" * length, NOON).account.name == "wang"


def test_a_name_is_taken_once(accounts: Accounts) -> None:
    with pytest.raises(AccountExists, match="'wang' is there already"):
        accounts.add("wang", password=PASSWORD, role=Role.DEPUTY, region=None, now=NOON)


def test_a_change_to_an_account_that_is_not_there_is_refused(accounts: Accounts) -> None:
    with pytest.raises(AccountUnknown, match="no account is called 'li'"):
        accounts.set_role("li", Role.LEADER, now=NOON)


@pytest.mark.parametrize("name", ["", " wang", "a\nb"])
def test_a_name_is_one_that_can_be_typed(accounts: Accounts, name: str) -> None:
    with pytest.raises(NameRefused, match="is no name for an account"):
        accounts.add(name, password=PASSWORD, role=Role.DEPUTY, region=None, now=NOON)


@pytest.mark.parametrize("region", ["", "4", "41 000", "４１００００", "410000'"])
def test_a_region_is_a_whole_code_for_half_of_one_would_open_many(
    accounts: Accounts, region: str
) -> None:
    given = {"role": Role.ANALYST, "region": region, "now": NOON}
    with pytest.raises(RegionRefused, match="give the code of 6, 9 or 12 digits"):
        accounts.add("li", password=PASSWORD, **given)
    with pytest.raises(RegionRefused):
        accounts.provided("issuer/8", "li", unit=None, display="", **given)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.RESPONDENT])
def test_who_may_see_no_alert_has_an_empty_scope(accounts: Accounts, role: Role) -> None:
    accounts.set_role("wang", role, now=NOON)

    assert accounts.of("wang").scope.regions is None


def test_neither_password_nor_token_is_kept(accounts: Accounts, ledger: Ledger) -> None:
    token = accounts.sign_in("wang", PASSWORD, NOON).token

    with ledger.engine.connect() as connection:
        kept = [
            str(value)
            for table in (account, session)
            for row in connection.execute(sa.select(table))
            for value in row
        ]
    assert not [value for value in kept if PASSWORD in value or token in value]
    assert sum(value.startswith("$argon2id$") for value in kept) == 1


def test_an_account_of_the_provider_is_there_with_its_identity_or_not_at_all(
    accounts: Accounts, ledger: Ledger
) -> None:
    described = {"role": Role.ANALYST, "region": "330100", "unit": None, "display": "周"}

    def tear(*told: object) -> None:
        if "account.link" in str(told[3]):
            raise PowerCut

    sa.event.listen(ledger.engine, "before_cursor_execute", tear)
    with pytest.raises(PowerCut):
        accounts.provided("issuer/7", "zhou", **described, now=NOON)
    sa.event.remove(ledger.engine, "before_cursor_execute", tear)

    assert accounts.provided("issuer/7", "zhou", **described, now=NOON).external
    assert accounts.provided("issuer/7", "zhou", **described, now=NOON).name == "zhou"


class PowerCut(Exception):
    """The machine stopped."""
