"""门. Every door of the site, and the right that it asks for."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from alerts.access import RIGHTS, Right
from alerts.workflow import Role
from api.deps import Having, signed_in
from api.stations import visitor


@dataclass(frozen=True)
class Door:
    """One method of one address; `right` is None where anybody may knock."""

    method: str
    path: str
    right: Right | None

    @property
    def roles(self) -> frozenset[Role]:
        """Who is let in."""
        return frozenset(Role) if self.right is None else RIGHTS[self.right]


def doors(app: FastAPI) -> list[Door]:
    """Give every door of an application, by address and method."""
    found = [
        Door(method, context.path, _right(context.original_route))
        for context in iter_route_contexts(app.routes)
        if context.methods and context.path and isinstance(context.original_route, APIRoute)
        for method in context.methods - {"HEAD"}
    ]
    return sorted(found, key=lambda door: (door.path, door.method))


def _right(route: APIRoute) -> Right | None:
    page = (route.openapi_extra or {}).get("right")
    if page is not None:
        return Right(page)
    asked = list(_asked(route.dependant))
    rights = {one.right for one in asked if isinstance(one, Having)}
    if visitor in asked:
        return Right.STATIONS
    if rights:
        [right] = rights
        return right
    return Right.OWN if signed_in in asked else None


def _asked(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for needed in dependant.dependencies:
        yield from _asked(needed)
