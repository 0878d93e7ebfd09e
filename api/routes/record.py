"""The record, over HTTP: sightings and moves of alerts, and the trail of all that was done."""

from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter

from alerts.ledger import Wanted
from alerts.looks import LOOKS
from alerts.schema import Instant, Yuan, account, alert, move, sighting, standing, testimony
from alerts.scope import Scope
from alerts.standing import effective
from alerts.trail import trail
from alerts.wanted import matching, reach
from alerts.witness import Act
from alerts.workflow import Role
from api.deps import AlertReader, Person, TrailReader
from api.lists import Listing, add_list
from warehouse.database import Warehouse

router = APIRouter(tags=["record"])

SIGHTING: dict[str, Any] = {
    "alert": sa.Integer(), "night": sa.Date(), "code": sa.String(), "region": sa.String(),
    "severity": sa.String(), "at_stake": Yuan(), "edition": sa.String(),
}  # fmt: skip
MOVE: dict[str, Any] = {
    "number": sa.Integer(), "alert": sa.Integer(), "at": Instant(), "actor": sa.String(),
    "move": sa.String(), "from_state": sa.String(), "to_state": sa.String(),
    "reason": sa.String(), "cause": sa.String(), "until": sa.Date(), "region": sa.String(),
}  # fmt: skip
TRAIL: dict[str, Any] = {
    "number": sa.Integer(), "at": Instant(), "actor": sa.String(), "act": sa.String(),
    "subject": sa.String(), "words": sa.String(), "hash": sa.String(),
}  # fmt: skip
SEEN = (*LOOKS, Act.DENY.value)
"""What an administrator reads of the trail: who looked at what, and who was turned away."""


def _sightings(me: Person, _: Warehouse) -> sa.Select[Any]:
    nights = effective()
    return (
        sa.select(
            sighting.c.alert, nights.c.night, alert.c.code, alert.c.region,
            sighting.c.severity, sighting.c.at_stake, testimony.c.edition,
        )
        .join(nights, nights.c.number == sighting.c.noting)
        .join(alert, alert.c.number == sighting.c.alert)
        .join(standing, standing.c.alert == sighting.c.alert)
        .join(
            testimony,
            (testimony.c.alert == sighting.c.alert) & (testimony.c.hash == sighting.c.testimony),
        )
        .where(matching(me.scope, Wanted()))
    )  # fmt: skip


def _moves(me: Person, _: Warehouse) -> sa.Select[Any]:
    told = me.scope.states is None  # who sees what was found true is not told the judges' words
    said = (move.c.reason, move.c.cause) if told else (sa.literal(""), sa.null())
    return (
        sa.select(
            move.c.number, move.c.alert, move.c.at, move.c.actor, move.c.move,
            move.c.from_state, move.c.to_state, said[0].label("reason"), said[1].label("cause"),
            move.c.until, alert.c.region,
        )
        .join(alert, alert.c.number == move.c.alert)
        .join(standing, standing.c.alert == move.c.alert)
        .where(matching(me.scope, Wanted()))
    )  # fmt: skip


def _trail(me: Person, _: Warehouse) -> sa.Select[Any]:
    region = me.account.region
    within = Scope((region,) if region else None).held_to(me.below)
    every = me.role is Role.AUDITOR
    words = trail.c.words if every else sa.literal("{}")
    return (
        sa.select(
            trail.c.number, trail.c.at, trail.c.actor, trail.c.act, trail.c.subject,
            words.label("words"), trail.c.hash,
        )
        .join(account, account.c.name == trail.c.actor)
        .where(reach(account.c.region, within), sa.true() if every else trail.c.act.in_(SEEN))
    )  # fmt: skip


add_list(
    router,
    "/sightings",
    Listing(
        name="sightings",
        about="The nights on which alerts were seen",
        columns=SIGHTING,
        key=("alert", "night"),
        source=_sightings,
        filters=("alert", "night", "code", "region", "severity"),
        ledger=True,
        regions=Person.reach,
        example={"alert": 17, "night": "2026-03-31", "code": "B02", "region": "419801",
                 "severity": "red", "at_stake": "20100.00", "edition": "0badcafe"},
    ),
    AlertReader,
)  # fmt: skip
add_list(
    router,
    "/moves",
    Listing(
        name="moves",
        about="The steps that people took with alerts",
        columns=MOVE,
        key=("number",),
        source=_moves,
        filters=("alert", "actor", "move", "from_state", "to_state", "region"),
        ledger=True,
        regions=Person.reach,
        example={"number": 3, "alert": 17, "at": "2026-04-01T04:00:00+00:00", "actor": "analyst",
                 "move": "take", "from_state": "raised", "to_state": "verifying", "reason": ""},
    ),
    AlertReader,
)  # fmt: skip
add_list(
    router,
    "/trail",
    Listing(
        name="trail",
        about="What was done, by whom and when, line by line of the hash chain",
        columns=TRAIL,
        key=("number",),
        source=_trail,
        filters=("actor", "act", "subject"),
        ledger=True,
        example={"number": 12, "at": "2026-04-01T04:00:00+00:00", "actor": "analyst",
                 "act": "alert.read", "subject": "alert 17", "words": "{}"},
    ),
    TrailReader,
)  # fmt: skip
