"""审计整改与数据质量. The rules of rectification and of falling figures, reckoned by hand."""

from collections import defaultdict
from collections.abc import Iterator

from tests.oracle.books import Books
from tests.oracle.city import Found, Row
from tests.oracle.reckoned.composition import _first
from tests.oracle.reckoned.debt import _ended, _later


def r01(books: Books) -> Iterator[Found]:
    """审计报告后六个月未报告整改情况。"""
    for region, year in {(r["region"], r["fiscal_year"]) for r in books.rows["legal_event"]}:
        audited = _first(books, region, year, "audit_report")
        reported = _first(books, region, year, "rectification_report")
        if audited and (reported or books.as_of) > _later(audited, 6):
            yield Found(region, str(year), str(year), "red")


def r02(books: Books) -> Iterator[Found]:
    """单项问题逾期未整改。"""
    for row in _problems(books):
        due_on, closed_on = row["due_on"], row["closed_on"]
        if due_on and due_on < books.as_of and not (closed_on and closed_on <= books.as_of):
            yield Found(row["region"], str(due_on.year), row["problem"], "orange")


def r04(books: Books) -> Iterator[Found]:
    """屡审屡犯。"""
    years: dict[tuple[str, str], set[int]] = defaultdict(set)
    for row in _problems(books):
        unit = _today(books, row["region"], row["unit"])
        years[row["region"], f"{unit}/{row['problem_class'].strip()}"].add(row["audit_year"])
    for (region, subject), found in years.items():
        if len(found) >= 2:
            yield Found(region, str(max(found)), subject, "orange")


def q04(books: Books) -> Iterator[Found]:
    """累计执行数比上月减少。"""
    told = {
        (r["region"], r["fiscal_year"], r["book"], r["side"], r["code"], r["month"]): r["executed"]
        for r in books.rows["statement"]
        if 1 <= r["month"] <= 12 and _ended(books.as_of, r["fiscal_year"], r["month"])
    }
    for (*key, month), executed in told.items():
        before = told.get((*key, month - 1))
        if executed is not None and before is not None and executed < before:
            region, year, book, side, code = key
            yield Found(region, f"{year}-{month:02d}", f"{book}/{side}/{code}/{month}", "blue")


def _today(books: Books, region: str, unit: str) -> str:
    """Follow a unit through what it was renamed to or merged into; a split is not followed."""
    became = {
        row["old_unit"]: row["new_unit"]
        for row in books.rows["succession"]
        if row["region"] == region and row["kind"] != "3" and row["effective_on"] <= books.as_of
    }
    while unit in became:
        unit = became[unit]
    return unit


def _problems(books: Books) -> Iterator[Row]:
    for row in books.rows["audit_problem"]:
        if row["reported_on"] <= books.as_of:
            yield row
