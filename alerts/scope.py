"""可见范围. Whose rows a reader may see: the governments below one's own, decided here alone."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from alerts.access import CLEAR, READERS
from alerts.workflow import Role, State

NATION = ("000000", "100000")
DIGITS = 6
"""Of the code of a county and of all above it; a township's is longer."""


def stem(region: str) -> str:
    """Give what the codes of a government and of all below it begin with.

    A province by two digits, a prefecture by four, a county by six; the nation by none.
    """
    if region in NATION:
        return ""
    if len(region) == DIGITS and region.endswith("0000"):
        return region[:2]
    if len(region) == DIGITS and region.endswith("00"):
        return region[:4]
    return region


def depth(region: str | None) -> int:
    """Tell how far down a government stands: the nation, or none at all, is 0."""
    return len(stem(region)) if region else 0


CONFIRMED = (State.CONFIRMED.value, State.HANDED_OVER.value, State.CLOSED.value)
"""The states of alerts that a person found true, which are a deputy's to see."""


class Below(StrEnum):
    """What a government's accounts see of the governments below their own: a site's choice."""

    ALL = "all"
    FIGURES = "figures"  # rolled up, and no alert
    NONE = "none"


@dataclass(frozen=True)
class Scope:
    """What a reader may see: the governments named and those below them; None is nothing at all.

    `units` narrows it to those units, where there are any; `states` to alerts that stand so.
    """

    regions: tuple[str, ...] | None
    units: tuple[str, ...] | None = None
    states: tuple[str, ...] | None = None
    clear: bool = True  # sees natural persons and account numbers
    below: bool = True  # sees the governments below its own as well
    rolled: bool = True  # sees their figures rolled up, be their rows visible or not

    @classmethod
    def everywhere(cls) -> Self:
        """See every government: for the night and the command line, which have no reader."""
        return cls((NATION[0],))

    @classmethod
    def of(
        cls, role: Role, region: str | None, unit: str | None = None, *, below: Below = Below.ALL
    ) -> Self:
        """Give what an account of that role, region and unit may see of alerts and figures."""
        return cls(
            (region,) if region and role in READERS else None,
            (unit,) if unit else None,
            CONFIRMED if role is Role.DEPUTY else None,
            clear=role in CLEAR,
        ).held_to(below)

    def held_to(self, below: Below) -> Self:
        """Hold a scope to what the site lets its accounts see of those below their own."""
        return replace(self, below=below is Below.ALL, rolled=below is not Below.NONE)

    @property
    def stems(self) -> tuple[str, ...]:
        """What a visible region's code begins with, any of these; none: nothing is visible."""
        return tuple(stem(region) for region in self.regions or () if region)

    def sees(self, region: str, unit: str | None = None) -> bool:
        """Tell whether a row of that region and unit may be seen."""
        if self.units is not None and unit not in self.units:
            return False
        if not self.below:
            return region in (self.regions or ())
        return region.startswith(self.stems)

    @property
    def allowed(self) -> Below:
        """What is seen of those below."""
        return Below.ALL if self.below else Below.FIGURES if self.rolled else Below.NONE

    def rolls(self, region: str) -> bool:
        """Tell whether that government's figures may be seen within a roll-up."""
        if not self.rolled:
            return region in (self.regions or ())
        return self.units is None and region.startswith(self.stems)

    def where(self, column: str) -> str:
        """Give the condition, in SQL, that a row of a government as a whole may be seen."""
        if self.units is not None or not self.regions:
            return "false"
        if not self.below:
            return f"{column} in ({', '.join(_text(region) for region in self.regions)})"
        begins = [f"starts_with({column}, {_text(one)})" if one else "true" for one in self.stems]
        return f"({' or '.join(begins) or 'false'})"

    def sees_state(self, state: str) -> bool:
        """Tell whether an alert that stands so may be seen."""
        return self.states is None or state in self.states


def _text(value: str) -> str:
    escaped = value.replace("'", "''")
    return f"'{escaped}'"
