"""地方条例. Sets of limits that a local statute gives, ready to be adopted by those it binds.

A file of this folder is one statute: `law`, `region`, `valid_from` and its limits, each with the
rule's code and limit, the value, the article and the statute's own words. `tier` stands where the
statute binds that government alone, and those below it may follow it.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from alerts.decisions import DecisionRefused, Kind, Proposal, limit_of
from alerts.rule import Provenance, Rule

FOLDER = Path(__file__).parent


class SetUnknown(Exception):
    """No local statute has that name here."""


@dataclass(frozen=True)
class LocalLimit:
    """One number of a local statute, with the words that carry it."""

    code: str
    name: str
    value: str
    article: str
    quote: str


@dataclass(frozen=True)
class LocalStatute:
    """The limits that one local statute gives."""

    name: str
    law: str
    region: str  # the government that made it
    valid_from: date
    limits: Sequence[LocalLimit]
    tier: str | None = None  # of the only government that it binds; None: those below it too


@cache
def sets() -> Mapping[str, LocalStatute]:
    """Give the sets by name."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.toml"))}


def named(name: str) -> LocalStatute:
    """Give one set.

    Raises:
        SetUnknown: there is none of that name.
    """
    found = sets().get(name.lower())
    if found is None:
        raise SetUnknown(f"no set is called {name!r}: they are {', '.join(sets())}")
    return found


def proposals(
    chosen: LocalStatute,
    rules: Mapping[str, Rule],
    *,
    region: str,
    since: date | None,
    reason: str,
    author: str,
) -> tuple[list[Proposal], list[LocalLimit]]:
    """Write a set as decisions about these rules; beside them, what they have no limit for.

    Of a statute that binds its own government alone, adopting it there says nothing of those below;
    one of these may adopt it for itself.

    Raises:
        DecisionRefused: it would begin before the statute does.
    """
    if since is not None and since < chosen.valid_from:
        raise DecisionRefused(f"《{chosen.law}》 is in force from {chosen.valid_from}, not earlier")
    tier = chosen.tier if region == chosen.region else None
    made: list[Proposal] = []
    left: list[LocalLimit] = []
    for one in chosen.limits:
        rule = rules.get(one.code)
        if rule is None or one.name not in rule.limits:
            left.append(one)
            continue
        name, value = limit_of(rule, f"{one.name}={one.value}")
        made.append(
            Proposal(
                Kind.LIMIT, one.code, reason.strip() or f"《{chosen.law}》", author, name, value,
                region, tier, provenance=Provenance.STATUTORY,
                article=f"{chosen.law}{one.article}", valid_from=since or chosen.valid_from,
            )
        )  # fmt: skip
    return made, left


def _read(path: Path) -> LocalStatute:
    told = tomllib.loads(path.read_text("utf-8"))
    limits = [LocalLimit(**{**one, "value": str(one["value"])}) for one in told.pop("limit")]
    return LocalStatute(path.stem, limits=limits, **told)
