"""疑点. What a rule found on one night, and how many subjects it looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alerts.rule import Severity, Verdict


@dataclass(frozen=True)
class Evidence:
    """One row that the finding rests on, as it was seen, and where it came from."""

    feed: str
    key: Mapping[str, str]
    row: Mapping[str, str | None]
    delivery: int
    delivery_name: str
    file: int
    file_name: str
    line: int


@dataclass(frozen=True)
class Finding:
    """One (code, region, period, subject) that failed, with all that explains it."""

    code: str
    rule: str  # the rule's name, its path: execution.payment_exceeds_allotment
    edition: str  # hash of all that could change the answer
    region: str
    period: str
    subject: str
    unit: str | None  # unit or department that answers for it, where there is one
    severity: Severity
    at_stake: Decimal | None  # yuan
    operands: Mapping[str, str | None]  # the formula's numbers as text, in reading order
    limits: Mapping[str, Mapping[str, str]]  # name → value, unit, provenance, article, valid_from
    evidence: Sequence[Evidence]  # at most 200; evidence_rows counts them all
    evidence_rows: int
    evidence_total: Decimal | None = None  # yuan: the money of all rows of the first feed

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What makes two sightings one alert."""
        return self.code, self.region, self.period, self.subject


@dataclass(frozen=True)
class RuleResult:
    """What came of one rule for one government and period."""

    code: str
    rule: str
    edition: str
    region: str
    period: str
    counts: Mapping[Verdict, int]
    reasons: Mapping[str, int]  # what is missing, why not applicable or what failed → how many
    limits: Mapping[str, Mapping[str, str]]

    @property
    def subjects(self) -> int:
        """How many were looked at; a government that could not be asked counts as none."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Results:
    """All that a night's rules said, in an order that no thread changes."""

    results: Sequence[RuleResult]
    findings: Sequence[Finding]
