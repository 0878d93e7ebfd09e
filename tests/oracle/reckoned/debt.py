"""政府债务. The rules of debt, reckoned by hand."""

import calendar
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tests.oracle.books import Books
from tests.oracle.city import Found, Row

CENT = Decimal("0.01")


def d01(books: Books) -> Iterator[Found]:
    """债务余额超过限额：一般、专项、合计。"""
    for region, kind, ceiling, outstanding in _positions(books):
        if outstanding > ceiling:
            yield Found(region, _year(books), kind, "red")


def d02(books: Books) -> Iterator[Found]:
    """余额达到限额的 95 %，达到 99 % 为橙色。"""
    for region, kind, ceiling, outstanding in _positions(books):
        if outstanding > 0 and 100 * outstanding >= 95 * ceiling:
            grade = "orange" if 100 * outstanding >= 99 * ceiling else "yellow"
            yield Found(region, _year(books), kind, grade)


def d03(books: Books) -> Iterator[Found]:
    """债务率：120 % 黄、200 % 橙、300 % 红。"""
    resources = {
        row["region"]: row["comprehensive_resources"]
        for row in books.stock("debt_position", "stated_on")
        if row["kind"] == "1"
    }
    for region, kind, _, outstanding in _positions(books):
        there = resources.get(region)
        if kind != "total" or there is None or outstanding <= 0:
            continue
        reached = [grade for share, grade in _BANDS if 100 * outstanding >= share * there]
        if there <= 0 or reached:
            yield Found(region, _year(books), kind, reached[-1] if there > 0 else "red")


_BANDS = ((120, "yellow"), (200, "orange"), (300, "red"))


def d04(books: Books) -> Iterator[Found]:
    """一般债务付息占一般公共预算支出的比例。"""
    yield from _burden(books, "1")


def d05(books: Books) -> Iterator[Found]:
    """专项债务付息占政府性基金支出的比例。"""
    yield from _burden(books, "2")


def d07(books: Books) -> Iterator[Found]:
    """到期本息未足额偿还。"""
    short = set()
    for row in _service(books):
        if row["paid"] is None:
            continue  # not reported, and not 0
        late = row["paid_on"] is not None and row["paid_on"] > books.as_of
        paid = Decimal(0) if late else row["paid"]
        if row["due_on"] < books.as_of and paid < row["due"]:
            short.add((row["region"], row["bond"], row["due_on"]))
    for region, bond, due_on in short:
        yield Found(region, str(due_on.year), f"{bond}/{due_on}", "red")


def d08(books: Books) -> Iterator[Found]:
    """还本付息预算不足以支付当年到期本息。"""
    due: dict[tuple[str, int, str], Decimal] = defaultdict(Decimal)
    kinds = _kinds(books)
    for row in _service(books):
        kind = kinds.get((row["region"], row["bond"]))
        due[row["region"], row["due_on"].year, kind or ""] += row["due"]
    for (region, year, book), amount in due.items():
        approved = _approved_service(books, region, year, book)
        if book and year <= books.as_of.year and approved is not None and approved < amount:
            yield Found(region, str(year), book, "red")


def d11(books: Books) -> Iterator[Found]:
    """债券资金用于经常性支出。"""
    for row in books.payments():
        if row["bond"] and row["amount"] > 0 and row["fiscal_year"] <= books.as_of.year:
            department = (row["department_economic"] or "")[:3] in ("301", "302", "303")
            government = (row["government_economic"] or "")[:3] in ("501", "502", "505", "509")
            if department or government:
                yield Found(row["region"], str(row["fiscal_year"]), row["payment"], "red")


def d13(books: Books) -> Iterator[Found]:
    """专项债资金到位后六个月、十二个月仍未用完。"""
    for row, bond in _projects(books, special=True):
        if row["spent"] is not None and row["spent"] < row["allocated"]:
            for months, grade in ((12, "red"), (6, "yellow")):
                if books.as_of > _later(bond["proceeds_on"], months):
                    yield _of_project(row, bond, grade)
                    break


def d14(books: Books) -> Iterator[Found]:
    """专项债六个月未花到一半，十二个月未花到八成。"""
    for row, bond in _projects(books, special=True):
        share = next(
            (
                share
                for months, share in ((12, 80), (6, 50))
                if books.as_of > _later(bond["proceeds_on"], months)
            ),
            None,
        )
        if share and row["spent"] is not None and 100 * row["spent"] < share * row["allocated"]:
            yield _of_project(row, bond, "yellow")


def d15(books: Books) -> Iterator[Found]:
    """债券资金到位三十天后才拨付或者仍未拨付。"""
    for row, bond in _projects(books, special=False):
        handed = row["handed_over_on"]
        if handed is not None and handed > books.as_of:
            handed = None
        elif handed is None and (row["handed_over"] or 0) > 0:
            continue
        if ((handed or books.as_of) - bond["proceeds_on"]).days > 30:
            yield _of_project(row, bond, "orange")


def d17(books: Books) -> Iterator[Found]:
    """项目收益覆盖本息不足 1.1 倍为橙色，不足 1 倍为红色。"""
    shared: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    rows = books.stock("bond_project", "stated_on")
    for row in rows:
        shared[row["region"], row["bond"]] += row["allocated"]
    kinds = _kinds(books)
    whole: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    so_far: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in _service(books):
        whole[row["region"], row["bond"]] += row["due"]
        if row["due_on"] <= books.as_of:
            so_far[row["region"], row["bond"]] += row["due"]
    for row in rows:
        key = (row["region"], row["bond"])
        if kinds.get(key) != "2" or shared[key] == 0:
            continue
        covers = [
            income * shared[key] / (service[key] * row["allocated"])
            for income, service in ((row["income_forecast"], whole), (row["income_actual"], so_far))
            if income is not None and service[key] * row["allocated"] > 0
        ]
        if covers and min(covers) < Decimal("1.1"):
            grade = "red" if min(covers) < 1 else "orange"
            yield Found(row["region"], _year(books), f"{row['bond']}/{row['project']}", grade)


def d19(books: Books) -> Iterator[Found]:
    """未来十二个月到期本金超过余额的四分之一。"""
    due: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    kinds = _kinds(books)
    for row in _service(books):
        if row["part"] == "1" and books.as_of < row["due_on"] <= _later(books.as_of, 12):
            due[row["region"], kinds.get((row["region"], row["bond"])) or ""] += row["due"]
            due[row["region"], "total"] += row["due"]
    for region, kind, _, outstanding in _positions(books):
        if due[region, kind] > 0 and 4 * due[region, kind] > outstanding:
            yield Found(region, _year(books), kind, "yellow")


def d20(books: Books) -> Iterator[Found]:
    """再融资债券超过当年到期本金的九成。"""
    kinds = _kinds(books)
    due: dict[tuple[str, int, str], Decimal] = defaultdict(Decimal)
    rolled: dict[tuple[str, int, str], Decimal] = defaultdict(Decimal)
    for row in _service(books):
        if row["part"] == "1":
            for kind in (kinds.get((row["region"], row["bond"])) or "", "total"):
                due[row["region"], row["due_on"].year, kind] += row["due"]
    for bond in books.rows["bond"]:
        if bond["purpose"] == "2" and bond["issued_on"] <= books.as_of:
            for kind in (bond["kind"], "total"):
                rolled[bond["region"], bond["issued_on"].year, kind] += bond["amount"]
    for (region, year, kind), amount in rolled.items():
        principal = due[region, year, kind]
        if principal > 0 and 10 * amount > 9 * principal:
            yield Found(region, str(year), kind, "yellow")


def d24(books: Books) -> Iterator[Found]:
    """报告的债券支出与国库支付不符。"""
    for row in books.stock("bond_project", "stated_on"):
        if row["spent"] is None:
            continue
        paid = sum(
            p["amount"]
            for p in books.payments(row["stated_on"])
            if (p["region"], p["bond"], p["project"])
            == (row["region"], row["bond"], row["project"])
        )
        over = row["spent"] - paid
        if paid > row["spent"] or (over > 100_000 and 100 * over > row["spent"]):
            grade = "yellow" if paid > row["spent"] else "red"
            yield Found(row["region"], _year(books), f"{row['bond']}/{row['project']}", grade)


def d25(books: Books) -> Iterator[Found]:
    """两个日期之间债务余额的变动与发行、偿还不符。"""
    kinds = _kinds(books)
    stated: dict[tuple[str, str], dict[date, Decimal]] = defaultdict(dict)
    days: dict[str, set[date]] = defaultdict(set)
    for row in books.rows["debt_position"]:
        if row["stated_on"] <= books.as_of:
            stated[row["region"], row["kind"]][row["stated_on"]] = row["outstanding"]
            days[row["region"]].add(row["stated_on"])
    for (region, kind), at in stated.items():
        last_two = sorted(days[region])[-2:]
        if len(last_two) < 2 or any(day not in at for day in last_two):
            continue
        before, after = last_two
        issued = sum(
            b["amount"]
            for b in books.rows["bond"]
            if (b["region"], b["kind"]) == (region, kind) and before < b["issued_on"] <= after
        )
        repaid = sum(
            row["paid"] or 0
            for row in _service(books)
            if row["part"] == "1"
            and row["region"] == region
            and kinds.get((region, row["bond"])) == kind
            and row["paid_on"] is not None
            and before < row["paid_on"] <= after
        )
        if abs(at[after] - at[before] - issued + repaid) > CENT:
            yield Found(region, _year(books), kind, "orange")


def _year(books: Books) -> str:
    return str(books.as_of.year)


def _positions(books: Books) -> Iterator[tuple[str, str, Decimal, Decimal]]:
    by_region: dict[str, list[Row]] = defaultdict(list)
    for row in books.stock("debt_position", "stated_on"):
        by_region[row["region"]].append(row)
        yield row["region"], row["kind"], row["ceiling"], row["outstanding"]
    for region, rows in by_region.items():
        if {row["kind"] for row in rows} == {"1", "2"}:
            yield (
                region,
                "total",
                sum((row["ceiling"] for row in rows), Decimal(0)),
                sum((row["outstanding"] for row in rows), Decimal(0)),
            )


def _kinds(books: Books) -> dict[tuple[str, str], str]:
    return {
        (bond["region"], bond["bond"]): bond["kind"]
        for bond in books.rows["bond"]
        if bond["issued_on"] <= books.as_of
    }


def _service(books: Books) -> Iterator[Row]:
    later = {
        (bond["region"], bond["bond"])
        for bond in books.rows["bond"]
        if bond["issued_on"] > books.as_of
    }
    for row in books.rows["debt_service"]:
        if (row["region"], row["bond"]) not in later:
            yield row


def _projects(books: Books, *, special: bool) -> Iterator[tuple[Row, Row]]:
    bonds = {
        (bond["region"], bond["bond"]): bond
        for bond in books.rows["bond"]
        if bond["issued_on"] <= books.as_of
    }
    for row in books.stock("bond_project", "stated_on"):
        bond = bonds.get((row["region"], row["bond"]))
        if bond and bond["proceeds_on"] and (bond["kind"] == "2" or not special):
            yield row, bond


def _of_project(row: Row, bond: Row, grade: str) -> Found:
    year = str(bond["proceeds_on"].year)
    return Found(row["region"], year, f"{row['bond']}/{row['project']}", grade)


def _burden(books: Books, book: str) -> Iterator[Found]:
    kinds = _kinds(books)
    interest: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for row in _service(books):
        if row["part"] == "2" and kinds.get((row["region"], row["bond"])) == book:
            interest[row["region"], row["due_on"].year] += row["due"]
    for (region, year), amount in interest.items():
        spending = _spending(books, region, year, book)
        if spending is not None and amount > 0 and 100 * amount > 8 * spending:
            yield Found(region, str(year), book, "red" if 10 * amount > spending else "yellow")


def _spending(books: Books, region: str, year: int, book: str) -> Decimal | None:
    rows = [
        row
        for row in books.rows["statement"]
        if (row["region"], row["fiscal_year"], row["book"], row["side"])
        == (region, year, book, "2")
        and len(row["code"]) == 3
        and row["code"] != "231"
        and row["month"] <= 12
        and (row["month"] == 0 or _ended(books.as_of, year, row["month"]))
    ]
    if not rows or year > books.as_of.year:
        return None
    latest = max(row["month"] for row in rows)
    figures = [
        row["executed"]
        if latest == 12
        else (row["revised"] if latest or row["revised"] is not None else row["approved"])
        for row in rows
        if row["month"] == latest
    ]
    return None if None in figures else sum(figures, Decimal(0))


def _ended(day: date, year: int, month: int) -> bool:
    return date(year, month, calendar.monthrange(year, month)[1]) <= day


def _approved_service(books: Books, region: str, year: int, book: str) -> Decimal | None:
    rows = [
        row
        for row in books.rows["statement"]
        if (row["region"], row["fiscal_year"], row["book"], row["side"])
        == (region, year, book, "2")
        and (row["month"] == 0 or (row["month"] <= 12 and _ended(books.as_of, year, row["month"])))
    ]
    if not rows:
        return None
    months = {row["month"] for row in rows}
    month = 0 if 0 in months else max(months)
    figures = [
        row["approved"] for row in rows if row["month"] == month and row["code"] in ("231", "232")
    ]
    return None if None in figures else sum(figures, Decimal(0))


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
