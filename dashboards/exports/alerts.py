"""预警. Alerts as the list has them, in the order of work."""

from collections.abc import Iterator

from alerts.access import Right, may
from alerts.rule import Severity
from alerts.wanted import Wanted
from alerts.workflow import State
from dashboards.export import Asked, FilterRefused, Kind
from dashboards.figures.departments import answering
from dashboards.page import NotThere
from warehouse.writers import Column, Row

COLUMNS = (
    Column("number", "BIGINT"),
    Column("code"),
    Column("rule"),
    Column("region"),
    Column("period"),
    Column("subject"),
    Column("unit"),
    Column("severity"),
    Column("state"),
    Column("at_stake", "DECIMAL(20,2)"),
    Column("first_seen", "DATE"),
    Column("last_seen", "DATE"),
    Column("sightings", "BIGINT"),
    Column("no_longer_observed", "DATE"),
    Column("title_zh"),
    Column("title_en"),
)
FILTERS = {
    "code": "codes of rules",
    "severity": "red, orange, yellow, blue",
    "state": "where they stand",
    "region": "a government, with those below it",
    "department": "of `region` alone: a department, with its units",
    "unit": "the unit or department that answers for it",
    "period": "2026, 2026-03; a year takes its months with it",
    "since": "seen on this night or later",
    "raised_since": "first seen on this night or later",
    "text": "in code, rule, subject or unit",
    "observed": "false: those no longer observed",
    "payee": "who was paid, for those who handle alerts",
    "muted": "true: those under a silence; false: those under none",
    "mine": "true: those that this account has taken",
}
WORDS = ("true", "false")
PAGE = 1000


def wanted(asked: Asked) -> Wanted:
    """Read which alerts are wished for.

    Raises:
        FilterRefused: a filter is not for this account, or lacks another that it needs.
        NotThere: there is no such government or department for this account.
    """
    by = asked.by
    region = asked.one("region")
    if region is not None and not by.scope.sees(region):
        raise NotThere(f"no government {region[:20]!r} is here for you")
    payee = asked.one("payee")
    if payee is not None and not may(by.actor.role, Right.HANDLE):
        raise FilterRefused("filter 'payee' is for those who handle alerts: leave it out")
    department, units = asked.one("department"), None
    if department is not None:
        if region is None:
            raise FilterRefused("filter 'department' is a code of one government: give 'region'")
        units = answering(by.night, region, department)
        if not units:
            raise NotThere(f"no department {department[:20]!r} is here for you")
    muted, observed = asked.one("muted", WORDS), asked.one("observed", WORDS)
    return Wanted(
        code=asked.many("code"),
        severity=asked.many("severity", [one.value for one in Severity]),
        state=asked.many("state", [one.value for one in State]),
        region=region,
        alone=None if units is None else True,
        units=units,
        unit=asked.one("unit"),
        period=asked.one("period"),
        since=asked.day("since"),
        raised_since=asked.day("raised_since"),
        text=asked.one("text"),
        observed=None if observed is None else observed == "true",
        payee=payee,
        muted_on=by.today if muted == "true" else None,
        unmuted_on=by.today if muted == "false" else None,
        owner=by.actor.name if asked.one("mine", WORDS) == "true" else None,
    )


def count(asked: Asked) -> int:
    """Count them."""
    return asked.by.ledger.count(scope=asked.by.scope, wanted=wanted(asked))


def rows(asked: Asked) -> Iterator[Row]:
    """Give them page by page, so that few are held and none comes twice."""
    ledger, scope, wish, after = asked.by.ledger, asked.by.scope, wanted(asked), None
    rules = {rule.code: rule for rule in asked.by.rules.values()}
    while True:
        page = ledger.alerts(scope=scope, wanted=wish, after=after, most=PAGE)
        for one in page.items:
            title = rules[one.code].title if one.code in rules else None
            yield (
                one.number, one.code, one.rule, one.region, one.period, one.subject, one.unit,
                one.severity.value, one.state.value, one.at_stake, one.first_seen, one.last_seen,
                one.sightings, one.no_longer_observed, title.zh if title else "",
                title.en if title else "",
            )  # fmt: skip
        after = page.next
        if after is None:
            return


KIND = Kind(
    "alerts", Right.ALERTS, FILTERS, lambda _: COLUMNS, count, rows, night=False, rule_editions=True
)
