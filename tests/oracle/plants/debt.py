"""政府债务. What is planted for the rules of debt."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.oracle.city import City, Row, yuan
from tests.oracle.reckoned.debt import _later

STATED = date(2026, 8, 31)


def d01(city: City) -> None:
    """Owe a fen more than the ceiling, or exactly the ceiling."""
    for nth in range(8):
        fires = nth < 5
        region = _indebted(city, special=yuan(100) + (yuan("0.01") * (nth + 1) if fires else 0))
        city.plant("D01", region, city.as_of.year, "2", fires=fires)


def d02(city: City) -> None:
    """Use 95 % of the ceiling to the fen, or a fen less."""
    for nth in range(8):
        fires = nth < 5
        used = [yuan(95), yuan("98.99"), yuan(99), yuan(100), yuan(95)][nth % 5]
        region = _indebted(city, special=used if fires else yuan("94.99"))
        city.plant("D02", region, city.as_of.year, "2", fires=fires)


def d03(city: City) -> None:
    """Owe 120, 200 and 300 % of the resources to the fen, or a fen less."""
    for nth in range(8):
        fires = nth < 5
        owed = [yuan(120), yuan("199.99"), yuan(200), yuan(300), yuan("120.01")][nth % 5]
        region = _indebted(city, special=(owed if fires else yuan("119.99")) - 80, ceiling=1000)
        for row in city.of("debt_position", region, kind="1"):
            row["comprehensive_resources"] = yuan(100)
        city.plant("D03", region, city.as_of.year, "total", fires=fires)


def d04(city: City) -> None:
    """Pay more interest than 8 % of the general budget, or exactly 8 %."""
    _interest(city, "D04", "1")


def d05(city: City) -> None:
    """Pay more interest than 8 % of the funds, or exactly 8 %."""
    _interest(city, "D05", "2")


def d07(city: City) -> None:
    """Leave a fen unpaid after the due day, pay all, or be due on the very day."""
    region = city.government()
    for nth in range(8):
        fires = nth < 5
        due_on = city.as_of - timedelta(days=1 + nth) if nth != 5 else city.as_of
        paid = yuan(["9.99", 1, 0, 9, "9.99"][nth % 5]) if fires else yuan(10)
        city.add("bond", region, bond=f"BD7{nth}", issued_on=date(2020, 5, 5))
        city.add(
            "debt_service",
            region,
            bond=f"BD7{nth}",
            due_on=due_on,
            due=yuan(10),
            paid=yuan(0) if nth == 5 else paid,
            paid_on=due_on if paid and nth != 5 else None,
        )
        city.plant("D07", region, due_on.year, f"BD7{nth}/{due_on}", fires=fires)


def d08(city: City) -> None:
    """Budget a fen less than what falls due, or all of it."""
    for nth in range(8):
        fires, region = nth < 5, city.government()
        city.add("bond", region, bond="BG", kind="1", issued_on=date(2020, 1, 1))
        city.add("debt_service", region, bond="BG", part="1", due=yuan(60))
        city.add(
            "debt_service", region, bond="BG", part="2", due=yuan(4), due_on=date(2026, 12, 31)
        )
        approved = yuan(60) - (yuan("0.01") * (1 + nth) if fires else 0)
        city.add("statement", region, month=0, code="231", approved=approved)
        city.add("statement", region, month=0, code="232", approved=yuan(4))
        city.plant("D08", region, 2026, "1", fires=fires)


def d11(city: City) -> None:
    """Pay running costs out of a bond by either code; capital and refunds are not."""
    region = city.government()
    bond = city.name(region, "B1")
    codes = [
        ("30201", "50201"),
        ("30101", "50601"),
        ("31001", "50501"),
        ("30301", None),
        ("31001", "50901"),
        ("31001", "50601"),
        ("31003", "50301"),
        ("30201", "50201"),
    ]
    for nth, (department, government) in enumerate(codes):
        city.add(
            "payment",
            region,
            payment=f"VB{nth}",
            bond=bond,
            department_economic=department,
            government_economic=government,
            amount=yuan(-5) if nth == 7 else yuan(5),
        )
        city.plant("D11", region, 2026, f"VB{nth}", fires=nth < 5)


def d13(city: City) -> None:
    """Hold special money a day beyond six months, and on the last day of the sixth."""
    for nth in range(8):
        fires = nth < 5
        day = _before(city.as_of, 12 if nth % 2 else 6) - timedelta(days=1)
        region = city.government()
        _bond(
            city,
            region,
            proceeds_on=day if fires or nth == 5 else _before(city.as_of, 6),
            spent=yuan(100) if nth == 5 else yuan("99.99"),
        )
        _planted(city, "D13", region, fires=fires)


def d14(city: City) -> None:
    """Spend a fen less than half after six months, or than four fifths after twelve."""
    for nth in range(8):
        fires, region = nth < 5, city.government()
        months, line = ((6, 50), (12, 80))[nth % 2]
        day = _before(city.as_of, months) - timedelta(days=1 if nth != 7 else 0)
        spent = yuan(line) - (yuan("0.01") if fires else 0)
        _bond(city, region, proceeds_on=day, spent=spent)
        _planted(city, "D14", region, fires=fires)


def d15(city: City) -> None:
    """Hand over on the thirty-first day, or on the thirtieth; or not at all."""
    for nth in range(8):
        fires, region = nth < 5, city.government()
        proceeds = city.as_of - timedelta(days=200 if nth != 4 else 31)
        handed = None if nth == 4 else proceeds + timedelta(days=31 + nth if fires else 30)
        _bond(
            city,
            region,
            proceeds_on=proceeds,
            handed_over=yuan(0) if nth == 4 else yuan(100),
            handed_over_on=handed,
        )
        _planted(city, "D15", region, fires=fires)


def d17(city: City) -> None:
    """Cover a fen less than 1.1 times the service, or exactly 1.1 times."""
    for nth in range(8):
        fires, region = nth < 5, city.government()
        _bond(city, region, income_forecast=yuan(110) - (yuan("0.01") * 10**nth if fires else 0))
        city.drop("debt_service", region)
        city.add("debt_service", region, part="1", due=yuan(100), due_on=date(2036, 1, 10))
        city.plant("D17", region, city.as_of.year, _subject(city, region), fires=fires)


def d19(city: City) -> None:
    """Have a fen more than a quarter fall due within a year, or exactly a quarter."""
    for nth in range(8):
        fires = nth < 5
        region = _indebted(city, special=yuan(80))
        day = _later(city.as_of, 12) if nth % 2 else city.as_of + timedelta(days=1)
        due = yuan(20) + (yuan("0.01") if fires else 0)
        if nth == 7:
            day, due = _later(city.as_of, 12) + timedelta(days=1), yuan(70)
        city.add("debt_service", region, part="1", due_on=day, due=due, paid=None, paid_on=None)
        city.plant("D19", region, city.as_of.year, "2", fires=fires)


def d20(city: City) -> None:
    """Roll over a fen more than nine tenths of the principal, or exactly nine tenths."""
    for nth in range(8):
        fires, region = nth < 5, city.government()
        city.add("debt_service", region, part="1", due_on=date(2026, 5, 5), due=yuan(100))
        amount = yuan(90) + (yuan("0.01") * (nth + 1) if fires else 0)
        city.add("bond", region, bond="BR", purpose="2", amount=amount, issued_on=date(2026, 4, 4))
        city.plant("D20", region, 2026, "2", fires=fires)


def d24(city: City) -> None:
    """Report spending that the treasury did not pay, or pay more than is reported."""
    for nth in range(8):
        fires, region = nth < 5, city.government()
        _bond(city, region, allocated=yuan(90_000_000), spent=yuan(10_000_000))
        short = yuan(100_000) + (yuan("0.01") * (nth + 1) if fires else 0)
        city.add(
            "payment",
            region,
            payment="VD24",
            bond=city.name(region, "B1"),
            amount=yuan(10_000_000) - (yuan("-0.01") if nth == 4 else short),
            paid_on=date(2026, 5, 5),
            department_economic="31001",
            government_economic="50601",
        )
        city.plant("D24", region, city.as_of.year, _subject(city, region), fires=fires)


def d25(city: City) -> None:
    """Let debt fall by two fen that nobody repaid, or by what was."""
    for nth in range(8):
        fires = nth < 5
        region = _indebted(city, special=yuan(80))
        before = date(2026, 7, 31)
        moved = yuan("0.02") * (nth + 1) if fires else yuan("0.01")
        for row in list(city.of("debt_position", region)):
            city.rows["debt_position"].append(dict(row) | {"stated_on": before})
        for row in city.of("debt_position", region, kind="2", stated_on=before):
            row["outstanding"] += moved + yuan(7)
        city.add("debt_service", region, part="1", due=yuan(7), paid=yuan(7),
                 due_on=date(2026, 8, 20), paid_on=date(2026, 8, 19))  # fmt: skip
        city.plant("D25", region, city.as_of.year, "2", fires=fires)


def _indebted(city: City, *, special: Decimal, ceiling: int = 100) -> str:
    region = city.government()
    for row in city.of("debt_position", region):
        row["comprehensive_resources"] = yuan(1000)
    city.add("debt_position", region, kind="2", ceiling=yuan(ceiling), outstanding=special)
    return region


def _interest(city: City, code: str, book: str) -> None:
    for nth in range(8):
        fires, region = nth < 5, city.government()
        year = 2026 if nth % 2 else 2025
        city.drop("statement", region, fiscal_year=year)
        for class_, amount in (("205", 60), ("208", 40), ("231", 500)):
            city.add(
                "statement",
                region,
                fiscal_year=year,
                month=8,
                book=book,
                code=class_,
                revised=yuan(amount),
                executed=yuan(1),
            )
        city.drop("debt_service", region)
        city.add("bond", region, bond="BI", kind=book, issued_on=date(2020, 1, 1))
        due = yuan(8) + (yuan("0.01") if nth < 3 else yuan("2.01")) * fires
        city.add("debt_service", region, bond="BI", due_on=date(year, 12, 31), due=due)
        city.plant(code, region, year, book, fires=fires)


def _bond(city: City, region: str, **cells: Any) -> Row:  # a cell of any type
    for bond in city.of("bond", region):
        bond["proceeds_on"] = cells.pop("proceeds_on", bond["proceeds_on"])
        bond["issued_on"] = bond["proceeds_on"] - timedelta(days=2)
    [row] = city.of("bond_project", region)
    row |= cells
    return row


def _subject(city: City, region: str) -> str:
    return f"{city.name(region, 'B1')}/{city.name(region, 'P1')}"


def _planted(city: City, code: str, region: str, *, fires: bool) -> None:
    [bond] = city.of("bond", region)
    city.plant(code, region, bond["proceeds_on"].year, _subject(city, region), fires=fires)


def _before(day: date, months: int) -> date:
    """Give the first day from which so many months are not yet over on this day."""
    first = _later(day, -months)
    while _later(first, months) < day:
        first += timedelta(days=1)
    return first
