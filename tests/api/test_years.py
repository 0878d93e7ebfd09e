"""A year that was not delivered: each page says so, and leads to those that were."""

import re
import shutil
from pathlib import Path

import pytest

from tests.api.city import city as opened

PAGES = ("/overview", "/books", "/execution", "/flows", "/figure", "/today", "/assets", "/debt",
         "/transfers", "/vertical", "/draft", "/supply", "/execution/rows")  # fmt: skip


@pytest.fixture(scope="module")
def analyst(founded: Path, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("years") / "city"
    shutil.copytree(founded, folder, symlinks=True)
    return opened(folder).as_("analyst")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("year", ["2019", "next"])
def test_a_year_that_was_not_delivered_is_said_and_those_that_were_are_led_to(analyst, page, year):
    answer = analyst.get(page, params={"region": "419801", "year": year, "unit": "wan"})

    assert answer.status_code == 404
    assert f"河东区没有报送过{year}年的数；有数的年份是2026年。" in answer.text
    [way] = re.findall(rf'<a class="btn" href="({page}\?[^"]+)">2026年</a>', answer.text)
    assert way == f"{page}?region=419801&amp;unit=wan&amp;year=2026"
    assert analyst.get(way.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("face", ["json", "csv"])
def test_the_other_faces_say_it_as_a_problem(analyst, face: str):
    answer = analyst.get(f"/books.{face}?region=419801&year=2019")

    assert answer.status_code == 404
    told = answer.json()
    assert (told["type"], told["years"]) == ("/problems/YearUnknown", [2026])
    assert told["detail"] == "nothing of '2019' was delivered for 河东区; years: 2026"


def test_what_a_reader_types_as_a_year_is_text_and_nothing_else(analyst):
    page = analyst.get("/books", params={"year": "<img src=x onerror=1>"}).text

    assert "<img" not in page


def test_a_year_is_told_in_the_readers_language(analyst):
    page = analyst.get("/overview?region=419801&year=2019&language=en").text

    assert "Nothing of 2019 was delivered for 河东区; the years that there are: 2026." in page


def test_the_front_door_leads_on_with_the_year_that_was_asked_for(analyst):
    answer = analyst.get("/?region=419801&year=2019", follow_redirects=True)

    assert answer.status_code == 404
    assert "2019" in answer.text


def test_a_picker_that_moves_to_where_the_year_is_not_gets_the_nearest_and_is_told(analyst):
    answer = analyst.get("/books?region=419801&year=2019&moved=1", follow_redirects=True)

    assert answer.url.params["year"] == "2026"
    assert "河东区没有2019年的数，这里看的是2026年。" in answer.text
    assert "moved=1" not in answer.text
    assert "instead=" not in answer.text
