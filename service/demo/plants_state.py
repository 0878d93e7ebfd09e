"""Hidden outside the payments: debt, assets, duties and statements (D01 D03 S01 A01 Q03)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from service.demo.assets import Asset
from service.demo.books import Books
from service.demo.duties import Late
from service.demo.places import CITY, COUNTIES, Unit
from service.demo.treasury import WAN, YUAN


def debt_shares(books: Books) -> tuple[dict[tuple[str, str], float], dict[str, Fraction]]:
    """D01, D03. Say how much of its ceiling each government uses, and its debt rate."""
    used = {(region, kind): 0.86 for region in (CITY, *COUNTIES) for kind in "12"}
    used |= {(CITY, "1"): 0.968, (CITY, "2"): 0.967}
    used |= {("419824", "2"): 1.0125, ("419822", "1"): 1.0, ("419821", "2"): 0.953}
    used |= {("419822", "2"): 0.8, ("419824", "1"): 0.7, ("419826", "1"): 0.9499}
    rates = {
        CITY: Fraction(1392, 1000), "419821": Fraction(98, 100), "419822": Fraction(6, 5),
        "419823": Fraction(215, 100), "419824": Fraction(305, 100),
        "419825": Fraction(119_999, 100_000), "419826": Fraction(88, 100),
    }  # fmt: skip
    year = books.until.year
    for region, kind, grade in (
        (CITY, "1", "yellow"), (CITY, "2", "yellow"), (CITY, "total", "yellow"),
        ("419821", "2", "yellow"), ("419822", "1", "orange"), ("419824", "2", "orange"),
        ("419826", "1", None),
    ):  # fmt: skip
        books.plant("D02", f"{region}/{year}", kind, grade, "close to its ceiling")
    books.plant("D01", f"419824/{year}", "2", "red", "special debt above its ceiling")
    books.plant("D01", f"419824/{year}", "total", None, "both kinds together stay below")
    books.plant("D01", f"419822/{year}", "1", None, "exactly at the ceiling")
    for region, grade in ((CITY, "yellow"), ("419822", "yellow"), ("419823", "orange"),
                          ("419824", "red"), ("419825", None)):  # fmt: skip
        rate = float(rates[region] * 100)
        books.plant("D03", f"{region}/{year}", "total", grade, f"a debt rate of {rate:.3f} %")
    return used, rates


def lateness(books: Books, units: Sequence[Unit]) -> Late:
    """A01. Say which duties were late, and by how many days."""
    year = books.until.year
    city = {unit.department.code: unit.department.code for unit in units if unit.region == CITY}
    late: Late = {}
    for in_year, region, department, days, grade in (
        (year, CITY, city["112"], 23, "red"),
        (year, "419823", "116", None, "red"),
        (year, CITY, city["113"], 20, None),
        (year, "419825", "103", 20, None),
    ):
        late[in_year, region, "department_replied", department] = days
        why = "not replied at all" if days is None else f"replied after {days} days"
        books.plant("A01", f"{region}/{in_year}", f"department_replied/{department}", grade, why)
    _other_lateness(books, late, grade_of=books.until.year)
    return late


def _other_lateness(books: Books, late: Late, grade_of: int) -> None:
    """A02, A07, A08, R01, B27. Say which other duties were late or left undone."""
    year = grade_of
    for code, key, days, subject, grade in (
        ("A02", (year, CITY, "unit_replied", "104002"), 16, "unit_replied/104002", "orange"),
        ("A02", (year, CITY, "unit_replied", "116002"), 15, "unit_replied/116002", None),
        ("A07", (year, "419822", "budget_published", "116"), 27, "budget_published/116", "red"),
        (
            "A08",
            (year - 1, CITY, "final_accounts_replied", "105"),
            22,
            "final_accounts_replied/105",
            "orange",
        ),
        ("R01", (year - 2, "419824", "rectification_report", None), 205, str(year - 2), "red"),
    ):
        late[key] = days
        books.plant(code, f"{key[1]}/{key[0]}", subject, grade, f"after {days} days")
    books.plant("A10", f"419824/{year}", "1", "red", "a reserve of 0.71 %")
    late[year, "419821", "adjustment_approved", None] = None
    books.plant("B27", f"419821/{year}", "1", "orange", "a changed budget that nobody approved")


def leave_idle(books: Books, cards: list[Asset]) -> list[Asset]:
    """S01. Leave buildings and equipment idle, some for exactly as long as they may be."""
    until, year = books.until, books.until.year
    idle = {
        (CITY, "104003"): date(year - 2, 7, 15), (CITY, "112002"): date(year - 1, 7, 20),
        (CITY, "111002"): date(year - 1, 8, 30), ("419821", "104002"): date(year - 2, 8, 31),
        ("419823", "111001"): date(year - 1, 6, 8),
    }  # fmt: skip
    cards = _buildings(books, cards, idle)
    return _equipment(books, cards, until)


def _buildings(books: Books, cards: list[Asset], idle: dict[tuple[str, str], date]) -> list[Asset]:
    year = books.until.year
    extra = []
    for (region, code), since in idle.items():
        unit = next(
            (c.unit for c in cards if (c.unit.region, c.unit.code) == (region, code)), None
        ) or next(c.unit for c in cards if c.unit.region == region and c.unit.code == f"{code[:3]}001")  # noqa: E501  # fmt: skip
        own = sum(c.area or 0 for c in cards if c.unit is unit)
        card = Asset(f"{region}{unit.code}9001", unit, f"{unit.name}闲置用房", "1020100",
                     420 * WAN, date(2009, 5, 6), own // 4 + 60, status="4", idle_since=since,
                     certificate="安不动产权第2009000771号")  # fmt: skip
        extra.append(card)
        books.plant("S01", f"{region}/{year}", card.code, "yellow", f"idle since {since}")
        books.plant("S01", f"{region}/{year}", unit.code, "yellow", "a fifth of its floor is idle")
    return [*cards, *extra, *_exact(books, cards)]


def _exact(books: Books, cards: list[Asset]) -> list[Asset]:
    """A year to the day is not more than a year; a tenth is not more than a tenth."""
    until, year = books.until, books.until.year
    unit = next(c.unit for c in cards if c.unit.region == CITY and c.unit.code == "101001")
    own = sum(c.area or 0 for c in cards if c.unit is unit)
    share = -(-own // 9)
    since = date(year - 1, until.month, until.day)
    first = Asset(f"{CITY}1010019001", unit, f"{unit.name}旧仓库", "1020100", 90 * WAN,
                  date(2004, 3, 9), share, status="4", idle_since=since,
                  certificate="安不动产权第2004000312号")  # fmt: skip
    rest = share * 9 - own
    books.plant("S01", f"{CITY}/{year}", first.code, None, "idle for twelve months to the day")
    books.plant("S01", f"{CITY}/{year}", unit.code, None, "exactly a tenth of its floor is idle")
    if not rest:
        return [first]
    return [first, replace(first, code=f"{CITY}1010019002", name=f"{unit.name}门卫室", area=rest,
                           status="1", idle_since=None)]  # fmt: skip


def _equipment(books: Books, cards: list[Asset], until: date) -> list[Asset]:
    year = until.year
    extra = []
    for region, department, cost, since, grade in (
        (CITY, "116", 286 * WAN, date(year - 1, 3, 5), "yellow"),
        (CITY, "106", 100_000 * YUAN, date(year - 1, 5, 11), "yellow"),
        ("419822", "116", 48 * WAN, date(year - 2, 11, 20), "yellow"),
        (CITY, "110", 100_000 * YUAN - 1, date(year - 1, 2, 3), None),
        (CITY, "115", 15 * WAN, date(year - 1, until.month, until.day), None),
    ):
        unit = next(
            c.unit
            for c in cards
            if c.unit.region == region and c.unit.department.code == department
        )
        card = Asset(f"{region}{unit.code}9101", unit, "大型检测设备", "2100300", cost,
                     date(2020, 6, 18), status="4", idle_since=since)  # fmt: skip
        extra.append(card)
        books.plant("S01", f"{region}/{year}", card.code, grade,
                    f"{cost / 100:,.2f} yuan of equipment, idle since {since}")  # fmt: skip
    return [*cards, *extra]


def unbalance(books: Books) -> None:
    """Q03. Shift a figure of the statement by two fen, and another by one, which is nothing."""
    year = books.until.year
    for region, month, code, fen in (
        (CITY, 8, "2050101", 2), ("419821", 6, "2130101", -1_250_000), (CITY, 7, "2010601", 1),
    ):  # fmt: skip
        for row in books.rows("statement"):
            here = (row["region"], row["fiscal_year"], row["month"], row["code"], row["side"])
            if here == (region, year, month, code, "2"):
                row["executed"] += fen
        grade = "blue" if abs(fen) > 1 else None
        for level in (code, code[:5]):
            books.plant("Q03", f"{region}/{year}-{month:02d}", f"1/2/{level}/{month}", grade,
                        f"the statement's {code} is off by {fen / 100:,.2f}")  # fmt: skip
