"""金额. Yuan inside, always; 万元 and 亿元 exist at the dock and on the screen."""

from decimal import ROUND_HALF_UP, Decimal

YUAN_IN: dict[str, Decimal] = {
    "元": Decimal(1),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}
"""How many yuan one of each unit is."""

FEN = Decimal("0.01")


def fen(amount: Decimal) -> Decimal:
    """Round to the fen, halves away from zero as in the books."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def written(amount: Decimal) -> str:
    """Write yuan to the fen with thousands apart, and a true minus: `−1,234.50`."""
    return f"{fen(amount):,.2f}".replace("-", "−")
