"""预算执行. The rules of execution, reckoned by hand."""

from collections.abc import Iterator

from tests.oracle.books import Books
from tests.oracle.city import Found


def b01(books: Books) -> Iterator[Found]:
    """支付指标不存在，或者不可执行。"""
    active = {
        (row["region"], row["fiscal_year"], row["allotment"]): row["active"]
        for row in books.rows["allotment"]
        if row["issued_on"] <= books.as_of
    }
    for row in books.payments():
        key = (row["region"], row["fiscal_year"], row["allotment"])
        asked = row["fiscal_year"] <= books.as_of.year and row["amount"] > 0
        if asked and row["allotment"] and not active.get(key, False):
            yield Found(row["region"], str(row["fiscal_year"]), row["payment"], "red")


def b02(books: Books) -> Iterator[Found]:
    """支付合计超过指标额、调整额，减冻结额；不可执行的归 B01。"""
    for row, executable, paid in books.allotments():
        if row["active"] and row["frozen"] is not None and paid > executable:
            yield Found(row["region"], str(row["fiscal_year"]), row["allotment"], "red")
