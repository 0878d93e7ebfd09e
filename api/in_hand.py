"""清单. Lists whose rows their route has in hand: all that `api.lists` can do, without a query."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import partial
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel

from alerts import schema
from alerts.rule import Severity
from alerts.scope import stem
from api import written
from api.deps import HouseHere, Person, Reach, must_see
from api.lists import (
    Asked,
    Choices,
    Listing,
    answer,
    asking,
    describe,
    in_order,
    mark_of,
    marked_place,
    night_of,
)
from warehouse.database import Row

TYPES: Mapping[Any, type[sa.types.TypeEngine[Any]]] = {
    bool: sa.Boolean, int: sa.Integer, date: sa.Date, datetime: schema.Instant, str: sa.String,
    Decimal: sa.Numeric,
}  # fmt: skip
GRADES = {grade.value: at for at, grade in enumerate(Severity)}
GRADED = frozenset({"severity", "gravest"})
"""Columns that are sorted by how grave they are."""


def in_hand(  # noqa: PLR0913 - what a list is made of
    name: str,
    about: str,
    model: type[BaseModel],
    key: Sequence[str],
    *,
    filters: Sequence[str] = (),
    order: str = "",
    ledger: bool = True,
    follows: bool = False,
    regions: Reach | None = Person.reach,
) -> Listing:
    """Describe a list by the model of its items; those of its fields are columns that are plain.

    `follows` where it follows from the night, the ledger and the reader, and from nothing else.
    """
    columns = {
        one: kind
        for one, told in model.model_fields.items()
        if (kind := _column(told.annotation, told.metadata)) is not None
    }
    return Listing(
        name=name, about=about, columns=columns, key=tuple(key), order=order,
        filters=tuple(filters), model=model, ledger=ledger, follows=follows, regions=regions,
    )  # fmt: skip


def add_rows(
    router: APIRouter,
    path: str,
    listing: Listing,
    reader: Any,  # noqa: ANN401 - an annotated dependency, as the routes have it
    rows: Callable[..., Iterable[BaseModel]],
) -> None:
    """Give a router the route of a list; `rows` is a dependency that gives all that one may see."""
    wished: Any = Annotated[Asked, Depends(asking(listing))]
    around: Any = night_of(listing)
    mark: Any = mark_of(listing)
    found: Any = Annotated[Sequence[BaseModel], Depends(rows)]

    def show(
        request: Request,
        house: HouseHere,
        me: reader,
        night: around,
        asked: wished,
        _: mark,
        given: found,
    ) -> Response:
        must_see(me, house, asked.filters.get("region"), listing.regions, night)
        shown, following = page(listing, asked, given)
        return answer(request, house, me, night, asked, shown, following)

    describe(router, path, listing, show)


def page(
    listing: Listing, asked: Asked, given: Iterable[BaseModel]
) -> tuple[list[Row], str | None]:
    """Give a page's rows, and the mark to go on from; None: it is the last.

    Raises:
        CursorRefused: `after` is no mark of this list in this order.
        ListRefused: it can't be sorted by what was asked.
    """
    order = dict(in_order(listing, asked.sort or listing.order))
    terms = [*order.items(), *((name, False) for name in listing.key if name not in order)]
    rows = [one for one in given if _wanted(one, asked.filters)]
    for name, down in reversed(terms):
        known = [one for one in rows if getattr(one, name) is not None]
        rows = [
            *sorted(known, key=partial(_rank, name), reverse=down),
            *(one for one in rows if getattr(one, name) is None),
        ]
    if asked.after is not None:
        left = marked_place(listing, asked, [name for name, _ in terms])
        rows = [one for one in rows if _beyond(one, left, terms)]
    shown, following = rows[: asked.limit], None
    if len(rows) > asked.limit:
        last = [getattr(shown[-1], name) for name, _ in terms]
        following = written.cursor([asked.sort, *map(_plain, last)])
    names = asked.fields or list(listing.fields)
    told = [one.model_dump(mode="json", include=set(names)) for one in shown]
    return [{name: row[name] for name in names} for row in told], following


def _beyond(row: BaseModel, left: Mapping[str, Any], terms: Sequence[tuple[str, bool]]) -> bool:
    for name, down in terms:
        mine, theirs = getattr(row, name), left[name]
        if mine == theirs:
            continue
        if mine is None or theirs is None:
            return mine is None
        return bool((_grade(name, mine) > _grade(name, theirs)) is not down)
    return False


def _wanted(row: BaseModel, filters: Mapping[str, Any]) -> bool:
    for name, value in filters.items():
        mine = getattr(row, name)
        if value is None:
            continue
        if name == "region":
            if not str(mine or "").startswith(stem(value)):
                return False
        elif name == "period":
            if not str(mine or "").startswith(value):
                return False
        elif mine != value:
            return False
    return True


def _rank(name: str, row: BaseModel) -> Any:  # noqa: ANN401 - a cell
    return _grade(name, getattr(row, name))


def _grade(name: str, value: Any) -> Any:  # noqa: ANN401 - a cell
    return GRADES.get(value, -1) if name in GRADED else value


def _plain(value: object) -> object:
    return value.value if isinstance(value, Enum) else value


def _column(kind: Any, metadata: Sequence[Any] = ()) -> sa.types.TypeEngine[Any] | None:  # noqa: ANN401
    """Give the type of a field's column; None: it holds more than one value."""
    if get_origin(kind) in {Union, UnionType}:
        [kind, *others] = [one for one in get_args(kind) if one is not type(None)]
        return None if others else _column(kind)
    if get_origin(kind) is Annotated:
        kind, *more = get_args(kind)
        return _column(kind, [*metadata, *more])
    if kind is Decimal and set(metadata) & {*get_args(written.Yuan)[1:]}:
        return schema.Yuan()
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Choices(one.value for one in kind)
    return TYPES[kind]() if kind in TYPES else None
