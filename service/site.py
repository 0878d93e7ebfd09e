"""The site and the API over one home, as a server process starts them."""

import gc
import logging
import os
from datetime import timedelta
from functools import partial
from pathlib import Path

from fastapi import FastAPI

from alerts import trail
from alerts.catalogue import catalogue_at
from alerts.ledger import Ledger
from alerts.spending import Limit
from alerts.stations import Stations
from api.app import create_app
from api.deps import Manners
from api.desk import Room
from api.provider import Provider
from dashboards.figures.boundaries import Boundaries, read_boundaries
from service import clock, logs
from service.acting import matters_of
from service.certificate import ends
from service.desk import desk
from service.exporting import beside
from service.papers import press
from service.questions import questions
from service.reports import reports
from service.settings import Settings, read_settings
from service.version import VERSION
from warehouse.database import Window


def create() -> FastAPI:
    """Create the application of the home that PURSEWATCH_HOME names.

    What stands by then stays for good: the collector is told to go past it, for to look through it
    once more holds every request up for half a second.
    """
    logs.speak(logging.INFO)
    app = site(read_settings(Path(os.environ["PURSEWATCH_HOME"])))
    gc.collect()
    gc.freeze()
    return app


def site(settings: Settings) -> FastAPI:
    """Create the application of a home."""
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    trail.hash_with(ledger.engine, settings.chain, now=clock.now())
    return create_app(
        Window(settings.house.nights),
        ledger,
        rules=catalogue_at(settings.house.rules).rules,
        clock=clock.now,
        version=VERSION,
        site=settings.site,
        secure_cookies=settings.secure,
        desk=desk(settings),
        exports=Room(settings.house.exports, settings.export_rows),
        questions=questions(settings, ledger),
        beside=lambda: beside(settings),
        matters=matters_of(settings, ledger),
        evidence=settings.house.evidence,
        press=press(settings),
        reports=reports(settings, ledger),
        boundaries=boundaries_of(settings),
        passwords=settings.passwords,
        provider=provider_of(settings),
        address=settings.address,
        stations=Stations(settings.house.stations),
        manners=Manners(
            Limit(settings.sign_ins_a_minute, 60),
            Limit(settings.heavy_a_minute, 60),
            below=settings.see_below,
            stations=settings.stations_public,
            factor_roles=frozenset(settings.factor_roles),
            idle=timedelta(minutes=settings.idle_minutes) if settings.idle_minutes else None,
            seconds=settings.request_seconds,
            certificate=partial(ends, Path(settings.certificate)) if settings.certificate else None,
        ),
    )


def boundaries_of(settings: Settings) -> Boundaries | None:
    """Read the boundaries that a site has for its maps; None: it has none.

    Raises:
        BoundariesRefused: the file can't be used.
    """
    if not settings.boundaries:
        return None
    return read_boundaries(settings.house.root / settings.boundaries)


def provider_of(settings: Settings) -> Provider | None:
    """Give the provider that people of a site sign in at; None: there is none."""
    if not settings.provider:
        return None
    return Provider(
        issuer=settings.provider,
        client=settings.provider_client,
        secret=settings.provider_secret.get_secret_value(),
        address=settings.address or f"http://{settings.host}:{settings.port}",
        roles=settings.provider_roles,
        role_claim=settings.provider_role_claim,
        region_claim=settings.provider_region_claim,
        unit_claim=settings.provider_unit_claim,
        region=settings.provider_region,
    )
