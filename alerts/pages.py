"""规则页. Writes a page of `docs/rules/` for each rule, from the rule alone."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import dedent

from alerts.catalogue import all_rules
from alerts.explain import PROVENANCE, UNITS, Language, in_words
from alerts.limits import written
from alerts.rule import Bearing, Example, Limit, Provenance, Rule, Severity, Text

PAGES = Path(__file__).parent.parent / "docs" / "rules"

ALWAYS = Limit(0, Provenance.STATUTORY, "", "").valid_from

GRADES = {
    Severity.BLUE: "蓝 / blue",
    Severity.YELLOW: "黄 / yellow",
    Severity.ORANGE: "橙 / orange",
    Severity.RED: "红 / red",
}


def pages(rules: Mapping[str, Rule]) -> dict[str, str]:
    """Give every page by its file's name: one a rule, and the list of all."""
    by_code = sorted(rules.items(), key=lambda item: item[1].code)
    index = "\n".join(_index(by_code)) + "\n"
    return {"README.md": index} | {
        f"{rule.code}.md": "\n".join(_page(name, rule)) + "\n" for name, rule in by_code
    }


def write(rules: Mapping[str, Rule], folder: Path = PAGES) -> None:
    """Write the pages of all rules, and remove those of rules that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = pages(rules)
    for old in folder.glob("*.md"):
        if old.name not in fresh:
            old.unlink()
    for name, text in fresh.items():
        (folder / name).write_text(text, "utf-8")


def _index(rules: list[tuple[str, Rule]]) -> Iterator[str]:
    yield "# 规则目录 / The rules"
    yield ""
    yield "由规则文件生成，请勿手改 / Generated from the rules' own files: `python -m alerts.pages`"
    yield ""
    yield "| | 规则 / rule | 等级 / severity | 数据 / feeds |"
    yield "|---|---|---|---|"
    for _, rule in rules:
        yield (
            f"| [{rule.code}]({rule.code}.md) | {rule.title.zh} / {rule.title.en} "
            f"| {GRADES[rule.severity]} | {', '.join(rule.needs)} |"
        )


def _page(name: str, rule: Rule) -> Iterator[str]:
    yield f"# {rule.code} {rule.title.zh} / {rule.title.en}"
    yield ""
    yield f"`{name}` · {GRADES[rule.severity]}"
    yield ""
    yield rule.meaning.zh
    yield ""
    yield rule.meaning.en
    yield ""
    yield "## 算式 / Formula"
    tongues: tuple[Language, ...] = ("zh", "en")
    for language in tongues:
        yield ""
        yield f"> {in_words(rule, language)}"
    yield from _law(rule)
    yield from _limits(rule)
    yield from _list("不计、不判 / Left out", rule.left_out)
    yield from _list("口径 / Assumptions", rule.assumptions)
    yield from _feeds(rule)
    yield from _list("核查建议 / What to check", (rule.advice,))
    yield from _list("可能的正当原因 / What may explain it", (rule.innocent,))
    yield from _sql(rule)
    yield from _examples(rule)


def _law(rule: Rule) -> Iterator[str]:
    yield ""
    yield "## 依据 / Law"
    yield ""
    for article in rule.basis:
        bearing = "依据原则 / principle" if article.bearing is Bearing.PRINCIPLE else "exact"
        yield (
            f"- 《{article.law}》{article.number}{article.part}（{bearing}）：“{article.quote}”"
            + (f" — {article.note}" if article.note else "")
        )
    if not rule.basis:
        yield f"- {rule.printed_basis}"


def _limits(rule: Rule) -> Iterator[str]:
    if not rule.limits:
        return
    yield ""
    yield "## 限额 / Limits"
    yield ""
    yield "| | 值 / value | 来源 / provenance | 条文 / article | 自 / from |"
    yield "|---|---|---|---|---|"
    for name, limit in rule.limits.items():
        origin = PROVENANCE[limit.provenance.value]
        unit = " / ".join(filter(None, UNITS.get(limit.unit, {"": limit.unit}).values()))
        value = f"{written(limit.value)} {unit}".rstrip()
        tiers = "".join(f"; {tier} {written(other)}" for tier, other in limit.by_tier.items())
        yield (
            f"| `{name}` {limit.zh} / {limit.en} | {value}{tiers} "
            f"| [{limit.provenance.value}] {origin['zh']} / {origin['en']} "
            f"| {limit.article} | {limit.valid_from if limit.valid_from > ALWAYS else '—'} |"
        )


def _list(heading: str, texts: Sequence[Text]) -> Iterator[str]:
    if not texts:
        return
    yield ""
    yield f"## {heading}"
    yield ""
    for text in texts:
        yield f"- {text.zh} / {text.en}"


def _feeds(rule: Rule) -> Iterator[str]:
    yield ""
    yield "## 数据 / Feeds"
    yield ""
    yield f"- 必需 / needed: {', '.join(rule.needs)}"
    if rule.optional:
        yield f"- 有则用 / used where delivered: {', '.join(rule.optional)}"
    if rule.unbroken:
        told = ", ".join(rule.unbroken)
        yield f"- 缺一个月就不判 / not answered while a month is overdue or refused: {told}"


def _sql(rule: Rule) -> Iterator[str]:
    yield ""
    yield "## 查询 / Query"
    yield ""
    yield "```sql"
    yield dedent(rule.sql).strip()
    yield "```"


def _examples(rule: Rule) -> Iterator[str]:
    yield ""
    yield "## 例证 / Examples"
    yield ""
    for example in rule.examples:
        yield f"- {example.story}: {_outcome(example)}"


def _outcome(example: Example) -> str:
    told = [f"{subject} {grade}" for subject, grade in example.fails.items()]
    told += [f"{subject or 'all'} unknown ({why})" for subject, why in example.unknown.items()]
    told += [f"{subject or 'all'} not applicable" for subject in example.not_applicable]
    told += [f"{subject} passes" for subject in example.passes]
    return ", ".join(told) or "nothing to say"


if __name__ == "__main__":
    write(all_rules())
