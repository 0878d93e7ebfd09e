"""Papers of matters, over HTTP: to be saved by those who may see the matter; none is sent."""

from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel

from alerts.matters.kinds import Letter
from alerts.matters.papers import PaperUnmade, papers_of
from alerts.trail import write_down
from api.deps import HouseHere, Now, PaperReader
from api.in_hand import add_rows, in_hand
from dashboards.letters.press import Form

router = APIRouter(prefix="/matters/{number}/documents", tags=["matters"])

MEDIA = {
    Form.PDF: "application/pdf",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MatterNumber = Annotated[int, Path(description="The matter's number.")]


class DocumentOut(BaseModel):
    """A paper that can be made, and where it can be had."""

    letter: Letter
    name: str
    number: str
    numbered_at: datetime
    docx: str
    pdf: str


def documents(number: MatterNumber, house: HouseHere, me: PaperReader) -> list[DocumentOut]:
    """Give the papers of a matter, the last of each kind."""
    at = f"/api/v1/matters/{number}/documents"
    return [
        DocumentOut(
            letter=one.letter,
            name=one.letter.text.zh,
            number=one.text,
            numbered_at=one.at,
            docx=f"{at}/{one.letter.value}.docx",
            pdf=f"{at}/{one.letter.value}.pdf",
        )
        for one in papers_of(house.ledger.engine, number, by=me.actor)
    ]


DOCUMENTS = in_hand(
    "documents", "The papers of a matter that can be had", DocumentOut, ["number"],
    order="numbered_at", filters=["letter"],
)  # fmt: skip
add_rows(router, "", DOCUMENTS, PaperReader, documents)


@router.get("/{letter}.{form}", summary="A paper of a matter, as .docx or .pdf")
def give_document(
    number: MatterNumber, letter: Letter, form: Form, house: HouseHere, me: PaperReader, now: Now
) -> Response:
    """Give a paper to be saved; that it was made is noted in the record."""
    if house.press is None:
        raise PaperUnmade(
            "this site makes no papers: its operator names no folder for them",
            zh="本站没有开通制作文书：请联系管理员",
        )
    made = house.press.make(house.ledger, number, letter, form, by=me.actor)
    write_down(house.ledger.engine, [made.entry(me.actor)], now=now)
    name = quote(f"{made.number}-{letter.text.zh}.{form.value}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(made.content, media_type=MEDIA[form], headers=headers)
