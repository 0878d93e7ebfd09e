"""A row that was tampered with is named, though the chain itself is whole."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from alerts.agreement import disagreements
from alerts.ledger import Ledger
from alerts.matters.desk import Matters
from tests.alerts.matters.walk import closed, confirmed, evidence, issued, take
from tests.alerts.people import UNIT
from tests.postgres import sqlite_url

TAMPERED = {
    "update move set actor = '鬼' where from_state = 'raised'": "was changed: line",
    "delete from move where number = (select max(number) from move)": "was deleted: line",
    "update matter_move set words = '{}' where move = 'issue'": "of matter 1 was changed",
    "delete from matter_move where move = 'close'": "was deleted: line",
    "update matter_file set sha256 = 'x'": "of matter 2 was changed",
    "delete from letter_number where nth = 1": "1 were given and the last is 2",
    "update standing set state = 'normal' where alert = 1": "stands as normal, and by its moves",
    "update matter_standing set state = 'closed' where matter = 2": "does not stand as its history",
}


@pytest.fixture
def ledger_url(sqlite_template: Path, tmp_path: Path) -> str:
    return sqlite_url(sqlite_template, tmp_path)


@pytest.fixture
def walked(ledger: Ledger, tmp_path: Path) -> Ledger:
    confirmed(ledger, 1)
    matters = Matters(ledger.engine)
    closed(matters, "warning")
    number = issued(matters, "review_opinion")
    take(matters, number, "receive", UNIT)
    file = evidence(tmp_path)
    take(matters, number, "reply", UNIT, measures="已改", reason="done", files=[file])
    return ledger


def says(ledger: Ledger) -> list[str]:
    with ledger.engine.connect() as connection:
        return [fault.says for fault in disagreements(connection)]


def test_a_record_that_nobody_touched_agrees(walked: Ledger) -> None:
    assert says(walked) == []


@pytest.mark.parametrize(("statement", "expected"), TAMPERED.items())
def test_a_row_that_was_touched_is_named(walked: Ledger, statement: str, expected: str) -> None:
    with walked.engine.connect() as connection:
        connection.exec_driver_sql("pragma foreign_keys = off")
        connection.execute(sa.text(statement))
        connection.commit()

    assert any(expected in one for one in says(walked))
