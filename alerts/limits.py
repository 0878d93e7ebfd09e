"""限额. Which value of a limit is in force for a government, a fiscal year and a day."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alerts.rule import ALWAYS, Limit, Provenance, Rule, Value
from alerts.scope import depth, stem
from warehouse.tiers import tier_by_form

COMMA = re.compile("[,，、]")
TIERS = {"1": "central", "2": "province", "3": "prefecture", "4": "county", "5": "township"}


class LimitUnknown(Exception):
    """A setting names a limit that the rule does not have, or a value of another kind."""


@dataclass(frozen=True)
class Override:
    """A limit that somebody set, for whom, from when, why and by whom; it is never deleted.

    A region stands for its government and all below it.
    """

    code: str
    name: str
    value: Value
    reason: str
    author: str
    provenance: Provenance = Provenance.PROPOSED_DEFAULT
    article: str = ""
    region: str | None = None
    tier: str | None = None
    fiscal_year: int | None = None
    valid_from: date = ALWAYS
    valid_to: date | None = None
    number: int = 0  # of the decision
    approved_by: str = ""

    def covers(self, region: str, tier: str, fiscal_year: int, day: date) -> bool:
        """Tell whether it speaks of that government, year and day."""
        return (
            (self.region is None or region.startswith(stem(self.region)))
            and self.tier in (None, tier)
            and self.fiscal_year in (None, fiscal_year)
            and self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
        )

    @property
    def nearness(self) -> tuple[int, bool, bool, date, int]:
        """Order: the deepest government, then a tier, then a year; of equals the latest stands.

        The latest is the one that began last, and of those the one decided last.
        """
        return (
            depth(self.region),
            self.tier is not None,
            self.fiscal_year is not None,
            self.valid_from,
            self.number,
        )


@dataclass(frozen=True)
class InForce:
    """The limits that hold for one government, fiscal year and day."""

    values: Mapping[str, Value]
    printed: Mapping[str, Mapping[str, str]]
    not_in_force: Sequence[str] = ()

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """What two governments share when one question serves both."""
        return tuple((name, repr(sorted(of.items()))) for name, of in sorted(self.printed.items()))


def tier_of(region: str, code: str | None = None) -> str:
    """Give a government's tier, by its row in `region` or else by the form of its code."""
    if code in TIERS:
        return TIERS[code]
    return tier_by_form(region)


def in_force(
    rule: Rule,
    region: str,
    tier: str,
    fiscal_year: int,
    as_of: date,
    overrides: Sequence[Override] = (),
) -> InForce:
    """Give the limits of `rule` for one government and year, asked on the day `as_of`.

    A year that is over is asked by the limits of its 31 December; a limit that was set for that
    very year, by those of the day itself.

    Raises:
        LimitUnknown: an override names a limit that the rule does not have, or its value is of
            another kind.
    """
    values: dict[str, Value] = {}
    printed: dict[str, dict[str, str]] = {}
    absent: list[str] = []
    ours = [override for override in overrides if override.code == rule.code]
    for override in ours:
        _accept(rule, override)
    day = min(as_of, date(fiscal_year, 12, 31))
    for name, limit in rule.limits.items():
        set_here = [
            o
            for o in ours
            if o.name == name
            and o.covers(region, tier, fiscal_year, as_of if o.fiscal_year else day)
        ]
        if set_here:
            nearest = max(set_here, key=lambda override: override.nearness)
            values[name] = nearest.value
            printed[name] = _printed_override(limit, nearest)
        elif limit.valid_from <= day and (limit.valid_to is None or day <= limit.valid_to):
            values[name] = limit.by_tier.get(tier, limit.value)
            printed[name] = _printed(limit, values[name])
        else:
            absent.append(name)
    return InForce(values, printed, tuple(absent))


def written(value: Value) -> str:
    """Write a limit's value: a list with commas, a number without a needless exponent."""
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def read_value(rule: Rule, name: str, text: str) -> Value:
    """Read what a limit of a rule is to be set to.

    Raises:
        LimitUnknown: the rule has no such limit, or it can't be set to that.
    """
    limit = _named(rule, name)
    if isinstance(limit.value, tuple):
        parts = tuple(part for part in (one.strip() for one in COMMA.split(text)) if part)
        if not parts:
            raise LimitUnknown(f"{rule.code} {name}: name at least one, with commas between them")
        return parts
    plain = text.strip().replace("_", "")
    whole = isinstance(limit.value, int)
    places = 0 if whole else 2 if limit.unit == "yuan" else 8
    if not re.fullmatch(
        rf"-?\d{{1,15}}(\.\d{{1,{places or 1}}})?" if places else r"-?\d{1,9}", plain
    ):
        kind = "a whole number" if whole else f"a number with up to {places} decimals"
        hint = ": write 25 % as 0.25" if text.strip().endswith(("%", "％")) else ""
        raise LimitUnknown(
            f"{rule.code} {name}: {text.strip()!r} was given where {kind} is wanted, "
            f"as {written(limit.value)}{hint}"
        )
    value = int(plain) if whole else Decimal(plain)
    if value < limit.least or (limit.most is not None and value > limit.most):
        most = f" and at most {written(limit.most)}" if limit.most is not None else ""
        raise LimitUnknown(
            f"{rule.code} {name}: {written(value)} was given where at least "
            f"{written(limit.least)}{most} is wanted"
        )
    return value


def _named(rule: Rule, name: str) -> Limit:
    limit = rule.limits.get(name)
    if limit is None:
        has = f"it has {', '.join(sorted(rule.limits))}" if rule.limits else "it has none"
        raise LimitUnknown(f"{rule.code} has no limit {name!r}: {has}")
    return limit


def _accept(rule: Rule, override: Override) -> None:
    limit = _named(rule, override.name)
    if isinstance(limit.value, tuple) is not isinstance(override.value, tuple):
        raise LimitUnknown(
            f"{rule.code} {override.name}: {written(override.value)!r} was given where "
            f"something like {written(limit.value)!r} is wanted"
        )


def _printed(limit: Limit, value: Value) -> dict[str, str]:
    return {
        "value": written(value),
        "unit": limit.unit,
        "provenance": limit.provenance.value,
        "article": limit.article,
        "valid_from": limit.valid_from.isoformat(),
        "valid_to": limit.valid_to.isoformat() if limit.valid_to else "",
        "zh": limit.zh,
        "en": limit.en,
    }


def _printed_override(limit: Limit, override: Override) -> dict[str, str]:
    return {
        **_printed(limit, override.value),
        "provenance": override.provenance.value,
        "article": override.article,
        "valid_from": override.valid_from.isoformat(),
        "valid_to": override.valid_to.isoformat() if override.valid_to else "",
        "reason": override.reason,
        "author": override.author,
        "region": override.region or "",
        "tier": override.tier or "",
        "fiscal_year": str(override.fiscal_year or ""),
        "default": written(limit.value),
        "decision": str(override.number or ""),
        "approved_by": override.approved_by,
    }
