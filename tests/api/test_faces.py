"""Every page's other faces: what it shows, as JSON and as CSV, by the same address."""

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from dashboards.formulas import formulas
from dashboards.page import Page, all_pages
from tests.api.city import FOUND, City, found
from tests.api.city import city as opened
from warehouse.writers import csv_cell

FACELESS = {
    "/account": "one's own password and sessions: no figure",
    "/alerts/sets/{token}": "a set that is about to be acted on: its alerts are those of /alerts",
    "/exports": "orders and their files: /api/v1/exports",
    "/matters/new/{kind}": "a form",
    "/query": "a form: /api/v1/queries answers as JSON",
    "/sign-in": "a form that nobody is signed in at",
    "/upload": "a form: what came of it is /supply/receipts",
}
PLACES = {
    "number": "1", "feed": "payment", "code": "B02", "station": "none", "token": "none",
    "kind": "audit_problem",
}  # fmt: skip
EXPECTED = dict.fromkeys(["/matters/{number}", "/rows/{feed}", "/stations/{station}"], 404)
"""Pages of one thing that this small city has none of: both faces say so alike."""
ASKED = "region=419801&year=2026"
FIGURELESS = {
    "/alerts/{number}", "/feeds/{feed}", "/looked", "/matters/{number}", "/meetings", "/remarks",
    "/rows/{feed}", "/running", "/search", "/station-settings", "/supply/calendar",
    "/supply/rejects/{number}", "/users",
}  # fmt: skip
"""Pages without a figure of their own: evidence and delivered rows are figures cell by cell."""


@pytest.fixture(scope="module")
def shared(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> City:
    folder = tmp_path_factory.mktemp("faces") / "city"
    shutil.copytree(founded, folder, symlinks=True)
    city = opened(folder)
    city.note(FOUND, found("Z2", region="419802"))
    return city


@pytest.fixture(scope="module")
def readers(shared: City) -> Callable[[Page], TestClient]:
    """Give a reader whom the page is open to, signed in once each."""

    @cache
    def signed_in(role: str) -> TestClient:
        return shared.as_(role)

    return lambda page: signed_in("analyst" if "analyst" in _roles(page) else min(page.roles))


def _roles(page: Page) -> frozenset[str]:
    return page.roles or frozenset({"analyst"})


def _asked(page: Page) -> str:
    """Write what every page is asked with, but for what a list has no filter for."""
    pairs = ASKED.split("&")
    known = [one for one in pairs if page.takes is None or one.partition("=")[0] in page.takes]
    return f"?{'&'.join(known)}" if known else ""


FACED = [page for page in all_pages() if page.rows is not None]


def test_a_page_without_other_faces_is_known_with_its_reason():
    assert {page.path for page in all_pages() if page.rows is None} == FACELESS.keys()


@pytest.mark.parametrize("page", FACED, ids=lambda page: page.path)
def test_a_page_tells_the_same_as_json_and_as_csv_with_its_night(readers, page):
    reader, face = readers(page), page.face.format(**PLACES)

    told = reader.get(f"{face}.json{_asked(page)}")
    written = reader.get(f"{face}.csv{_asked(page)}")

    assert (told.status_code, written.status_code) == (EXPECTED.get(page.path, 200),) * 2
    if told.status_code == 200:
        assert told.json()["night"] == "2026-03-31"
        assert _lines(written.text) == [_as_text(row) for row in _still(told.json()["items"])]
        assert untold(told.json()) == set()
        assert f'<{face}.json{_asked(page)}>; rel="describedby"' in written.headers["link"]


NAMES = frozenset(
    {
        "alert", "delivery", "due_year", "file", "first_line", "fiscal_year", "line", "matter",
        "month", "number", "paid_to_month", "place", "replaced", "through_month", "version",
    }
)  # fmt: skip
"""Numbers that are names of things or times, and no figures."""


def untold(face: dict[str, Any]) -> set[str]:
    """Name the columns with numbers of which neither formula nor rows are told."""
    told = face["figures"].keys() if all(all(one.values()) for one in face["beneath"]) else set()
    numbers = {
        name
        for row in face["items"]
        for name, value in row.items()
        if (isinstance(value, int) and not isinstance(value, bool))
        or re.fullmatch(r"-?\d+\.\d+", str(value))
    }
    return numbers - NAMES - told


def test_each_figure_of_each_page_has_its_formula_and_its_rows_in_one_register():
    known = {page.path: formulas(page) for page in FACED}

    assert {path for path, figures in known.items() if not figures} == FIGURELESS
    assert sum(len(figures) for figures in known.values()) == 139
    every = [one for figures in known.values() for one in figures.values()]
    assert all(one.zh and one.en and one.rows["at"] for one in every)


def test_where_the_rows_of_a_figure_are_said_to_be_there_they_are(readers):
    for page in FACED:
        reader = readers(page)
        face = reader.get(f"{page.face.format(**PLACES)}.json{_asked(page)}").json()
        for at in {at for row in face.get("beneath", [])[:1] for at in row.values()}:
            assert reader.get(at).status_code == 200, at


@pytest.mark.parametrize(("asked", "by"), [("", "department"), ("&department=101", "project")])
def test_the_faces_answer_what_the_page_was_asked(readers, asked, by):
    [page] = [one for one in FACED if one.path == "/execution"]
    reader = readers(page)

    items = reader.get(f"/execution.json?{ASKED}{asked}").json()["items"]
    lines = _lines(reader.get(f"/execution.csv?{ASKED}{asked}").text)

    assert {row["by"] for row in [*items, *lines]} == {by}


def test_a_pages_figures_are_those_of_the_api_which_names_formula_and_rows(readers):
    [page] = [one for one in FACED if one.path == "/execution"]
    reader = readers(page)

    shown = reader.get(f"/execution.json?{ASKED}").json()["items"]
    api = reader.get("/api/v1/figures/execution?region=419801&fiscal_year=2026").json()

    names = ("paid", "approved", "executable")
    assert {(row["code"] or "none", *(row[name] for name in names)) for row in shown} == {
        (row["code"] or "none", *(row[name] for name in names)) for row in api["items"]
    }
    assert (api["night"], bool(api["formula"])) == ("2026-03-31", True)
    assert all(reader.get(row["rows"]["paid"]).status_code == 200 for row in api["items"])


def _lines(text: str) -> list[dict[str, str]]:
    return list(_still(csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))))


def _still(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Leave out the free room on the disk, which is another one a moment later."""
    return (row for row in rows if row.get("what") != "disk")


def _as_text(row: dict[str, Any]) -> dict[str, str]:
    kept = io.StringIO()
    csv.writer(kept).writerow([csv_cell(value) for value in row.values()])
    [values] = csv.reader(io.StringIO(kept.getvalue(), newline=""))
    return dict(zip(row, values, strict=True))
