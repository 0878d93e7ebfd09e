"""What a remark on a line of the books is tied to."""

from pathlib import Path

import pytest

from dashboards.page import NotThere
from dashboards.tied import about_of
from tests.dashboards.conftest import Look
from tests.dashboards.nights import CITY
from tests.dashboards.test_books import night

AT = f"/books?region={CITY}&year=2026"


@pytest.mark.parametrize(
    ("asked", "line", "called", "shown"),
    [
        ("&book=1&side=2", "statement/2026/1/2", "一般公共预算支出", "75.03"),
        ("&book=1&side=2&code=205", "statement/2026/1/2/205",
         "一般公共预算支出·教育支出", "60.03"),
        ("&book=1&side=2&code=20501", "statement/2026/1/2/20501",
         "一般公共预算支出·教育管理事务", "50.01"),
    ],
)  # fmt: skip
def test_a_line_of_the_books_has_one_key_whatever_the_month(
    looking: Look, tmp_path: Path, asked: str, line: str, called: str, shown: str
) -> None:
    about = about_of(looking("/remarks", warehouse=night(tmp_path)), AT + asked)

    assert (about.address, about.line) == (AT + asked, line)
    assert about.name == f"{CITY}2026年{called}"
    assert (about.measure, about.shown) == ("statement.executed", shown)
    assert about.night == "2026-09-30"


@pytest.mark.parametrize("asked", ["", "&book=1", "&book=1&side=2&code=20", "&book=3&side=2"])
def test_what_is_no_line_of_the_books_is_not_there(
    looking: Look, tmp_path: Path, asked: str
) -> None:
    with pytest.raises(NotThere):
        about_of(looking("/remarks", warehouse=night(tmp_path)), AT + asked)
