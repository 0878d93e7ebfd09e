"""法定事项. What the law dates: budgets approved and replied, accounts, reports, meetings."""

from datetime import date, timedelta
from random import Random

from service.demo.books import Books, month_of
from service.demo.places import CITY, COUNTIES, Unit

Late = dict[tuple[int, str, str, str | None], int | None]
"""(year, region, kind, subject) → days after the event that starts the clock; None is never."""


class Duties:
    """The calendar of one city, kept on time except where it is told to be late."""

    def __init__(self, books: Books, late: Late) -> None:
        self._books = books
        self._late = late
        self._count = 0

    def note(
        self, year: int, region: str, kind: str, on: date, subject: str | None = None,
        amount: int | None = None,
    ) -> None:  # fmt: skip
        """Write down that something happened, if it has by now."""
        if on > self._books.until:
            return
        self._count += 1
        period = max(month_of(on), f"{self._books.years[0]}-01")
        self._books.add(
            "legal_event", period, event=f"SX{year}{self._count:05d}", region=region,
            fiscal_year=year, kind=kind, subject=subject, happened_on=on, amount=amount,
            document=f"安会〔{on.year}〕{self._count % 89 + 1}号",
        )  # fmt: skip

    def after(self, start: date, year: int, region: str, kind: str, days: int,
              subject: str | None = None) -> date:  # fmt: skip
        """Write down what follows after some days; give back its day."""
        wanted = self._late.get((year, region, kind, subject), days)
        if wanted is None:
            return start + timedelta(days=days)
        on = start + timedelta(days=wanted)
        self.note(year, region, kind, on, subject)
        return on


def write_duties(books: Books, units: list[Unit], late: Late) -> None:
    """Write every government's calendar of three years."""
    duties = Duties(books, late)
    for year in books.years:
        for at, region in enumerate((CITY, *COUNTIES)):
            die = books.draw("duties", year, region)
            mine = [unit for unit in units if unit.region == region]
            approved = date(year, 1, 14 + at)
            duties.note(year, region, "draft_submitted", approved - timedelta(days=40), "budget")
            duties.note(year, region, "meeting", approved, "budget")
            duties.note(year, region, "budget_approved", approved)
            duties.after(approved, year, region, "budget_published", die.randint(5, 15))
            _reply(duties, die, (year, region), mine, approved, "")
            revised = date(year, 5, 20 + at)
            duties.note(year, region, "draft_submitted", revised - timedelta(days=36), "adjustment")
            duties.note(year, region, "meeting", revised, "adjustment")
            duties.after(revised, year, region, "adjustment_approved", 0)
            _accounts(duties, die, (year, region), mine, at)


def _reply(
    duties: Duties, die: Random, where: tuple[int, str], units: list[Unit], approved: date,
    prefix: str,
) -> None:  # fmt: skip
    year, region = where
    kinds = {
        "": ("department_replied", "unit_replied", "budget_published"),
        "accounts": ("final_accounts_replied", "final_accounts_replied",
                     "final_accounts_published"),
    }[prefix]  # fmt: skip
    for code in sorted({unit.department.code for unit in units}):
        replied = duties.after(approved, year, region, kinds[0], die.randint(6, 18), code)
        duties.after(replied, year, region, kinds[2], die.randint(4, 16), code)
        for unit in units:
            if unit.department.code == code:
                told = duties.after(replied, year, region, kinds[1], die.randint(3, 12), unit.code)
                duties.after(told, year, region, kinds[2], die.randint(3, 15), unit.code)


def _accounts(
    duties: Duties, die: Random, where: tuple[int, str], units: list[Unit], at: int
) -> None:
    """The accounts of a year are approved in July of the next."""
    year, region = where
    approved = date(year + 1, 7, 10 + at)
    duties.note(year, region, "draft_submitted", approved - timedelta(days=38), "final_accounts")
    duties.note(year, region, "meeting", approved, "final_accounts")
    duties.note(year, region, "final_accounts_approved", approved)
    duties.after(approved, year, region, "final_accounts_published", die.randint(5, 15))
    _reply(duties, die, where, units, approved, "accounts")
    audited = date(year + 1, 6, 25)
    duties.note(year, region, "audit_report", audited)
    duties.after(audited, year, region, "rectification_report", 150 + at)
