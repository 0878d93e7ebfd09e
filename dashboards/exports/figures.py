"""数字. A government's execution of a year by department, project or month."""

from collections.abc import Iterator

from alerts.access import Right
from dashboards.export import Asked, FilterRefused, Kind
from dashboards.figures import beneath
from dashboards.figures.beneath import By, Year
from warehouse.writers import Column, Row

MONEY, SHARE = "DECIMAL(38,2)", "DECIMAL(38,8)"
COLUMNS = (
    Column("region"),
    Column("fiscal_year", "BIGINT"),
    Column("by"),
    Column("code"),
    Column("name"),
    Column("paid", MONEY),
    Column("approved", MONEY),
    Column("executable", MONEY),
    Column("share_of_approved", SHARE),
    Column("share_of_executable", SHARE),
)
FILTERS = {
    "region": "the government, needed",
    "fiscal_year": "the year, needed",
    "by": "department, project or month",
}
ALL = 2**31 - 1


def year_of(asked: Asked) -> Year:
    """Read which government's year is wished for.

    Raises:
        FigureUnknown: nothing of that year was delivered.
    """
    region, fiscal_year = asked.region(), asked.whole("fiscal_year")
    if fiscal_year is None:
        raise FilterRefused("filter 'fiscal_year' is missing: give it")
    year = Year(region, fiscal_year)
    beneath.total(asked.by.night, year)
    return year


def count(asked: Asked) -> int:
    """Count its lines."""
    return sum(1 for _ in rows(asked))


def rows(asked: Asked) -> Iterator[Row]:
    """Give its lines by their code."""
    year = year_of(asked)
    by = By(asked.one("by", [one.value for one in By]) or By.DEPARTMENT.value)
    for row in beneath.figures(asked.by.night, year, by, limit=ALL):
        told = {"region": year.region, "fiscal_year": year.fiscal_year, "by": by.value, **row}
        yield tuple(told.get(column.name) for column in COLUMNS)


KIND = Kind("figures", Right.FIGURES, FILTERS, lambda _: COLUMNS, count, rows)
