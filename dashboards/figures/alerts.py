"""没办结的预警. What is open, by severity, and what to look at first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboards.page import View

SEVERITIES = ("red", "orange", "yellow", "blue")


@dataclass(frozen=True)
class OpenAlerts:
    """The open alerts of a government."""

    count: int
    by_severity: Mapping[str, int]
    first: Sequence[Any]


def of_government(view: View, region: str) -> OpenAlerts | None:
    """Count what is open; None where the reader sees no alerts."""
    return None
