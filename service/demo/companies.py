"""国有企业与社会保险基金. Firms that the city owns, and the funds that insure its people."""

from datetime import date
from random import Random

from service.demo.books import Books
from service.demo.debt import month_ends
from service.demo.places import CITY, COUNTIES
from service.demo.treasury import WAN, YUAN

FIRMS = (
    # name, region, assets in 万元, debts in a thousand of assets, guarantees in a hundred of equity
    ("安澜城市建设投资集团有限公司", CITY, 1_860_000, 724, 31),
    ("安澜交通发展有限公司", CITY, 640_000, 812, 22),
    ("安澜水务有限公司", CITY, 310_000, 548, 0),
    ("安澜公共交通有限公司", CITY, 96_000, 664, 0),
    ("安澜文旅发展有限公司", CITY, 120_000, 700, 0),
    ("安澜粮食储备有限公司", CITY, 74_000, 471, 0),
    ("安澜产业投资有限公司", CITY, 410_000, 605, 58),
    ("云渡县城乡建设投资有限公司", "419821", 88_000, 655, 12),
    ("望川县供水有限公司", "419823", 21_000, 512, 0),
)
SCHEMES = (
    # scheme, monthly outlay in 万元, months in hand, city alone
    ("110", 14_200, 9.4, True),
    ("170", 3_900, 14.8, False),
    ("210", 480, 5.2, True),
    ("310", 6_300, 11.6, True),
    ("390", 4_800, 6.3, False),
    ("410", 310, 8.1, True),
)


def report_firms(books: Books) -> None:
    """Write every firm's month, and note those that are in debt, in loss or stand surety."""
    year = books.until.year
    for at, (name, region, assets, debts, sureties) in enumerate(FIRMS):
        code = f"9141{region}MA{at + 1:02d}X{at * 7 + 3:03d}AL"[:18]
        _firm(books, (code, region, name), at, (assets, debts, sureties))
        place = f"{region}/{year}"
        if debts > 690:
            grade = "orange" if debts > 800 else "yellow" if debts > 700 else None
            books.plant("S20", place, code, grade, f"liabilities are {debts / 10} % of assets")
        if sureties > 50:
            books.plant("S28", place, code, "yellow", f"guarantees are {sureties} % of equity")
        if at == 3:
            books.plant("S22", place, code, "yellow", "a loss two months running")
            books.plant("S21", place, code, "orange", "equity is below the year's opening")


def _firm(books: Books, who: tuple[str, str, str], at: int, shape: tuple[int, int, int]) -> None:
    code, region, name = who
    assets, debts, sureties = shape
    die = books.draw("firm", code)
    rate = die.uniform(0.004, 0.012)
    handed = {}
    for on in month_ends(books):
        opening = assets * WAN * (1000 - debts) // 1000 * (100 + on.year - books.until.year) // 100
        profit = round(opening * rate * on.month / 12 * (1 + 0.02 * (on.year - books.until.year)))
        if at == 3 and on.year == books.until.year:
            profit = -38 * WAN * on.month
        equity = opening + profit
        whole = equity * 1000 // (1000 - debts)
        if on.month == 12:
            handed[on.year + 1] = profit * 21 // 100
        due = handed.get(on.year, profit * 26 // 100)
        books.add(
            "enterprise", f"{on.year}-{on.month:02d}", enterprise=code, region=region,
            month=f"{on.year}-{on.month:02d}", name=name, assets=whole, liabilities=whole - equity,
            equity=equity, opening_equity=opening,
            revenue=round(assets * WAN * 0.03 * on.month * (1 + at / 20)),
            net_profit=profit, profit_due_share=20_000,
            profit_handed_in=max(0, due) if on.month >= 7 else 0,
            guarantees=equity * sureties // 100,
        )  # fmt: skip


def insure(books: Books) -> None:
    """Write every fund's months; the last month comes late and is not there yet."""
    for region in (CITY, *COUNTIES):
        for scheme, outlay, months, alone in SCHEMES:
            if region == CITY or not alone:
                _fund(books, books.draw("fund", region, scheme), (region, scheme),
                      outlay if region == CITY else outlay // 9, months)  # fmt: skip


def _fund(books: Books, die: Random, which: tuple[str, str], monthly: int, months: float) -> None:
    region, scheme = which
    year = books.until.year
    ends = month_ends(books)[:-1]
    slack = 1.03 if (region, scheme) != (CITY, "410") else 0.97
    balance = round(monthly * WAN * months * (1 - 0.0))
    for on in ends:
        out = round(monthly * WAN * die.uniform(0.985, 1.0)) + die.randrange(100 * YUAN)
        income = round(monthly * WAN * (slack if on.year == year else 1.001)) + die.randrange(99)
        balance += income - out
        stated = balance
        if (region, scheme, on) == (CITY, "310", date(year, 5, 31)):
            stated += 4_200 * YUAN
        books.add(
            "insurance_fund", f"{on.year}-{on.month:02d}", region=region,
            month=f"{on.year}-{on.month:02d}", scheme=scheme, income=income, outlay=out,
            balance=stated,
        )  # fmt: skip
    _note_fund(books, which, months)


def _note_fund(books: Books, which: tuple[str, str], months: float) -> None:
    region, scheme = which
    year = books.until.year
    if months < 6:
        books.plant("B51", f"{region}/{year}", scheme, "yellow", "less than six months in hand")
    if which == (CITY, "410"):
        books.plant("A16", f"{region}/{year}", scheme, "orange", "more goes out than comes in")
    if which == (CITY, "310"):
        for month in ("05", "06"):
            books.plant("B60", f"{region}/{year}-{month}", scheme, "orange",
                        "the balance does not follow from the month before")  # fmt: skip
