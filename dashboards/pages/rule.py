"""一条规则. What does it ask, by which law, with which limits, and of whom could it be asked?"""

from collections.abc import Mapping, Sequence

from alerts.rule import Rule
from alerts.scope import NATION
from dashboards.figures.alerts import by_code
from dashboards.figures.coverage import Asked, asked, visible
from dashboards.figures.decided import about, judged, lines, switched_off
from dashboards.figures.decided import limits as limits_in_force
from dashboards.figures.names import names
from dashboards.figures.operands import formula_in_words
from dashboards.page import NotThere, Page, Row, View
from dashboards.pages.rules import ROLES


def found(view: View) -> Rule:
    """Look the rule up by its code.

    Raises:
        NotThere: the catalogue has no such code.
    """
    code = view.place.get("code", "")
    rule = by_code(view).get(code)
    if rule is None:
        raise NotThere(f"no rule has the code {code[:20]!r}: look it up in the list of rules")
    return rule


def draw(view: View) -> Mapping[str, object]:
    """Show the rule as its file has it, and what came of it tonight."""
    rule = found(view)
    results = visible(view, asked(view.warehouse, code=rule.code)) if view.warehouse else []
    decisions = about(view, rule.code)
    here = own(view)
    regions = {here, *(one.region for one in results), *(one.region or here for one in decisions)}
    named = names(view.warehouse, [(region, "", None) for region in sorted(regions)])
    called = {region: named.region(region) for region in regions}
    return {
        "rule": rule,
        "formula": formula_in_words(rule, view.language),
        "limits": limits_in_force(view, name_of(view, rule), rule, here, decisions),
        "region_name": called[here],
        "off": switched_off(view, rule, here, decisions),
        "decisions": lines(view, rule, decisions, called),
        "judged": judged(view, rule.code),
        "results": [(named.region(one.region), one) for one in results],
        "fail": sum(one.fail for one in results),
        "tonight": answered(results),
        "lang": view.language,
        "page_path": view.path,
    }


def answered(results: Sequence[Asked]) -> str:
    """Tell whether the rule had an answer tonight: none of a subject is not that all passed."""
    if not results:
        return "not_asked"
    return "tonight" if any(one.fail or one.passed for one in results) else "unanswered"


def own(view: View) -> str:
    """Give the reader's own government; the nation's where the reader has none."""
    regions = view.scope.regions if view.scope is not None else None
    return regions[0] if regions else NATION[0]


def name_of(view: View, rule: Rule) -> str:
    """Give the name of a rule of the catalogue."""
    return next(name for name, one in view.rules.items() if one is rule)


def rows(view: View) -> list[Row]:
    """Give what came of the rule, by government and period."""
    rule = found(view)
    results = visible(view, asked(view.warehouse, code=rule.code)) if view.warehouse else []
    return [
        {
            "code": one.code,
            "region": one.region,
            "period": one.period,
            "subjects": one.subjects,
            "fail": one.fail,
            "pass": one.passed,
            "not_applicable": one.not_applicable,
            "unknown": one.unknown,
            "error": one.error,
            "reasons": "; ".join(f"{reason}: {count}" for reason, count in one.reasons.items()),
        }
        for one in results
    ]


PAGE = Page(
    path="/rules/{code}",
    title_key="rule.page",
    question_key="rule.question",
    draw=draw,
    template="rule.html",
    rows=rows,
    roles=ROLES,
)
