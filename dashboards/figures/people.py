"""人. What the people of the record are called on a page, by their accounts' names."""

from collections.abc import Callable

from alerts.accounts import Accounts
from dashboards.page import View


def called(view: View) -> Callable[[str | None], str]:
    """Give what says the shown name of an account; one that is unknown keeps its own.

    The accounts are read when the first of them is named, and once.
    """
    known: dict[str, str] = {}

    def say(name: str | None) -> str:
        if name and not known and view.ledger is not None:
            known.update({one.name: one.display for one in Accounts(view.ledger.engine).list()})
        return known.get(name or "", name or "")

    return say
