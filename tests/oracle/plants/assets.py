"""国有资产. What is planted for the rules of state assets and state capital."""

from datetime import date, timedelta
from typing import Any

from tests.oracle.city import City, yuan
from tests.oracle.plants.debt import _before


def s01(city: City) -> None:
    """Idle a day longer than twelve months, or not yet; of a unit a tenth and a little."""
    region = city.government()
    for nth, fires in _eight():
        since = _before(city.as_of, 12) - timedelta(days=1 if fires or nth == 7 else 0)
        building = nth % 2 == 0
        _card(
            city,
            "S01",
            region,
            nth,
            fires=fires,
            unit=f"US{nth}",
            status="4",
            idle_since=since,
            asset_class="1030100" if building and nth != 7 else "2010104",
            cost=yuan(100_000) if nth != 7 else yuan("99999.99"),
        )
        idle = 100 if not fires else 101
        city.add("asset_card", region, asset=f"SU{nth}", unit=f"UB{nth}", idle_area=yuan(idle))
        city.plant("S01", region, city.as_of.year, f"UB{nth}", fires=fires)


def s03(city: City) -> None:
    """Let or lend without a number of approval."""
    _unapproved(city, "S03", ["1", "2", "1", "1", "2", "1", "2", "1"])


def s04(city: City) -> None:
    """Let an office of an administrative unit by status, area or a running lease."""
    region = city.government()
    city.add("unit", region, unit="UI", kind="2")
    cells: list[dict[str, Any]] = [
        {"status": "2"}, {"status": "3"}, {"leased_area": yuan(5)}, {"status": "2"}, {},
        {}, {"status": "2", "unit": "UI"}, {"status": "2", "name": "职工食堂"},
    ]  # fmt: skip
    for nth, fires in _eight():
        given = {"name": "机关办公楼"} | cells[nth]
        _card(city, "S04", region, nth, fires=fires, **given)
    city.add("asset_use", region, event="GL4", asset="S04-4", kind="2", ends_on=None)


def s05(city: City) -> None:
    """Owe a fen of the rent on the thirty-first day, or all of it on the thirtieth."""
    _owed(city, "S05", "1")


def s06(city: City) -> None:
    """Have a lease end today or on the sixtieth day; on the sixty-first or yesterday."""
    region = city.government()
    for nth, ahead in enumerate([0, 60, 1, 30, 59, 61, -1, 200]):
        ends = city.as_of + timedelta(days=ahead)
        _use(city, "S06", region, nth, fires=nth < 5, ends_on=ends)


def s07(city: City) -> None:
    """Dispose without a number of approval."""
    _unapproved(city, "S07", ["3"] * 8)


def s08(city: City) -> None:
    """Owe a fen of the proceeds on the thirty-first day, or all of it on the thirtieth."""
    _owed(city, "S08", "3")


def s09(city: City) -> None:
    """Dispose the day before the standard life is over, or on the anniversary."""
    region = city.government()
    lives = [("2030500", 8), ("2010104", 6), ("5010100", 15), ("1020100", 30), ("2029900", 6)]
    for nth, fires in _eight():
        class_, years = lives[nth % 5]
        gone = date(2026, 6, 6)
        used = date(2026 - years, 6, 7) if fires or nth == 7 else date(2026 - years, 6, 6)
        city.add("asset_card", region, asset=f"AS9{nth}", asset_class=class_, in_use_from=used)
        reason = "因火灾毁损" if nth == 7 else "更新换代"
        _use(city, "S09", region, nth, fires=fires, kind="3", asset=f"AS9{nth}", started_on=gone,
             reason=reason)  # fmt: skip


def s13(city: City) -> None:
    """Buy for the line to the fen and book no card within ninety days either way."""
    for nth, fires in _eight():
        region = city.government()
        paid_on = date(2026, 4, 1)
        amount = yuan(5_000_000) - (yuan("0.01") if nth == 5 else 0)
        booked = paid_on + timedelta(days=(-91, 91, 400, -400, 91)[nth % 5] if fires else -90)
        city.add("asset_card", region, asset="AS13", acquired_on=date(2001, 1, 1), booked_on=booked)
        city.add(
            "payment",
            region,
            payment="VS13",
            amount=amount,
            paid_on=paid_on,
            department_economic="31002",
        )
        city.plant("S13", region, 2026, "VS13", fires=fires)


def s14(city: City) -> None:
    """Hold a building without a certificate; what is disposed of needs none."""
    region = city.government()
    cells: list[dict[str, Any]] = [
        {"certificate": None}, {"certificate": " "}, {"certificate": None, "status": "4"},
        {"certificate": ""}, {"certificate": None, "asset_class": "1010100"},
        {"certificate": None, "status": "9"}, {"certificate": None, "asset_class": "2010104"}, {},
    ]  # fmt: skip
    for nth, fires in _eight():
        _card(city, "S14", region, nth, fires=fires, **cells[nth])


def s15(city: City) -> None:
    """Use one car more than the quota, or as many as it allows."""
    region = city.government()
    for nth, fires in _eight():
        unit = f"UC{nth}"
        city.add("unit", region, unit=unit, vehicle_quota=nth % 3, fiscal_year=city.as_of.year)
        for car in range(nth % 3 + (1 if fires else 0)):
            city.add("asset_card", region, asset=f"C{nth}{car}", unit=unit, asset_class="2030500")
        city.add("asset_card", region, asset=f"CI{nth}", unit=unit, asset_class="2030500",
                 status="4", idle_since=city.as_of)  # fmt: skip
        city.plant("S15", region, city.as_of.year, unit, fires=fires)


def s20(city: City) -> None:
    """Owe a fen more than seven tenths of the assets, or exactly that."""
    for nth, fires in _eight():
        owed = yuan(["70.01", "80.00", "80.01", 200, "79.99"][nth % 5]) if fires else yuan(70)
        _firm(city, "S20", nth, fires=fires, liabilities=owed)


def s21(city: City) -> None:
    """End a fen below the opening equity, or at it."""
    for nth, fires in _eight():
        equity = yuan(48) - (yuan("0.01") * (nth + 1) if fires else 0)
        _firm(city, "S21", nth, fires=fires, equity=equity)


def s22(city: City) -> None:
    """Lose for two months, or fall by more than a fifth from last year's profit."""
    for nth, fires in _eight():
        region = _firm(
            city,
            "S22",
            nth,
            fires=fires,
            net_profit=yuan("-0.01") if nth % 2 else yuan("7.99") if fires else yuan(8),
        )
        month, profit = ("2026-07", yuan(-1 if fires else 0)) if nth % 2 else ("2025-08", yuan(10))
        city.add("enterprise", region, enterprise=f"S22-{nth}", month=month, net_profit=profit)


def s23(city: City) -> None:
    """Hand in a fen less than the share of last year's profit, or all of it."""
    for nth, fires in _eight():
        region = city.government()
        name = f"S23-{nth}"
        city.add("enterprise", region, enterprise=name, month="2024-12", net_profit=yuan("10.02"))
        city.add(
            "enterprise",
            region,
            enterprise=name,
            month="2025-12",
            net_profit=yuan(90),
            profit_handed_in=yuan(2) - (yuan("0.01") * (nth + 1) if fires else 0),
        )
        city.plant("S23", region, 2025, name, fires=fires)


def s24(city: City) -> None:
    """Move nothing on either side of the state capital budget, or a fen on one."""
    for nth, fires in _eight():
        region = city.government()
        for side, code in (("1", "103"), ("2", "223")):
            moved = yuan("0.01") if not fires and side == str(1 + nth % 2) else yuan(0)
            city.add("statement", region, book="3", side=side, code=code, executed=moved,
                     fiscal_year=2026 - nth % 2)  # fmt: skip
        city.plant("S24", region, 2026 - nth % 2, "3", fires=fires)


def s28(city: City) -> None:
    """Guarantee a fen more than half the equity, or half of it."""
    for nth, fires in _eight():
        given = yuan(["25.01", 50, "50.01", 80, 26][nth % 5]) if fires else yuan(25)
        _firm(city, "S28", nth, fires=fires, guarantees=given)


def s29(city: City) -> None:
    """Let for a fen less than half of what eight leases pay, or for half; seven are too few."""
    for nth, fires in _eight():
        region = city.government()
        class_ = "1020500"
        for lease in range(7 if nth == 7 else 8):
            low = yuan("49.99") if fires or nth == 7 else yuan(50)
            city.add("asset_card", region, asset=f"L{lease}", asset_class=class_, area=yuan(10),
                     leased_area=yuan(1), status="2")  # fmt: skip
            city.add(
                "asset_use",
                region,
                event=f"S29-{lease}",
                asset=f"L{lease}",
                due_income=low if lease == 0 else yuan(100),
                handed_in=yuan(100),
            )
        city.plant("S29", region, 2026, "S29-0", fires=fires)


def _eight() -> list[tuple[int, bool]]:
    return [(nth, nth < 5) for nth in range(8)]


def _card(city: City, code: str, region: str, nth: int, *, fires: bool, **cells: Any) -> None:
    city.add("asset_card", region, asset=f"{code}-{nth}", **cells)
    city.plant(code, region, city.as_of.year, f"{code}-{nth}", fires=fires)


def _use(city: City, code: str, region: str, nth: int, *, fires: bool, **cells: Any) -> None:
    row = city.add("asset_use", region, event=f"{code}-{nth}", **cells)
    city.plant(code, region, row["started_on"].year, f"{code}-{nth}", fires=fires)


def _unapproved(city: City, code: str, kinds: list[str]) -> None:
    region = city.government()
    numbers = [None, "", " ", None, "\u3000", "批1", "财资〔2026〕3号", "x"]
    for nth, fires in _eight():
        _use(city, code, region, nth, fires=fires, kind=kinds[nth], approval=numbers[nth])


def _owed(city: City, code: str, kind: str) -> None:
    region = city.government()
    for nth, fires in _eight():
        due_on = city.as_of - timedelta(days=31 + nth if fires or nth == 7 else 30)
        paid = yuan(100) - (yuan("0.01") * (nth + 1) if nth != 7 else 0)
        _use(city, code, region, nth, fires=fires, kind=kind, due_on=due_on, handed_in=paid)


def _firm(city: City, code: str, nth: int, *, fires: bool, **cells: Any) -> str:
    region = city.government()
    city.add("enterprise", region, enterprise=f"{code}-{nth}", **cells)
    city.plant(code, region, city.as_of.year, f"{code}-{nth}", fires=fires)
    return region
