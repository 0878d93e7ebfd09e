"""法定期限与预算编制. The statutory calendar and the budget's composition, reckoned by hand."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tests.oracle.books import Books
from tests.oracle.city import Found, Row

BY_NEED = ("据实结算", "自然灾害", "救灾", "突发事件")
Duty = tuple[str, int, str]


def a01(books: Books) -> Iterator[Found]:
    """批准后二十日内批复部门。"""
    for (region, year, department), _ in _departments(books).items():
        begins = _first(books, region, year, "budget_approved")
        ends = _first(books, region, year, "department_replied", department)
        if _late(books, begins, ends, 20):
            yield Found(region, str(year), f"department_replied/{department}", "red")


def a02(books: Books) -> Iterator[Found]:
    """部门接到批复后十五日内批复所属单位。"""
    for (region, year, unit), department in _units(books).items():
        begins = _first(books, region, year, "department_replied", department)
        ends = _first(books, region, year, "unit_replied", unit)
        if unit != department and _late(books, begins, ends, 15):
            yield Found(region, str(year), f"unit_replied/{unit}", "orange")


def a03(books: Books) -> Iterator[Found]:
    """一般性转移支付三十日内下达。"""
    yield from _issued(books, "1", 30)


def a04(books: Books) -> Iterator[Found]:
    """专项转移支付六十日内下达。"""
    yield from _issued(books, "2", 60)


def a05(books: Books) -> Iterator[Found]:
    """接到上级转移支付后三十日内下达。"""
    for row in _transfers(books):
        tier = books.tier(row["region"])
        if row["received_on"] and tier in ("2", "3") and not _by_need(row):
            if _late(books, row["received_on"], row["issued_on"], 30):
                grade = "red" if tier == "2" else "yellow"
                yield Found(row["region"], str(row["fiscal_year"]), row["transfer"], grade)


def a06(books: Books) -> Iterator[Found]:
    """提前下达占当年转移支付的比例。"""
    this_year: dict[Duty, Decimal] = defaultdict(Decimal)
    early: dict[Duty, Decimal] = defaultdict(Decimal)
    for row in books.rows["transfer"]:
        if _by_need(row):
            continue
        this_year[row["region"], row["fiscal_year"], row["kind"]] += row["amount"]
        issued = row["issued_on"]
        before = date(row["fiscal_year"] - 1, 12, 31)
        if row["is_early_notice"] and issued and issued <= min(before, books.as_of):
            early[row["region"], row["fiscal_year"] - 1, row["kind"]] += row["amount"]
    for (region, year, kind), amount in this_year.items():
        given = early[region, year, kind]
        over = books.day_of(year) == date(year, 12, 31)
        line = {"1": 90, "2": 70}[kind]
        if books.day_of(year) and (given > 0 or over) and 100 * given < line * amount:
            yield Found(region, str(year), kind, "yellow")


def a07(books: Books) -> Iterator[Found]:
    """批准、批复后二十日内公开预算和决算。"""
    for kind, begun in (
        ("budget_published", ("budget_approved", "department_replied", "unit_replied")),
        ("final_accounts_published", ("final_accounts_approved", *["final_accounts_replied"] * 2)),
    ):
        places = {(row["region"], row["fiscal_year"]) for row in books.rows["legal_event"]}
        owed = [(region, year, region, None, begun[0]) for region, year in places]
        owed += [(r, y, d, d, begun[1]) for r, y, d in _departments(books)]
        owed += [(r, y, u, u, begun[2]) for (r, y, u), d in _units(books).items() if u != d]
        for region, year, who, subject, starting in owed:
            if kind == "final_accounts_published" and year >= books.as_of.year:
                continue
            begins = _first(books, region, year, starting, subject)
            if _late(books, begins, _first(books, region, year, kind, subject), 20):
                yield Found(region, str(year), f"{kind}/{who}", "red")


def a08(books: Books) -> Iterator[Found]:
    """决算批复：部门二十日，单位十五日。"""
    kind = "final_accounts_replied"
    for (region, year, department), _ in _departments(books).items():
        begins = _first(books, region, year, "final_accounts_approved")
        ends = _first(books, region, year, kind, department)
        if year < books.as_of.year and _late(books, begins, ends, 20):
            yield Found(region, str(year), f"{kind}/{department}", "orange")
    for (region, year, unit), department in _units(books).items():
        begins = _first(books, region, year, kind, department)
        ends = _first(books, region, year, kind, unit)
        if year < books.as_of.year and unit != department and _late(books, begins, ends, 15):
            yield Found(region, str(year), f"{kind}/{unit}", "orange")


def a09(books: Books) -> Iterator[Found]:
    """草案在会议三十日前提交。"""
    events = [
        row
        for row in books.rows["legal_event"]
        if row["happened_on"] and row["happened_on"] <= books.as_of
    ]
    for meeting in events:
        drafts = [
            row["happened_on"]
            for row in events
            if row["kind"] == "draft_submitted"
            and row["happened_on"] <= meeting["happened_on"]
            and all(row[name] == meeting[name] for name in ("region", "fiscal_year", "subject"))
        ]
        if meeting["kind"] == "meeting" and drafts:
            if (meeting["happened_on"] - min(drafts)).days < 30:
                year = meeting["fiscal_year"]
                yield Found(meeting["region"], str(year), f"{meeting['subject']}/{year}", "orange")


def a10(books: Books) -> Iterator[Found]:
    """预备费为本级支出的百分之一至百分之三。"""
    classes: dict[tuple[str, int], dict[str, Decimal]] = defaultdict(dict)
    for row in books.rows["statement"]:
        general = (row["book"], row["side"], row["month"]) == ("1", "2", 0)
        if general and len(row["code"]) == 3 and row["approved"] is not None:
            classes[row["region"], row["fiscal_year"]][row["code"]] = row["approved"]
    for (region, year), by_code in classes.items():
        spending = sum(amount for code, amount in by_code.items() if code != "230")
        reserve = by_code.get("227", Decimal(0))
        if spending > 0 and not spending <= 100 * reserve <= 3 * spending:
            yield Found(region, str(year), "1", "red")


def a12(books: Books) -> Iterator[Found]:
    """预算没有编到项、基本支出没有编到款。"""
    categories = {
        (row["region"], row["fiscal_year"], row["project"]): row["category"]
        for row in books.rows["project"]
    }
    for row in books.rows["department_budget"]:
        category = categories.get((row["region"], row["fiscal_year"], row["project"]))
        economic = row["department_economic"]
        short = category in ("1", "2") and economic is not None and len(economic) < 5
        if row["fiscal_year"] <= books.as_of.year and (len(row["function_item"]) < 7 or short):
            yield Found(row["region"], str(row["fiscal_year"]), row["line"], "orange")


def a14(books: Books) -> Iterator[Found]:
    """项目没有绩效目标。"""
    for row in books.rows["project"]:
        if row["has_target"] is False and row["fiscal_year"] <= books.as_of.year:
            yield Found(row["region"], str(row["fiscal_year"]), row["project"], "yellow")


def a16(books: Books) -> Iterator[Found]:
    """社保基金当年收不抵支。"""
    kept: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    latest: dict[str, str] = {}
    for row in books.rows["insurance_fund"]:
        if row["month"] <= f"{books.as_of:%Y-%m}":
            kept[row["region"], row["month"][:4], row["scheme"]] += row["income"] - row["outlay"]
            latest[row["region"]] = max(latest.get(row["region"], ""), row["month"][:4])
    for (region, year, scheme), amount in kept.items():
        if amount < 0:
            yield Found(region, year, scheme, "orange")


def a24(books: Books) -> Iterator[Found]:
    """上年执行率低，本年照基数安排。"""
    approved: dict[Duty, Decimal] = defaultdict(Decimal)
    for row in books.rows["department_budget"]:
        approved[row["region"], row["fiscal_year"], f"{row['unit']}/{row['project']}"] += row[
            "approved"
        ]
    may: dict[Duty, Decimal] = defaultdict(Decimal)
    spent: dict[Duty, Decimal] = defaultdict(Decimal)
    for row, executable, paid in books.allotments():
        if row["active"]:
            key = (row["region"], row["fiscal_year"], f"{row['unit']}/{row['project']}")
            may[key] += executable
            spent[key] += paid
    for (region, year, subject), amount in approved.items():
        last = (region, year - 1, subject)
        low = may[last] > 0 and 2 * spent[last] < may[last]
        if low and approved.get(last, 0) > 0 and amount >= approved[last]:
            yield Found(region, str(year), subject, "yellow")


def a25(books: Books) -> Iterator[Found]:
    """结转未消化又安排新增。"""
    carried: dict[Duty, Decimal] = defaultdict(Decimal)
    opening: dict[Duty, Decimal] = defaultdict(Decimal)
    whole: dict[Duty, Decimal] = defaultdict(Decimal)
    for row, _, _ in books.allotments():
        if row["active"]:
            key = (row["region"], row["fiscal_year"], f"{row['unit']}/{row['project']}")
            whole[key] += row["amount"]
            if row["kind"] == "3":
                carried[key] += row["amount"]
            if row["kind"] == "1":
                opening[key] += row["amount"]
    for (region, year, subject), amount in carried.items():
        last = whole[region, year - 1, subject]
        if amount > 0 and opening[region, year, subject] > 0 and 10 * amount >= 3 * last:
            yield Found(region, str(year), subject, "yellow")


def a26(books: Books) -> Iterator[Found]:
    """年底才据实调减。"""
    opening: dict[Duty, Decimal] = defaultdict(Decimal)
    cut: dict[Duty, Decimal] = defaultdict(Decimal)
    units = {}
    for row in books.rows["allotment"]:
        key = (row["region"], row["fiscal_year"], row["allotment"])
        department = books.department(row["region"], row["fiscal_year"], row["unit"])
        units[key] = f"department/{department}"
        if row["kind"] == "1" and row["issued_on"] <= books.as_of:
            opening[row["region"], row["fiscal_year"], units[key]] += row["amount"]
    for row in books.rows["allotment_change"]:
        key = (row["region"], row["fiscal_year"], row["allotment"])
        day = row["changed_on"]
        december = (day.year, day.month) == (row["fiscal_year"], 12) and day <= books.as_of
        if row["kind"] == "2" and december and key in units:
            cut[row["region"], row["fiscal_year"], units[key]] -= row["amount"]
    for (region, year, subject), amount in cut.items():
        budget = opening[region, year, subject]
        if budget > 0 and amount > 0 and 10 * amount >= budget:
            yield Found(region, str(year), subject, "yellow")


def _first(
    books: Books, region: str, year: int, kind: str, subject: str | None = None
) -> date | None:
    days = [
        row["happened_on"]
        for row in books.rows["legal_event"]
        if (row["region"], row["fiscal_year"], row["kind"]) == (region, year, kind)
        and (row["subject"] if row["subject"] != region else None) == subject
        and row["happened_on"]
        and row["happened_on"] <= books.as_of
    ]
    return min(days, default=None)


def _late(books: Books, begins: date | None, ends: date | None, days: int) -> bool:
    if begins is None or begins > books.as_of:
        return False
    return (min(ends or books.as_of, books.as_of) - begins).days > days


def _departments(books: Books) -> dict[Duty, None]:
    return {
        (region, year, department): None for (region, year, _), department in _units(books).items()
    }


def _units(books: Books) -> dict[Duty, str]:
    found = {}
    for row in books.rows["department_budget"]:
        department = books.department(row["region"], row["fiscal_year"], row["unit"])
        if department and row["fiscal_year"] <= books.as_of.year:
            found[row["region"], row["fiscal_year"], row["unit"]] = department
    return found


def _transfers(books: Books) -> Iterator[Row]:
    for row in books.rows["transfer"]:
        if row["fiscal_year"] <= books.as_of.year:
            yield row


def _by_need(row: Row) -> bool:
    return any(word in f"{row['project'] or ''} {row['document']}" for word in BY_NEED)


def _issued(books: Books, kind: str, days: int) -> Iterator[Found]:
    for row in _transfers(books):
        approved = row["budget_approved_on"] or _first(
            books, row["region"], row["fiscal_year"], "budget_approved"
        )
        received = row["received_on"]
        own = row["budget_approved_on"]
        passed_on = received and (books.tier(row["region"]) == "2" or own is None or received > own)
        if row["kind"] == kind and not passed_on and not _by_need(row):
            if _late(books, approved, row["issued_on"], days):
                yield Found(row["region"], str(row["fiscal_year"]), row["transfer"], "red")
