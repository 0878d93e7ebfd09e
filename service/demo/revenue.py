"""收入. What the treasuries of the city and its counties take in."""

from datetime import date, timedelta
from random import Random

from service.demo.books import Books
from service.demo.places import CITY, COUNTIES
from service.demo.slow import IDLE_CAPITAL
from service.demo.treasury import WAN, workday

ITEMS = (
    # code, share of general revenue in a thousand, receipts a month in the city
    ("1010101", 212, 12),
    ("1010433", 86, 5),
    ("1010436", 41, 3),
    ("1010601", 34, 5),
    ("1010719", 18, 2),
    ("1010903", 42, 4),
    ("1011003", 31, 3),
    ("1011119", 14, 3),
    ("1011203", 33, 2),
    ("1011303", 39, 3),
    ("1011401", 16, 2),
    ("1011801", 17, 1),
    ("1011901", 52, 4),
    ("1012101", 9, 1),
    ("1030203", 27, 3),
    ("1030216", 18, 2),
    ("1030401", 16, 2),
    ("1030427", 61, 3),
    ("1030501", 86, 4),
    ("1030705", 58, 2),
    ("1030799", 90, 3),
)
FUNDS = (("1030148", 900, 3), ("1030156", 100, 2))
STATE_CAPITAL = (("1030601", 700, 1), ("1030602", 300, 1))
AHEAD, ON_FEES, NEWLY_ON_FEES = "419822", "419825", "419826"
SEASON = (0.085, 0.065, 0.095, 0.09, 0.085, 0.095, 0.085, 0.075, 0.084, 0.08, 0.075, 0.086)


def general_revenue(region: str, year: int, last: int, scale: float) -> int:
    """Say how much general revenue a government expects, in 万元."""
    sizes = {CITY: 140_000} | {code: 14_000 + 1_500 * at for at, code in enumerate(COUNTIES)}
    return round(sizes[region] * scale * (1 + 0.045 * (year - last)))


def collect(books: Books, scale: float) -> dict[tuple[str, int, str, str], int]:
    """Take in three years of revenue; give back what was budgeted, in fen."""
    budgeted = {}
    last = books.until.year
    for region in (CITY, *COUNTIES):
        for year in books.years:
            general = general_revenue(region, year, last, scale)
            for book, items, whole in (
                ("1", ITEMS, general),
                ("2", FUNDS, round(general * 0.62)),
                ("3", STATE_CAPITAL, round(general * 0.021)),
            ):
                for code, share, count in items:
                    amount = whole * _tilted(books, (region, year, code), share) // 1000 * WAN
                    budgeted[region, year, book, code] = amount
                    if book == "3" and (region, year) == (IDLE_CAPITAL, last):
                        continue
                    die = books.draw("revenue", region, year, code)
                    _item(books, die, (region, year, code), amount, count)
    _number(books)
    note_revenue(books)
    return budgeted


def _tilted(books: Books, which: tuple[str, int, str], share: int) -> int:
    """Tilt two counties from taxes to fees: one always, one in the current year."""
    region, year, code = which
    if code[:5] in ("10301", "10306"):
        return share
    if region == ON_FEES:
        return share * (88 if code[:3] == "101" else 125) // 100
    if region == NEWLY_ON_FEES and year == books.until.year:
        return share * (93 if code[:3] == "101" else 138) // 100
    return share


def note_revenue(books: Books) -> None:
    """B42, B44, B45. Note the counties whose revenue looks odd."""
    year = books.until.year
    for of in books.years:
        books.plant("B44", f"{ON_FEES}/{of}", "general_revenue", "yellow", "taxes are 56 %")
    books.plant("B44", f"{NEWLY_ON_FEES}/{year}", "general_revenue", "yellow", "taxes are 55 %")
    books.plant(
        "B45", f"{NEWLY_ON_FEES}/{year}", "general_revenue", "yellow", "fees up, taxes down"
    )
    books.plant("B42", f"{AHEAD}/{year}", "general_revenue", "yellow", "far ahead of the year")


def _item(books: Books, die: Random, key: tuple[str, int, str], amount: int, count: int) -> None:
    region, year, code = key
    count = count if region == CITY else max(1, count // 3)
    strength = die.uniform(0.985, 1.035)
    if region == AHEAD and year == books.until.year and code[:5] not in ("10301", "10306"):
        strength *= 1.25
    for month, season in enumerate(SEASON, 1):
        if date(year, month, 1) > books.until:
            break
        pot = round(amount * season * strength * die.uniform(0.94, 1.06))
        weights = [0.5 + die.random() for _ in range(count)]
        for weight in weights:
            on = workday(die, year, month, 3, 28)
            books.add(
                "receipt", f"{year}-{month:02d}", receipt="", fiscal_year=year, region=region,
                received_on=on, paid_in_on=on - timedelta(days=die.randrange(2)),
                revenue_item=code, collector="103001" if code[:3] == "103" else None,
                amount=round(pot * weight / sum(weights)),
            )  # fmt: skip


def _number(books: Books) -> None:
    counts: dict[tuple[str, int], int] = {}
    books.entries["receipt"].sort(key=lambda e: (e.cells["received_on"], e.cells["region"]))
    for row in books.rows("receipt"):
        key = (row["region"], row["fiscal_year"])
        counts[key] = counts.get(key, 0) + 1
        row["receipt"] = f"SR{key[1] % 100:02d}{key[0][-2:]}{counts[key]:06d}"
