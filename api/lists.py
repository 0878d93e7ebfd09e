"""清单. What every list of the API can do, decided in this one place.

Filters by documented columns, an order by any of them, pages that stay true while rows are added,
some fields instead of all, JSON or CSV. All of it is pushed into the query, the reader's scope too.
"""

import hashlib
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, Any, Literal, cast
from urllib.parse import quote

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field, create_model
from sqlalchemy.engine.default import DefaultDialect

from alerts import schema
from alerts.scope import stem
from alerts.witness import Act, witness
from api import written
from api.deps import House, HouseHere, NightHere, Person, Reach, must_see
from api.fresh import HEADERS, Fresh
from api.pages import table
from api.written import CursorRefused, cursor, place
from warehouse.database import Row, Warehouse
from warehouse.writers import plain

NIGHT = DefaultDialect(paramstyle="numeric_dollar")
"""How a query is written for a night: DuckDB takes `$1`."""

MOST_SORTED = 4
NOTHING_MORE: Mapping[str, Any] = {}
Source = Callable[[Person, Any], sa.Select[Any] | sa.TextualSelect]
"""What a reader may see of a night; a list of the ledger is given none."""


class Choices(sa.String):
    """Text that is one of a few: a filter by it takes nothing else."""

    def __init__(self, choices: Iterable[str]) -> None:
        super().__init__()
        self.choices = tuple(choices)


@dataclass(frozen=True)
class Filter:
    """A filter that is no column: its parameter, and what it asks of the rows."""

    parameter: Any  # annotated, as a route has it
    asks: Callable[[sa.FromClause, Any, House], sa.ColumnElement[bool]]


class ListRefused(Exception):
    """A list was asked to be sorted by, or to show, what it does not have."""


class Format(StrEnum):
    """How a list is written."""

    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True)
class Listing:
    """A list: its columns with their types, what tells its rows apart, and where they come from.

    `source` gives the rows that a reader may see. A filter on `region` takes those below with it;
    `shown` dresses a row on its way out, as a `model` where an item is more than its columns.
    """

    name: str  # of the operation: list_<name>
    about: str
    columns: Mapping[str, Any]  # name → SQLAlchemy type
    key: tuple[str, ...]
    source: Source | None = None  # none: its route has the rows in hand
    filters: tuple[str, ...] = ()
    order: str = ""  # as `sort` has it; empty: by the key
    ledger: bool = False  # of the ledger, not of the night
    example: Mapping[str, Any] = field(default_factory=dict)
    shown: Callable[[Row, Person, House], Any] | None = None
    model: type[BaseModel] | None = None
    wishes: Mapping[str, Filter] = field(default_factory=dict)
    engine: Callable[[House], sa.Engine] = lambda house: house.ledger.engine
    follows: bool = True  # from the night, the ledger and the reader, and from nothing else
    masked: tuple[str, ...] = ()  # shown dressed: no order may tell what they hold
    inner: tuple[str, ...] = ()  # put into an order, and never shown
    regions: Reach | None = Person.regions  # that may be asked for; None: any, there or not

    @property
    def fields(self) -> Mapping[str, Any]:
        """What an item has, by name."""
        if self.model is not None:
            return self.model.model_fields
        return {name: kind for name, kind in self.columns.items() if name not in self.inner}


@dataclass(frozen=True)
class Asked:
    """What one request wishes of a list."""

    filters: Mapping[str, Any]
    sort: str
    fields: Sequence[str]
    after: str | None
    limit: int
    format: Format


def add_list(
    router: APIRouter,
    path: str,
    listing: Listing,
    reader: Any,  # noqa: ANN401 - an annotated dependency, as the routes have it
) -> None:
    """Give a router the route of a list, described with its filters, fields and an example."""
    wished: Any = Annotated[Asked, Depends(asking(listing))]
    around: Any = night_of(listing)
    mark: Any = mark_of(listing)

    def show(
        request: Request, house: HouseHere, me: reader, night: around, asked: wished, _: mark
    ) -> Response:
        must_see(me, house, asked.filters.get("region"), listing.regions, night)
        rows, following = page(listing, asked, me, house, night)
        return answer(request, house, me, night, asked, rows, following)

    describe(router, path, listing, show)


def night_of(listing: Listing) -> Any:  # noqa: ANN401 - an annotated dependency
    """Give the dependency that is a list's night, where it has one."""
    return Annotated[None, Depends(_nothing)] if listing.ledger else NightHere


def mark_of(listing: Listing) -> Any:  # noqa: ANN401 - an annotated dependency
    """Give the dependency that marks a list with what it follows from, where that is known."""
    return Fresh if listing.follows else Annotated[None, Depends(_nothing)]


def describe(router: APIRouter, path: str, listing: Listing, show: Callable[..., Response]) -> None:
    """Put a list's route up, with what it answers."""
    router.add_api_route(
        path,
        show,
        name=f"list_{listing.name}",
        summary=listing.about,
        response_model=_model(listing),
        responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
    )


def answer(  # noqa: PLR0913 - what an answer is made of
    request: Request,
    house: House,
    me: Person,
    night: Warehouse | None,
    asked: Asked,
    rows: list[Row],
    following: str | None,
    *,
    whole: Mapping[str, Any] = NOTHING_MORE,
) -> Response:
    """Give a page of a list in the form that was asked for; `whole` is said of all its pages."""
    if asked.format is Format.CSV:
        return _as_csv(request, house, me, night, rows, following)
    named = {} if night is None else {"night": night.name}
    told = {**named, **whole, "items": plain(rows), "next": following}
    return JSONResponse(told, headers=marked(request))


def _nothing() -> None:
    """Stand where a list has no night, or no mark but that of its content."""


def page(
    listing: Listing, asked: Asked, me: Person, house: House, night: Warehouse | None
) -> tuple[list[Row], str | None]:
    """Give a page's rows, and the mark to go on from; None: it is the last.

    Raises:
        CursorRefused: `after` is no mark of this list in this order.
        ListRefused: it can't be sorted by, or has not, what was asked.
    """
    assert listing.source is not None
    source = listing.source(me, night).subquery("listed")
    terms = _terms(listing, source, asked.sort or listing.order)
    wished = _filters(listing, source, asked.filters, house)
    query = sa.select(*source.c).where(*wished)
    if asked.after is not None:
        query = query.where(_beyond(terms, _values(listing, asked, terms)))
    query = query.order_by(*(one.desc() if down else one.asc() for _, one, down in terms))
    found = _read(query.limit(asked.limit + 1), listing.engine(house), night)
    shown, following = found[: asked.limit], None
    if len(found) > asked.limit:
        last = [plain(shown[-1][name]) for name, _, _ in terms if name]
        following = cursor([asked.sort, *last])
    names = asked.fields or list(listing.fields)
    dressed = [listing.shown(row, me, house) if listing.shown else row for row in shown]
    return [_item(row, names, listing) for row in dressed], following


def _item(row: Any, names: Sequence[str], listing: Listing) -> Row:  # noqa: ANN401 - a row or model
    if isinstance(row, BaseModel):
        told = row.model_dump(mode="json", include=set(names))
        return {name: told[name] for name in names}
    return {name: _cell(row[name], listing.columns[name]) for name in names}


def _read(query: sa.Select[Any], engine: sa.Engine, night: Warehouse | None) -> list[Row]:
    if night is None:
        with engine.connect() as connection:
            return [dict(row._mapping) for row in connection.execute(query)]
    compiled = query.compile(dialect=NIGHT, compile_kwargs={"render_postcompile": True})
    names = compiled.positiontup or []
    return night.rows(str(compiled), [compiled.params[name] for name in names])


Term = tuple[str, sa.ColumnElement[Any], bool]
"""A column's name (empty: whether it is null), what is compared, and whether it goes down."""


def _terms(listing: Listing, source: sa.FromClause, sort: str) -> list[Term]:
    named = in_order(listing, sort)
    terms: list[Term] = []
    for name, down in dict(named).items():
        column = source.c[name]
        if not (listing.ledger and name in listing.key):
            terms.append(("", sa.case((column.is_(None), 1), else_=0), False))
        terms.append((name, column, down))
    for name in listing.key:
        if name not in dict(named):
            if not listing.ledger:
                terms.append(("", sa.case((source.c[name].is_(None), 1), else_=0), False))
            terms.append((name, source.c[name], False))
    return terms


def in_order(listing: Listing, sort: str) -> list[tuple[str, bool]]:
    """Read an order: each column, and whether it goes down.

    Raises:
        ListRefused: it names what the list can't be sorted by, or too many.
    """
    wished = [part.strip() for part in sort.split(",") if part.strip()]
    named = [(part.removeprefix("-"), part.startswith("-")) for part in wished]
    usual = {part.strip().removeprefix("-") for part in listing.order.split(",")}
    for name, _ in named:
        if name not in (possible := sortable(listing)) and name not in usual:
            raise ListRefused(
                f"can't sort by {name[:40]!r}; possible: {', '.join(possible)}, each with or "
                "without - before it"
            )
    if len(named) > MOST_SORTED:
        raise ListRefused(f"can't sort by {len(named)} fields: name at most {MOST_SORTED}")
    return named


def sortable(listing: Listing) -> list[str]:
    """Name the columns that a list may be sorted by."""
    hidden = {*listing.masked, *listing.inner}
    return [name for name in listing.columns if name not in hidden]


def _beyond(terms: Sequence[Term], values: Sequence[Any]) -> sa.ColumnElement[bool]:
    """Give the condition that a row comes after the place that these values tell."""
    steps = []
    for at, ((_, column, down), value) in enumerate(zip(terms, values, strict=True)):
        same = [
            one.is_(None) if known is None else one == known
            for (_, one, _), known in zip(terms[:at], values, strict=False)
        ]
        if value is not None:
            steps.append(sa.and_(*same, column < value if down else column > value))
    return sa.or_(*steps)


def _values(listing: Listing, asked: Asked, terms: Sequence[Term]) -> list[Any]:
    read = marked_place(listing, asked, [name for name, _, _ in terms if name])
    return [
        read[name] if name else int(read[terms[at + 1][0]] is None)
        for at, (name, _, _) in enumerate(terms)
    ]


def marked_place(listing: Listing, asked: Asked, names: Sequence[str]) -> Mapping[str, Any]:
    """Read the place after which a list is to go on, as the values of its columns.

    Raises:
        CursorRefused: it is no place of this list in this order.
    """
    sort, *texts = place(asked.after or "", len(names) + 1)
    if sort != asked.sort:
        raise CursorRefused("after is a place in another order: give the same `sort` with it")
    return {
        name: None if text is None else _parsed(text, listing.columns[name])
        for name, text in zip(names, texts, strict=True)
    }


def _parsed(text: str, kind: Any) -> Any:  # noqa: ANN401 - a column's type and its value
    """Read one part of a mark as its column's type.

    Raises:
        CursorRefused: it is none.
    """
    try:
        match holds(kind).__name__:
            case "int":
                value: Any = int(text)
                if abs(value) >= 2**63:
                    raise ValueError(text)
            case "Decimal":
                value = Decimal(text)
                if not value.is_finite() or abs(value) >= Decimal(10) ** 36:
                    raise ValueError(text)
            case "date":
                value = date.fromisoformat(text)
            case "datetime":
                value = datetime.fromisoformat(text).astimezone(UTC)
                value = value if isinstance(kind, schema.Instant) else value.replace(tzinfo=None)
            case "bool":
                value = {"True": True, "False": False}[text]
            case _:
                value = text
    except (ValueError, KeyError, InvalidOperation, OverflowError) as error:
        raise CursorRefused(
            "after is no place in this list: give the `next` of the page before, unchanged"
        ) from error
    return value


def _filters(
    listing: Listing, source: sa.FromClause, given: Mapping[str, Any], house: House
) -> list[sa.ColumnElement[bool]]:
    where = [
        wish.asks(source, given[name], house)
        for name, wish in listing.wishes.items()
        if given.get(name) is not None
    ]
    for name in listing.filters:
        value = given.get(name)
        if value is None:
            continue
        column = source.c[name]
        if name == "region":
            where.append(column.startswith(stem(value), autoescape=True))
        elif name == "period":
            where.append(column.startswith(value, autoescape=True))
        else:
            where.append(column == value)
    return where


def _cell(value: Any, kind: Any) -> Any:  # noqa: ANN401 - a column's type and its value
    if isinstance(value, Decimal):
        return written.yuan(value) if isinstance(kind, schema.Yuan) else value
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def asking(listing: Listing) -> Callable[..., Asked]:
    """Make the dependency that reads a list's wishes: its filters are parameters of the address."""

    def read(
        sort: str,
        fields: str,
        after: str | None,
        limit: int,
        format: Format,  # noqa: A002 - the parameter's name in the address
        **filters: object,
    ) -> Asked:
        filters.pop("purpose", None)  # whoever asks has it by then, and the record too
        return Asked(filters, sort, chosen(fields, listing.fields), after, limit, format)

    by = ", ".join(sortable(listing))
    told = {
        "sort": (str, "", 200, f"fields, with - before one that goes down; of {by}"),
        "fields": (str, "", 600, f"which of {', '.join(listing.fields)}; all unless told"),
        "after": (str | None, None, 2000, "the `next` of the page before"),
    }
    if listing.masked:
        told["purpose"] = (str | None, None, 200, "why: shows analysts what is masked")
    parameters = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=default,
            annotation=Annotated[kind, Query(max_length=longest, description=said)],
        )
        for name, (kind, default, longest, said) in told.items()
    ]
    more: dict[str, tuple[Any, Any]] = {
        "limit": (Annotated[int, Query(ge=1, le=1000)], 100),
        "format": (Annotated[Format, Query()], Format.JSON),
        **{name: (_filter(name, listing.columns[name]), None) for name in listing.filters},
        **{name: (wish.parameter, None) for name, wish in listing.wishes.items()},
    }
    parameters += [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
        )
        for name, (annotation, default) in more.items()
    ]
    cast("Any", read).__signature__ = inspect.Signature(parameters)
    return read


def _filter(name: str, kind: Any) -> Any:  # noqa: ANN401 - a column's type, a parameter's
    if holds(kind) is int:
        return Annotated[int | None, Query(ge=-(2**31), le=2**31 - 1)]
    if (plainly := holds(kind)) in {date, bool}:
        return Annotated[plainly | None, Query()]
    if isinstance(kind, Choices):
        return Annotated[Literal[kind.choices] | None, Query()]
    meant = {"region": "a government, with those below it", "period": "or how it begins"}
    return Annotated[str | None, Query(max_length=200, description=meant.get(name))]


def chosen(fields: str, known: Mapping[str, Any]) -> list[str]:
    """Read which fields are wished for; none: all.

    Raises:
        ListRefused: there is no such field.
    """
    names = list(dict.fromkeys(part.strip() for part in fields.split(",") if part.strip()))
    for name in names:
        if name not in known:
            raise ListRefused(f"no field is called {name[:40]!r}; possible: {', '.join(known)}")
    return names


def _model(listing: Listing) -> type[BaseModel]:
    """Describe a list's answer; with `fields` an item holds those alone."""
    singular = "".join(part.capitalize() for part in listing.name.split("_"))
    columns: Any = {
        name: (_type(kind) | None, Field(default=None)) for name, kind in listing.columns.items()
    }
    example = {"json_schema_extra": {"examples": [dict(listing.example)]}}
    item: Any = listing.model or create_model(
        f"{singular}Item",
        __config__=ConfigDict(**(example if listing.example else {})),  # type: ignore[typeddict-item]
        __doc__=f"One of: {listing.about}.",
        **columns,
    )
    whose: Any = {} if listing.ledger else {"night": (str, ...)}
    return create_model(
        f"{singular}Listed",
        __doc__=f"{listing.about}: one page; `next` goes on from here, null at the end.",
        **whose,
        items=(list[item], ...),
        next=(str | None, ...),
    )


def _type(kind: Any) -> Any:  # noqa: ANN401 - a column's type, a model's
    if isinstance(kind, schema.Yuan):
        return written.Yuan
    return str if holds(kind) is Decimal else holds(kind)


def _as_csv(
    request: Request,
    house: House,
    me: Person,
    night: Warehouse | None,
    rows: list[Row],
    following: str | None,
) -> Response:
    content = table(rows).encode()
    of = night.name if night else house.clock().date().isoformat()
    name = f"{request.url.path.rsplit('/', 1)[-1]}-{of}.csv"
    witness(
        house.ledger.engine, me.name, Act.EXPORT, request.url.path, now=house.clock(),
        asked=request.url.query[:500], name=name, night=of if night else None, rows=len(rows),
        sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
               "X-Night": quote(of), **marked(request)}  # fmt: skip
    if following is not None:
        onward = request.url.include_query_params(after=following)
        headers["Link"] = (
            f'<{onward.path}?{onward.query}>; rel="next"'  # no host that a header says
        )
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def marked(request: Request) -> dict[str, str]:
    """Give the headers that name what an answer follows from."""
    mark = getattr(request.state, "mark", None)
    return {"ETag": mark, **HEADERS} if mark else {}


def describe_parts(described: dict[str, Any]) -> None:
    """Say in a description that an item need not hold every field: `fields` names some."""
    schemas = described["components"]["schemas"]
    operations = (one for path in described["paths"].values() for one in path.values())
    for operation in operations:
        if "fields" not in {one["name"] for one in operation.get("parameters", ())}:
            continue
        answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
        items = schemas[answer["$ref"].rpartition("/")[2]]["properties"]["items"]
        name = items["items"].get("$ref", "").rpartition("/")[2]
        schemas.get(name, {}).pop("required", None)


def holds(kind: Any) -> type:  # noqa: ANN401 - a column's type
    """Give the type of a column's values in Python."""
    if isinstance(kind, schema.Yuan):
        return Decimal
    return datetime if isinstance(kind, schema.Instant) else kind.python_type
