"""Every article that a rule quotes says so, word for word, under its number."""

import re
from pathlib import Path

import pytest

from alerts.catalogue import all_rules
from alerts.rule import Article, Bearing
from alerts.statutes import LocalLimit, sets

QUOTES = [
    pytest.param(article, id=f"{rule.code} {article.law}{article.number}")
    for rule in all_rules().values()
    for article in rule.basis
]
HEADING = re.compile(r"^(第[零一二三四五六七八九十百]+条)[　 ]", re.MULTILINE)
PARAGRAPHS = "一二三四五六七八九"


def article_text(folder: Path, law: str, number: str) -> str:
    """Give the words of one article, from its heading to the next article or chapter."""
    files = sorted(folder.glob(f"{law}(*).md"))
    assert len(files) == 1, f"{law}: one statute is wanted, found {[f.name for f in files]}"
    text = files[0].read_text("utf-8").split("<!-- INFO END -->")[-1]
    text = re.sub(r"^#.*$", "", text, flags=re.MULTILINE)
    starts = [*HEADING.finditer(text)]
    for start, end in zip(starts, [*[s.start() for s in starts[1:]], len(text)], strict=True):
        if start.group(1) == number:
            return text[start.end() : end].strip()
    raise AssertionError(f"{law} has no {number}")


@pytest.mark.parametrize("article", QUOTES)
def test_a_quotation_stands_in_its_article(article: Article, shared: Path) -> None:
    words = article_text(shared / "law", article.law, article.number)
    assert article.quote in words


@pytest.mark.parametrize("article", [q for q in QUOTES if q.values[0].part])
def test_a_quotation_stands_in_the_part_that_is_named(article: Article, shared: Path) -> None:
    words = article_text(shared / "law", article.law, article.number)
    paragraphs = [line for line in words.split("\n") if line.strip()]
    item = re.fullmatch(r"第[（(]([一二三四五六七八九十]+)[）)]项", article.part)
    if item:
        named = [p for p in paragraphs if re.match(rf"[（(]{item.group(1)}[）)]", p.strip())]
        assert any(article.quote in paragraph for paragraph in named)
    else:
        plain = [p for p in paragraphs if not re.match(r"[（(][一二三四五六七八九十]+[）)]", p)]
        nth = PARAGRAPHS.index(article.part[1])
        assert article.part == f"第{PARAGRAPHS[nth]}款"
        assert article.quote in plain[nth]


@pytest.mark.parametrize(
    ("law", "limit"),
    [
        pytest.param(of.law, limit, id=f"{of.name} {limit.code} {limit.article}")
        for of in sets().values()
        for limit in of.limits
    ],
)
def test_a_local_limit_stands_in_its_statute(law: str, limit: LocalLimit, shared: Path) -> None:
    assert limit.quote in article_text(shared / "law", law, limit.article)


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)
def test_a_rule_is_cited_as_it_was_checked(rule, shared: Path) -> None:
    rows = (shared / "spec" / "citations.md").read_text("utf-8").splitlines()
    checked = [row.split("|")[3].strip() for row in rows if row.startswith(f"| {rule.code} |")]
    if not checked:
        assert rule.printed_basis
        assert not rule.basis
    elif checked[0].startswith("principle only"):
        assert {article.bearing for article in rule.basis} == {Bearing.PRINCIPLE}
    elif checked[0].startswith("exact"):
        assert Bearing.EXACT in {article.bearing for article in rule.basis}


def test_a_character_less_is_seen(shared: Path) -> None:
    words = article_text(shared / "law", "预算法", "第十三条")
    assert "未列入预算的不得支出。" in words
    assert "未列入预算的不支出。" not in words
