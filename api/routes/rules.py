"""Rules, over HTTP: what is asked every night, by which law, and with which limits."""

from collections.abc import Mapping
from typing import Self

from fastapi import APIRouter
from pydantic import BaseModel

from alerts.limits import written
from alerts.rule import Article, Limit, Rule, Text
from api.deps import CatalogueReader, RulesHere
from api.in_hand import add_rows, in_hand
from api.written import Words

router = APIRouter(prefix="/rules", tags=["rules"])


class RuleUnknown(Exception):
    """No rule has this code."""


class ArticleOut(BaseModel):
    """One article, word for word; `bearing` tells whether it carries the number as well."""

    law: str
    number: str
    part: str
    quote: str
    bearing: str
    note: str

    @classmethod
    def of(cls, article: Article) -> Self:
        """Show one article."""
        return cls(
            law=article.law,
            number=article.number,
            part=article.part,
            quote=article.quote,
            bearing=article.bearing.value,
            note=article.note,
        )


class LimitOut(BaseModel):
    """A rule's number, where it comes from, and since when."""

    name: str
    value: str
    by_tier: dict[str, str]
    unit: str
    provenance: str
    article: str
    valid_from: str
    valid_to: str | None
    words: Words

    @classmethod
    def of(cls, name: str, limit: Limit) -> Self:
        """Show one limit."""
        return cls(
            name=name,
            value=written(limit.value),
            by_tier={tier: written(value) for tier, value in limit.by_tier.items()},
            unit=limit.unit,
            provenance=limit.provenance.value,
            article=limit.article,
            valid_from=limit.valid_from.isoformat(),
            valid_to=limit.valid_to.isoformat() if limit.valid_to else None,
            words=Words(zh=limit.zh, en=limit.en),
        )


class RuleLine(BaseModel):
    """A rule in a list."""

    code: str
    rule: str
    severity: str
    title: Words
    meaning: Words
    needs: list[str]

    @classmethod
    def of(cls, name: str, rule: Rule) -> Self:
        """Show a rule as one line."""
        return cls(
            code=rule.code,
            rule=name,
            severity=rule.severity.value,
            title=words(rule.title),
            meaning=words(rule.meaning),
            needs=list(rule.needs),
        )


class RuleOut(BaseModel):
    """A rule in full: its law, its formula, its question to the warehouse."""

    code: str
    rule: str
    severity: str
    title: Words
    meaning: Words
    formula: Words
    advice: Words
    innocent: Words
    operands: dict[str, Words]
    limits: list[LimitOut]
    basis: list[ArticleOut]
    printed_basis: str
    exclusions: list[Words]
    assumptions: list[Words]
    needs: list[str]
    optional: list[str]
    sql: str
    examples: list[str]

    @classmethod
    def of(cls, name: str, rule: Rule) -> Self:
        """Show a rule in full."""
        return cls(
            code=rule.code,
            rule=name,
            severity=rule.severity.value,
            title=words(rule.title),
            meaning=words(rule.meaning),
            formula=words(rule.formula),
            advice=words(rule.advice),
            innocent=words(rule.innocent),
            operands={operand: words(text) for operand, text in rule.operands.items()},
            limits=[LimitOut.of(limit, rule.limits[limit]) for limit in rule.limits],
            basis=[ArticleOut.of(article) for article in rule.basis],
            printed_basis=rule.printed_basis,
            exclusions=[words(text) for text in rule.left_out],
            assumptions=[words(text) for text in rule.assumptions],
            needs=list(rule.needs),
            optional=list(rule.optional),
            sql=rule.sql,
            examples=[example.story for example in rule.examples],
        )


def words(text: Text) -> Words:
    """Show a text in both languages."""
    return Words(zh=text.zh, en=text.en)


def catalogue(rules: RulesHere, _: CatalogueReader) -> list[RuleLine]:
    """Give every rule as one line."""
    return [RuleLine.of(name, rule) for name, rule in rules.items()]


RULES = in_hand(
    "rules", "The catalogue of rules", RuleLine, ["code"], filters=["code", "rule", "severity"]
)
add_rows(router, "", RULES, CatalogueReader, catalogue)


@router.get("/{code}", summary="One rule in full")
def read_rule(code: str, rules: RulesHere, _: CatalogueReader) -> RuleOut:
    """Show one rule by its code."""
    name = named(code, rules)
    return RuleOut.of(name, rules[name])


def named(code: str, rules: Mapping[str, Rule]) -> str:
    """Give the name of the rule that has the code.

    Raises:
        RuleUnknown: none has; the codes that there are are named.
    """
    for name, rule in rules.items():
        if rule.code == code.upper():
            return name
    known = ", ".join(rule.code for rule in rules.values())
    raise RuleUnknown(f"no rule has the code {code[:20]!r}; codes: {known}")
