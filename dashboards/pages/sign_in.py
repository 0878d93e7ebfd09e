"""登录. Who is there?"""

from collections.abc import Mapping

from dashboards.page import Page, View


def draw(view: View) -> Mapping[str, object]:
    """Ask for account and password; say what was wrong with the last try."""
    return {"next": view.choice.one("next", "/"), "typed": view.choice.one("account")}


PAGE = Page(
    path="/sign-in",
    title_key="sign_in.title",
    question_key="sign_in.question",
    draw=draw,
    template="sign_in.html",
    signed_in=False,
)
