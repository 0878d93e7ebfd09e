"""The site and the API over one home, as a server process starts them."""

import os
from pathlib import Path

from api.app import create_app
from fastapi import FastAPI

from alerts.ledger import Ledger
from service import clock
from service.settings import Settings, read_settings
from service.version import VERSION
from warehouse.database import Window


def create() -> FastAPI:
    """Create the application of the home that PURSEWATCH_HOME names."""
    return site(read_settings(Path(os.environ["PURSEWATCH_HOME"])))


def site(settings: Settings) -> FastAPI:
    """Create the application of a home."""
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    return create_app(
        Window(settings.house.nights),
        ledger,
        clock=clock.now,
        version=VERSION,
        site=settings.site,
        secure_cookies=settings.secure_cookies,
    )
