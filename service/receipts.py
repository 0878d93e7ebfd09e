"""Receipts, as they are written for people and for machines."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dashboards.figures.refusals import aside_said, columns_said
from ingest.quarantine import Lying, Month
from ingest.receipts import FileReceipt, Receipt

SHOWN = ("file", "name", "feed", "region", "period", "status", "delivered", "kept", "repeated",
         "aside", "left_out", "reason")  # fmt: skip
LYING = ("file", "name", "supplier", "feed", "period", "reason", "column", "rows", "first_line",
         "example")  # fmt: skip
MONTHS = ("month", "supplier", "feed", "files", "delivered", "aside", "share")


def receipt_of(receipt: Receipt) -> dict[str, object]:
    """Write a delivery's receipt as a machine reads it."""
    return {
        "delivery": receipt.number,
        "name": receipt.name,
        "supplier": receipt.supplier,
        "delivered_at": receipt.delivered_at,
        "received_at": receipt.received_at,
        "files": [file_of(file) for file in receipt.files],
    }


def file_of(file: FileReceipt) -> dict[str, object]:
    """Write a file's receipt as a machine reads it."""
    return {
        "file": file.number,
        "delivery": file.delivery,
        "name": file.name,
        "received_at": file.received_at,
        "feed": file.feed,
        "region": file.region,
        "period": str(file.period) if file.period else None,
        "supplier": file.supplier,
        "mapping": file.mapping,
        "status": file.status.value,
        "reason": file.reason,
        "delivered": file.delivered,
        "kept": file.kept,
        "repeated": file.repeated,
        "aside": file.aside,
        "left_out": file.left_out,
        "totals": {name: vars(total) for name, total in file.totals.items()},
        "sha256": file.sha256,
        "notes": list(file.notes),
    }


def lying_of(one: Lying) -> dict[str, object]:
    """Write what lies set aside of one file for one reason."""
    return {
        "file": one.file.number,
        "name": one.file.name,
        "supplier": one.file.supplier,
        "feed": one.file.feed,
        "period": str(one.file.period) if one.file.period else None,
        "reason": one.code,
        "column": one.column,
        "rows": one.rows,
        "first_line": one.first_line,
        "example": one.example,
    }


def month_of(month: Month) -> dict[str, object]:
    """Write how much was set aside in a month; the share is of the rows delivered."""
    share = f"{month.aside / month.delivered:.2%}" if month.delivered else None
    return {**vars(month), "share": share}


def to_supplier(rows: Iterable[Mapping[str, Any]], feed: str | None) -> Iterator[dict[str, Any]]:
    """Say the reasons as their supplier reads them: columns by their headings, Chinese first."""
    for row in rows:
        zh = aside_said(row["reason"], "zh")
        told = row["reason"] if zh == row["reason"] else f"{zh} · {row['reason']}"
        column = columns_said(row["column_name"], feed, "zh")
        yield {**row, "column_name": column, "reason": told}
