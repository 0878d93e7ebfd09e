"""支付凭证. The delivered rows whose sum is a figure of execution, each with file and line."""

from collections.abc import Iterator

from alerts.access import Right
from dashboards.export import Asked, FilterRefused, Kind
from dashboards.exports.figures import year_of
from dashboards.figures import beneath
from dashboards.figures.beneath import BENEATH, CHOSEN, COUNTED, PAID_WITH, Cut, Measure, Year
from warehouse.writers import Column, Row

PLAIN = (
    Column("feed"),
    Column("key"),
    Column("dated", "DATE"),
    Column("unit"),
    Column("project"),
    Column("allotment"),
    Column("amount", "DECIMAL(38,2)"),
    Column("delivery", "BIGINT"),
    Column("delivery_name"),
    Column("file_name"),
    Column("line", "BIGINT"),
)
PAID = (Column("payee"), Column("payee_account"), Column("payer_account"), Column("purpose"))
FILTERS = {
    "region": "the government, needed",
    "fiscal_year": "the year, needed",
    "measure": "paid, approved or executable",
    "department": "a department; none: rows that name none on file",
    "project": "a project; none: rows of none",
    "allotment": "an allotment; none: rows of none",
    "month": "rows of one month",
    "through": "rows up to a month's end",
    "key": "the row of this key alone",
}
LISTED = """
    select {columns}
    from ({chosen}) c
    left join ops.delivery_file f on f.number = c.file
    left join ops.delivery d on d.number = f.delivery
    order by c.file, c.line
"""
WHERE = {
    "delivery": "f.delivery",
    "delivery_name": "d.name as delivery_name",
    "file_name": "f.name as file_name",
}
MASKED = {
    "payee": "masked_name(c.payee)",
    "payee_account": "masked_account(c.payee_account)",
    "payer_account": "masked_account(c.payer_account)",
    "purpose": "masked_words(c.purpose, [c.payee])",
}


def cut_of(asked: Asked) -> Cut:
    """Read which part of a measure is wished for.

    Raises:
        FilterRefused: a month is none.
    """
    measure = Measure(asked.one("measure", [one.value for one in Measure]) or Measure.PAID.value)
    month, through = asked.whole("month"), asked.whole("through")
    if not all(one is None or 1 <= one <= 12 for one in (month, through)):
        raise FilterRefused("a month is a number from 1 to 12")
    return Cut(
        measure, asked.one("department"), asked.one("project"), asked.one("allotment"),
        month=month, through=through, key=asked.one("key"),
    )  # fmt: skip


def columns(asked: Asked) -> tuple[Column, ...]:
    """Give the columns: of payments, also who was paid, through which accounts and what for."""
    return (*PLAIN, *PAID) if cut_of(asked).measure is Measure.PAID else PLAIN


def count(asked: Asked) -> int:
    """Count them."""
    year, cut = _checked(asked)
    chosen = CHOSEN.format(rows=BENEATH[cut.measure])
    found = asked.by.night.rows(COUNTED.format(chosen=chosen), {**year.given, **cut.given})
    return int(found[0]["count"])


def rows(asked: Asked) -> Iterator[Row]:
    """Give them by file and line; persons and accounts are masked unless they may be seen."""
    year, cut = _checked(asked)
    paid = cut.measure is Measure.PAID
    more = "".join(f", p.{column.name}" for column in PAID)
    source = PAID_WITH.format(more=more) if paid else BENEATH[cut.measure]
    shown = {} if asked.by.scope.clear else MASKED
    sql = LISTED.format(
        columns=", ".join(
            shown.get(column.name) or WHERE.get(column.name, f"c.{column.name}")
            for column in columns(asked)
        ),
        chosen=CHOSEN.format(rows=source),
    )
    yield from asked.by.night.stream(sql, {**year.given, **cut.given})


def _checked(asked: Asked) -> tuple[Year, Cut]:
    year, cut = year_of(asked), cut_of(asked)
    if cut.of_stream:
        raise FilterRefused("'rest' is no department: name one, or leave it out")
    beneath.must_be_there(asked.by.night, year, cut)
    return year, cut


KIND = Kind("figure-rows", Right.FIGURES, FILTERS, columns, count, rows)
