"""法定期限与预算编制. What is planted for the statutory calendar and the budget's composition."""

from datetime import date, timedelta
from typing import Any

from tests.oracle.city import City, yuan

APPROVED = date(2026, 2, 1)


def a01(city: City) -> None:
    """Reply on the twenty-first day, or the twentieth; or not at all."""
    for nth, fires in _eight():
        region = city.government()
        department = city.name(region, "D1")
        if nth != 4:
            _event(
                city, region, "department_replied", APPROVED, 21 + nth if fires else 20, department
            )
        city.plant("A01", region, 2026, f"department_replied/{department}", fires=fires)


def a02(city: City) -> None:
    """Hand down on the sixteenth day, or the fifteenth; or not at all."""
    for nth, fires in _eight():
        region = city.government()
        unit, department = city.name(region, "U1"), city.name(region, "D1")
        _event(city, region, "department_replied", APPROVED, 5, department)
        if nth != 4:
            _event(city, region, "unit_replied", APPROVED, 21 + nth if fires else 20, unit)
        city.plant("A02", region, 2026, f"unit_replied/{unit}", fires=fires)


def a03(city: City) -> None:
    """Issue on the thirty-first day, or the thirtieth; or not at all."""
    _issued(city, "A03", "1", 30)


def a04(city: City) -> None:
    """Issue on the sixty-first day, or the sixtieth; or not at all."""
    _issued(city, "A04", "2", 60)


def a05(city: City) -> None:
    """Pass on on the thirty-first day, or the thirtieth; a county is not asked."""
    for nth, fires in _eight():
        region = city.government("4" if nth == 7 else "23"[nth % 2])
        days = 31 + nth if fires or nth == 7 else 30
        city.add("transfer", region, transfer="T05", budget_approved_on=None, received_on=APPROVED,
                 issued_on=None if nth == 4 else APPROVED + timedelta(days=days))  # fmt: skip
        city.plant("A05", region, 2026, "T05", fires=fires)


def a06(city: City) -> None:
    """Give early notice of a fen less than the share, or of the share."""
    for nth, fires in _eight():
        region, kind = city.government(), "12"[nth % 2]
        city.drop("transfer", region)
        city.add("transfer", region, transfer="T25", fiscal_year=2025, kind=kind, amount=yuan(100))
        city.add("transfer", region, transfer="TN", fiscal_year=2025, kind=kind, amount=yuan(900),
                 project="据实结算补助")  # fmt: skip
        share = {"1": 90, "2": 70}[kind]
        amount = yuan(share) - (yuan("0.01") * (nth + 1) if fires else 0)
        issued = date(2025, 12, 31) if nth != 4 else date(2026, 1, 1)
        city.add("transfer", region, transfer="T26", kind=kind, is_early_notice=True,
                 amount=amount, issued_on=issued)  # fmt: skip
        city.plant("A06", region, 2025, kind, fires=fires)


def a07(city: City) -> None:
    """Publish on the twenty-first day, or the twentieth; or not at all."""
    for nth, fires in _eight():
        region = city.government()
        department = city.name(region, "D1")
        whose = None if nth % 2 else department
        if whose:
            _event(city, region, "department_replied", APPROVED, 3, department)
        late = (21 + nth if fires else 20) + (3 if whose else 0)
        if nth != 4:
            _event(city, region, "budget_published", APPROVED, late, whose)
        city.plant("A07", region, 2026, f"budget_published/{whose or region}", fires=fires)


def a08(city: City) -> None:
    """Reply to final accounts a day late, to a department or a unit, or in time."""
    for nth, fires in _eight():
        region = city.government()
        department, unit = city.name(region, "D1"), city.name(region, "U1")
        day, kind = date(2026, 6, 20), "final_accounts_replied"
        _event(city, region, "final_accounts_approved", day, 0, None, 2025)
        of_unit = nth % 2 == 1
        days = 5 if of_unit else 21 + nth if fires else 20
        if nth != 4:
            _event(city, region, kind, day, days, department, 2025)
        if of_unit:
            _event(city, region, kind, day, 5 + (16 if fires else 15), unit, 2025)
        subject = unit if of_unit else department
        city.plant("A08", region, 2025, f"{kind}/{subject}", fires=fires)


def a09(city: City) -> None:
    """Submit twenty-nine days before the meeting, or thirty."""
    for nth, fires in _eight():
        region = city.government()
        days = 29 - 7 * nth if fires else 30 + nth - 5
        _event(city, region, "draft_submitted", APPROVED, 0, "congress")
        _event(city, region, "meeting", APPROVED, max(days, 0), "congress")
        city.plant("A09", region, 2026, "congress/2026", fires=fires)


def a10(city: City) -> None:
    """Set aside a fen less than one hundredth or more than three, or just that."""
    for nth, fires in _eight():
        region = city.government()
        reserve = yuan(["0.99", "3.01", 0, 50, "0.5", 1, 3, 2][nth])
        for code, amount in (("201", 100 - reserve), ("227", reserve), ("230", yuan(900))):
            city.add("statement", region, month=0, code=code, approved=amount)
        city.plant("A10", region, 2026, "1", fires=fires)


def a12(city: City) -> None:
    """Budget by class, or basic spending by a coarse economic code."""
    region = city.government()
    city.add("project", region, project="PB", category="2")
    cells: list[dict[str, Any]] = [
        {"function_item": "205"}, {"function_item": "20502"}, {"function_item": "205020"},
        {"project": "PB", "department_economic": "302"},
        {"project": "PB", "department_economic": "3020"},
        {"project": "PB"}, {"department_economic": "302"}, {},
    ]  # fmt: skip
    for nth, fires in _eight():
        city.add("department_budget", region, line=f"A12{nth}", **cells[nth])
        city.plant("A12", region, 2026, f"A12{nth}", fires=fires)


def a14(city: City) -> None:
    """Have no target; none told is not the same."""
    region = city.government()
    for nth, fires in _eight():
        target = False if fires else [True, None, True][nth - 5]
        city.add("project", region, project=f"P14{nth}", has_target=target, category="123"[nth % 3])
        city.plant("A14", region, 2026, f"P14{nth}", fires=fires)


def a16(city: City) -> None:
    """Spend a fen more than comes in over the year so far, or as much."""
    region = city.government()
    for nth, fires in _eight():
        scheme = f"5{nth}0"
        for month, income in (("2026-01", 12), ("2026-08", 8)):
            city.add("insurance_fund", region, scheme=scheme, month=month, income=yuan(income),
                     outlay=yuan(10) + (yuan("0.01") * (nth + 1) if fires else 0))  # fmt: skip
        city.plant("A16", region, 2026, scheme, fires=fires)


def a24(city: City) -> None:
    """Give the same to a project that spent a fen less than half, or a fen less to it."""
    region = city.government()
    for nth, fires in _eight():
        project, unit = f"P24{nth}", city.name(region, "U1")
        low = yuan(50) - (yuan("0.01") if nth not in (5, 6) else 0)
        city.add("allotment", region, allotment=f"A24{nth}", fiscal_year=2025, project=project,
                 amount=yuan(100))  # fmt: skip
        city.add("payment", region, payment=f"V24{nth}", fiscal_year=2025, project=project,
                 allotment=f"A24{nth}", amount=low)  # fmt: skip
        for year, amount in (
            (2025, yuan(80)),
            (2026, yuan(80) - (yuan("0.01") if nth == 7 else -nth)),
        ):
            city.add("department_budget", region, line=f"L24{nth}{year}", fiscal_year=year,
                     project=project, approved=amount)  # fmt: skip
        city.plant("A24", region, 2026, f"{unit}/{project}", fires=fires)


def a25(city: City) -> None:
    """Add new money on three tenths carried over, or on a fen less."""
    region = city.government()
    for nth, fires in _eight():
        project, unit = f"P25{nth}", city.name(region, "U1")
        carried = yuan(30 + nth) if fires or nth == 7 else yuan("29.99")
        city.add("allotment", region, allotment=f"L25{nth}", fiscal_year=2025, project=project,
                 amount=yuan(100))  # fmt: skip
        city.add("allotment", region, allotment=f"C25{nth}", project=project, kind="3",
                 origin_year=2025, amount=carried)  # fmt: skip
        city.add("allotment", region, allotment=f"N25{nth}", project=project, amount=yuan(1),
                 active=nth != 7)  # fmt: skip
        city.plant("A25", region, 2026, f"{unit}/{project}", fires=fires)


def a26(city: City) -> None:
    """Cut a tenth of the opening budget in December, or a fen less, or in November."""
    for nth, fires in _eight():
        region = city.government()
        cut = yuan(10 + nth) if fires or nth == 7 else yuan("9.99")
        day = date(2025, 12, 1 + 5 * nth % 31) if nth != 7 else date(2025, 11, 30)
        city.add("allotment_change", region, change="C26", fiscal_year=2025, kind="2",
                 amount=-cut, changed_on=day)  # fmt: skip
        department = city.name(region, "D1")
        city.plant("A26", region, 2025, f"department/{department}", fires=fires)


def _eight() -> list[tuple[int, bool]]:
    return [(nth, nth < 5) for nth in range(8)]


def _event(
    city: City,
    region: str,
    kind: str,
    day: date,
    later: int,
    subject: str | None,
    year: int = 2026,
) -> None:
    nth = len(city.rows["legal_event"])
    city.add("legal_event", region, event=f"E{nth}", kind=kind, subject=subject, fiscal_year=year,
             happened_on=day + timedelta(days=later))  # fmt: skip


def _issued(city: City, code: str, kind: str, days: int) -> None:
    for nth, fires in _eight():
        region = city.government("23"[nth % 2])
        gone = days + 1 + nth if fires or nth == 7 else days
        project = "据实结算补助" if nth == 7 else "均衡性补助"
        city.add("transfer", region, transfer=code, kind=kind, received_on=None, project=project,
                 issued_on=None if nth == 4 else APPROVED + timedelta(days=gone))  # fmt: skip
        city.plant(code, region, 2026, code, fires=fires)
