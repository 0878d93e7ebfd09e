"""资产出租出借处置. Leases and disposals of the units' property, mostly in order."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from service.demo.assets import Asset
from service.demo.books import Books, month_of
from service.demo.treasury import WAN, YUAN


@dataclass(frozen=True)
class Use:
    """One lease or disposal as it was written down."""

    asset: Asset
    kind: str  # 1 lease 3 disposal
    started_on: date
    ends_on: date | None
    due_income: int
    due_on: date
    handed_in: int
    approval: str | None
    reason: str | None = None


RENT = 168  # yuan a square metre and year


def let(books: Books, cards: list[Asset]) -> list[Asset]:
    """Let shops of institutions, dispose of old equipment; note what is not in order."""
    shops = [
        c for c in cards
        if ("门面房" in c.name or "仓库" in c.name) and "办公" not in c.unit.name
    ][:18]  # fmt: skip
    offices = [c for c in cards if c.unit.kind == "1" and c.name.endswith("办公楼")]
    year = books.until.year
    uses: list[Use] = []
    changed: dict[str, Asset] = {}
    for at, card in enumerate(shops):
        changed[card.code] = replace(card, status="2", leased=card.area)
        uses.append(_lease(books, card, at))
    office = offices[len(offices) // 2]
    changed[office.code] = replace(office, status="2", leased=(office.area or 0) // 3)
    uses.append(_lease(books, replace(office, area=(office.area or 0) // 3), 4))
    books.plant("S04", f"{office.unit.region}/{year}", office.code, "red",
                "a third of an administrative unit's offices is let")  # fmt: skip
    uses += _disposals(books, cards, changed)
    for number, use in enumerate(sorted(uses, key=lambda u: (u.started_on, u.asset.code)), 1):
        _write(books, use, f"ZC{use.started_on.year}{number:05d}")
    return [changed.get(card.code, card) for card in cards]


def _lease(books: Books, card: Asset, at: int) -> Use:
    """Let for some years; a few leases are without approval, behind, cheap or about to end."""
    die = books.draw("lease", card.code)
    until = books.until
    ends = {
        3: until + timedelta(days=47),
        5: until + timedelta(days=60),
        6: until + timedelta(days=61),
    }.get(at, date(until.year + 2, 3 + at % 9, 15))
    started = date(books.years[at % 2], 1 + at % 9, 1)
    rent = round((card.area or 0) * RENT * die.uniform(0.9, 1.12)) * YUAN
    if at == 8:
        rent = rent * 38 // 100
    due_on = {0: until - timedelta(days=31), 1: until - timedelta(days=96),
              2: until - timedelta(days=30)}.get(at, until - timedelta(days=150))  # fmt: skip
    paid = rent * (0, 40, 0)[at] // 100 if at < 3 else rent
    approval = None if at == 7 else f"安国资〔{started.year}〕{at + 11}号"
    return Use(card, "1", started, ends, rent, due_on, paid, approval)


def _disposals(books: Books, cards: list[Asset], changed: dict[str, Asset]) -> list[Use]:
    year = books.until.year
    old = [c for c in cards if c.asset_class.startswith("201") and c.acquired_on.year == 2018][:9]
    young = [c for c in cards if c.asset_class.startswith("201") and c.acquired_on.year == 2022]
    uses = []
    for at, card in enumerate([*old, *young[:2]]):
        on = date(year - at % 2, 3 + at % 5, 12)
        changed[card.code] = replace(card, disposed_on=on, status="1")
        income = max(200 * YUAN, card.cost // 25)
        due_on = on + timedelta(days=20)
        paid = 0 if at == 3 else income
        reason = "损坏无法修复" if card in young[1:2] else "到期报废"
        approval = None if at == 5 else f"安国资处〔{on.year}〕{at + 3}号"
        uses.append(Use(card, "3", on, None, income, due_on, paid, approval, reason))
    return uses


def _write(books: Books, use: Use, code: str) -> None:
    unit = use.asset.unit
    until = books.until
    period = max(month_of(use.started_on), f"{books.years[0]}-01")
    books.add(
        "asset_use", period, event=code, region=unit.region, asset=use.asset.code, unit=unit.code,
        kind=use.kind, started_on=use.started_on, ends_on=use.ends_on, approval=use.approval,
        due_income=use.due_income, handed_in=use.handed_in, due_on=use.due_on, reason=use.reason,
    )  # fmt: skip
    at = f"{unit.region}/{use.started_on.year}"
    if use.approval is None:
        rule = "S03" if use.kind == "1" else "S07"
        books.plant(rule, at, code, "red", "no approval is on file")
    if use.ends_on and (use.ends_on - until).days <= 61:
        days = (use.ends_on - until).days
        books.plant("S06", at, code,
                    "blue" if days <= 60 else None, f"the lease ends in {days} days")  # fmt: skip
    if use.kind == "1" and use.due_income < (use.asset.area or 0) * RENT * 50 * YUAN // 100:
        books.plant("S29", at, code, "yellow", "less than half of what its peers pay")
    if use.handed_in < use.due_income:
        days = (until - use.due_on).days
        rule = "S05" if use.kind == "1" else "S08"
        books.plant(rule, at, code,
                    "orange" if days > 30 else None, f"due {days} days ago")  # fmt: skip
    if use.kind == "3" and use.asset.acquired_on.year == 2022:
        broken = "损坏" in (use.reason or "")
        books.plant("S09", at, code, None if broken else "yellow", "disposed of within six years")


def without_papers(books: Books, cards: list[Asset]) -> list[Asset]:
    """S14, S15. Lose some certificates, and give a unit a car too many."""
    year = books.until.year
    buildings = [c for c in cards if c.asset_class.startswith("102") and c.status == "1"]
    lost = {c.code for c in buildings[7::23]}
    for code in sorted(lost):
        card = next(c for c in buildings if c.code == code)
        books.plant("S14", f"{card.unit.region}/{year}", code, "blue", "no certificate")
    kept = [replace(c, certificate=None) if c.code in lost else c for c in cards]
    for region, code in (("419826", "103001"),):
        own = [c for c in cards if c.unit.region == region and c.unit.code == code]
        unit = own[0].unit
        cars = sum(c.asset_class.startswith("203") for c in own)
        kept += [
            Asset(f"{region}{code}92{at:02d}", unit, "公务用车", "2030500", 16 * WAN,
                  date(2021, 4, 2 + at))
            for at in range(unit.vehicles + 1 - cars)
        ]  # fmt: skip
        books.plant("S15", f"{region}/{year}", code, "red", "one car more than its quota")
    return kept
