"""Search, over HTTP: what a few letters may mean, within the reader's reach."""

from typing import Annotated, Self

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from api.deps import FigureReader
from api.view import view_of
from dashboards.figures.searched import LONGEST, Hit, search

router = APIRouter(tags=["search"])

Asked = Annotated[str, Query(min_length=1, max_length=LONGEST, examples=["jyj"])]


class HitOut(BaseModel):
    """One thing that was found: its kind, what tells it from others, and where its page is."""

    kind: str
    code: str
    name: str
    beside: str
    address: str

    @classmethod
    def of(cls, hit: Hit) -> Self:
        """Show it."""
        return cls(**vars(hit))


class HitsOut(BaseModel):
    """What was found, by kind and then by nearness; eight of a kind at most."""

    items: list[HitOut]
    next: str | None = None


@router.get("/search", summary="Names, alerts, matters, rules and articles by a few letters")
def read_search(request: Request, me: FigureReader, q: Asked) -> HitsOut:
    """Find units (former names too), projects, enterprises, payees, alerts, matters and law.

    Width, case, spaces and brackets say nothing; latin letters are taken for pinyin initials and
    codes as well. Natural persons are in no index.
    """
    return HitsOut(items=[HitOut.of(hit) for hit in search(view_of(request, me), q)])
