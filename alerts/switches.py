"""停用与过滤. Where a rule is switched off, and which of its findings a reviewed filter hides."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from alerts.finding import Finding, Results, RuleResult
from alerts.rule import Verdict
from alerts.scope import depth, stem

Place = tuple[str, str, str]
"""Region, period and subject of a finding of one rule."""

OUTSIDE = "outside_filter"
"""The operand that names a filter whose author did not see this finding."""


@dataclass(frozen=True)
class Switch:
    """A rule put off, or on again, for a government and those below it."""

    number: int
    code: str
    on: bool
    reason: str
    author: str
    region: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def covers(self, region: str, day: date) -> bool:
        """Tell whether it speaks of that government on that day."""
        return (
            (self.region is None or region.startswith(stem(self.region)))
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
        )

    @property
    def said(self) -> str:
        """Say it as a reason of coverage."""
        until = f" until {self.valid_to}" if self.valid_to else ""
        return f"switched off{until}: {self.reason} ({self.author})"


@dataclass(frozen=True)
class Filter:
    """误报过滤. Findings that somebody saw and somebody else agreed are no findings."""

    number: int
    code: str
    reason: str
    author: str
    approved_by: str
    region: str | None
    unit: str | None  # with or without `*`
    subject: str | None  # the same
    valid_to: date | None
    previewed: frozenset[Place]

    def matches(self, finding: Finding) -> bool:
        """Tell whether its words fit a finding, be it one that its author saw or not."""
        return (
            finding.code == self.code
            and (self.region is None or finding.region.startswith(stem(self.region)))
            and (self.unit is None or _fits(finding.unit or "", self.unit))
            and (self.subject is None or _fits(finding.subject, self.subject))
        )

    def hides(self, finding: Finding) -> bool:
        """Tell whether it hides a finding: it fits, and the author saw it."""
        seen = (finding.region, finding.period, finding.subject)
        return seen in self.previewed and self.matches(finding)

    @property
    def told(self) -> tuple[object, ...]:
        """Give all of it in an order of its own."""
        return (*(v for k, v in vars(self).items() if k != "previewed"), *sorted(self.previewed))

    @property
    def said(self) -> str:
        """Say it as a reason of coverage."""
        return f"filter {self.number}: {self.reason} ({self.author}, {self.approved_by})"


def off(switches: Sequence[Switch], code: str, region: str, day: date) -> Switch | None:
    """Give the switch that puts a rule off for a government on a day; None where it is on.

    The one of the deepest government stands; of equals the later begun, then the later decided.
    """
    ours = [one for one in switches if one.code == code and one.covers(region, day)]
    if not ours:
        return None
    nearest = max(ours, key=lambda one: (depth(one.region), one.valid_from or date.min, one.number))
    return None if nearest.on else nearest


def filtered(said: Results, filters: Sequence[Filter], day: date) -> Results:
    """Take out what filters hide; it counts as not applicable, and the filter is named.

    A finding that fits a filter and that its author never saw stays, and names the filter.
    """
    in_force = [one for one in filters if one.valid_to is None or day <= one.valid_to]
    if not in_force:
        return said
    findings: list[Finding] = []
    hidden: dict[tuple[str, str, str], list[Filter]] = {}
    for finding in said.findings:
        hiding = next((one for one in in_force if one.hides(finding)), None)
        fits = next((one for one in in_force if one.matches(finding)), None)
        if hiding is not None:
            hidden.setdefault(finding.identity[:3], []).append(hiding)
        elif fits is not None:
            named = {**finding.operands, OUTSIDE: str(fits.number)}
            findings.append(replace(finding, operands=named))
        else:
            findings.append(finding)
    results = [
        _without(one, hidden.get((one.code, one.region, one.period), [])) for one in said.results
    ]
    return Results(results, findings)


def _fits(text: str, pattern: str) -> bool:
    """Tell whether a text is what is meant; `*` alone stands for any characters."""
    words = ".*".join(re.escape(part) for part in pattern.split("*"))
    return re.fullmatch(words, text, re.DOTALL) is not None


def _without(result: RuleResult, hiding: Sequence[Filter]) -> RuleResult:
    if not hiding:
        return result
    counts = dict(result.counts)
    counts[Verdict.FAIL] = counts.get(Verdict.FAIL, 0) - len(hiding)
    if not counts[Verdict.FAIL]:
        del counts[Verdict.FAIL]
    counts[Verdict.NOT_APPLICABLE] = counts.get(Verdict.NOT_APPLICABLE, 0) + len(hiding)
    reasons = dict(result.reasons)
    for one in hiding:
        reasons[one.said] = reasons.get(one.said, 0) + 1
    return replace(result, counts=counts, reasons=reasons)
