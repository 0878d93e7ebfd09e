"""限额. Which value of a limit is in force for a government, a fiscal year and a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alerts.rule import Limit, Provenance, Rule, Value
from warehouse.tiers import tier_by_form

TIERS = {"1": "central", "2": "province", "3": "prefecture", "4": "county", "5": "township"}


class LimitUnknown(Exception):
    """A setting names a limit that the rule does not have, or a value of another kind."""


@dataclass(frozen=True)
class Override:
    """A limit that somebody set, for whom, from when, why and by whom; it is never deleted."""

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
    valid_from: date = date(1949, 10, 1)
    valid_to: date | None = None

    def covers(self, region: str, tier: str, fiscal_year: int, day: date) -> bool:
        """Tell whether it speaks of that government, year and day."""
        return (
            self.region in (None, region)
            and self.tier in (None, tier)
            and self.fiscal_year in (None, fiscal_year)
            and self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
        )

    @property
    def nearness(self) -> tuple[bool, bool, bool, date]:
        """Order: the one that says most about whom it is for stands; of equals the latest."""
        return (
            self.region is not None,
            self.tier is not None,
            self.fiscal_year is not None,
            self.valid_from,
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
    day: date,
    overrides: Sequence[Override] = (),
) -> InForce:
    """Give the limits of `rule` for one government and year, as they stood on `day`.

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
    for name, limit in rule.limits.items():
        set_here = [o for o in ours if o.name == name and o.covers(region, tier, fiscal_year, day)]
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


def _accept(rule: Rule, override: Override) -> None:
    limit = rule.limits.get(override.name)
    if limit is None:
        raise LimitUnknown(
            f"{rule.code} has no limit {override.name!r}: it has {', '.join(sorted(rule.limits))}"
        )
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
    }
