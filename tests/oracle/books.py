"""What a person with the city's papers can look up: plain Python over rows, for the reckonings."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tests.oracle.city import City, Row


class Books:
    """The rows that are known on the day, and the sums that a clerk would draw from them."""

    def __init__(self, city: City) -> None:
        self.as_of = city.as_of
        self.rows = city.rows

    def years(self) -> Iterator[tuple[int, date]]:
        """Give each fiscal year with the day that it is asked as of."""
        for year in range(self.as_of.year - 3, self.as_of.year + 1):
            yield year, min(self.as_of, date(year, 12, 31))

    def day_of(self, year: int) -> date | None:
        """Give the day that a fiscal year is asked as of; None for one that is not come."""
        return min(self.as_of, date(year, 12, 31)) if year <= self.as_of.year else None

    def stock(self, feed: str, dated: str) -> list[Row]:
        """Give each government's rows of its latest date up to the day."""
        latest: dict[str, date] = {}
        known = [row for row in self.rows[feed] if row[dated] <= self.as_of]
        for row in known:
            latest[row["region"]] = max(latest.get(row["region"], date.min), row[dated])
        return [row for row in known if row[dated] == latest[row["region"]]]

    def department(self, region: str, year: int, unit: str) -> str | None:
        """Give the department of a unit."""
        for row in self.rows["unit"]:
            if (row["region"], row["fiscal_year"], row["unit"]) == (region, year, unit):
                return str(row["department"])
        return None

    def tier(self, region: str) -> str:
        """Give the tier of a government."""
        return next(str(r["tier"]) for r in self.rows["region"] if r["region"] == region)

    def payments(self, until: date | None = None) -> list[Row]:
        """Give the payments up to a day, without year-end carry-over vouchers."""
        day = until or self.as_of
        return [r for r in self.rows["payment"] if r["business"] != "9" and r["paid_on"] <= day]

    def allotments(self) -> Iterator[tuple[Row, Decimal, Decimal]]:
        """Give each allotment of a year that has come, what it may spend and what it has spent."""
        changed: dict[tuple[str, int, str], Decimal] = defaultdict(Decimal)
        paid: dict[tuple[str, int, str], Decimal] = defaultdict(Decimal)
        for row in self.rows["allotment_change"]:
            day = self.day_of(row["fiscal_year"])
            if day and row["changed_on"] <= day:
                changed[row["region"], row["fiscal_year"], row["allotment"]] += row["amount"]
        for row in self.payments():
            day = self.day_of(row["fiscal_year"])
            if day and row["paid_on"] <= day:
                paid[row["region"], row["fiscal_year"], row["allotment"]] += row["amount"]
        for row in self.rows["allotment"]:
            day = self.day_of(row["fiscal_year"])
            if day and row["issued_on"] <= day:
                key = (row["region"], row["fiscal_year"], row["allotment"])
                yield row, row["amount"] + changed[key] - (row["frozen"] or 0), paid[key]
