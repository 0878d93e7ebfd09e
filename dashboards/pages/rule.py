"""一条规则. What does it ask, by which law, with which limits, and of whom could it be asked?"""

from collections.abc import Mapping

from alerts.limits import written as limit_written
from alerts.rule import Rule
from dashboards.figures.alerts import by_code
from dashboards.figures.coverage import asked, visible
from dashboards.figures.names import names
from dashboards.figures.operands import Bound, bounds, formula_in_words
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
    named = names(view.warehouse, [(one.region, "", None) for one in results])
    return {
        "rule": rule,
        "formula": formula_in_words(rule, view.language),
        "limits": limits(rule, view.language),
        "results": [(named.region(one.region), one) for one in results],
        "fail": sum(one.fail for one in results),
        "lang": view.language,
        "page_path": view.path,
    }


def limits(rule: Rule, language: str) -> list[Bound]:
    """Give the limits as the catalogue has them, each with where its number comes from."""
    printed = {
        name: {
            "value": limit_written(limit.value),
            "unit": limit.unit,
            "provenance": limit.provenance.value,
            "article": limit.article,
            "valid_from": limit.valid_from.isoformat(),
            "zh": limit.zh,
            "en": limit.en,
        }
        for name, limit in rule.limits.items()
    }
    return bounds(printed, language)


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
