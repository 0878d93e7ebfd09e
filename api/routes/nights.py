"""Nights, over HTTP: which one is read now, and what it was built from."""

from datetime import UTC, date, datetime
from typing import Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from api.deps import NightHere, NightReader
from api.fresh import Fresh
from warehouse.database import Row

router = APIRouter(prefix="/nights", tags=["nights"])

RUNS = "select as_of, known, built_at, version, fingerprint from ops.run order by as_of desc"


class NightOut(BaseModel):
    """One night: the day that rules counted from, and when it was built."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "night": "2026-03-31",
                    "as_of": "2026-03-31",
                    "known": None,
                    "built_at": "2026-04-01T02:04:11Z",
                    "version": "0.1.0",
                    "fingerprint": "5d41402abc4b2a76",
                }
            ]
        }
    )

    night: str
    as_of: date
    known: date | None
    built_at: datetime
    version: str
    fingerprint: str

    @classmethod
    def of(cls, name: str, run: Row) -> Self:
        """Show one night."""
        built_at = run["built_at"].replace(tzinfo=UTC)
        return cls(night=name, **{**run, "built_at": built_at})


class NightsOut(BaseModel):
    """The nights that may be read."""

    items: list[NightOut]
    next: str | None = None


@router.get("")
def list_nights(night: NightHere, _: NightReader, __: Fresh) -> NightsOut:
    """Show the night that is read now."""
    return NightsOut(items=[NightOut.of(night.name, run) for run in night.rows(RUNS)])
