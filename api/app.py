"""The one door: an application made of the routes of a folder and the pages of another."""

import importlib
import pkgutil
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

import api.routes
from alerts.accounts import Accounts
from alerts.catalogue import all_rules
from alerts.ledger import Ledger
from alerts.matters.desk import Matters
from alerts.passwords import Rules
from alerts.rule import Rule
from alerts.stations import Stations
from api import (
    acting,
    choosing,
    errors,
    exporting,
    opening,
    own,
    pages,
    querying,
    remarks,
    reporting,
    sessions,
    setting_stations,
    typed,
    uploading,
    viewing,
)
from api import provider as provider_door
from api import stations as stations_door
from api.answering import Answering
from api.deps import House, Manners
from api.desk import Desk, Questions, Room
from api.lists import describe_parts
from api.problems import problem_schemas, told
from api.provider import Provider
from api.reports import Reports
from api.routes import health
from api.shield import Shield
from api.squeeze import Squeezed
from api.static import FOLDER, Static
from dashboards.figures.boundaries import Boundaries
from dashboards.letters.press import Press
from dashboards.pages.upload import PAGE as UPLOAD
from warehouse.database import Window

PREFIX = "/api/v1"
STREAMED = frozenset({f"{PREFIX}/deliveries", UPLOAD.path})
"""Where a body may be large: it is held to the desk's own limit as it comes."""
DOORS = (sessions, choosing, typed, uploading, viewing, acting, opening, own, remarks, reporting,
         exporting, stations_door, setting_stations, querying, provider_door)  # fmt: skip
"""The doors of pages that do something, in the order in which they are tried."""


SILENT: TelemetryConfig = {
    "tracing": False, "metrics": False, "logs": False, "auto_configure": False,
}  # fmt: skip
"""Nothing is told to anybody else, whatever the environment says."""


DESCRIBED: dict[tuple[str, str], dict[str, Any]] = {}
"""What was described, by site and version."""


class Door(FastAPI):
    """The application behind its shield, which dresses even the answers of what broke."""

    secure = False
    seconds = 60.0

    def build_middleware_stack(self) -> ASGIApp:
        """Put the shield around everything."""
        return Shield(
            Squeezed(Answering(super().build_middleware_stack())),
            secure=self.secure,
            streamed=STREAMED,
            seconds=self.seconds,
        )

    def openapi(self) -> dict[str, Any]:
        """Describe the API, its problems included; once in a process, as the routes are laid."""
        named = self.title, self.version
        if named not in DESCRIBED:
            described = DESCRIBED[named] = super().openapi()
            schemas = described["components"]["schemas"]
            for replaced in ("HTTPValidationError", "ValidationError"):
                schemas.pop(replaced, None)
            schemas |= problem_schemas()
            describe_parts(described)
        return DESCRIBED[named]


def create_app(  # noqa: PLR0913 - what a site is opened with, each by its name
    window: Window,
    ledger: Ledger,
    *,
    clock: Callable[[], datetime],
    version: str,
    site: str = "Pursewatch",
    rules: Mapping[str, Rule] | None = None,
    secure_cookies: bool = False,
    desk: Desk | None = None,
    exports: Room | None = None,
    questions: Questions | None = None,
    beside: Callable[[], AbstractContextManager[None]] = nullcontext,
    matters: Matters | None = None,
    evidence: Path | None = None,
    press: Press | None = None,
    reports: Reports | None = None,
    boundaries: Boundaries | None = None,
    passwords: Rules | None = None,
    manners: Manners | None = None,
    provider: Provider | None = None,
    address: str = "",
    stations: Stations | None = None,
) -> FastAPI:
    """Open the door on a window of nights and a ledger.

    `rules` is the catalogue by name, the product's own unless told; `secure_cookies` is for a site
    that is reached by TLS; `desk` is where deliveries are handed in, `exports` where lists lie that
    were ordered as files; `questions` is who answers SQL; `beside` goes on while the
    door is open.
    """

    @asynccontextmanager
    async def opened(_: FastAPI) -> AsyncIterator[None]:
        with beside():
            yield

    app = Door(
        routes=list(_routes()),
        lifespan=opened,
        title=site,
        version=version,
        openapi_url=None,
        servers=[{"url": "/"}],  # this very site, whatever it is called
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=SILENT,
    )
    app.secure = secure_cookies
    app.seconds = (manners or Manners()).seconds
    app.state.house = House(
        window=window,
        ledger=ledger,
        accounts=Accounts(
            ledger.engine, passwords, idle=(manners or Manners()).idle, changes=ledger.changes
        ),
        manners=manners or Manners(),
        provider=provider,
        address=address,
        stations=stations,
        rules=all_rules() if rules is None else rules,
        clock=clock,
        version=version,
        matters=matters or Matters(ledger.engine),
        evidence=evidence,
        press=press,
        reports=reports,
        boundaries=boundaries,
        secure_cookies=secure_cookies,
        desk=desk,
        exports=exports,
        questions=questions,
    )
    errors.install(app)
    return app


@cache
def _routes() -> Sequence[BaseRoute]:
    """Lay the routes once in a process: what each is asked with and answers is dear to work out."""
    laid = FastAPI(openapi_url=None, generate_unique_id_function=lambda route: route.name)
    for router in routers():
        laid.include_router(
            router, prefix=PREFIX, responses=told(401, 403, 404, 409, 422, 429, 503)
        )
    laid.include_router(health.router, include_in_schema=False)
    for door in DOORS:
        laid.include_router(door.router)
    laid.include_router(pages.doors())
    laid.mount("/static", Static(directory=FOLDER), name="static")
    return laid.routes


def routers() -> list[APIRouter]:
    """Give the router of every file in the folder of routes."""
    found = sorted(module.name for module in pkgutil.iter_modules(api.routes.__path__))
    return [importlib.import_module(f"api.routes.{name}").router for name in found]
