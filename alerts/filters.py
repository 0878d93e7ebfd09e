"""预览. What a filter would hide, shown to its author before it is proposed."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alerts.decisions import DecisionRefused, Proposal
from alerts.finding import Finding
from alerts.switches import Filter, Place


@dataclass(frozen=True)
class Preview:
    """The findings that a filter would hide; it can never hide another."""

    findings: Sequence[Finding]

    @property
    def places(self) -> list[Place]:
        """What names them among the findings of the rule."""
        return [(f.region, f.period, f.subject) for f in self.findings]

    @property
    def mark(self) -> str:
        """A hash of exactly this set."""
        return hashlib.sha256(repr(self.places).encode()).hexdigest()[:10]


def preview(proposal: Proposal, findings: Iterable[Finding]) -> Preview:
    """Give the findings of a night that a filter fits.

    Raises:
        DecisionRefused: it fits none, or it says of neither unit nor subject which it means.
    """
    if not (proposal.unit or "").strip("*") and not (proposal.subject or "").strip("*"):
        raise DecisionRefused(
            f"a filter of all that {proposal.code} finds is a switch: name a unit or a subject, "
            "or use `pursewatch rules disable`"
        )
    drafted = Filter(
        0, proposal.code, "", "", "", proposal.region, proposal.unit, proposal.subject,
        None, frozenset(),
    )  # fmt: skip
    found = sorted((f for f in findings if drafted.matches(f)), key=lambda f: f.identity)
    if not found:
        raise DecisionRefused(
            f"no finding of {proposal.code} in the published night fits: there is nothing to hide"
        )
    return Preview(found)
