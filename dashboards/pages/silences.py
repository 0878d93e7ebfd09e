"""静默. Which alerts are not shown, who said so, why and until when?"""

from collections.abc import Mapping

from alerts.access import Right, roles_with
from alerts.quieting import Quiet, Silence
from dashboards.figures.alerts import by_code, readable
from dashboards.figures.names import names
from dashboards.look import Look, local_time
from dashboards.page import NotAllowed, Page, Row, View
from dashboards.pages.alerts import may_handle
from dashboards.words import say


def found(view: View) -> list[Silence]:
    """Give the silences within reach, the newest first.

    Raises:
        NotAllowed: the role sees no alerts.
    """
    reach = readable(view)
    if reach is None:
        raise NotAllowed(say(view.language, "alerts.forbidden"))
    ledger, scope = reach
    return Quiet(ledger.engine).silences(scope=scope)


def draw(view: View) -> Mapping[str, object]:
    """List the silences, those in force first; an analyst may end one."""
    today = local_time(view.now).date()
    silences, titles = found(view), by_code(view)
    named = names(
        view.warehouse,
        [(one.matcher.region or "", one.matcher.subject or "", one.matcher.unit)
         for one in silences],
    )  # fmt: skip

    def told(one: Silence) -> Mapping[str, object]:
        matcher = one.matcher
        rule = titles.get(matcher.code or "")
        region = matcher.region or ""
        return {
            "silence": one,
            "rule": getattr(rule.title, view.language) if rule else "",
            "place": named.region(region) if region else "",
            "unit": named.unit(region, matcher.unit) if matcher.unit else "",
            "day": local_time(one.at).date(),
            "ended": local_time(one.ended).date() if one.ended else None,
        }

    running = [one for one in silences if one.ended is None and one.until >= today]
    over = [one for one in silences if one not in running]
    key = "silences.answer" if running else "silences.none"
    alerts = sum(one.alerts for one in running)
    return {
        "answer": say(view.language, key, n=len(running), alerts=alerts),
        "look": Look(view.language),
        "running": [told(one) for one in running],
        "over": [told(one) for one in over],
        "handles": may_handle(view),
        "opened": view.typed.get("number", ""),
        "typed": view.typed.get("words", ""),
    }


def rows(view: View) -> list[Row]:
    """Give each silence."""
    return [
        {
            "number": one.number,
            **vars(one.matcher),
            "alerts": one.alerts,
            "author": one.author,
            "reason": one.reason,
            "until": one.until,
            "at": one.at,
            "ended": one.ended,
            "ended_by": one.ended_by,
        }
        for one in found(view)
    ]


PAGE = Page(
    path="/silences",
    title_key="silences.title",
    question_key="silences.question",
    draw=draw,
    template="silences.html",
    rows=rows,
    roles=roles_with(Right.HANDLE),
)
