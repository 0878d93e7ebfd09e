"""账号. Who may sign in, as what, and how?"""

from collections.abc import Mapping

from alerts.access import Right, roles_with
from alerts.accounts import Account, Accounts
from alerts.workflow import Role
from dashboards.figures.names import Names, names
from dashboards.frame import look_of
from dashboards.page import Page, Row, View
from dashboards.words import say


def rows(view: View) -> list[Row]:
    """Give every account, by name; of passwords and keys nothing."""
    return [
        {
            "name": one.name, "display": one.display, "role": one.role.value, "region": one.region,
            "unit": one.unit, "disabled": one.disabled, "must_change": one.must_change,
            "second_factor": one.second_factor, "external": one.external,
            "created_at": one.created_at,
        }
        for one in Accounts(view.ledger.engine).list()
    ]  # fmt: skip


def draw(view: View) -> Mapping[str, object]:
    """List the accounts, with the forms that add and change them."""
    found = Accounts(view.ledger.engine).list()
    named = names(view.warehouse, [(one.region, "", one.unit) for one in found if one.region])
    counts = {
        "n": len(found),
        "closed": sum(one.disabled for one in found),
        "factor": sum(one.second_factor for one in found),
    }
    return {
        "users": found,
        "reach": lambda one: _reach(one, named, view.language),
        "all_roles": list(Role),
        "answer": say(view.language, "users.answer", **counts),
        "fault": view.faults.get("detail", ""),
        "look": look_of(view),
        "page_path": view.path,
    }


def _reach(one: Account, named: Names, language: str) -> str:
    """Say which government an account is of, and which unit."""
    if not one.region:
        return say(language, "account.ground_all")
    unit = [_beside(named.unit(one.region, one.unit), one.unit)] if one.unit else []
    return " · ".join([_beside(named.region(one.region), one.region), *unit])


def _beside(name: str, code: str) -> str:
    return code if name == code else f"{name} {code}"


PAGE = Page(
    path="/users",
    title_key="users.title",
    question_key="users.question",
    draw=draw,
    template="users.html",
    rows=rows,
    menu=2,
    group="site",
    roles=roles_with(Right.USERS),
)
