"""What a few letters find, and for whom."""

from dataclasses import replace
from pathlib import Path

import pytest

from dashboards.page import Account
from dashboards.pages import search
from tests.dashboards.conftest import Look
from tests.dashboards.nights import CITY, make_night
from warehouse.database import Warehouse
from warehouse.names import letter_marks, pair_marks

ELSEWHERE = "419900"


def named(kind: str, code: str, name: str, letters: str, **more: str) -> dict[str, object]:
    row = {"kind": kind, "region": CITY, "code": code, "name": name, "folded": name,
           "initials": letters, **more}  # fmt: skip
    pairs = pair_marks(letters) | pair_marks(code.lower())
    return {**row, "letters": letter_marks(row["folded"]), "pairs": pairs}


NAMES = [
    named("unit", "101001", "教育局", "jyj"),
    named("unit", "104002", "农业农村局", "nyj", was="农业局", folded="农业局"),
    named("project", "JYJ-9", "教育局大楼", "jyjdl"),
    named("unit", "111001", "住房和城乡建设局", "zfhcxjsj"),
    named("payee", "教育局服务公司", "教育局服务公司", "jyjfwgs"),
    named("unit", "1", "教育局", "jyj", region=ELSEWHERE),
]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    supply = [
        {"region": region, "feed": "payment", "fiscal_year": 2026} for region in (CITY, ELSEWHERE)
    ]
    path = tmp_path_factory.mktemp("search") / "n.duckdb"
    return make_night(path, ops={"supply": supply, "name": NAMES})


def found(looking: Look, night: Warehouse, asked: str, role: str = "analyst") -> list[object]:
    view = looking("/search", warehouse=night, choice={"q": asked})
    view = replace(view, account=Account("me", role), ledger=None)
    return [(row["kind"], row["name"]) for row in search.rows(view)]


@pytest.mark.parametrize("asked", ["jyj", "ＪＹＪ", " 教育 局", "（教育局）"])
def test_width_spaces_and_brackets_say_nothing_and_the_nearest_stands_first(
    looking: Look, night: Warehouse, asked: str
) -> None:
    assert set(found(looking, night, asked)) == {
        ("unit", "教育局"), ("project", "教育局大楼"), ("payee", "教育局服务公司"),
    }  # fmt: skip
    assert found(looking, night, asked)[0] == ("unit", "教育局")


def test_a_code_and_a_former_name_find_the_unit(looking: Look, night: Warehouse) -> None:
    assert found(looking, night, "104002") == [("unit", "农业农村局")]
    assert found(looking, night, "农业局") == [("unit", "农业农村局")]
    view = looking("/search", warehouse=night, choice={"q": "农业局"})
    assert "曾用名农业局" in search.draw(view)["groups"][0][1][0].beside  # type: ignore[index]


def test_one_letter_finds_what_begins_with_it(looking: Look, night: Warehouse) -> None:
    names = [name for kind, name in found(looking, night, "n") if kind in ("unit", "payee")]
    assert names == ["农业农村局"]


def test_payees_are_found_by_those_who_work_with_them(looking: Look, night: Warehouse) -> None:
    assert ("payee", "教育局服务公司") in found(looking, night, "jyj", "leader")
    assert ("payee", "教育局服务公司") not in found(looking, night, "jyj", "deputy")


def test_rules_and_the_articles_they_rest_on_are_found(looking: Look, night: Warehouse) -> None:
    assert ("rule", "超预算支付") in found(looking, night, "b02")
    assert ("law", "预算法第五十二条") in found(looking, night, "预算法第五十二条")


def test_nothing_is_found_for_no_letters_or_on_a_night_without_names(
    looking: Look, night: Warehouse, tmp_path: Path
) -> None:
    assert found(looking, night, "（）") == []
    assert found(looking, night, "%") == []
    assert found(looking, make_night(tmp_path / "n.duckdb"), "农业局") == []
    assert search.draw(looking("/search", warehouse=night))["groups"] == []


def test_the_very_name_is_found_among_any_number_that_hold_it(
    looking: Look, tmp_path: Path
) -> None:
    many = [named("project", f"P{n}", f"教育局{n}", "") for n in range(2100)]
    supply = [{"region": CITY, "feed": "payment", "fiscal_year": 2026}]
    last = named("project", "P", "教育局", "jyj")
    night = make_night(tmp_path / "n.duckdb", ops={"supply": supply, "name": [*many, last]})

    assert found(looking, night, "教育局")[0] == ("project", "教育局")


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("住房和成乡建设局", "住房和城乡建设局"),  # one letter wrong
        ("住房城乡建设局", "住房和城乡建设局"),  # one too few
        ("住房和城乡乡建设局", "住房和城乡建设局"),  # one too many
        ("住房和乡城建设局", "住房和城乡建设局"),  # two changed about
        ("住建局", "住房和城乡建设局"),  # some of the letters
    ],
)
def test_a_name_with_one_slip_is_found_where_nothing_else_is(
    looking: Look, night: Warehouse, asked: str, first: str
) -> None:
    assert first in {name for _, name in found(looking, night, asked)}


@pytest.mark.parametrize("asked", ["卫生健康委员会", "住屋和成乡建设局", "公安"])
def test_what_has_more_than_a_slip_is_not_found(
    looking: Look, night: Warehouse, asked: str
) -> None:
    assert found(looking, night, asked) == []
