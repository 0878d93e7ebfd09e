"""审计整改与数据质量. What is planted for the rules of rectification and of falling figures."""

from datetime import timedelta

from tests.oracle.city import City, yuan
from tests.oracle.plants.composition import _event
from tests.oracle.plants.debt import _before


def r01(city: City) -> None:
    """Report a day after six months, or on the last day of the sixth; or not at all."""
    for nth, fires in _eight():
        region = city.government()
        audited = _before(city.as_of, 6) - timedelta(days=1 if fires else 0)
        _event(city, region, "audit_report", audited, 0, None, 2025)
        if nth in (1, 6, 7):
            _event(city, region, "rectification_report", city.as_of, 0, None, 2025)
        city.plant("R01", region, 2025, "2025", fires=fires)


def r02(city: City) -> None:
    """Be open the day after one is due, or on the day; closed is closed."""
    region = city.government()
    for nth, fires in _eight():
        due_on = city.as_of - timedelta(days=nth + 1 if fires or nth == 7 else 0)
        closed_on = city.as_of if nth == 7 else None
        city.add("audit_problem", region, problem=f"R02{nth}", due_on=due_on, closed_on=closed_on)
        city.plant("R02", region, due_on.year, f"R02{nth}", fires=fires)


def r04(city: City) -> None:
    """Have the same class in two audit years, or twice in one."""
    region = city.government()
    for nth, fires in _eight():
        for part in range(2):
            year = 2024 + part if fires or nth == 7 else 2025
            class_ = (
                f"虚列支出{part}" if nth == 7 else "虚列支出 " if part and nth % 2 else "虚列支出"
            )
            city.add("audit_problem", region, problem=f"R04{nth}{part}", unit=f"V{nth}",
                     audit_year=year, problem_class=class_)  # fmt: skip
        city.plant("R04", region, 2025, f"V{nth}/虚列支出", fires=fires)


def q04(city: City) -> None:
    """Fall by a fen from one month to the next, or stand still."""
    for nth, fires in _eight():
        region = city.government()
        for month in (4, 5):
            fall = yuan("0.01") * (nth + 1) if fires and month == 5 else 0
            city.add("statement", region, month=month, code="213", executed=yuan(70) - fall)
        city.plant("Q04", region, "2026-05", "1/2/213/5", fires=fires)


def _eight() -> list[tuple[int, bool]]:
    return [(nth, nth < 5) for nth in range(8)]
