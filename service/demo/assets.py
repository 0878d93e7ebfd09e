"""国有资产. What the units own, quarter by quarter."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from service.demo.books import Books, month_of
from service.demo.places import CITY, Unit
from service.demo.treasury import WAN, YUAN


@dataclass(frozen=True)
class Asset:
    """One card as it stands when nothing is wrong with it."""

    code: str
    unit: Unit
    name: str
    asset_class: str
    cost: int
    acquired_on: date
    area: int | None = None
    leased: int | None = None
    status: str = "1"
    certificate: str | None = None
    idle_since: date | None = None
    disposed_on: date | None = None


EQUIPMENT = (
    ("服务器", "2010104", 6, 30),
    ("台式计算机", "2010104", 1, 1),
    ("多功能一体机", "2020400", 1, 3),
    ("检测仪器", "2100300", 8, 60),
    ("档案密集架", "5020200", 2, 8),
    ("会议桌椅", "5010200", 1, 5),
)


def furnish(books: Books, units: list[Unit]) -> list[Asset]:
    """Give every unit its buildings, vehicles and equipment."""
    cards = []
    for unit in units:
        die = books.draw("assets", unit.region, unit.code)
        cards += [
            replace(card, code=f"{unit.region}{unit.code}{at:04d}")
            for at, card in enumerate(_of(die, unit), 1)
        ]
    return cards


def _of(die: Random, unit: Unit) -> list[Asset]:
    cards = []
    for at in range(die.randint(1, 4) if unit.region == CITY else 1):
        what = "办公楼" if at == 0 else die.choice(("业务用房", "仓库", "门面房", "值班室"))
        area = die.randint(600, 5200) if at == 0 else die.randint(80, 900)
        bought = date(die.randint(1998, 2021), die.randint(1, 12), die.randint(1, 28))
        year = bought.year
        cards.append(
            Asset("", unit, f"{unit.name}{what}{at or ''}", "1020100", area * 2_600 * YUAN,
                  bought, area, certificate=f"安不动产权第{year}{die.randrange(10**6):06d}号")
        )  # fmt: skip
    for _ in range(die.randint(1, unit.vehicles)):
        bought = date(die.randint(2016, 2023), die.randint(1, 12), die.randint(1, 28))
        cards.append(Asset("", unit, "公务用车", "2030500", die.randint(12, 22) * WAN, bought))
    for _ in range(die.randint(5, 11)):
        name, asset_class, least, most = die.choice(EQUIPMENT)
        cost = die.randint(least * 10_000, most * 10_000) * YUAN
        bought = date(die.randint(2018, 2023), die.randint(1, 12), die.randint(1, 28))
        cards.append(Asset("", unit, name, asset_class, cost, bought))
    return cards


def stock_days(books: Books) -> list[date]:
    """Say when assets are counted: at every quarter's end, and at the end of August."""
    quarters = [(3, 31), (6, 30), (9, 30), (12, 31)]
    days = [date(year, *quarter) for year in books.years for quarter in quarters]
    days.append(date(books.until.year, 8, 31))
    return sorted(day for day in days if day <= books.until)


def write_assets(books: Books, cards: list[Asset]) -> None:
    """Write the state of all assets at each count."""
    for on in stock_days(books):
        for card in cards:
            if card.acquired_on <= on:
                _card(books, card, on)


def _card(books: Books, card: Asset, on: date) -> None:
    gone = card.disposed_on is not None and card.disposed_on <= on
    idle = card.idle_since is not None and card.idle_since <= on
    status = "9" if gone else "4" if idle else "1" if card.status == "4" else card.status
    life = {"1": 40, "2": 8, "5": 15}[card.asset_class[0]] * 365
    worn = min(card.cost * 95 // 100, card.cost * (on - card.acquired_on).days // life)
    books.add(
        "asset_card", month_of(on), asset=card.code, region=card.unit.region, stated_on=on,
        unit=card.unit.code, name=card.name, asset_class=card.asset_class, status=status,
        idle_since=card.idle_since if idle and not gone else None, acquired_on=card.acquired_on,
        booked_on=card.acquired_on + timedelta(days=20), in_use_from=card.acquired_on,
        cost=card.cost, net_value=card.cost - worn, area=card.area,
        idle_area=card.area if idle and not gone else 0 if card.area else None,
        leased_area=(card.leased or 0) if card.area else None, certificate=card.certificate,
    )  # fmt: skip
