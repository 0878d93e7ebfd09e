"""Receipts, as they are written for people and for machines."""

from ingest.receipts import FileReceipt, Receipt

SHOWN = ("file", "name", "feed", "region", "period", "status", "delivered", "kept", "repeated",
         "aside", "left_out", "reason")  # fmt: skip


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
        "name": file.name,
        "feed": file.feed,
        "region": file.region,
        "period": str(file.period) if file.period else None,
        "supplier": file.supplier,
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
