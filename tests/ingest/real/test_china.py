"""China's code tables: no code without its parent, from class to item, from city to street."""

import pytest

PARENTLESS = (
    "select count(*) from kept as row where parent is not null and not exists "
    "(select 1 from kept as above where above.{key} = row.parent)"
)


@pytest.fixture(scope="module")
def functions(deliver, real):
    return deliver("cn-fiscal-code-tables", real / "cn-fiscal-code-tables/functional_subjects.csv")


@pytest.fixture(scope="module")
def economics(deliver, real):
    return deliver("cn-fiscal-code-tables", real / "cn-fiscal-code-tables/economic_subjects.csv")


@pytest.fixture(scope="module")
def governments(deliver, real):
    return deliver("cn-fiscal-code-tables", real / "cn-fiscal-code-tables/regions.csv")


@pytest.fixture(scope="module")
def divisions(deliver, real):
    names = ("provinces.csv", "cities.csv", "areas.csv", "streets.csv.gz")
    return deliver("cn-admin-divisions", *(real / "cn-admin-divisions" / name for name in names))


def test_classes_sections_and_items_are_as_many_as_published(functions):
    assert functions.ask("select length(code), count(*) from kept group by all order by all") == [
        (3, 20),
        (5, 206),
        (7, 1315),
    ]
    assert functions.one("select count(distinct code) from kept") == 1541
    assert functions.ask("select distinct fiscal_year, scheme from kept") == [(2017, "function")]


def test_no_function_is_an_orphan(functions):
    assert functions.one(PARENTLESS.format(key="code")) == 0
    assert (
        functions.one("select count(*) from kept where length(code) > 3 and parent <> code[:-3]")
        == 0
    )


def test_items_of_one_name_are_told_apart(functions):
    assert functions.one("select name, parent from kept where code = '2010101'") == (
        "行政运行（人大）",
        "20101",
    )


def test_the_economic_classes_are_as_many_as_published(economics):
    assert economics.one("select count(*) from kept where scheme = 'department_economic'") == 119
    assert economics.one(PARENTLESS.format(key="code")) == 0


def test_the_bureaus_governments_hang_below_the_centre(governments):
    assert governments.ask("select tier, count(*) from kept group by all order by all") == [
        ("1", 2),
        ("2", 94),
        ("3", 347),
        ("4", 3072),
    ]
    assert governments.one("select count(*) from kept where length(region) = 6") == 3515
    assert governments.one(PARENTLESS.format(key="region")) == 0


def test_divisions_stand_in_four_tiers(divisions):
    assert divisions.ask(
        "select tier, length(region), count(*) from kept group by all order by all"
    ) == [("2", 6, 31), ("3", 6, 342), ("4", 6, 2975), ("5", 9, 41_352)]


def test_no_division_is_named_twice_and_every_parent_exists(divisions):
    assert divisions.one("select count(distinct region) from kept") == 44_700
    assert divisions.one(PARENTLESS.format(key="region")) == 0
    assert divisions.one("select count(*) from kept where tier <> '2' and parent is null") == 0


def test_a_city_without_counties_stands_once_and_has_its_townships(divisions):
    assert divisions.ask("select name, tier, parent from kept where region = '441900'") == [
        ("东莞市", "3", "440000")
    ]
    assert divisions.one("select count(*) from kept where parent = '441900'") == 36
