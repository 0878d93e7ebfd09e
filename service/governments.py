"""区划. Whether a home knows a government: a code that nobody has is not an empty list."""

from contextlib import closing

import typer

from alerts.ledger import Ledger
from alerts.scope import Scope, stem
from alerts.tallies import By, groups
from alerts.wanted import Wanted
from service.night import night_file
from service.settings import Settings
from warehouse.database import NightMissing, Warehouse
from warehouse.tiers import GOVERNMENTS

MOST = 400
"""Governments of alerts that are looked at; those of the night all are."""
TOLD = 40


def must_be_known(settings: Settings, ledger: Ledger, region: str | None) -> None:
    """Let those pass who name a government that is known here, or that has such below it.

    Before anything is known everybody passes: an empty list is then the answer.

    Raises:
        BadParameter: neither is; those that are known are named.
    """
    if region is None:
        return
    known = _known(settings, ledger)
    if known and not any(one.startswith(stem(region)) for one in known):
        listed = ", ".join(known[:TOLD])
        raise typer.BadParameter(
            f"no government {region!r} is known here, nor any below it; those known: {listed}",
            param_hint="--region",
        )


def _known(settings: Settings, ledger: Ledger) -> list[str]:
    alerted = groups(ledger.engine, By.REGION, scope=Scope.everywhere(), wanted=Wanted(), most=MOST)
    try:
        with closing(Warehouse.open(night_file(settings.house, None))) as night:
            delivered = [row["region"] for row in night.rows(GOVERNMENTS)]
    except NightMissing:
        delivered = []
    return sorted({*delivered, *(one.key for one in alerted)})
