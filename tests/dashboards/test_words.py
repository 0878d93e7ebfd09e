import re
import string
from pathlib import Path

import pytest

import dashboards
from dashboards.page import LANGUAGES, all_pages
from dashboards.words import LOCALE, WordMissing, WordTwice, gather, say, words

HOUSE = Path(dashboards.__file__).parent
SPOKEN = re.compile(r"""\bt\(\s*'([a-z_0-9.]+)'""")
SAID = re.compile(r"""\bsay\(\s*[\w.]+,\s*"([a-z_0-9.]+)\"""")


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def singular(key: str) -> bool:
    return key.endswith("_one")


def test_both_languages_have_the_same_keys() -> None:
    zh, en = (words(language).keys() for language in LANGUAGES)
    assert {key for key in zh ^ en if not singular(key)} == set()


def test_a_translation_fills_no_place_that_the_source_has_not() -> None:
    zh, en = words("zh"), words("en")
    assert [key for key in zh if places(en[key]) - places(zh[key])] == []
    assert [key for key in en if singular(key) and places(en[key]) - places(zh[key[:-4]])] == []


def test_every_sentence_of_a_template_is_in_the_locale() -> None:
    asked = {
        key
        for template in (HOUSE / "templates").glob("*.html")
        for key in SPOKEN.findall(template.read_text("utf-8"))
        if not key.endswith((".", "_"))
    }
    assert asked - words("zh").keys() == set()


def test_every_sentence_of_a_page_is_in_the_locale() -> None:
    asked = {
        key for module in HOUSE.rglob("*.py") for key in SAID.findall(module.read_text("utf-8"))
    }
    assert asked
    assert asked - words("zh").keys() == set()


def test_every_page_has_its_title_and_question_in_words() -> None:
    for page in all_pages():
        for language in LANGUAGES:
            assert say(language, page.title_key)
            assert say(language, page.question_key)


def test_an_empty_sentence_is_only_a_unit_without_a_name() -> None:
    empty = {key for key, sentence in words("zh").items() if not sentence}
    assert empty == {"unit.share"}


def test_one_of_a_thing_is_said_in_the_singular() -> None:
    assert say("en", "alerts.count", n=1) == "1 alert"
    assert say("en", "alerts.count", n=2) == "2 alerts"
    assert say("zh", "alerts.count", n=1) == "1条"
    assert (
        say("en", "vertical.peers_few", n=0)
        == "None of its peers published a budget: no comparison"
    )


def test_a_key_without_words_is_a_fault_that_names_the_key() -> None:
    with pytest.raises(WordMissing, match=r"overview\.nothing"):
        say("zh", "overview.nothing")


def test_two_files_do_not_say_the_same_key(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text('[site]\nname = "x"\n', "utf-8")

    with pytest.raises(WordTwice, match=r"b\.toml says 'site\.name' again"):
        gather(tmp_path)


def test_each_language_has_the_same_files() -> None:
    zh, en = (sorted(f.name for f in (LOCALE / language).iterdir()) for language in LANGUAGES)
    assert zh == en


def test_what_is_counted_stands_with_its_thousands_apart_and_one_of_it_as_one() -> None:
    assert say("en", "vouchers.sum", n=9440) == "Total of 9,440 rows"
    assert say("en", "vouchers.sum", n=1) == "Total of 1 row"
