"""Reports, over HTTP: what was made, making one, and having it."""

import hashlib
from datetime import date
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel, Field

from alerts.witness import Act, witness
from api.deps import Heavy, HouseHere, Now, Person, RegionUnknown, Reporting, ReportReader
from api.forms import must_be_ours
from api.in_hand import add_rows, in_hand
from api.reports import KeptReport, Reports, ReportUnknown
from api.routes.documents import MEDIA
from dashboards.letters.press import Form
from dashboards.look import local_time
from dashboards.reports.kinds import Kind, span_of
from dashboards.reports.press import Ordered

router = APIRouter(prefix="/reports", tags=["reports"])


class ReportIn(BaseModel):
    """Which report is wanted; without a night, the period's own."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {
            "examples": [{"kind": "month", "region": "410100", "period": "2026-03"}]
        },
    }

    kind: Kind
    region: str = Field(max_length=12)
    period: str = Field(max_length=10)
    language: Literal["zh", "en"] = "zh"
    form: Form = Form.PDF
    night: date | None = None


class ReportOut(BaseModel):
    """A report that is kept, and where it can be had."""

    name: str
    kind: Kind
    region: str
    period: str
    night: date
    made_on: date
    language: str
    form: Form
    bytes: int
    href: str

    @classmethod
    def of(cls, kept: KeptReport) -> Self:
        """Show one."""
        told = {name: value for name, value in vars(kept).items() if name != "size"}
        return cls(**told, bytes=kept.size, href=f"/api/v1/reports/{kept.name}")


def desk(house: HouseHere) -> Reports:
    """Give the desk that reports are made at.

    Raises:
        ReportUnknown: this site has none.
    """
    if house.reports is None:
        raise ReportUnknown("no reports are made at this site: it was opened without their desk")
    made: Reports = house.reports
    return made


def seen(house: HouseHere, me: Person) -> list[KeptReport]:
    """List the reports of the governments that a reader sees, the latest first."""
    return [one for one in desk(house).every() if me.scope.sees(one.region)]


def made(house: HouseHere, me: Person, wanted: ReportIn, now: Now) -> KeptReport:
    """Make a report and keep it.

    Raises:
        RegionUnknown: the government is not within the maker's reach.
        ReportRefused: the period is not of the kind, or the night has no such government.
    """
    if not me.scope.sees(wanted.region):
        raise RegionUnknown(f"no government {wanted.region[:20]!r} is here for you")
    span = span_of(wanted.kind, wanted.period)
    today = local_time(now).date()
    ordered = Ordered(span, wanted.region, wanted.language, wanted.form, today)
    return desk(house).make(ordered, wanted.night, me.name, now)


def kept(house: HouseHere, me: ReportReader) -> list[ReportOut]:
    """Give the reports that are kept."""
    return [ReportOut.of(one) for one in seen(house, me)]


REPORTS = in_hand(
    "reports", "The reports that were made", ReportOut, ["name"], order="-made_on",
    filters=["kind", "region", "period", "night", "language", "form"],
)  # fmt: skip
add_rows(router, "", REPORTS, ReportReader, kept)


@router.post("", status_code=201, summary="Make a report")
def make_report(
    wanted: ReportIn,
    request: Request,
    house: HouseHere,
    me: Reporting,
    now: Now,
    _: Heavy,
    mark: Annotated[str, Header(alias="X-CSRF-Token")] = "",
) -> ReportOut:
    """Make a report of a government's period, keep it, and pin the night that it rests on."""
    must_be_ours(request, me.token, mark)
    return ReportOut.of(made(house, me, wanted, now))


@router.get("/{name}", summary="A report that was made, as .docx or .pdf")
def give_report(name: str, house: HouseHere, me: ReportReader, now: Now) -> Response:
    """Give a report to be saved; that it was taken is noted in the record."""
    kept = next((one for one in seen(house, me) if one.name == name), None)
    if kept is None:
        raise ReportUnknown(f"no report is called {name[:80]!r}")
    content = desk(house).content(name)
    sha256 = hashlib.sha256(content).hexdigest()
    witness(house.ledger.engine, me.name, Act.EXPORT, "report", now=now, name=name, sha256=sha256,
            night=kept.night.isoformat())  # fmt: skip
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=MEDIA[kept.form], headers=headers)
