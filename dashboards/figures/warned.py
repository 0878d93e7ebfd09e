"""警戒线. Where a government's debt stands against the lines of four rules, and whose money idles.

The rules' own words reckon: what a night found is read from it, and what passed, of which a night
keeps counts alone, is asked again in the same words, with the limits that the night had.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from alerts.engine import edition_of
from alerts.rule import Rule, Verdict
from dashboards.figures.alerts import by_code
from dashboards.figures.operands import Bound, bounds
from dashboards.ground import Ground
from dashboards.page import View
from warehouse.database import Row, Warehouse

NOT_ASKED = "not_asked"
"""How a line stands that the night did not put to the government and year in view."""

CEILING = "D02"
"""The rule that says how near its ceiling debt may come."""

IDLE = "D13"
"""The rule that says how long bond money may lie idle."""

RESULTS = """
    select code, fail, pass, not_applicable, unknown, error, reasons, edition, limits
    from ops.rule_result
    where region = $region and period = $period and list_contains($codes, code)
"""
FINDINGS = """
    select code, subject, severity, operands from ops.finding
    where region = $region and period = $period and list_contains($codes, code)
"""
LYING = "select severity, operands, limits from ops.finding where region = $region and code = $code"


@dataclass(frozen=True)
class Share:
    """Which of a rule's subjects a line is about, and what its operands call the share's parts."""

    subject: str
    part: str
    whole: str
    share: str


LINES: Mapping[str, Share] = {
    "D02": Share("total", "outstanding", "ceiling", "used"),
    "D03": Share("total", "outstanding", "resources", "ratio"),
    "D04": Share("1", "interest", "spending", "burden"),
    "D05": Share("2", "interest", "spending", "burden"),
}


@dataclass(frozen=True)
class Line:
    """One line: the share of one, where it stands, and the bands that the rule had that night."""

    code: str
    rule: Rule
    stands: str  # fail, pass, not_applicable, unknown, error or not_asked
    severity: str = ""  # of the band that it has reached
    part: Decimal | None = None
    whole: Decimal | None = None
    share: Decimal | None = None
    bands: Sequence[Bound] = ()
    limits: Mapping[str, Decimal] = field(default_factory=dict)  # where the bands begin
    reasons: Sequence[str] = ()
    month: int | None = None  # of the statement that it is divided by; 0: the opening budget

    @property
    def first(self) -> Decimal | None:
        """Where the first band begins."""
        return min(self.limits.values(), default=None)

    @property
    def reach(self) -> Decimal:
        """The share at which the bar ends: the last band's beginning, or the share beyond it."""
        return max([*self.limits.values(), self.share or Decimal(0)], default=Decimal(0))


def warned(view: View, here: Ground) -> list[Line]:
    """Say where the government in view stands against each line, as the night had it."""
    rules = by_code(view)
    given = {
        "region": here.places.region, "period": f"{here.places.year}", "codes": list(LINES),
    }  # fmt: skip
    results = {row["code"]: row for row in here.warehouse.rows(RESULTS, given)}
    found = {(row["code"], row["subject"]): row for row in here.warehouse.rows(FINDINGS, given)}
    return [
        _line(
            here, rules[code], of, results.get(code), found.get((code, of.subject)), view.language
        )
        for code, of in LINES.items()
        if code in rules
    ]


def _line(
    here: Ground, rule: Rule, of: Share, result: Row | None, finding: Row | None, language: str
) -> Line:
    if result is None:
        return Line(rule.code, rule, NOT_ASKED)
    limits = json.loads(result["limits"] or "{}")
    operands = (
        json.loads(finding["operands"]) if finding else _again(here, rule, of, result, limits)
    )
    numbers = [operands.get(name) for name in (of.part, of.whole, of.share)]
    part, whole, share = (None if one is None else Decimal(str(one)) for one in numbers)
    return Line(
        rule.code, rule,
        Verdict.FAIL.value if finding else _stands(operands.get("verdict"), result),
        finding["severity"] if finding else "",
        part, whole, share, bounds(limits, language),
        {name: Decimal(one["value"]) for name, one in limits.items()},
        tuple(json.loads(result["reasons"] or "{}")),
        operands.get("month"),
    )  # fmt: skip


def _again(
    here: Ground, rule: Rule, of: Share, result: Row, limits: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Give what the rule answers about its subject; nothing where the night had another edition."""
    if result["edition"] != edition_of(rule) or not limits.keys() >= rule.limits.keys():
        return {}
    given = {name: Decimal(limits[name]["value"]) for name in rule.limits if f"${name}" in rule.sql}
    asked = f"""
        select * from ({rule.sql})
        where region = $region and period = $period and subject = $subject
    """
    about = {"region": here.places.region, "period": f"{here.places.year}", "subject": of.subject}
    return next(iter(here.warehouse.rows(asked, {**given, **about, "as_of": here.night.as_of})), {})


def _stands(answer: str | None, result: Row) -> str:
    """Say how a line stands that the night did not find: as answered, if the night counted so."""
    if answer not in (None, Verdict.FAIL.value) and result[answer]:
        return answer
    order = (Verdict.ERROR, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE, Verdict.PASS)
    return next((one.value for one in order if result[one.value]), Verdict.NOT_APPLICABLE.value)


def near(lines: Sequence[Line]) -> Decimal | None:
    """Give the share of the ceiling at which its first band begins; None where nobody asked."""
    return next((one.first for one in lines if one.code == CEILING), None)


@dataclass(frozen=True)
class Lying:
    """Bond money that the night found idle: how grave that is, and after how many months."""

    severity: str
    months: int


def lying(warehouse: Warehouse, region: str, day: date) -> Mapping[tuple[str, str], Lying]:
    """Give the money that was found idle on a day, by bond and project."""
    found = {}
    for row in warehouse.rows(LYING, {"region": region, "code": IDLE}):
        operands = json.loads(row["operands"])
        if operands["as_of_day"] == day.isoformat():
            months = int(json.loads(row["limits"])["months"]["value"])
            found[operands["bond"], operands["project"]] = Lying(row["severity"], months)
    return found


def idle_days(project: Row, day: date) -> int | None:
    """Count the days since the proceeds came, to `day`; None where nothing of them lies idle.

    Nothing does where all is spent, or where they have not come.
    """
    came: date | None = project["proceeds_on"]
    left = project["allocated"] - (project["spent"] or 0)
    if came is None or came > day or left <= 0:
        return None
    return (day - came).days
