"""转移支付与库款. Money that goes down to the counties, and what is left in the treasuries."""

from collections import defaultdict
from datetime import date, timedelta

from service.demo.books import Books, month_of
from service.demo.places import CITY, COUNTIES, PROVINCE
from service.demo.treasury import WAN

GENERAL = ("均衡性转移支付", "县级基本财力保障", "共同财政事权转移支付")
EARMARKED = ("农业生产发展专项", "水利发展专项", "生态保护专项", "乡村振兴衔接专项")
LATE = {
    # (county, years back, kind, number of the document) → days after the budget's approval
    ("419824", 0, "1", 1): 34,
    ("419822", 0, "1", 1): 30,
    ("419826", 0, "2", 1): 66,
    ("419823", 0, "2", 1): 60,
}


def hand_down(books: Books) -> None:
    """Write every transfer that the city and the province handed down."""
    for year in books.years:
        for giver, takers in ((PROVINCE, [CITY]), (CITY, list(COUNTIES))):
            for taker in takers:
                for kind, names in (("1", GENERAL), ("2", EARMARKED)):
                    _kind(books, (giver, taker, kind), names, year)


def _kind(books: Books, route: tuple[str, str, str], names: tuple[str, ...], year: int) -> None:
    """Most of a year's money was announced the autumn before; the rest follows the budget."""
    _, taker, kind = route
    size = (26_000 if taker == CITY else 3_000) * WAN
    for number, name in enumerate(names):
        whole = size * (12 - number) // 10 * (100 - 4 * (books.until.year - year)) // 100
        for early in (True, False):
            share = (94 if kind == "1" else 76) if early else 100
            before = whole * 100 // 104 * share // 100 // WAN * WAN
            amount = before if early else whole - before
            _note(books, route, (year, number, early), name, amount)
    if kind == "2":
        amount = size // 20
        _note(books, route, (year, 9, False), "城乡居民基础养老金（据实结算）", amount)


def _note(
    books: Books, route: tuple[str, str, str], which: tuple[int, int, bool], name: str, amount: int
) -> None:
    giver, taker, kind = route
    year, number, early = which
    approved = date(year, 1, 14 if giver == CITY else 12)
    received = date(year, 2, 3) if giver == CITY and kind == "2" else None
    days = 8 + number * 3
    settled = number == 9
    if not early:
        days = LATE.get((taker, books.until.year - year, kind, number), days)
    issued = date(year - 1, 11, 18 + number) if early else approved + timedelta(days=days)
    if settled:
        issued, received = date(year, 8, 5), None
    if received and issued < received:
        received = issued - timedelta(days=5)
    code = f"ZY{year}{giver[-2:]}{taker[-2:]}{kind}{number}{int(early)}"
    period = max(month_of(issued), f"{books.years[0]}-01")
    books.add(
        "transfer",
        period,
        transfer=code,
        fiscal_year=year,
        region=giver,
        to_region=taker,
        kind=kind,
        document=f"安财预〔{issued.year}〕{number * 7 + int(taker[-2:])}号",
        project=name,
        budget_approved_on=None if early else approved,
        received_on=received,
        issued_on=issued,
        amount=amount,
        is_early_notice=early,
        is_direct=number == 1 and kind == "2",
    )
    late = {"1": 30, "2": 60}[kind]
    if not early and (taker, books.until.year - year, kind, number) in LATE:
        books.plant({"1": "A03", "2": "A04"}[kind], f"{giver}/{year}", code,
                    "red" if days > late else None, f"handed down after {days} days")  # fmt: skip


def keep_treasuries(books: Books) -> None:
    """库款. Write every working day's balance: what was paid goes out, enough comes in."""
    paid: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for row in books.rows("payment"):
        if row["business"] != "9":
            paid[row["region"]][row["paid_on"]] += row["amount"]
    year = books.until.year
    levels = dict.fromkeys((CITY, *COUNTIES), 52) | {"419822": 24, "419825": 93}
    for region, grade in (("419822", "red"), ("419825", "blue"), (CITY, None)):
        books.plant("B37", f"{region}/{year}", "treasury", grade,
                    f"{levels[region] / 100} of a month's outflow is left")  # fmt: skip
    for region in (CITY, *COUNTIES):
        _balances(books, region, paid[region], levels[region])


def _balances(books: Books, region: str, paid: dict[date, int], level: int) -> None:
    closing = 0
    on = date(books.years[0], 1, 1)
    monthly = {
        year: sum(amount for day, amount in paid.items() if day.year == year)
        // (books.until.month if year == books.until.year else 12)
        for year in books.years
    }
    out = 0
    while on <= books.until:
        out += paid.get(on, 0)
        year_end = (on.month, on.day) == (12, 31) or on == books.until
        if on.weekday() < 5 or year_end:
            percent = level if on.year == books.until.year else 52
            target = monthly[on.year] * percent // 100
            opening = closing or target
            inflow = max(0, target - opening + out)
            closing = opening + inflow - out
            books.add(
                "treasury_balance", month_of(on), region=region, stated_on=on, opening=opening,
                inflow=inflow, outflow=out, closing=closing,
            )  # fmt: skip
            out = 0
        on += timedelta(days=1)
