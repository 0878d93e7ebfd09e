"""规则. What a rule is: its law, its limits, its question to the warehouse, and its own proof."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from warehouse.shapes import tables


class Severity(StrEnum):
    """预警等级, from information to a broken legal limit."""

    BLUE = "blue"  # 蓝 to know
    YELLOW = "yellow"  # 黄 to verify
    ORANGE = "orange"  # 橙 likely wrong, evidence wanted
    RED = "red"  # 红 a legal limit is broken, or money is at risk


class Verdict(StrEnum):
    """What came of asking about one subject."""

    FAIL = "fail"
    PASS = "pass"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"
    ERROR = "error"


class Provenance(StrEnum):
    """Where a limit's number comes from, as the catalogue tags it."""

    STATUTORY = "L"  # 法定
    PUBLISHED_PRACTICE = "S"  # 公开实践
    TRADE_PRACTICE = "C"  # 行业做法
    UNVERIFIED_DEFAULT = "K"  # 待核实默认值
    PROPOSED_DEFAULT = "P"  # 建议默认值


class Bearing(StrEnum):
    """How far an article carries the rule."""

    EXACT = "exact"  # its words carry the rule and its number
    PRINCIPLE = "principle"  # 依据原则: the duty is the law's, the number is not


class Horizon(StrEnum):
    """From which day a rule counts."""

    FISCAL_YEAR = "fiscal_year"  # every year in force; one that is over as of its 31 December
    AS_OF = "as_of"  # stocks: once, from the as-of date, in its year
    OPEN = "open"  # lists without a year: from the as-of date, under whatever year a row names


@dataclass(frozen=True)
class Article:
    """One article of a statute, quoted word for word."""

    law: str  # 预算法
    number: str  # 第十三条
    quote: str
    part: str = ""  # 第二款 or 第（一）项, where the rule stands on that alone
    bearing: Bearing = Bearing.EXACT
    note: str = ""  # scope and exceptions, as citations.md has them


Value = Decimal | int | tuple[str, ...]
ALWAYS = date(1949, 10, 1)
"""Since when a limit holds that is not of a day."""


@dataclass(frozen=True)
class Limit:
    """限额. A named number of a rule, with its unit, dates and provenance."""

    value: Value
    provenance: Provenance
    zh: str
    en: str
    unit: str = ""  # yuan, day, share, month, code
    article: str = ""  # 预算法第五十二条, where it has one
    valid_from: date = ALWAYS
    valid_to: date | None = None
    by_tier: Mapping[str, Value] = field(default_factory=dict)
    """Tier (central, province, prefecture, county, township) → value, where tiers differ."""
    least: Decimal | int = 0  # what a site may set it to
    most: Decimal | int | None = None


@dataclass(frozen=True)
class Example:
    """A story with rows in it: what the rule must say about them.

    `given` names only what matters; a usual row supplies the rest. A feed of the rule's that is
    not in `given` is there and empty, unless `missing` names it as never delivered. Every subject
    that is looked at is named under its verdict: `V1`, and `2025 V1` where its year is not that of
    `as_of`, `410102 V1` where its government is not the usual one.
    """

    story: str
    given: Mapping[str, Sequence[Mapping[str, object]]]
    as_of: date = date(2026, 9, 30)
    fails: Mapping[str, Severity] = field(default_factory=dict)  # subject → severity
    at_stake: Mapping[str, Decimal] = field(default_factory=dict)
    passes: Sequence[str] = ()
    not_applicable: Sequence[str] | Mapping[str, str] = ()  # subjects, or subject → why
    unknown: Mapping[str, str] = field(default_factory=dict)
    """Subject ('' the government as a whole) → what is missing."""
    units: Mapping[str, str | None] = field(default_factory=dict)  # subject → who answers
    missing: Sequence[str] = ()
    limits: Mapping[str, Value] = field(default_factory=dict)
    boundary: bool = False  # it stands on one side of a limit, to the fen or the day


@dataclass(frozen=True)
class Text:
    """The same words in the users' tongue and in English."""

    zh: str
    en: str


def half(text: str, language: str) -> str:
    """Give what one language says of words that are written `中文 / English`."""
    return text.split(" / ")[0 if language == "zh" else -1]


PSEUDO = "999"
"""What the codes of pseudo-units begin with: nobody answers for the money that waits there."""

NO_UNIT = Text(
    f"单位代码以 {PSEUDO} 开头的虚拟单位（待分配、代编）不适用",
    f"pseudo-units, whose codes begin with {PSEUDO}: not applicable",
)


@dataclass(frozen=True)
class Rule:
    """One supervision rule; its name is its path, its code is the catalogue's.

    `sql` gives one row for each subject that was looked at:
    `region, period, subject, verdict, reason, severity, at_stake, unit`, then the operands, in the
    order that a reader wants them. `verdict` is pass, fail, not_applicable or unknown; `reason`
    names the missing input of an unknown (or why not applicable); `severity` may be null where the
    rule has only one. Parameters: `$as_of` and every limit by its name. It reads `core` alone;
    rules about follow-up and data quality (R, Q) may read `ops` too.

    `evidence` gives, for each feed, a query over the temporary table `finding` (the failing rows of
    `sql`) and `core`: `region, period, subject`, then the key columns of that feed's row.

    `formula` names operands and limits in braces: `{paid} − {executable} > {tolerance}`. A rule's
    page reads it with their labels, an alert with its numbers.
    """

    code: str
    title: Text
    meaning: Text
    severity: Severity
    formula: Text
    sql: str
    needs: Sequence[str]
    basis: Sequence[Article]
    limits: Mapping[str, Limit]
    evidence: Mapping[str, str]
    operands: Mapping[str, Text]
    advice: Text
    innocent: Text
    examples: Sequence[Example]
    exclusions: Sequence[Text] = ()
    assumptions: Sequence[Text] = ()
    printed_basis: str = ""  # the catalogue's words where no statute carries the rule
    optional: Sequence[str] = ()  # feeds that sharpen the answer but are not needed for one
    unbroken: Sequence[str] = ()
    """Feeds of `needs` of which a month that is overdue or refused would look like a finding: money
    that was paid is not there. Nothing is answered until it has come."""
    horizon: Horizon = Horizon.FISCAL_YEAR
    apart: bool = False
    """What it says of a government rests on rows of that government alone, so that governments with
    other limits need not be read to ask it."""
    raises: bool = True  # False: a row in the coverage, and no alert of its own

    @property
    def left_out(self) -> Sequence[Text]:
        """Everything that it leaves out: its own exclusions, and those of every rule on units."""
        feeds = tables("core").keys() & {*self.needs, *self.optional}
        of_units = any("unit" in tables("core")[feed].names for feed in feeds)
        return (*self.exclusions, NO_UNIT) if of_units else self.exclusions
