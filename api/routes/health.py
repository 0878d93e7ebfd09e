"""Whether the service is well; open to all, and so it tells nothing that is anybody's business."""

from datetime import UTC, datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from api.deps import HouseHere, Now
from api.fresh import ledger_mark
from warehouse.database import NightMissing, Warehouse

router = APIRouter(prefix="/health", tags=["health"])

BUILT = "select as_of, built_at from ops.run"


class HealthOut(BaseModel):
    """What a watchdog asks: the edition, the night that is read, and how old its data are."""

    status: Literal["ok", "waiting"]
    version: str
    night: str | None
    as_of: str | None
    built_at: datetime | None
    age_seconds: int | None


@router.get("", summary="Whether the service is well")
def read_health(house: HouseHere, now: Now) -> HealthOut:
    """Show the edition and the night; `waiting` while no night is published."""
    ledger_mark(house.ledger)
    try:
        night = house.window.current()
    except NightMissing:
        return HealthOut(
            status="waiting",
            version=house.version,
            night=None,
            as_of=None,
            built_at=None,
            age_seconds=None,
        )
    return _of(night, house.version, now)


def _of(night: Warehouse, version: str, now: datetime) -> HealthOut:
    run = night.rows(BUILT)[0]
    built_at = run["built_at"].replace(tzinfo=UTC)
    return HealthOut(
        status="ok",
        version=version,
        night=night.name,
        as_of=run["as_of"].isoformat(),
        built_at=built_at,
        age_seconds=max(int((now - built_at).total_seconds()), 0),
    )
