"""An alert is written out so that a reader recomputes it by hand."""

from datetime import date
from decimal import Decimal

import pytest

from alerts.catalogue import all_rules
from alerts.examples import tell, warehouse
from alerts.explain import UNITS, explain, in_words, with_numbers
from alerts.rule import Example

RULES = all_rules()
NAME = "execution.payment_exceeds_allotment"
B02 = RULES[NAME]


@pytest.fixture(scope="module")
def finding():
    story = Example(
        "one fen more",
        {"allotment": [{}], "payment": [{"amount": Decimal("100.01")}]},
    )
    with warehouse() as connection:
        [found] = tell(connection, B02, NAME, story).asked.findings
    return found


def test_a_late_draft_shows_its_own_meeting_and_not_the_other_body_s_of_that_day() -> None:
    name = "calendar.draft_submitted_late"
    days = {"draft_submitted": date(2026, 1, 11), "meeting": date(2026, 2, 9)}
    events = [
        {"event": f"{kind} {of}", "kind": kind, "happened_on": day, "subject": of}
        for kind, day in days.items()
        for of in ("congress", "standing_committee")
    ]
    story = Example("both bodies on one day", {"legal_event": events})
    with warehouse() as connection:
        told = tell(connection, RULES[name], name, story).asked.findings

    assert {f.subject: {row.key["event"] for row in f.evidence} for f in told} == {
        f"{of}/2026": {f"draft_submitted {of}", f"meeting {of}"}
        for of in ("congress", "standing_committee")
    }


def test_the_formula_is_said_in_words_and_in_numbers(finding) -> None:
    assert in_words(B02, "zh") == "〔实付合计〕 − 〔可执行数〕 > 〔容差〕"
    assert with_numbers(B02, finding, "en") == "100.01 − 100.00 > 0.00"


def test_it_is_written_out_in_full(finding) -> None:
    text = explain(
        B02, finding, language="en", night=date(2026, 9, 30), at_stake=finding.at_stake
    ).text()

    assert text.splitlines()[:4] == [
        "B02 Payments exceed the allotment",
        "at stake: 0.01 yuan",
        "formula: 〔paid〕 − 〔executable〕 > 〔tolerance〕",
        "with numbers: 100.01 − 100.00 > 0.00",
    ]
    assert "  paid = 100.01" in text
    assert "tolerance 0.00 yuan · [L] statutory · 预算法实施条例第五十七条第（一）项" in text
    assert "《预算法》第十三条：“各级政府、各部门、各单位的支出必须以经批准的预算为依据" in text
    assert f"edition: {finding.edition} · night: 2026-09-30" in text
    assert "evidence: 2 rows" in text
    assert "payment V1/2026/410100 · 例 · payment.csv · line 2 · payment=V1" in text


def test_it_is_written_in_chinese_first(finding) -> None:
    lines = explain(B02, finding).text().splitlines()
    assert lines[0] == "B02 超预算支付"
    assert lines[2] == "代入: 100.01 − 100.00 > 0.00"


@pytest.mark.parametrize(
    ("language", "note", "other"),
    [("zh", "本项约束财政部门", "it addresses"), ("en", "it addresses", "本项")],
)
def test_a_note_on_an_article_is_in_the_reader_s_tongue(finding, language, note, other) -> None:
    law = explain(B02, finding, language=language).law[1]
    assert note in law
    assert other not in law


def test_a_principle_is_said_to_be_one(finding) -> None:
    rule = RULES["execution.spending_behind_schedule"]
    assert any("[依据原则]" in article for article in explain(rule, finding).law)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_what_a_limit_is_counted_in_has_a_word_in_both_tongues(rule) -> None:
    for limit in rule.limits.values():
        assert UNITS[limit.unit].keys() == {"zh", "en"}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_every_formula_can_be_filled_in_both_tongues(rule, finding) -> None:
    for language in ("zh", "en"):
        assert "{" not in in_words(rule, language)
        assert "{" not in with_numbers(rule, finding, language)
