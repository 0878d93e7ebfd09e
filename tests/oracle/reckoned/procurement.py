"""采购与投资. The rules of procurement and investment, reckoned by hand."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tests.oracle.books import Books
from tests.oracle.city import Found, Row
from warehouse import workdays


def p01(books: Books) -> Iterator[Found]:
    """中标通知后三十日内未签订合同。"""
    for row in _contracts(books):
        if row["awarded_on"] and (row["signed_on"] - row["awarded_on"]).days > 30:
            yield _of(row, "orange")


def p02(books: Books) -> Iterator[Found]:
    """签订后七个工作日内未备案。"""
    yield from _within(books, "filed_on", 7)


def p03(books: Books) -> Iterator[Found]:
    """签订后两个工作日内未公告。"""
    yield from _within(books, "published_on", 2)


def p04(books: Books) -> Iterator[Found]:
    """追加超过原合同百分之十。"""
    for row in _contracts(books):
        if row["supplement"] is not None and 10 * row["supplement"] > row["amount"]:
            yield _of(row, "red")


def p05(books: Books) -> Iterator[Found]:
    """没有预算，或者合同超过采购预算。"""
    for row in _contracts(books):
        if row["budget"] is not None and (row["budget"] == 0 or row["amount"] > row["budget"]):
            yield _of(row, "red")


def p06(books: Books) -> Iterator[Found]:
    """付款超过合同与补充合同之和。"""
    paid: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in books.payments():
        if row["contract"]:
            paid[row["region"], row["contract"]] += row["amount"]
    for row in _contracts(books):
        if row["supplement"] is not None:
            due = row["amount"] + row["supplement"]
            if paid[row["region"], row["contract"]] > due:
                yield _of(row, "red")


def p08(books: Books) -> Iterator[Found]:
    """概算超过估算百分之十。"""
    for row in books.stock("investment_project", "stated_on"):
        if row["estimate"] is not None and row["approved_cost"] is not None:
            over = row["approved_cost"] - row["estimate"]
            if over > 0 and 10 * over > row["estimate"]:
                yield Found(row["region"], str(books.as_of.year), row["project"], "orange")


def p09(books: Books) -> Iterator[Found]:
    """投资超过概算。"""
    for row in books.stock("investment_project", "stated_on"):
        invested, approved = row["invested"], row["approved_cost"]
        if invested is not None and approved is not None and invested > approved:
            yield Found(row["region"], str(books.as_of.year), row["project"], "red")


def p13(books: Books) -> Iterator[Found]:
    """竣工验收一年后仍无竣工财务决算。"""
    for row in books.stock("investment_project", "stated_on"):
        accepted, final = row["accepted_on"], row["final_accounts_on"]
        if accepted and accepted <= books.as_of and not (final and final <= books.as_of):
            leap = (accepted.month, accepted.day) == (2, 29)
            anniversary = date(accepted.year + 1, accepted.month, 28 if leap else accepted.day)
            if books.as_of > anniversary:
                yield Found(row["region"], str(books.as_of.year), row["project"], "orange")


def p14(books: Books) -> Iterator[Found]:
    """逾期未开工、未完工。"""
    for row in books.stock("investment_project", "stated_on"):
        late = 0
        for planned, done in (("planned_start_on", "started_on"),
                              ("planned_finish_on", "accepted_on")):  # fmt: skip
            happened = row[done] is not None and row[done] <= books.as_of
            if row[planned] is not None and not happened:
                late = max(late, (books.as_of - row[planned]).days)
        if late > 30:
            grade = "orange" if late > 180 else "yellow"
            yield Found(row["region"], str(books.as_of.year), row["project"], grade)


def _contracts(books: Books) -> Iterator[Row]:
    for row in books.rows["contract"]:
        if row["signed_on"] <= books.as_of:
            yield row


def _within(books: Books, done: str, days: int) -> Iterator[Found]:
    calendar = workdays.known()
    for row in _contracts(books):
        happened = row[done] if row[done] and row[done] <= books.as_of else None
        if (happened or books.as_of) > _end_of(calendar, row["signed_on"], days):
            yield _of(row, "yellow")


def _end_of(calendar: workdays.Workdays, day: date, days: int) -> date:
    """Give the last day on which not more than so many working days are gone."""
    while days >= 0:
        day = date.fromordinal(day.toordinal() + 1)
        days -= calendar.is_working(day)
    return date.fromordinal(day.toordinal() - 1)


def _of(row: Row, grade: str) -> Found:
    return Found(row["region"], str(row["signed_on"].year), row["contract"], grade)
