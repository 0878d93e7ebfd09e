"""本人账号. How do I sign in, from where, and what may machines do for me?"""

from collections.abc import Mapping

from alerts import factors
from alerts.access import RIGHTS, WORDS, Right, roles_with
from alerts.accounts import Account, Accounts
from alerts.tokens import NEVER, Tokens
from dashboards.figures.names import names
from dashboards.frame import look_of
from dashboards.page import Page, View
from dashboards.words import say


def draw(view: View) -> Mapping[str, object]:
    """Show the account, its tokens, and the forms that change them."""
    assert view.account is not None
    me = Accounts(view.ledger.engine).of(view.account.name)
    role = str(getattr(me.role.text, view.language))
    key = view.typed.get("key") or factors.new_key()
    told = "account.change_first" if me.must_change else "account.answer"
    if view.choice.one("first") == "factor" and not me.second_factor:
        told = "account.factor_first"
    return {
        "me": me,
        "answer": say(view.language, told, name=me.display, role=role),
        "ground": _ground(view, me),
        "key": key,
        "key_address": factors.address(key, me.name),
        "rights": [one for one in Right if me.role in RIGHTS[one] and one not in NEVER],
        "right": lambda one: getattr(WORDS[one], view.language),
        "tokens": Tokens(view.ledger.engine).list(me.name),
        "given": (view.receipt or {}).get("token", ""),
        "fault": view.faults.get("detail", ""),
        "look": look_of(view),
        "page_path": view.path,
    }  # fmt: skip


def _ground(view: View, me: Account) -> str:
    """Say which government one is of, and which unit."""
    if not me.region:
        return say(view.language, "account.ground_all")
    named = names(view.warehouse, [(me.region, "", me.unit)])
    told = "account.ground_unit" if me.unit else "account.ground"
    unit = named.unit(me.region, me.unit)
    return say(view.language, told, region=named.region(me.region), unit=unit)


PAGE = Page(
    path="/account",
    title_key="account.title",
    question_key="account.question",
    draw=draw,
    template="account.html",
    roles=roles_with(Right.OWN),
)
