"""A ledger from before subjects were covered is covered, and its record stands."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from alerts.cover import cover_ledger
from alerts.database import writing
from alerts.ledger import Ledger
from alerts.schema import alert, testimony
from alerts.trail import lines
from alerts.verify import verify_trail
from tests.alerts.found import LOOKED, MONDAY, NOON, TUESDAY, found

ACCOUNT = "6222021001116245702"
PLAIN = f"account/{ACCOUNT}"
SEEN = replace(found(PLAIN), operands={"payee_account": ACCOUNT})


def old(ledger: Ledger) -> str:
    """Note a finding as an earlier release did; give the subject that this one gives it."""
    ledger.note(MONDAY, [SEEN], looked=LOOKED, now=NOON)
    with writing(ledger.engine) as connection:
        subject = str(connection.execute(sa.select(alert.c.subject)).scalar_one())
        connection.execute(sa.update(alert).values(subject=PLAIN))
        connection.execute(sa.update(testimony).values(payee="张三"))
    return subject


def cover(ledger: Ledger) -> int:
    with writing(ledger.engine) as connection:
        return cover_ledger(connection, now=NOON)


def test_what_was_kept_plain_is_covered_once(ledger: Ledger) -> None:
    subject = old(ledger)
    assert (cover(ledger), cover(ledger)) == (1, 0)

    with ledger.engine.connect() as connection:
        assert connection.execute(sa.select(alert.c.subject)).scalar_one() == subject
        assert str(connection.execute(sa.select(testimony.c.payee)).scalar_one()).startswith("~")
        assert verify_trail(connection).faults == []
        assert [one.words for one in lines(connection, act="ledger.cover")] == [
            '{"alerts":1,"payees":1}'
        ]


def test_what_was_raised_anew_meanwhile_recurs_from_the_plain_one(ledger: Ledger) -> None:
    old(ledger)
    ledger.note(TUESDAY, [SEEN], looked=LOOKED, now=NOON + timedelta(days=1))
    assert cover(ledger) == 1

    query = sa.select(alert.c.number, alert.c.recurrence, alert.c.recurs).order_by(alert.c.number)
    with ledger.engine.connect() as connection:
        assert list(map(tuple, connection.execute(query))) == [(1, 0, None), (2, 1, 1)]
    again = ledger.note(TUESDAY + timedelta(days=1), [SEEN], looked=LOOKED, now=NOON)
    assert (again.raised, again.seen_again) == (0, 1)


def test_a_ledger_without_names_gets_no_line(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found("A")], looked=LOOKED, now=NOON)
    assert cover(ledger) == 0
    with ledger.engine.connect() as connection:
        assert list(lines(connection, act="ledger.cover")) == []
