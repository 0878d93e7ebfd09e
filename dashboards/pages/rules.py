"""规则. What is asked, on what ground, and was there an answer?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alerts.access import Right, roles_with
from alerts.rule import Rule
from dashboards.figures.coverage import Asked, asked, coverage, kind, visible
from dashboards.frame import night
from dashboards.page import Page, Row, View
from dashboards.words import say

ROLES = roles_with(Right.RULES)


@dataclass(frozen=True)
class Told:
    """A rule, and what came of it tonight within the reader's scope."""

    name: str
    rule: Rule
    kind: str  # computed, unknown, not_applicable, error or not_asked
    subjects: int
    fail: int
    passed: int
    not_applicable: int
    unknown: int
    error: int


def tonight(view: View) -> list[Asked]:
    """Give what came of every rule tonight, within the reader's reach."""
    return visible(view, asked(view.warehouse)) if view.warehouse else []


def told(view: View, results: Sequence[Asked]) -> list[Told]:
    """Give every rule of the catalogue with tonight's counts, in order of code."""
    by_code: dict[str, list[Asked]] = {}
    for one in results:
        by_code.setdefault(one.code, []).append(one)
    listed = sorted(view.rules.items(), key=lambda item: item[1].code)
    return [_told(name, rule, by_code.get(rule.code, [])) for name, rule in listed]


def _told(name: str, rule: Rule, results: Sequence[Asked]) -> Told:
    return Told(
        name=name,
        rule=rule,
        kind=kind(results) if results else "not_asked",
        subjects=sum(one.subjects for one in results),
        fail=sum(one.fail for one in results),
        passed=sum(one.passed for one in results),
        not_applicable=sum(one.not_applicable for one in results),
        unknown=sum(one.unknown for one in results),
        error=sum(one.error for one in results),
    )


def draw(view: View) -> Mapping[str, object]:
    """List the rules by family, with what came of each."""
    found = tonight(view)
    listed = told(view, found)
    families: dict[str, list[Told]] = {}
    for one in listed:
        families.setdefault(one.name.rpartition(".")[0], []).append(one)
    return {
        "families": families,
        "answer": answer(view, listed, found),
        "count": len(listed),
        "lang": view.language,
    }


def answer(view: View, listed: Sequence[Told], found: Sequence[Asked]) -> str:
    """Say how many rules were asked tonight and how many had an answer."""
    if view.warehouse is None or night(view) is None:
        return say(view.language, "rules.answer_no_night", n=len(listed))
    counted = coverage(found)
    return say(
        view.language,
        "rules.answer",
        asked=counted.rules,
        computed=counted.computed,
        unknown=counted.unknown,
        na=counted.not_applicable,
        error=counted.error,
        subjects=f"{counted.subjects:,}",
        fail=f"{sum(one.fail for one in found):,}",
    )


def rows(view: View) -> list[Row]:
    """Give the catalogue with tonight's counts."""
    return [
        {
            "code": one.rule.code,
            "rule": one.name,
            "title_zh": one.rule.title.zh,
            "title_en": one.rule.title.en,
            "severity": one.rule.severity.value,
            "result": one.kind,
            "subjects": one.subjects,
            "fail": one.fail,
            "pass": one.passed,
            "not_applicable": one.not_applicable,
            "unknown": one.unknown,
            "error": one.error,
        }
        for one in told(view, tonight(view))
    ]


PAGE = Page(
    path="/rules",
    title_key="rules.title",
    question_key="rules.question",
    draw=draw,
    template="rules.html",
    rows=rows,
    menu=3,
    roles=ROLES,
)
