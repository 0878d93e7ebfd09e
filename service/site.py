"""The site and the API over one home, as a server process starts them."""

import logging
import os
from pathlib import Path

from fastapi import FastAPI

from alerts import trail
from alerts.catalogue import catalogue_at
from alerts.ledger import Ledger
from api.app import create_app
from service import clock, logs
from service.acting import matters_of
from service.desk import desk
from service.papers import press
from service.settings import Settings, read_settings
from service.version import VERSION
from warehouse.database import Window


def create() -> FastAPI:
    """Create the application of the home that PURSEWATCH_HOME names."""
    logs.speak(logging.INFO)
    return site(read_settings(Path(os.environ["PURSEWATCH_HOME"])))


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
        secure_cookies=settings.secure_cookies,
        desk=desk(settings),
        matters=matters_of(settings, ledger),
        evidence=settings.house.evidence,
        press=press(settings),
    )
