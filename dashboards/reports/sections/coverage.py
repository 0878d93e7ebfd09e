"""规则覆盖. How many rules could be asked, and what the others lacked."""

from collections.abc import Iterator

from dashboards.figures.coverage import asked, coverage, reason_said
from dashboards.reports.paper import Block, Para, State, Table
from dashboards.reports.stand import Stand

MOST = 15


def write(at: Stand) -> Iterator[Block]:
    """Count the rules by what came of them; what could not be computed is not in order."""
    found = coverage(asked(at.warehouse, region=at.places.region))
    if not found.rules:
        yield State(at.say("coverage.none", place=at.places.name))
        return
    yield Para(
        at.say(
            "coverage.counts", rules=found.rules, computed=found.computed, unknown=found.unknown,
            na=found.not_applicable, error=found.error, subjects=found.subjects,
        )
        + at.note("coverage.rules", "/rules", year=None)
    )  # fmt: skip
    if found.reasons and at.detailed:
        yield Table(
            at.say("coverage.reasons", n=min(MOST, len(found.reasons))),
            at.say("coverage.measure"),
            [at.words("missing_input", 4.0), at.column("rules")],
            [[reason_said(reason, at.language), str(n)] for reason, n in found.reasons[:MOST]],
        )
