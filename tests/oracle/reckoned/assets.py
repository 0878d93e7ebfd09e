"""国有资产. The rules of state assets and state capital, reckoned by hand."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from tests.oracle.books import Books
from tests.oracle.city import Found, Row
from tests.oracle.reckoned.debt import _later

LINES = {"2": 10_000_000, "3": 5_000_000, "4": 1_000_000, "5": 200_000}
LIVES = (("203", 8), ("2", 6), ("5", 15), ("1", 30))
DAMAGE = ("毁损", "损毁", "灭失", "损坏", "丢失", "被盗", "报损")


def s01(books: Books) -> Iterator[Found]:
    """资产闲置超过十二个月；单位房屋闲置超过一成。"""
    year = str(books.as_of.year)
    sums: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 4)
    for card in _cards(books):
        class_, idle = card["asset_class"] or "", card["status"] == "4"
        large = class_[:1] == "1" or (class_[:1] == "2" and (card["cost"] or 0) >= 100_000)
        since = card["idle_since"]
        if idle and large and since and books.as_of > _later(since, 12):
            yield Found(card["region"], year, card["asset"], "yellow")
        if class_[:1] == "1" and class_[:3] not in ("101", "103") and card["unit"]:
            of = sums[card["region"], card["unit"]]
            area = card["area"] or Decimal(0)
            lying = area if idle else (card["idle_area"] or Decimal(0))
            cost = card["cost"] or Decimal(0)
            sums[card["region"], card["unit"]] = [
                of[0] + area, of[1] + lying, of[2] + cost, of[3] + (cost if idle else 0),
            ]  # fmt: skip
    for (region, unit), (area, lying, cost, idle_cost) in sums.items():
        if (area > 0 and 10 * lying > area) or (area == 0 and cost > 0 and 10 * idle_cost > cost):
            yield Found(region, year, unit, "yellow")


def s03(books: Books) -> Iterator[Found]:
    """出租出借没有批准文号。"""
    for row in _uses(books, "1", "2"):
        if not (row["approval"] or "").strip():
            yield _of(row, "red")


def s04(books: Books) -> Iterator[Found]:
    """行政单位出租出借办公用房。"""
    offices = {
        (row["region"], row["unit"])
        for row in books.rows["unit"]
        if row["kind"] == "1" and row["fiscal_year"] == books.as_of.year
    }
    running = {
        (row["region"], row["asset"])
        for row in _uses(books, "1", "2")
        if row["ends_on"] is None or row["ends_on"] >= books.as_of
    }
    for card in _cards(books):
        let = (
            card["status"] in ("2", "3")
            or (card["leased_area"] or 0) > 0
            or (card["region"], card["asset"]) in running
        )
        office = (card["asset_class"] or "")[:1] == "1" and "办公" in card["name"]
        if office and let and (card["region"], card["unit"]) in offices:
            yield Found(card["region"], str(books.as_of.year), card["asset"], "red")


def s05(books: Books) -> Iterator[Found]:
    """租金到期三十天后未足额上缴。"""
    yield from _not_handed_in(books, "1")


def s06(books: Books) -> Iterator[Found]:
    """租约六十天内到期。"""
    for row in _uses(books, "1"):
        if row["ends_on"] and 0 <= (row["ends_on"] - books.as_of).days <= 60:
            yield _of(row, "blue")


def s07(books: Books) -> Iterator[Found]:
    """处置没有批准文号。"""
    for row in _uses(books, "3"):
        if not (row["approval"] or "").strip():
            yield _of(row, "red")


def s08(books: Books) -> Iterator[Found]:
    """处置收入到期三十天后未足额上缴。"""
    yield from _not_handed_in(books, "3")


def s09(books: Books) -> Iterator[Found]:
    """未达最低使用年限处置，又不是毁损、灭失。"""
    cards = {(card["region"], card["asset"]): card for card in _cards(books)}
    for row in _uses(books, "3"):
        card = cards.get((row["region"], row["asset"]))
        if card is None or not row["reason"] or any(word in row["reason"] for word in DAMAGE):
            continue
        class_ = card["asset_class"] or ""
        life = next((years for prefix, years in LIVES if class_.startswith(prefix)), None)
        used = card["in_use_from"]
        if life and used and row["started_on"] < _later(used, 12 * life):
            yield _of(row, "yellow")


def s13(books: Books) -> Iterator[Found]:
    """大额购置九十天内没有资产卡片。"""
    near = timedelta(days=90)
    cards = _cards(books)
    stated = {card["region"]: card["stated_on"] for card in cards}
    for row in books.payments():
        code = (row["department_economic"] or "")[:3]
        large = row["amount"] >= LINES[books.tier(row["region"])]
        old = (books.as_of - row["paid_on"]).days >= 91
        if code != "310" or not large or not old or stated[row["region"]] < row["paid_on"]:
            continue
        booked = any(
            card[day] and abs(card[day] - row["paid_on"]) <= near
            for card in cards
            if (card["region"], card["unit"]) == (row["region"], row["unit"])
            for day in ("acquired_on", "booked_on")
        )
        if not booked:
            yield Found(row["region"], str(row["fiscal_year"]), row["payment"], "orange")


def s14(books: Books) -> Iterator[Found]:
    """土地、房屋没有权属证。"""
    for card in _cards(books):
        bare = not (card["certificate"] or "").strip()
        if (card["asset_class"] or "")[:1] == "1" and bare and card["status"] != "9":
            yield Found(card["region"], str(books.as_of.year), card["asset"], "blue")


def s15(books: Books) -> Iterator[Found]:
    """在用车辆超过编制。"""
    cars: dict[tuple[str, str], int] = defaultdict(int)
    for card in _cards(books):
        if (card["asset_class"] or "")[:3] == "203" and card["status"] == "1":
            cars[card["region"], card["unit"]] += 1
    for row in books.rows["unit"]:
        quota = row["vehicle_quota"] if row["fiscal_year"] == books.as_of.year else None
        if quota is not None and cars[row["region"], row["unit"]] > quota:
            yield Found(row["region"], str(books.as_of.year), row["unit"], "red")


def s20(books: Books) -> Iterator[Found]:
    """资产负债率超过七成、八成。"""
    for row in _firms(books):
        if 10 * row["liabilities"] > 7 * row["assets"] and row["liabilities"] > 0:
            grade = "orange" if 10 * row["liabilities"] > 8 * row["assets"] else "yellow"
            yield Found(row["region"], str(books.as_of.year), row["enterprise"], grade)


def s21(books: Books) -> Iterator[Found]:
    """期末权益低于年初。"""
    for row in _firms(books):
        if row["opening_equity"] is not None and row["equity"] < row["opening_equity"]:
            yield Found(row["region"], str(books.as_of.year), row["enterprise"], "orange")


def s22(books: Books) -> Iterator[Found]:
    """连续两个月亏损，或者利润比上年同月下降两成以上。"""
    profit = {
        (row["region"], row["enterprise"], row["month"]): row["net_profit"]
        for row in books.rows["enterprise"]
    }
    for row in _firms(books):
        year, month = int(row["month"][:4]), int(row["month"][5:])
        before = f"{year}-{month - 1:02d}" if month > 1 else f"{year - 1}-12"
        key = (row["region"], row["enterprise"])
        last, same = profit.get((*key, before)), profit.get((*key, f"{year - 1}-{month:02d}"))
        losing = row["net_profit"] < 0 and last is not None and last < 0
        falling = same is not None and same > 0 and 10 * row["net_profit"] < 8 * same
        if losing or falling:
            yield Found(row["region"], str(books.as_of.year), row["enterprise"], "yellow")


def s23(books: Books) -> Iterator[Found]:
    """应缴收益没有足额上缴。"""
    for year, day in books.years():
        if (day.month, day.day) != (12, 31):
            continue
        latest: dict[tuple[str, str], Row] = {}
        last_year: dict[tuple[str, str], Decimal] = {}
        for row in books.rows["enterprise"]:
            key = (row["region"], row["enterprise"])
            if row["month"] == f"{year - 1}-12":
                last_year[key] = row["net_profit"]
            if (
                row["month"][:4] == str(year)
                and row["month"] > latest.get(key, {"month": ""})["month"]
            ):
                latest[key] = row
        for key, row in latest.items():
            profit = last_year.get(key, row["net_profit"])
            share, paid = row["profit_due_share"], row["profit_handed_in"]
            if share is None or paid is None or profit <= 0:
                continue
            due = (profit * share).quantize(Decimal("0.01"), ROUND_HALF_UP)
            if paid < due:
                yield Found(row["region"], str(year), row["enterprise"], "orange")


def s24(books: Books) -> Iterator[Found]:
    """国有资本经营预算零收零支。"""
    for year, day in books.years():
        if day < date(year, 9, 30):
            continue
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in books.rows["statement"]:
            ended = row["month"] and (day.year, day.month + (day == _last(day))) > (
                year,
                row["month"],
            )
            if (
                row["fiscal_year"] == year
                and row["book"] == "3"
                and len(row["code"]) == 3
                and ended
            ):
                rows[row["region"]].append(row)
        for region, of in rows.items():
            month = max(row["month"] for row in of if row["month"] <= 12)
            now = [row for row in of if row["month"] == month]
            still = all(row["executed"] == 0 for row in now)
            if still and {row["side"] for row in now} == {"1", "2"}:
                yield Found(region, str(year), "3", "orange")


def s28(books: Books) -> Iterator[Found]:
    """对外担保超过权益的一半、全部。"""
    for row in _firms(books):
        if row["guarantees"] and row["guarantees"] > 0 and 2 * row["guarantees"] > row["equity"]:
            grade = "orange" if row["guarantees"] > row["equity"] else "yellow"
            yield Found(row["region"], str(books.as_of.year), row["enterprise"], grade)


def s29(books: Books) -> Iterator[Found]:
    """租金不到同类中位数的一半。"""
    cards = {(card["region"], card["asset"]): card for card in _cards(books)}
    peers: dict[tuple[str, str], list[tuple[Row, Decimal]]] = defaultdict(list)
    for row in _uses(books, "1"):
        card = cards.get((row["region"], row["asset"]))
        running = row["ends_on"] is None or row["ends_on"] >= books.as_of
        area = card and (card["leased_area"] or card["area"])
        if running and card and area and row["due_income"] is not None and card["asset_class"]:
            peers[row["region"], card["asset_class"]].append((row, row["due_income"] / area))
    for of in peers.values():
        for row, rent in of:
            others = [other for lease, other in of if lease is not row]
            if len(of) >= 8 and 2 * rent < median(others):
                yield _of(row, "yellow")


def _cards(books: Books) -> list[Row]:
    return books.stock("asset_card", "stated_on")


def _firms(books: Books) -> Iterator[Row]:
    latest: dict[str, str] = {}
    known = [
        row
        for row in books.rows["enterprise"]
        if _last(date.fromisoformat(f"{row['month']}-01")) <= books.as_of
    ]
    for row in known:
        latest[row["region"]] = max(latest.get(row["region"], ""), row["month"])
    for row in known:
        if row["month"] == latest[row["region"]]:
            yield row


def _uses(books: Books, *kinds: str) -> Iterator[Row]:
    for row in books.rows["asset_use"]:
        if row["kind"] in kinds and row["started_on"] <= books.as_of:
            yield row


def _not_handed_in(books: Books, kind: str) -> Iterator[Found]:
    for row in _uses(books, kind):
        late = row["due_on"] is not None and (books.as_of - row["due_on"]).days > 30
        told = row["due_income"] is not None and row["handed_in"] is not None
        if late and told and row["handed_in"] < row["due_income"]:
            yield _of(row, "orange")


def _of(row: Row, grade: str) -> Found:
    return Found(row["region"], str(row["started_on"].year), row["event"], grade)


def _last(day: date) -> date:
    return _later(day.replace(day=1), 1) - timedelta(days=1)
