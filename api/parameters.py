"""What may be asked: a parameter that a route does not know is refused by name, never ignored."""

from collections.abc import Callable, Iterator, MutableMapping
from typing import Annotated, Any
from weakref import WeakKeyDictionary

from fastapi import Path, Request, params
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
"""What the path of one thing ends with: its number in the ledger or among the receipts."""


class ParameterRefused(Exception):
    """A query parameter is unknown, given twice, or holds what no text may hold."""


def known_parameters(request: Request) -> None:
    """Hold the query to the names that this route declares.

    Raises:
        ParameterRefused: a name is unknown or given twice, or a value holds control characters.
    """
    route = request.scope["route"]
    allowed = _names(route) if isinstance(route, APIRoute) else frozenset()
    seen: set[str] = set()
    for name, value in request.query_params.multi_items():
        if name not in allowed:
            known = ", ".join(sorted(allowed)) or "none"
            raise ParameterRefused(f"parameter {name[:60]!r} is not known here; known: {known}")
        if name in seen:
            raise ParameterRefused(f"parameter {name!r} was given twice: give it once")
        if any(ord(character) < 32 or character in "\x7f\ufffd" for character in value):
            raise ParameterRefused(f"parameter {name!r} holds bytes that are no UTF-8 text")
        seen.add(name)


_NAMES: MutableMapping[Callable[..., Any], frozenset[str]] = WeakKeyDictionary()
"""What each endpoint declares, by the endpoint: to gather it at each request is dear."""


def _names(route: APIRoute) -> frozenset[str]:
    if route.endpoint not in _NAMES:
        _NAMES[route.endpoint] = frozenset(_declared(route))
    return _NAMES[route.endpoint]


def _declared(route: APIRoute) -> Iterator[str]:
    asked = get_flat_params(route.dependant)
    return (one.alias for one in asked if isinstance(one.field_info, params.Query))
