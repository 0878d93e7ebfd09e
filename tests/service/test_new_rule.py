"""A stranger writes a rule from the template, and it is green before a word of it is changed."""

from pathlib import Path

import pytest

from tests.service.conftest import Console


def test_a_new_rule_is_green_as_it_is_written(console: Console) -> None:
    written = console.told("rules", "new", "X01", "--name", "no_purpose")

    assert Path(written["file"]) == console.home / "rules/no_purpose.py"
    outcomes = console.told("rules", "test", "X01")
    assert [one["fault"] for one in outcomes] == [None] * 6
    assert console.told("rules", "check")["X01"] == []


def test_a_changed_template_that_is_wrong_says_where(console: Console) -> None:
    file = Path(console.told("rules", "new", "X01")["file"])
    file.write_text(file.read_text("utf-8").replace("amount >= $line", "amount > $line"), "utf-8")
    assert console.order("rules", "test", "X01") == 1
    assert "X01: at the line, without a purpose: it raised nothing" in console.complained

    file.write_text(file.read_text("utf-8").replace("$line", "50000"), "utf-8")
    assert console.order("rules", "test", "X01") == 1
    assert "the number 50000 belongs into the limits" in console.complained


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("B02",), 1, "the code B02 is execution.payment_exceeds_allotment's: take one"),
        (("X1",), 2, "'X1' is no code: a letter and two or three digits, as X01"),
        (("X01", "--name", "../x"), 2, "'../x' names no rule: lower-case words"),
        (("X01", "--family", "money"), 2, "there is no family 'money': they are assets, calendar"),
    ],
)
def test_a_new_rule_that_cannot_be_is_refused(
    console: Console, words: tuple[str, ...], status: int, said: str
) -> None:
    assert console.order("rules", "new", *words) == status
    assert said in console.complained
