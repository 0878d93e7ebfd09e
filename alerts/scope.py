"""可见范围. Whose rows a reader may see: the governments below one's own, decided here alone."""

from dataclasses import dataclass
from typing import Self

from alerts.workflow import Role

NATION = ("000000", "100000")


def stem(region: str) -> str:
    """Give what the codes of a government and of all below it begin with.

    A province by two digits, a prefecture by four, a county by six; the nation by none.
    """
    if region in NATION:
        return ""
    if len(region) == 6 and region.endswith("0000"):
        return region[:2]
    if len(region) == 6 and region.endswith("00"):
        return region[:4]
    return region


def depth(region: str | None) -> int:
    """Tell how far down a government stands: the nation, or none at all, is 0."""
    return len(stem(region)) if region else 0


@dataclass(frozen=True)
class Scope:
    """What a reader may see: the governments named and those below them; None is nothing at all.

    `units` narrows it to those units, where there are any.
    """

    regions: tuple[str, ...] | None
    units: tuple[str, ...] | None = None

    @classmethod
    def everywhere(cls) -> Self:
        """See every government: for the night and the command line, which have no reader."""
        return cls((NATION[0],))

    @classmethod
    def of(cls, role: Role, region: str | None) -> Self:
        """Give what an account of that role and region may see of alerts and figures."""
        return cls((region,) if region and role.sees_alerts else None)

    @property
    def stems(self) -> tuple[str, ...]:
        """What a visible region's code begins with, any of these; none: nothing is visible."""
        return tuple(stem(region) for region in self.regions or () if region)

    def sees(self, region: str, unit: str | None = None) -> bool:
        """Tell whether a row of that region and unit may be seen."""
        if self.units is not None and unit not in self.units:
            return False
        return region.startswith(self.stems)
