"""民生支出. The city's large and punctual payments: pensions, health insurance, allowances."""

from datetime import date

from service.demo.books import Books
from service.demo.budget import code_of
from service.demo.places import CITY
from service.demo.treasury import WAN, YUAN, Project, Treasury, workday

PUNCTUAL = (0.0, 0.10, 0.18, 0.27, 0.36, 0.44, 0.53, 0.62, 0.70, 0.78, 0.86, 0.93, 0.99)
GRANTS = (
    # department, name, function, economic, 万元 a year
    ("108", "城乡居民养老保险财政补助", "2082602", "31302", 24_600),
    ("116", "城乡居民医疗保险财政补助", "2101202", "31302", 25_400),
    ("107", "城市最低生活保障", "2081901", "30306", 21_200),
    ("104", "家庭经济困难学生资助", "2050299", "30308", 22_100),
)
PAYERS = 12  # banks that hand it out, so that none gets a large sum at once


def grant(books: Books, treasury: Treasury) -> None:
    """Pay what people wait for, in equal parts, every month of every year."""
    for department, name, function, economic, size in GRANTS:
        unit = next(
            unit for unit in treasury.units
            if unit.region == CITY and unit.department.code == department
        )  # fmt: skip
        project = Project(
            code_of(unit, books.years[0], 551), unit, name, "3", function, books.years[0],
            term=30, is_key=True,
        )  # fmt: skip
        for year in books.years:
            amount = round(size * len(treasury.units) / 90) * WAN
            amount = amount * (100 - 4 * (books.until.year - year)) // 100 // WAN * WAN
            _hand_out(books, treasury, project, economic, (year, amount))


def _hand_out(
    books: Books, treasury: Treasury, project: Project, economic: str, given: tuple[int, int]
) -> None:
    year, amount = given
    die = books.draw("grant", project.code, year)
    allotment = treasury.allot(year, project, economic, amount, date(year, 1, 3))
    for month in range(1, 13):
        pot = amount * (PUNCTUAL[month] - PUNCTUAL[month - 1])
        for at in range(PAYERS):
            part = round(pot * die.uniform(0.94, 1.0) / PAYERS / YUAN) * YUAN
            payee = treasury.payees[CITY].named(f"{project.name}代发户{at + 1:02d}")
            on = workday(die, year, month, 8, 16)
            treasury.pay(allotment, on, treasury.distinct(payee, part), payee,
                         f"{month}月{project.name}", method="1")  # fmt: skip
