"""预算执行. What is planted for the rules of execution."""

from datetime import date

from tests.oracle.city import City, yuan


def b02(city: City) -> None:
    """Pay above an allotment by a fen, and up to its last fen."""
    for nth in range(8):
        region, fires = city.government(), nth < 5
        city.drop("allotment_change", region)
        city.drop("payment", region, fiscal_year=2026)
        city.add("allotment", region, allotment="A2", amount=yuan(70), frozen=yuan("0.50"))
        city.add("allotment_change", region, change="C2", allotment="A2", amount=yuan("2.50"))
        extra = [yuan("0.01"), yuan(1), yuan(900)][nth % 3] if fires else yuan(-nth + 5)
        city.add("payment", region, payment="V2", allotment="A2", amount=yuan(100))
        city.add(
            "payment", region, payment="V3", allotment="A2", amount=yuan(-28) + extra, business="2"
        )
        city.add("payment", region, payment="V4", allotment="A2", amount=yuan(9), business="9")
        city.plant("B02", region, 2026, "A2", fires=fires)


def b01(city: City) -> None:
    """Pay on an allotment that nobody issued, or that is not active."""
    region = city.government("4")
    city.add("allotment", region, allotment="A-idle", active=False)
    city.add("allotment", region, allotment="A-2025", fiscal_year=2025)
    for nth, allotment in enumerate(["A-none", "A-idle", "A-2025", "A-idle", "A-lost"]):
        day = date(2026, 2, 1 + nth)
        city.add("payment", region, payment=f"X{nth}", allotment=allotment, paid_on=day)
        city.plant("B01", region, 2026, f"X{nth}", fires=True)
    own = city.name(region, "A1")
    for nth, cells in enumerate(
        [{"allotment": own}, {"allotment": "A-none", "amount": yuan(-5)}, {"business": "9"}]
    ):
        city.add("payment", region, payment=f"Y{nth}", **({"allotment": "A-none"} | cells))
        city.plant("B01", region, 2026, f"Y{nth}", fires=False)
