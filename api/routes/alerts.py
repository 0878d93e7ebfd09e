"""Alerts, over HTTP: lists by wishes, and each with all that it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any, Self

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, JsonValue

from alerts import schema as stored
from alerts.finding import Evidence
from alerts.ledger import Alert, Ledger, Moved, Sighting, Testimony, Wanted
from alerts.rule import Rule, Severity
from alerts.scope import Scope
from alerts.workflow import State
from api.deps import AlertReader, House, HouseHere, Person
from api.fresh import Fresh
from api.lists import Asked, Format, Listing, ListRefused, answer, chosen, page
from api.looks import looked
from api.parameters import Number
from api.routes.rules import ArticleOut, named, words
from api.written import Words, Yuan
from dashboards.figures.departments import answering
from dashboards.figures.operands import formula
from dashboards.look import local_time
from dashboards.pages.alerts import UNITS

router = APIRouter(prefix="/alerts", tags=["alerts"])


class UnitUnknown(Exception):
    """No such unit, or none that this reader may see: the same answer for both."""


EXAMPLE: dict[str, JsonValue] = {
    "number": 17,
    "code": "B02",
    "rule": "execution.payment_exceeds_allotment",
    "region": "419801",
    "period": "2026",
    "subject": "Z2026-0117",
    "unit": "101001",
    "severity": "red",
    "state": "raised",
    "at_stake": "20100.00",
    "first_seen": "2026-03-31",
    "last_seen": "2026-04-02",
    "sightings": 3,
    "no_longer_observed": None,
    "title_zh": "支付超指标",
    "title_en": "Payments exceed the allotment",
    "recurrence": 0,
    "backlog": False,
}


class AlertOut(BaseModel):
    """An alert as the world sees it; money is text."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    number: int
    code: str
    rule: str
    region: str
    period: str
    subject: str
    unit: str | None
    severity: Severity
    state: State
    at_stake: Yuan | None
    first_seen: date
    last_seen: date
    sightings: int
    no_longer_observed: date | None
    title_zh: str
    title_en: str
    recurrence: int
    backlog: bool

    @classmethod
    def of(cls, alert: Alert, rules: Mapping[str, Rule]) -> Self:
        """Show one alert."""
        rule = rules.get(alert.rule)
        return cls(
            number=alert.number,
            code=alert.code,
            rule=alert.rule,
            region=alert.region,
            period=alert.period,
            subject=alert.subject,
            unit=alert.unit,
            severity=alert.severity,
            state=alert.state,
            at_stake=alert.at_stake,
            first_seen=alert.first_seen,
            last_seen=alert.last_seen,
            sightings=alert.sightings,
            no_longer_observed=alert.no_longer_observed,
            title_zh=rule.title.zh if rule else alert.code,
            title_en=rule.title.en if rule else alert.code,
            recurrence=alert.recurrence,
            backlog=alert.backlog,
        )


class AlertsOut(BaseModel):
    """A page of alerts, the gravest first; `next` goes on from here, null at the end."""

    items: list[AlertOut]
    next: str | None


class OperandOut(BaseModel):
    """One number of the formula."""

    name: str
    words: Words
    value: str | None


class LimitInForce(BaseModel):
    """A limit as it was in force on the night of the sighting, and where its number comes from."""

    name: str
    value: str
    unit: str
    provenance: str
    article: str
    valid_from: str
    words: Words


class EvidenceOut(BaseModel):
    """One delivered row that the alert rests on, and where it came from."""

    feed: str
    key: dict[str, str]
    row: dict[str, str | None]
    delivery: int
    delivery_name: str
    file: int
    file_name: str
    line: int

    @classmethod
    def of(cls, evidence: Evidence) -> Self:
        """Show one row."""
        return cls(
            feed=evidence.feed,
            key=dict(evidence.key),
            row=dict(evidence.row),
            delivery=evidence.delivery,
            delivery_name=evidence.delivery_name,
            file=evidence.file,
            file_name=evidence.file_name,
            line=evidence.line,
        )


class SightingOut(BaseModel):
    """One night on which the alert was seen."""

    night: date
    severity: Severity
    at_stake: Yuan | None
    edition: str

    @classmethod
    def of(cls, sighting: Sighting) -> Self:
        """Show one sighting."""
        return cls(
            night=sighting.night,
            severity=sighting.severity,
            at_stake=sighting.at_stake,
            edition=sighting.edition,
        )


class MoveOut(BaseModel):
    """One step that somebody took."""

    at: datetime
    actor: str
    move: str
    from_state: State
    to_state: State
    reason: str

    @classmethod
    def of(cls, moved: Moved) -> Self:
        """Show one step."""
        return cls(
            at=moved.at,
            actor=moved.actor,
            move=moved.move,
            from_state=moved.from_state,
            to_state=moved.to_state,
            reason=moved.reason,
        )


class AlertInFull(AlertOut):
    """An alert with its formula, numbers, limits, law, rows and history."""

    meaning: Words | None
    formula: Words | None
    formula_with_numbers: Words | None
    operands: list[OperandOut]
    limits: list[LimitInForce]
    basis: list[ArticleOut]
    printed_basis: str
    edition: str
    night: date
    evidence_rows: int
    evidence_total: Yuan | None
    evidence: list[EvidenceOut]
    seen: list[SightingOut]
    moves: list[MoveOut]
    recurs: int | None
    raised_at: datetime


async def wanted(  # noqa: PLR0913 - each is a parameter of the address
    *,
    code: Annotated[str | None, Query(max_length=20, description="the rule's code")] = None,
    region: Annotated[
        str | None, Query(max_length=12, description="a government, with those below it")
    ] = None,
    state: State | None = None,
    severity: Severity | None = None,
    unit: Annotated[str | None, Query(max_length=60)] = None,
    period: Annotated[
        str | None, Query(max_length=10, description="a year takes its months with it")
    ] = None,
    since: Annotated[date | None, Query(description="seen on this night or later")] = None,
    text: Annotated[
        str | None, Query(max_length=100, description="in code, rule, subject or unit")
    ] = None,
    observed: Annotated[bool | None, Query(description="false: those no longer observed")] = None,
    muted: Annotated[
        bool | None, Query(description="true: those under a silence today; false: under none")
    ] = None,
    house: HouseHere,
) -> Wanted:
    """Gather the wishes of the address."""
    today = local_time(house.clock()).date()
    return Wanted(
        code=code,
        region=region,
        state=state,
        severity=severity,
        unit=unit,
        period=period,
        since=since,
        text=text,
        observed=observed,
        muted_on=today if muted else None,
        unmuted_on=today if muted is False else None,
    )


async def within(
    wishes: Annotated[Wanted, Depends(wanted)],
    house: HouseHere,
    me: AlertReader,
    department: Annotated[
        str | None,
        Query(max_length=60, description="of `region` alone: a department, with its units"),
    ] = None,
) -> Wanted:
    """Hold the wishes to a department, where one is asked for.

    Raises:
        ListRefused: no government is asked for.
        RegionUnknown: there is no such government for this reader.
        UnitUnknown: it has no such department.
    """
    if department is None:
        return wishes
    return await run_in_threadpool(_of_department, wishes, house, me, department)


def _of_department(wishes: Wanted, house: House, me: Person, department: str) -> Wanted:
    if wishes.region is None:
        raise ListRefused("department is a code of one government: give region as well")
    night = house.window.current()
    me.must_see(wishes.region, night)
    units = answering(night, wishes.region, department)
    if not units:
        raise UnitUnknown(
            f"no department {department[:60]!r} is here for you: give the code of a department of "
            f"{wishes.region!r}"
        )
    return replace(wishes, alone=True, units=units)


Wishes = Annotated[Wanted, Depends(within)]


async def stated(
    purpose: Annotated[
        str | None,
        Query(max_length=200, description="why: shows analysts and leaders what is masked"),
    ] = None,
) -> str | None:
    """Give the purpose for which sensitive cells are looked at; the record has it by then."""
    return purpose


Purpose = Annotated[str | None, Depends(stated)]


@dataclass(frozen=True)
class Otherwise:
    """How a list is to be other than usual: in another order, in part, as it was, or as a table."""

    sort: str
    fields: tuple[str, ...]
    as_of: date | None
    format: Format = Format.JSON


async def otherwise(
    house: HouseHere,
    sort: Annotated[
        str, Query(max_length=200, description="fields, with - before one that goes down")
    ] = "",
    fields: Annotated[
        str, Query(max_length=600, description="which fields of each alert; all unless told")
    ] = "",
    as_of: Annotated[
        date | None, Query(description="a kept night: alerts as they stood after it")
    ] = None,
    format: Annotated[Format, Query()] = Format.JSON,  # noqa: A002 - as it is in the address
) -> Otherwise | None:
    """Gather how the list is to be other than usual; None: as usual.

    Raises:
        ListRefused: there is no such field.
        NightUnknown: that night is not kept.
    """
    named = tuple(chosen(fields, AlertOut.model_fields))
    if as_of is not None:
        await run_in_threadpool(house.window.kept, as_of)
    other = sort or named or as_of or format is Format.CSV
    return Otherwise(sort, named, as_of, format) if other else None


COLUMNS: dict[str, Any] = {
    "number": sa.Integer(), "code": sa.String(), "rule": sa.String(), "region": sa.String(),
    "period": sa.String(), "subject": sa.String(), "unit": sa.String(), "severity": sa.String(),
    "state": sa.String(), "at_stake": stored.Yuan(), "first_seen": sa.Date(),
    "last_seen": sa.Date(), "sightings": sa.Integer(), "no_longer_observed": sa.Date(),
    "recurrence": sa.Integer(), "backlog": sa.Boolean(), "grade": sa.Integer(),
    "less": sa.BigInteger(),
}  # fmt: skip
GRADED = {"severity": "-grade", "-severity": "grade"}
"""Severities are sorted by how grave they are; grade 0 is the gravest."""


def _listing(house: House, wishes: Wanted, asked: Otherwise) -> Listing:
    def source(me: Person, _: Any) -> sa.Select[Any]:  # noqa: ANN401 - no night is needed
        return house.ledger.alerts_in(scope=me.scope, wanted=wishes, after_night=asked.as_of)

    return Listing(
        name="alerts", about="", columns=COLUMNS, key=("number",), source=source,
        order="grade,less,first_seen", inner=("grade", "less"), ledger=True,
    )  # fmt: skip


def _in_order(
    request: Request,
    house: House,
    me: Person,
    wishes: Wanted,
    asked: Otherwise,
    after: str | None,
    limit: int,
) -> Response:
    by = [part.strip() for part in asked.sort.split(",") if part.strip()]
    for name in by:
        if name.removeprefix("-") not in set(COLUMNS) - {"grade", "less"}:
            raise ListRefused(
                f"can't sort by {name[:40]!r}; possible: {', '.join(list(COLUMNS)[:-2])}, each "
                "with or without - before it"
            )
    sort = ",".join(GRADED.get(name, name) for name in by)
    wished = Asked({}, sort, (), after, limit, asked.format)
    rows, following = page(_listing(house, wishes, asked), wished, me, house, None)
    for row in rows:
        rule = house.rules.get(row["rule"])
        row["title_zh"] = rule.title.zh if rule else row["code"]
        row["title_en"] = rule.title.en if rule else row["code"]
    named = asked.fields or tuple(AlertOut.model_fields)
    told = [{name: row[name] for name in named} for row in rows]
    return answer(request, house, me, None, wished, told, following)


@router.get(
    "",
    summary="Alerts, the gravest first",
    response_model=AlertsOut,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def list_alerts(
    request: Request,
    house: HouseHere,
    me: AlertReader,
    wishes: Wishes,
    _: Fresh,
    asked: Annotated[Otherwise | None, Depends(otherwise)],
    after: Annotated[
        str | None, Query(max_length=2000, description="the `next` of the page before")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> AlertsOut | Response:
    """Show the alerts that meet every wish, by severity, then money at stake, then age.

    With `fields` each alert has those alone.
    """
    _must_be_known(wishes, house, me)
    if asked is not None:
        return _in_order(request, house, me, wishes, asked, after, limit)
    listed = house.ledger.alerts(scope=me.scope, wanted=wishes, after=after, most=limit)
    return AlertsOut(
        items=[AlertOut.of(alert, house.rules) for alert in listed.items], next=listed.next
    )


def _must_be_known(wishes: Wanted, house: House, me: Person) -> None:
    """Refuse wishes about what is not there, instead of an empty list.

    Raises:
        RegionUnknown: there is no such government for this reader.
        RuleUnknown: no rule has the code, and no alert is of it.
        UnitUnknown: there is no such unit for this reader, and no alert names it.
    """
    if wishes.region is not None:
        me.must_see(wishes.region, house.window.current())
    if wishes.unit is not None and not _names_unit(wishes.unit, house, me):
        raise UnitUnknown(
            f"no unit {wishes.unit[:60]!r} is here for you: give the code of a unit or department"
        )
    if isinstance(wishes.code, str) and not house.ledger.count(
        scope=me.scope, wanted=Wanted(code=wishes.code)
    ):
        named(wishes.code, house.rules)


def _names_unit(unit: str, house: House, me: Person) -> bool:
    if house.ledger.count(scope=me.scope, wanted=Wanted(unit=unit)):
        return True
    known = house.window.current().rows(UNITS, {"unit": unit})
    return any(me.scope.sees(row["region"]) for row in known)


@router.get("/{number}", summary="One alert, with all that it rests on")
def read_alert(
    number: Number, house: HouseHere, me: AlertReader, _: Fresh, __: Purpose
) -> AlertInFull:
    """Show one alert with its formula, its numbers, its law, its rows and its history."""
    alert = house.ledger.alert(number, scope=me.scope)
    looked(house, me, "alert", number)
    return in_full(alert, house.ledger, house.rules, me.scope)


def in_full(alert: Alert, ledger: Ledger, rules: Mapping[str, Rule], scope: Scope) -> AlertInFull:
    """Gather everything that explains an alert, as far as a scope is clear to see it."""
    rule = rules.get(alert.rule)
    rests_on = ledger.testimony(alert.number, clear=scope.clear)
    seen = [SightingOut.of(sighting) for sighting in ledger.sightings(alert.number)]
    return AlertInFull(
        **AlertOut.of(alert, rules).model_dump(),
        meaning=words(rule.meaning) if rule else None,
        formula=_formula(rule, rests_on, 0) if rule else None,
        formula_with_numbers=_formula(rule, rests_on, 1) if rule else None,
        operands=_operands(rests_on, rule),
        limits=_limits(rests_on),
        basis=[ArticleOut.of(article) for article in rule.basis] if rule else [],
        printed_basis=rule.printed_basis if rule else "",
        edition=rests_on.edition,
        night=alert.last_seen,
        evidence_rows=rests_on.evidence_rows,
        evidence_total=rests_on.evidence_total,
        evidence=[EvidenceOut.of(row) for row in rests_on.evidence],
        seen=seen,
        moves=[MoveOut.of(moved) for moved in ledger.moves(alert.number, scope=scope)],
        recurs=alert.recurs,
        raised_at=alert.raised_at,
    )


def _formula(rule: Rule, rests_on: Testimony, face: int) -> Words:
    zh, en = (formula(rule, rests_on, language)[face] for language in ("zh", "en"))
    return Words(zh=zh, en=en)


def _operands(rests_on: Testimony, rule: Rule | None) -> list[OperandOut]:
    return [
        OperandOut(
            name=name,
            words=words(rule.operands[name])
            if rule and name in rule.operands
            else Words(zh=name, en=name),
            value=value,
        )
        for name, value in rests_on.operands.items()
    ]


def _limits(rests_on: Testimony) -> list[LimitInForce]:
    return [
        LimitInForce(
            name=name,
            value=limit["value"],
            unit=limit.get("unit", ""),
            provenance=limit["provenance"],
            article=limit.get("article", ""),
            valid_from=limit.get("valid_from", ""),
            words=Words(zh=limit.get("zh", name), en=limit.get("en", name)),
        )
        for name, limit in rests_on.limits.items()
    ]
