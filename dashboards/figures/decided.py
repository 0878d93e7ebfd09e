"""决定. What people decided about a rule: its limits here, where it is off, what filters hide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alerts.decisions import Decided, Decision, Decisions, Kind, decided
from alerts.limits import InForce, in_force, tier_of
from alerts.rule import Rule
from alerts.scope import NATION
from alerts.switches import Switch, off
from alerts.tallies import Precision, precision
from dashboards.figures.alerts import by_code
from dashboards.figures.operands import Bound, bounds
from dashboards.frame import night
from dashboards.look import local_time
from dashboards.page import View
from dashboards.words import say


@dataclass(frozen=True)
class Line:
    """One decision as a page shows it."""

    number: int
    kind: str
    what: str
    region: str
    span: str
    reason: str
    author: str
    approved_by: str
    revoked: str
    standing: str
    day: date


def about(view: View, code: str) -> list[Decision]:
    """Give what was decided about a rule and bears on a government that the reader sees."""
    if view.ledger is None:
        return []
    found = [one for one in Decisions(view.ledger.engine).all() if one.code == code]
    regions = view.scope.regions if view.scope is not None else (NATION[0],)
    return [one for one in found if any(one.bears_on(region) for region in regions or ())]


def limits(
    view: View, name: str, rule: Rule, region: str, found: Sequence[Decision]
) -> list[Bound]:
    """Give the limits in force for a government on the night's day."""
    stands = _standing(view, rule, region, today(view).year, decided(found, {name: rule}))
    return bounds(stands.printed, view.language)


def standing(view: View, code: str, region: str, year: int) -> tuple[Rule, InForce] | None:
    """Give a rule and its limits as the night asked them of a government and year.

    So a page that judges by a rule's limit never tells another story than the rule. None where
    there is no such rule, or one of its limits is not in force.
    """
    rule = by_code(view).get(code)
    if rule is None:
        return None
    stands = _standing(view, rule, region, year, decided(about(view, code), {code: rule}))
    return None if stands.not_in_force else (rule, stands)


def _standing(view: View, rule: Rule, region: str, year: int, found: Decided) -> InForce:
    return in_force(rule, region, tier_of(region), year, today(view), found.overrides)


def switched_off(view: View, rule: Rule, region: str, found: Sequence[Decision]) -> Switch | None:
    """Give the switch that puts a rule off for a government; None where it is on."""
    return off(decided(found, {"": rule}).switches, rule.code, region, today(view))


def lines(
    view: View, rule: Rule, found: Sequence[Decision], named: Mapping[str, str]
) -> list[Line]:
    """Write decisions as a page shows them, the last one first."""
    day = today(view)
    return [_line(view, rule, one, day, named) for one in sorted(found, key=lambda d: -d.number)]


def judged(view: View, code: str) -> Precision | None:
    """Tell what people decided about a rule's alerts; None where nobody has to yet."""
    if view.ledger is None or view.scope is None or view.scope.regions is None:
        return None
    return precision(view.ledger.engine, scope=view.scope).get(code)


def today(view: View) -> date:
    """Give the day of the night that is looked at; before the first, the day itself."""
    looked = night(view)
    return looked.as_of if looked else local_time(view.now).date()


def _line(view: View, rule: Rule, one: Decision, day: date, named: Mapping[str, str]) -> Line:
    def words(key: str, **given: object) -> str:
        return say(view.language, f"decided.{key}", **given)

    if one.kind is Kind.SWITCH:
        what = words(f"switch_{one.name}")
    elif one.kind is Kind.FILTER:
        fits = words("list").join(
            words(f"of_{name}", value=value)
            for name, value in (("unit", one.unit), ("subject", one.subject))
            if value
        )
        what = words("filter", fits=fits, n=len(one.previewed))
    else:
        only = [words(f"tier_{one.tier}")] if one.tier else []
        only += [words("year", year=one.fiscal_year)] if one.fiscal_year else []
        limit = rule.limits.get(one.name)
        label = getattr(limit, view.language) if limit else one.name
        what = words("list").join([f"{label} {one.value}", *only])
    since = one.valid_from.isoformat() if one.valid_from else words("always")
    until = one.valid_to.isoformat() if one.valid_to else words("open")
    revoked = words("revoked_by", who=one.revoked_by, why=one.revoked_why) if one.revoked_by else ""
    region = one.region or NATION[0]
    return Line(
        one.number, words(f"kind_{one.kind.value}"), what,
        words("everywhere") if region in NATION else named.get(region, region),
        words("span", since=since, until=until), one.reason, one.author, one.approved_by, revoked,
        one.standing(day), local_time(one.decided_at).date(),
    )  # fmt: skip
