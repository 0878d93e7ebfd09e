"""Lists, over HTTP: those of problems, of rectification and of what was closed."""

from fastapi import APIRouter
from pydantic import BaseModel

from alerts.matters.lists import MatterWanted, Sheet, count_matters
from api.deps import HouseHere, MatterReader
from api.in_hand import add_rows, in_hand
from api.written import Words

router = APIRouter(prefix="/lists", tags=["matters"])

NAMES = {
    Sheet.PROBLEMS: Words(zh="问题清单", en="problems: all matters"),
    Sheet.RECTIFICATION: Words(zh="整改清单", en="rectification: issued and not closed"),
    Sheet.CLOSED: Words(zh="销号清单", en="closed matters"),
}


class SheetOut(BaseModel):
    """One list: how many matters are on it, and where they are."""

    sheet: Sheet
    words: Words
    matters: int
    items_at: str


def sheets(house: HouseHere, me: MatterReader) -> list[SheetOut]:
    """Give each list that the committee keeps, with the number of its matters within reach."""
    return [
        SheetOut(
            sheet=sheet,
            words=words,
            matters=count_matters(house.ledger.engine, MatterWanted(sheet=sheet), by=me.actor),
            items_at=f"/api/v1/matters?sheet={sheet.value}",
        )
        for sheet, words in NAMES.items()
    ]


SHEETS = in_hand(
    "sheets", "The lists of problems, rectification and closing", SheetOut, ["sheet"], follows=True
)
add_rows(router, "", SHEETS, MatterReader, sheets)
