"""讲明. An alert's formula with its numbers, its law, its limits and its rows, in plain text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol

from alerts.finding import Evidence
from alerts.rule import Bearing, Rule, half

Language = Literal["zh", "en"]

PROVENANCE = {
    "L": {"zh": "法定", "en": "statutory"},
    "S": {"zh": "公开实践", "en": "published practice"},
    "C": {"zh": "行业做法", "en": "trade practice"},
    "K": {"zh": "待核实默认值", "en": "unverified default"},
    "P": {"zh": "建议默认值", "en": "proposed default"},
}

SAYS = {
    "zh": {
        "formula": "算式", "numbers": "代入", "operands": "数据", "limits": "限额", "law": "依据",
        "edition": "规则版本", "night": "审计之夜", "evidence": "凭据", "shown": "显示",
        "at_stake": "涉及金额", "advice": "核查建议", "innocent": "可能的正当原因",
        "principle": "依据原则", "from": "自", "to": "至", "approved": "复核",
        "default": "出厂值", "line": "行", "rows": "行", "yuan": "元",
    },
    "en": {
        "formula": "formula", "numbers": "with numbers", "operands": "numbers", "limits": "limits",
        "law": "law", "edition": "edition", "night": "night", "evidence": "evidence",
        "shown": "shown", "at_stake": "at stake", "advice": "what to check",
        "innocent": "what may explain it", "principle": "principle only", "from": "from",
        "to": "to", "approved": "approved by", "default": "default",
        "line": "line", "rows": "rows", "yuan": "yuan",
    },
}  # fmt: skip


UNITS = {
    "yuan": {"zh": "元", "en": "yuan"},
    "day": {"zh": "天", "en": "days"},
    "working day": {"zh": "个工作日", "en": "working days"},
    "month": {"zh": "个月", "en": "months"},
    "year": {"zh": "年", "en": "years"},
    "point": {"zh": "分", "en": "points"},
    "times": {"zh": "倍", "en": "times"},
    "digit": {"zh": "位", "en": "digits"},
    "character": {"zh": "字", "en": "characters"},
    "lease": {"zh": "份", "en": "leases"},
    "vehicle": {"zh": "辆", "en": "vehicles"},
    "row": {"zh": "行", "en": "rows"},
    **{bare: {"zh": "", "en": ""} for bare in ("", "share", "code", "word", "text")},
}
"""What a limit is counted in."""

OWN = {
    "not_delivered": {"zh": "未报送", "en": "not delivered"},
    "outside_filter": {
        "zh": "符合过滤但未经预览",
        "en": "fits a filter, was never previewed",
    },
}
"""What the engine adds to a rule's own numbers."""


class Seen(Protocol):
    """What a finding and an alert's testimony have in common."""

    @property
    def edition(self) -> str: ...  # noqa: D102
    @property
    def operands(self) -> Mapping[str, str | None]: ...  # noqa: D102
    @property
    def limits(self) -> Mapping[str, Mapping[str, str]]: ...  # noqa: D102
    @property
    def evidence(self) -> Sequence[Evidence]: ...  # noqa: D102
    @property
    def evidence_rows(self) -> int: ...  # noqa: D102


@dataclass(frozen=True)
class Explanation:
    """All that lets a reader recompute an alert by hand."""

    title: str
    formula: str  # with the operands' names
    numbers: str  # with tonight's numbers in it
    operands: Mapping[str, str | None]  # label → number
    limits: Sequence[str]
    law: Sequence[str]
    evidence: Sequence[str]
    evidence_rows: int
    edition: str
    night: date | None
    at_stake: Decimal | None
    advice: str
    innocent: str
    language: Language = "zh"

    def text(self) -> str:
        """Write it for a terminal or a mail."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        say = SAYS[self.language]
        yield self.title
        if self.at_stake is not None:
            yield f"{say['at_stake']}: {self.at_stake:f} {say['yuan']}"
        yield f"{say['formula']}: {self.formula}"
        yield f"{say['numbers']}: {self.numbers}"
        yield f"{say['operands']}:"
        yield from (f"  {label} = {value or '—'}" for label, value in self.operands.items())
        yield f"{say['limits']}:"
        yield from (f"  {limit}" for limit in self.limits)
        yield f"{say['law']}:"
        yield from (f"  {article}" for article in self.law)
        yield f"{say['edition']}: {self.edition}" + (
            f" · {say['night']}: {self.night.isoformat()}" if self.night else ""
        )
        shown = len(self.evidence)
        yield f"{say['evidence']}: {self.evidence_rows} {say['rows']}" + (
            f" ({say['shown']} {shown})" if shown < self.evidence_rows else ""
        )
        yield from (f"  {row}" for row in self.evidence)
        yield f"{say['advice']}: {self.advice}"
        yield f"{say['innocent']}: {self.innocent}"


def explain(
    rule: Rule,
    seen: Seen,
    *,
    language: Language = "zh",
    night: date | None = None,
    at_stake: Decimal | None = None,
) -> Explanation:
    """Explain a finding, or what an alert was last seen with, by the rule that found it."""
    return Explanation(
        title=f"{rule.code} {getattr(rule.title, language)}",
        formula=in_words(rule, language),
        numbers=with_numbers(rule, seen, language),
        operands={_label(rule, name, language): value for name, value in seen.operands.items()},
        limits=[_limit(name, limit, language) for name, limit in seen.limits.items()],
        law=_law(rule, language),
        evidence=[_row(row, language) for row in seen.evidence],
        evidence_rows=seen.evidence_rows,
        edition=seen.edition,
        night=night,
        at_stake=at_stake,
        advice=getattr(rule.advice, language),
        innocent=getattr(rule.innocent, language),
        language=language,
    )


def in_words(rule: Rule, language: Language) -> str:
    """Give a rule's formula with the names of its operands and limits in their places."""
    names = {name: f"〔{getattr(limit, language)}〕" for name, limit in rule.limits.items()}
    names |= {name: f"〔{getattr(text, language)}〕" for name, text in rule.operands.items()}
    return str(getattr(rule.formula, language)).format_map(names)


def with_numbers(rule: Rule, seen: Seen, language: Language) -> str:
    """Give a rule's formula with the numbers of one night; what is not there is a dash."""
    numbers = dict.fromkeys((*rule.limits, *rule.operands), "—")
    numbers |= {name: limit.get("value", "—") for name, limit in seen.limits.items()}
    numbers |= {name: value for name, value in seen.operands.items() if value is not None}
    return str(getattr(rule.formula, language)).format_map(numbers)


def _label(rule: Rule, name: str, language: Language) -> str:
    named = rule.operands.get(name)
    if named is not None:
        return str(getattr(named, language))
    return OWN.get(name, {}).get(language, name)


def _limit(name: str, limit: Mapping[str, str], language: Language) -> str:
    tag = limit.get("provenance", "")
    unit = limit.get("unit", "")
    counted = UNITS.get(unit, {}).get(language, unit)
    parts = [
        f"{limit.get(language) or name} {limit.get('value', '')} {counted}".strip(),
        f"[{tag}] {PROVENANCE.get(tag, {}).get(language, '')}",
        limit.get("article", ""),
        f"{SAYS[language]['from']} {limit.get('valid_from', '')}"
        + (f" {SAYS[language]['to']} {limit['valid_to']}" if limit.get("valid_to") else ""),
        limit.get("reason", ""),
        limit.get("author", ""),
        f"{SAYS[language]['approved']} {limit['approved_by']}" if limit.get("approved_by") else "",
        f"{SAYS[language]['default']} {limit['default']}" if limit.get("default") else "",
    ]
    return " · ".join(part for part in parts if part)


def _law(rule: Rule, language: Language) -> list[str]:
    if not rule.basis:
        return [rule.printed_basis]
    return [
        f"《{article.law}》{article.number}{article.part}：“{article.quote}”"
        + (f" [{SAYS[language]['principle']}]" if article.bearing is Bearing.PRINCIPLE else "")
        + (f" {half(article.note, language)}" if article.note else "")
        for article in rule.basis
    ]


def _row(row: Evidence, language: Language) -> str:
    key = "/".join(row.key.values())
    cells = " ".join(f"{name}={value}" for name, value in row.row.items() if value is not None)
    where = f"{row.delivery_name} · {row.file_name} · {SAYS[language]['line']} {row.line}"
    return f"{row.feed} {key} · {where} · {cells}"
