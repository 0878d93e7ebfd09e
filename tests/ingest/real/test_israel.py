"""Israel 1992 to 1994: the percentages that the ministry published come out of what is kept."""

import csv
import gzip
import io
from decimal import Decimal

import pytest

YEARS = (1992, 1993, 1994)


@pytest.fixture(scope="module")
def budget(deliver, real):
    folder = real / "il-state-budget-execution"
    return deliver(
        "il-state-budget-execution", *(folder / f"history{year}.csv.gz" for year in YEARS)
    )


@pytest.fixture(scope="module")
def published(real):
    """Give what was printed on each line: code, and two percentages as printed."""
    printed = {}
    for year in YEARS:
        path = real / f"il-state-budget-execution/history{year}.csv.gz"
        rows = csv.reader(io.StringIO(gzip.decompress(path.read_bytes()).decode(), newline=""))
        for line, row in enumerate(rows, 1):
            if len(row) == 14:
                printed[year, line] = (row[0].split(" - ")[0], row[5], row[7])
    return printed


def per_cent(executed, budgeted):
    return None if not budgeted or executed is None else 100 * executed / budgeted


def test_every_line_but_the_root_is_kept(budget):
    assert budget.ask("select fiscal_year, count(*) from kept group by all order by all") == [
        (1992, 12_715),
        (1993, 13_211),
        (1994, 12_186),
    ]
    assert budget.ask("select distinct region, month, book from kept") == [("993760", 13, "1")]


def test_amounts_are_in_units_and_not_in_thousands(budget):
    assert budget.one(
        "select side, approved, revised, executed from kept where fiscal_year = 1994 "
        "and code = '001'"
    ) == ("2", Decimal("10635000"), Decimal("12978000"), Decimal("12048000"))


def test_revenue_stands_on_its_own_side(budget):
    assert budget.ask(
        "select side, executed from kept where fiscal_year = 1992 and code = '000'"
    ) == [("1", Decimal("77767389000"))]
    assert budget.one("select count(*) from kept where (side = '1') <> (code[:3] = '000')") == 0


@pytest.mark.parametrize(
    ("budgeted", "printed_at", "compared", "without_executed"),
    [
        ("approved", 1, {1992: 8842, 1993: 9317, 1994: 8582}, {1992: 1704, 1993: 1223, 1994: 1112}),
        ("revised", 2, {1992: 8842, 1993: 10754, 1994: 9949}, {1992: 1704, 1993: 911, 1994: 817}),
    ],
)  # fmt: skip
def test_every_published_percentage_comes_out(
    budget, published, budgeted, printed_at, compared, without_executed
):
    """Printed to one decimal, a tie either way; 0 where nothing executed was reported."""
    seen: dict[str, dict[int, int]] = {"compared": {}, "without": {}}
    for year, line, base, executed in budget.ask(
        f"select fiscal_year, line, {budgeted}, executed from kept"
    ):
        printed = published[year, line][printed_at]
        if not base:
            assert printed == "", (year, line)
        elif executed is None:
            assert printed == "0", (year, line)
            seen["without"][year] = seen["without"].get(year, 0) + 1
        else:
            shown = Decimal(printed).quantize(Decimal("0.1"))
            assert abs(shown - per_cent(executed, base)) <= Decimal("0.05"), (year, line)
            seen["compared"][year] = seen["compared"].get(year, 0) + 1
    assert seen == {"compared": compared, "without": without_executed}


@pytest.mark.parametrize(
    ("year", "of_approved", "of_revised"),
    [(1992, "154.3", "154.3"), (1993, "85.5", "82.9"), (1994, "83.5", "79.5")],
)
def test_the_root_is_the_sum_of_both_sides(budget, year, of_approved, of_revised):
    approved, revised, executed = budget.one(
        "select sum(approved), sum(revised), sum(executed) from kept "
        f"where fiscal_year = {year} and length(code) = 3"
    )
    assert round(per_cent(executed, approved), 1) == Decimal(of_approved)
    assert round(per_cent(executed, revised), 1) == Decimal(of_revised)


@pytest.mark.parametrize(
    ("year", "parents", "to_the_unit", "orphans"),
    [(1992, 2456, 1867, 39), (1993, 2465, 1824, 17), (1994, 2373, 1827, 15)],
)
def test_a_parent_is_the_sum_of_its_children(budget, year, parents, to_the_unit, orphans):
    """Budgets to the unit; executed to the rounding of each child and of the parent itself.

    Some lines of ten digits have no line of eight above them: they cannot be held to one.
    """
    sums = budget.ask(
        f"""
        with year as (select * from kept where fiscal_year = {year}),
        below as (
            select code[:-3] as parent, count(*) as children,
                coalesce(sum(approved), 0) as approved,
                coalesce(sum(revised), 0) as revised,
                coalesce(sum(executed), 0) as executed
            from year where length(code) > 3 group by all
        )
        select code is null, children, coalesce(year.approved, 0) - below.approved,
            coalesce(year.revised, 0) - below.revised, coalesce(year.executed, 0) - below.executed
        from below left join year on code = parent
        """
    )
    found = [row[1:] for row in sums if not row[0]]
    assert len(sums) - len(found) == orphans
    assert len(found) == parents
    assert all(approved == revised == 0 for _, approved, revised, _ in found)
    assert all(abs(executed) <= 500 * (children + 1) for children, _, _, executed in found)
    assert sum(executed == 0 for *_, executed in found) == to_the_unit
