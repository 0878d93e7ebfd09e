"""督办事项. Matters as the list has them: those still open first, by their deadline."""

from collections.abc import Iterator

from alerts.access import Right
from alerts.matters.kinds import KINDS
from alerts.matters.lists import MatterWanted, Sheet, count_matters, every_matter
from alerts.matters.steps import MATTER_STATES
from dashboards.export import Asked, Kind
from warehouse.writers import Column, Row

COLUMNS = (
    Column("matter", "BIGINT"),
    Column("kind"),
    Column("region"),
    Column("unit"),
    Column("subject"),
    Column("addressee"),
    Column("letter_number"),
    Column("state"),
    Column("state_zh"),
    Column("opened_on", "DATE"),
    Column("issued_on", "DATE"),
    Column("replied_on", "DATE"),
    Column("due_on", "DATE"),
    Column("days_left", "BIGINT"),
    Column("closed_on", "DATE"),
    Column("at_stake", "DECIMAL(20,2)"),
    Column("put_right", "DECIMAL(20,2)"),
)
FILTERS = {
    "kind": "the kind of matter",
    "state": "where they stand",
    "region": "a government, with those below it",
    "unit": "the unit that answers for it",
    "sheet": "problems, rectification or closed",
    "overdue": "true: those whose day is over",
    "opened_from": "opened on this day or later",
    "opened_to": "opened on this day or earlier",
    "text": "in subject, addressee or number of the paper",
}


def wanted(asked: Asked) -> MatterWanted:
    """Read which matters are wished for."""
    sheet = asked.one("sheet", [one.value for one in Sheet])
    overdue = asked.one("overdue", ("true", "false"))
    return MatterWanted(
        kind=asked.one("kind", list(KINDS)),
        state=asked.many("state", [one.value for one in MATTER_STATES]),
        region=asked.one("region"),
        unit=asked.one("unit"),
        sheet=Sheet(sheet) if sheet else None,
        overdue_on=asked.by.today if overdue == "true" else None,
        opened_from=asked.day("opened_from"),
        opened_to=asked.day("opened_to"),
        text=asked.one("text"),
    )


def count(asked: Asked) -> int:
    """Count them."""
    return count_matters(asked.by.ledger.engine, wanted(asked), by=asked.by.actor)


def rows(asked: Asked) -> Iterator[Row]:
    """Give them in the order of the list."""
    for one in every_matter(asked.by.ledger.engine, wanted(asked), by=asked.by.actor):
        yield (
            one.matter, one.kind, one.region, one.unit, one.subject, one.addressee,
            one.letter_number, one.state.value, one.state.text.zh, one.opened_on, one.issued_on,
            one.replied_on, one.due_on, one.days_left(asked.by.today), one.closed_on, one.at_stake,
            one.put_right,
        )  # fmt: skip


KIND = Kind("matters", Right.MATTERS, FILTERS, lambda _: COLUMNS, count, rows, night=False)
