"""Nights, over HTTP: which one is read now, and what it was built from."""

from datetime import UTC, date, datetime
from typing import Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from api.deps import HouseHere, NightReader
from api.in_hand import add_rows, in_hand
from warehouse.database import Row

router = APIRouter(prefix="/nights", tags=["nights"])

RUN = "select as_of, known, built_at, version, fingerprint from ops.run"


class NightOut(BaseModel):
    """One night: the day that rules counted from, and when it was built."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "night": "2026-03-31",
                    "as_of": "2026-03-31",
                    "known": None,
                    "current": True,
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
    current: bool
    built_at: datetime | None
    version: str | None
    fingerprint: str | None

    @classmethod
    def of(cls, name: str, run: Row | None) -> Self:
        """Show one night: in full where it is open to be read, else by its name."""
        as_of, _, known = name.partition("~")
        told: Row = run or dict.fromkeys(("built_at", "version", "fingerprint"))
        if run is not None:
            told = {**run, "built_at": run["built_at"].replace(tzinfo=UTC)}
        days = {"as_of": as_of, "known": known or None}
        return cls(**{**told, **days}, night=name, current=run is not None)


def nights(house: HouseHere, _: NightReader) -> list[NightOut]:
    """Give every kept night, any of which may be asked for as `as_of`."""
    current = house.window.current()
    [run] = current.rows(RUN)
    kept = house.window.nights()
    return [NightOut.of(name, run if name == current.name else None) for name in kept]


NIGHTS = in_hand(
    "nights", "The nights that are kept", NightOut, ["night"], order="-night",
    filters=["current", "as_of", "known"],
)  # fmt: skip
add_rows(router, "", NIGHTS, NightReader, nights)
