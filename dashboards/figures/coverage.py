"""覆盖. Which rules could be asked of a government, and why others could not."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dashboards.page import View
from dashboards.words import knows, say
from warehouse.database import Warehouse
from warehouse.terms import COLUMNS, FEEDS, column

SWITCHED_OFF = re.compile(
    r"switched off(?: until (?P<until>[\d-]+))?: (?P<reason>.*) \((?P<author>.*)\)", re.DOTALL
)
EARLIER = re.compile(r"(?P<feed>\w+) of the (?P<span>year|month) before")
SPLIT = "history of a split unit"
PART = re.compile(
    r"(?P<feed>debt_position|statement) of (?P<parts>(?:month|kind|book|side) \w+"
    r"(?:, (?:month|book|side) \w+)*)(?: on (?P<day>[\d-]+))?"
)
YEAR = re.compile(
    r"(?P<what>working-day calendar of|calendar\.working_day|classification(?: \w+ of)?) "
    r"(?P<year>\d{4})"
)
EVENT = re.compile(r"legal_event (?P<kind>\w+)")
OF = re.compile(r"(?P<feed>\w+) of (?P<span>the year|\d{4}(?:-\d{2})?(?: and of \d{4}-\d{2})?)")
FILTERED = re.compile(r"filter (?P<number>\d+): (?P<reason>.*)", re.DOTALL)
"""How the engine says that a rule was not asked, or that people took a finding out."""

RESULTS = """
    select code, region, period, subjects, fail, pass, not_applicable, unknown, error, reasons
    from ops.rule_result
    where ($region is null or region = $region) and ($code is null or code = $code)
    order by code, region, period
"""


@dataclass(frozen=True)
class Asked:
    """What came of a rule for one government and period."""

    code: str
    region: str
    period: str
    subjects: int
    fail: int
    passed: int
    not_applicable: int
    unknown: int
    error: int
    reasons: Mapping[str, int]


@dataclass(frozen=True)
class Coverage:
    """How many rules were computed for a government, in one of four ways."""

    computed: int
    partly: int  # of the computed: some subjects could not be
    unknown: int
    not_applicable: int
    error: int
    subjects: int
    reasons: Sequence[tuple[str, int]]  # what is missing → how many rules

    @property
    def rules(self) -> int:
        """How many rules were asked."""
        return self.computed + self.unknown + self.not_applicable + self.error


def asked(
    warehouse: Warehouse, *, region: str | None = None, code: str | None = None
) -> Sequence[Asked]:
    """Read what came of the rules, of one government or one rule where it is named."""
    given = {"region": region, "code": code}
    return warehouse.once(
        ("asked", region, code),
        lambda: tuple(
            Asked(
                row["code"],
                row["region"],
                row["period"],
                row["subjects"],
                row["fail"],
                row["pass"],
                row["not_applicable"],
                row["unknown"],
                row["error"],
                _reasons(row["reasons"]),
            )
            for row in warehouse.rows(RESULTS, given)
        ),
    )


def visible(view: View, results: Sequence[Asked]) -> list[Asked]:
    """Leave out the governments that the reader may not see."""
    if view.scope is None:
        return list(results)
    seen = {region for region in {one.region for one in results} if view.scope.sees(region)}
    return [one for one in results if one.region in seen]


@lru_cache(4096)  # most rules say the same few things of most governments
def _reasons(text: str | None) -> Mapping[str, int]:
    read = json.loads(text) if text else {}
    if isinstance(read, dict):
        return {str(name): int(count) for name, count in read.items()}
    return {}


def reason_said(reason: str, language: str) -> str:
    """Say what is missing by its name on the screen; a reason in words stays as the rule has it."""
    if put_off := SWITCHED_OFF.fullmatch(reason):
        key = "decided.off_reason" if put_off["until"] else "decided.off_always"
        return say(language, key, **put_off.groupdict())
    if filtered := FILTERED.fullmatch(reason):
        return say(language, "decided.filter_reason", **filtered.groupdict())
    if before := _before_said(reason, language):
        return before
    feeds = reason.removeprefix("feed missing: ")
    if feeds != reason:
        named = [_feed_said(feed, language) for feed in feeds.split(", ")]
        return say(language, "reason.missing", feed=say(language, "list.comma").join(named))
    key = f"because.{re.sub(r'[^a-z0-9]+', '_', reason.lower())}"
    if knows(language, key):
        return say(language, key)
    parts = [_column_said(part, language) or _absent_said(part, language) for part in
             ([reason] if PART.fullmatch(reason) else reason.split(", "))]  # fmt: skip
    return (
        say(language, "list.comma").join(part for part in parts if part) if all(parts) else reason
    )


def _column_said(name: str, language: str) -> str | None:
    """Say that a column is empty: `payment.fund`."""
    table, dot, of = name.partition(".")
    if not (dot and table in FEEDS and (name in COLUMNS or of in COLUMNS)):
        return None
    term = getattr(column(table, of), language)
    return say(language, "reason.column", feed=getattr(FEEDS[table], language), column=term)


def _absent_said(what: str, language: str) -> str | None:
    """Say which rows are not there: a feed, a part of one, a year, a legal event."""
    if what in FEEDS:
        return say(language, "reason.missing", feed=getattr(FEEDS[what], language))
    if what in COLUMNS:
        return say(language, "reason.empty", column=getattr(COLUMNS[what], language))
    if event := EVENT.fullmatch(what):
        key = f"event.{event['kind']}"
        kind = say(language, key) if knows(language, key) else event["kind"]
        return say(language, "reason.event", kind=kind)
    if year := YEAR.fullmatch(what):
        key = "classification" if year["what"].startswith("class") else "workdays"
        return say(language, f"reason.{key}", year=year["year"])
    return _part_said(what, language)


def _part_said(what: str, language: str) -> str | None:
    comma = say(language, "list.comma")
    if of := OF.fullmatch(what):
        span = of["span"].replace(" and of ", comma)
        told = say(language, "reason.the_year") if span == "the year" else span
    elif of := PART.fullmatch(what):
        named = [_coded(of["feed"], one, language) for one in of["parts"].split(", ")]
        told = comma.join([*named, *([of["day"]] if of["day"] else [])])
    else:
        return None
    return say(language, "reason.part", feed=_feed_said(of["feed"], language), part=told)


def _coded(feed: str, told: str, language: str) -> str:
    """Name the code of `book 2`."""
    name, _, code = told.partition(" ")
    key = f"code.{feed}.{name}.{code}"
    return say(language, key) if knows(language, key) else told


def _before_said(reason: str, language: str) -> str | None:
    if reason == SPLIT:
        return say(language, "reason.split_unit")
    told = EARLIER.fullmatch(reason)
    if told is None or told["feed"] not in FEEDS:
        return None
    feed = getattr(FEEDS[told["feed"]], language)
    return say(language, f"reason.{told['span']}_before", feed=feed)


def _feed_said(told: str, language: str) -> str:
    """Name a feed that is missing, with what the supply calendar says of it: `payment (late)`."""
    feed, _, state = told.removesuffix(")").partition(" (")
    name = getattr(FEEDS[feed], language) if feed in FEEDS else feed
    key = f"reason.feed_{state.replace(' ', '_')}"
    return say(language, key, feed=name) if state and knows(language, key) else name


def kind(results: Sequence[Asked]) -> str:
    """Say what came of one rule over all its periods: computed, unknown, not_applicable, error."""
    if any(one.error for one in results):
        return "error"
    if any(one.fail or one.passed for one in results):
        return "computed"
    if any(one.unknown for one in results):
        return "unknown"
    return "not_applicable"


def coverage(results: Sequence[Asked]) -> Coverage:
    """Count the rules by what came of them."""
    by_code: dict[str, list[Asked]] = {}
    for one in results:
        by_code.setdefault(one.code, []).append(one)
    kinds = {code: kind(found) for code, found in by_code.items()}
    missing: dict[str, set[str]] = {}
    for one in results:
        for reason in one.reasons if one.unknown else ():
            missing.setdefault(reason, set()).add(one.code)
    counts = list(kinds.values())
    return Coverage(
        computed=counts.count("computed"),
        partly=sum(
            kinds[code] == "computed" and any(one.unknown for one in found)
            for code, found in by_code.items()
        ),
        unknown=counts.count("unknown"),
        not_applicable=counts.count("not_applicable"),
        error=counts.count("error"),
        subjects=sum(one.subjects for one in results),
        reasons=sorted(
            ((reason, len(codes)) for reason, codes in missing.items()),
            key=lambda pair: (-pair[1], pair[0]),
        ),
    )
