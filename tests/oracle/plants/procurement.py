"""采购与投资. What is planted for the rules of procurement and investment."""

from datetime import date, timedelta
from typing import Any

from tests.oracle.city import City, yuan

SIGNED = date(2026, 3, 10)  # a Tuesday


def p01(city: City) -> None:
    """Sign on the thirty-first day, or on the thirtieth."""
    for nth, fires in _eight():
        gone = timedelta(days=31 + nth if fires else 30 - nth % 2)
        _contract(city, "P01", nth, fires=fires, awarded_on=SIGNED - gone)


def p02(city: City) -> None:
    """File on the eighth working day, or on the seventh; over a holiday too."""
    days = [(SIGNED, date(2026, 3, 20)), (SIGNED, None), (date(2026, 4, 28), date(2026, 5, 12)),
            (date(2026, 9, 1), date(2026, 9, 11)), (SIGNED, date(2026, 8, 1)),
            (SIGNED, date(2026, 3, 19)), (date(2026, 9, 1), date(2026, 9, 10)),
            (SIGNED, SIGNED)]  # fmt: skip
    for (nth, fires), (signed, filed) in zip(_eight(), days, strict=True):
        _contract(city, "P02", nth, fires=fires, signed_on=signed, filed_on=filed)


def p03(city: City) -> None:
    """Publish on the third working day, or on the second; a weekend does not count."""
    friday = date(2026, 3, 13)
    days = [(SIGNED, date(2026, 3, 13)), (SIGNED, None), (friday, date(2026, 3, 18)),
            (SIGNED, date(2026, 4, 1)), (friday, date(2026, 3, 19)), (SIGNED, date(2026, 3, 12)),
            (friday, date(2026, 3, 17)), (friday, date(2026, 3, 15))]  # fmt: skip
    for (nth, fires), (signed, published) in zip(_eight(), days, strict=True):
        _contract(city, "P03", nth, fires=fires, signed_on=signed, published_on=published)


def p04(city: City) -> None:
    """Add a fen more than a tenth, or exactly a tenth."""
    for nth, fires in _eight():
        extra = yuan(9) + (yuan("0.01") * (nth + 1) if fires else 0)
        _contract(city, "P04", nth, fires=fires, supplement=extra)


def p05(city: City) -> None:
    """Sign for a fen more than the budget, or for all of it."""
    for nth, fires in _eight():
        budget = yuan(0) if nth == 1 else yuan(90) - (yuan("0.01") * (nth + 1) if fires else 0)
        _contract(city, "P05", nth, fires=fires, budget=budget)


def p06(city: City) -> None:
    """Pay a fen more than the contract and its supplement, or all of both."""
    for nth, fires in _eight():
        region = _contract(city, "P06", nth, fires=fires, supplement=yuan(5))
        for part, amount in enumerate([yuan(95), yuan(-40), yuan(40)]):
            extra = yuan("0.01") * (nth + 1) if fires and part == 2 else 0
            city.add(
                "payment",
                region,
                payment=f"VP6{nth}{part}",
                contract=f"P06-{nth}",
                amount=amount + extra,
            )


def p08(city: City) -> None:
    """Approve a fen more than a tenth above the estimate, or exactly a tenth."""
    for nth, fires in _eight():
        cost = yuan(110) + (yuan("0.01") * (nth + 1) if fires else 0)
        _project(city, "P08", nth, fires=fires, approved_cost=cost)


def p09(city: City) -> None:
    """Invest a fen more than was approved, or all of it."""
    for nth, fires in _eight():
        spent = yuan(100) + (yuan("0.01") * (nth + 1) if fires else 0)
        _project(city, "P09", nth, fires=fires, invested=spent)


def p13(city: City) -> None:
    """Have no final accounts a day after the year, on its last day, or have them."""
    last = city.as_of.replace(year=city.as_of.year - 1)
    for nth, fires in _eight():
        accepted = last - timedelta(days=nth + 1 if fires or nth == 7 else 0)
        done = city.as_of if nth == 7 else None
        _project(city, "P13", nth, fires=fires, accepted_on=accepted, final_accounts_on=done)


def p14(city: City) -> None:
    """Be thirty-one days late to start or to finish, or thirty."""
    for nth, fires in _eight():
        late = city.as_of - timedelta(days=[31, 180, 181, 31, 181][nth % 5] if fires else 30)
        ahead = city.as_of + timedelta(days=300)
        if nth % 2:
            cells = {"planned_start_on": late, "started_on": None, "planned_finish_on": ahead}
        else:
            cells = {"planned_finish_on": late, "accepted_on": None}
        _project(city, "P14", nth, fires=fires, **cells)


def _eight() -> list[tuple[int, bool]]:
    return [(nth, nth < 5) for nth in range(8)]


def _contract(city: City, code: str, nth: int, *, fires: bool, **cells: Any) -> str:
    region = city.government("4")
    row = city.add(
        "contract", region, **({"contract": f"{code}-{nth}", "signed_on": SIGNED} | cells)
    )
    city.plant(code, region, row["signed_on"].year, f"{code}-{nth}", fires=fires)
    return region


def _project(city: City, code: str, nth: int, *, fires: bool, **cells: Any) -> None:
    region = city.government("4")
    city.add("investment_project", region, project=f"{code}-{nth}", **cells)
    city.plant(code, region, city.as_of.year, f"{code}-{nth}", fires=fires)
