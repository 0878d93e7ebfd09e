"""Every door asks who is there."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import Mount

from alerts.access import Right
from alerts.ledger import Ledger
from api.app import create_app
from api.deps import signed_in
from api.doors import doors as asking
from api.stations import visitor
from service import role_pages
from warehouse.database import Window

OPEN_TO_ALL = {
    ("GET", "/health"),
    ("GET", "/api/v1/health"),
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("GET", "/sign-in/provider"),
    ("GET", "/sign-in/provider/back"),
    ("POST", "/api/v1/session"),  # the sign-in of scripts
}

OWN = {
    *("/", "/sign-out", "/account"),
    *("/api/v1/session", "/api/v1/session/all", "/api/v1/session/factor"),
    *("/api/v1/session/password", "/api/v1/openapi.json"),
    *("/api/v1/tokens", "/api/v1/tokens/{number}"),
}


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    return create_app(
        Window(tmp_path),
        Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}"),
        clock=lambda: datetime(2026, 4, 1, tzinfo=UTC),
        version="0.1.0",
    )


def asked_for(dependant: Dependant) -> Iterator[object]:
    for needed in dependant.dependencies:
        yield needed.call
        yield from asked_for(needed)


def doors(app: FastAPI) -> list[RouteContext]:
    return [found for found in iter_route_contexts(app.routes) if found.methods]


def named(found: list[RouteContext]) -> set[tuple[str, str]]:
    return {(method, door.path) for door in found for method in door.methods - {"HEAD"}}


def test_no_door_is_open_by_accident(app: FastAPI):
    unasked = [
        door
        for door in doors(app)
        if not {signed_in, visitor} & set(asked_for(door.original_route.dependant))
    ]

    assert named(unasked) == OPEN_TO_ALL


def test_the_walk_sees_every_kind_of_door(app: FastAPI):
    assert named(doors(app)) >= {
        ("GET", "/"),
        ("GET", "/overview.json"),
        ("GET", "/alerts/{number}"),
        ("GET", "/api/v1/alerts"),
        ("GET", "/api/v1/alerts/{number}"),
        ("GET", "/api/v1/coverage"),
        ("GET", "/api/v1/figures/execution"),
        ("GET", "/api/v1/figures/execution/rows"),
        ("GET", "/api/v1/nights"),
        ("GET", "/api/v1/openapi.json"),
        ("GET", "/api/v1/rules"),
        ("GET", "/api/v1/rules/{code}"),
        ("GET", "/api/v1/session"),
        ("DELETE", "/api/v1/session"),
        ("POST", "/sign-out"),
        ("POST", "/upload"),
        ("GET", "/api/v1/deliveries"),
        ("POST", "/api/v1/deliveries"),
        ("GET", "/api/v1/deliveries/{number}"),
    }


def test_only_the_static_files_are_mounted(app: FastAPI):
    assert [route.path for route in app.routes if isinstance(route, Mount)] == ["/static"]


def test_every_door_asks_for_a_right_and_the_page_of_roles_names_them_all(app: FastAPI):
    listed = asking(app)

    assert len(listed) == len(named(doors(app))) == len(doors_of_page())
    assert {(one.method, one.path) for one in listed if one.right is None} == OPEN_TO_ALL
    assert {one.path for one in listed if one.right is Right.OWN} == OWN


def test_the_page_of_roles_is_fresh():
    assert role_pages.PAGE.read_text("utf-8") == role_pages.page(), "run `pursewatch docs`"


def doors_of_page() -> list[str]:
    lines = role_pages.PAGE.read_text("utf-8").split("## The ")[1].splitlines()
    return [line for line in lines if line.startswith(("| GET", "| P", "| DELETE"))]


def test_no_page_that_explains_the_api_comes_from_elsewhere(app: FastAPI):
    assert not {"/docs", "/redoc", "/openapi.json"} & {door.path for door in doors(app)}
