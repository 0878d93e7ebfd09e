"""疑点作证. What a finding says of itself, as the ledger keeps it and tells it from another."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from alerts.alert import evidence_written
from alerts.finding import Finding
from warehouse.money import fen

_written = json.JSONEncoder(ensure_ascii=False).encode
Identity = tuple[str, str, str, str]
Place = tuple[str, str, str]  # code, region, period
Values = dict[str, Any]


class FoundTwice(Exception):
    """Two findings of a night have one identity, so that they would be one alert."""


def once(findings: Iterable[Finding]) -> list[Finding]:
    """Give a night's findings as they can be stored.

    Raises:
        FoundTwice: two of them have one identity.
    """
    seen: dict[Identity, Finding] = {}
    for finding in map(_storable, findings):
        if finding.identity in seen:
            code, region, period, subject = finding.identity
            raise FoundTwice(
                f"{code} found {subject!r} of {region} in {period} twice in one night: "
                "a rule gives one row for each subject; correct its sql"
            )
        seen[finding.identity] = finding
    return list(seen.values())


def words(finding: Finding) -> Values:
    """Write what a finding rests on, and the hash that tells whether it is the same as before."""
    total = None if finding.evidence_total is None else fen(finding.evidence_total)
    words: Values = {
        "edition": finding.edition,
        "operands": _written(dict(finding.operands)),
        "limits": _written({name: dict(limit) for name, limit in finding.limits.items()}),
        "evidence": evidence_written(finding.evidence),
        "evidence_rows": finding.evidence_rows,
    }
    mark = hashlib.sha256("\n".join(map(str, [*words.values(), total])).encode())
    return {
        **words,
        "evidence_total": total,
        "hash": mark.hexdigest()[:32],
    }


def fingerprint(found: Mapping[Identity, tuple[Finding, Values]], places: Collection[Place]) -> str:
    """Give a hash of all that a noting says: the same findings about the same places."""
    seen = hashlib.sha256()
    for identity, (finding, words) in sorted(found.items(), key=lambda item: item[0]):
        seen.update(f"{identity} {finding.severity} {finding.at_stake} {words['hash']}\n".encode())
    for place in sorted(places):
        seen.update(f"{place}\n".encode())
    return seen.hexdigest()


def _storable(finding: Finding) -> Finding:
    """Show a NUL in a name, which PostgreSQL does not take, as the picture of one."""
    names = ("region", "period", "subject", "unit")
    shown = {
        name: text.replace("\0", "␀")
        for name in names
        if (text := getattr(finding, name)) is not None and "\0" in text
    }
    return replace(finding, **shown) if shown else finding
