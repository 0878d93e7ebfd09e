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
        identity = finding.identity
        if identity in seen:
            code, region, period, subject = identity
            raise FoundTwice(
                f"{code} found {subject!r} of {region} in {period} twice in one night: "
                "a rule gives one row for each subject; correct its sql"
            )
        seen[identity] = finding
    return list(seen.values())


def words(finding: Finding) -> Values:
    """Write what a finding rests on, and the hash that tells whether it is the same as before."""
    total = None if finding.evidence_total is None else fen(finding.evidence_total)
    limits = [f"{_written(name)}: {_flat(limit)}" for name, limit in finding.limits.items()]
    words: Values = {
        "edition": finding.edition,
        "operands": _flat(finding.operands),
        "limits": f"{{{', '.join(limits)}}}",
        "evidence": evidence_written(finding.evidence) if finding.evidence else "[]",
        "evidence_rows": finding.evidence_rows,
    }
    mark = hashlib.sha256("\n".join(map(str, [*words.values(), total])).encode())
    return {
        **words,
        "evidence_total": total,
        "hash": mark.hexdigest()[:32],
    }


def _flat(told: Mapping[str, str | None]) -> str:
    """Write names and texts as JSON: text by text, which is several times as fast as the whole."""
    each = (
        f"{_written(name)}: {'null' if text is None else _written(text)}"
        for name, text in told.items()
    )
    return f"{{{', '.join(each)}}}"


def fingerprint(found: Mapping[Identity, tuple[Finding, Values]], places: Collection[Place]) -> str:
    """Give a hash of all that a noting says: the same findings about the same places."""
    seen = hashlib.sha256()
    for identity in sorted(found):
        finding, words = found[identity]
        seen.update(f"{identity} {finding.severity} {finding.at_stake} {words['hash']}\n".encode())
    for place in sorted(places):
        seen.update(f"{place}\n".encode())
    return seen.hexdigest()


def _storable(finding: Finding) -> Finding:
    """Show a NUL in a name, which PostgreSQL does not take, as the picture of one."""
    if "\0" not in f"{finding.region}{finding.period}{finding.subject}{finding.unit}":
        return finding
    names = ("region", "period", "subject", "unit")
    told = {name: text for name in names if (text := getattr(finding, name)) is not None}
    return replace(finding, **{name: text.replace("\0", "␀") for name, text in told.items()})
