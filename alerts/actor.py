"""经办人. Who takes a step: a person with a role and a reach, through one of the doors."""

from dataclasses import dataclass
from typing import Self

from alerts.accounts import Account
from alerts.scope import Below, Scope
from alerts.workflow import Role


@dataclass(frozen=True)
class Actor:
    """Somebody who acts."""

    name: str
    role: Role
    scope: Scope
    unit: str | None = None  # a respondent's own
    region: str | None = None
    door: str = "site"  # where they came in: site, console

    @classmethod
    def of(cls, account: Account, door: str = "site", *, below: Below = Below.ALL) -> Self:
        """Give the actor that an account is."""
        narrow = account.unit is not None and account.role is not Role.RESPONDENT
        reach = Scope(
            (account.region,) if account.region else None,
            (account.unit,) if narrow and account.unit else None,
        ).held_to(below)
        return cls(account.name, account.role, reach, account.unit, account.region, door)
