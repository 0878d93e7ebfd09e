"""What a way of loading a delivery says of it: all must say the same."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """Rows, yuan and reasons."""

    delivered: int
    kept: int
    repeated: int
    aside: int
    amount: str  # of the rows kept
    reasons: dict[tuple[str, str], int]  # column and code → rows

    def told(self) -> list[object]:
        """Give it as JSON has it."""
        reasons = sorted([column, code, rows] for (column, code), rows in self.reasons.items())
        return [self.delivered, self.kept, self.repeated, self.aside, self.amount, reasons]
