"""Rules about payments worked out row by row in plain Python, from the catalogue's words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

WITHIN = 30


@dataclass(frozen=True)
class Paid:
    """A payment as its file prints it."""

    key: str
    fiscal_year: int
    unit: str
    paid_on: date
    amount: Decimal
    payee: str
    account: str | None
    purpose: str | None = None


def month_of(day: date) -> str:
    """Write the month of a day."""
    return f"{day:%Y-%m}"


def plain_name(payee: str) -> str:
    """Give a payee without the spaces and round brackets, and half-width."""
    wide = {ord("！") + n: ord("!") + n for n in range(94)}
    return "".join(c for c in payee.translate(wide) if c not in " \u3000\u00a0\t()[]{}<>")


def paid_twice(payments: Iterable[Paid]) -> dict[str, tuple[Paid, Paid]]:
    """B19: each later payment of one amount to one account, with the last one before it.

    A negative amount takes back the last one of its size that stands.
    """
    alike: Mapping[tuple[str, Decimal], list[Paid]] = defaultdict(list)
    for paid in payments:
        if paid.account is not None:
            alike[paid.account, abs(paid.amount)].append(paid)
    found = {}
    for same in alike.values():
        standing: list[Paid] = []
        for paid in sorted(same, key=lambda p: (p.paid_on, -p.amount, p.fiscal_year, p.key)):
            if paid.amount > 0:
                standing.append(paid)
            elif standing and paid.amount < 0:
                standing.pop()
        for earlier, later in pairwise(standing):
            if later.paid_on - earlier.paid_on <= timedelta(days=WITHIN):
                found[later.key] = (earlier, later)
    return found


def round_sums(payments: Iterable[Paid]) -> dict[tuple[str, str, str], Decimal]:
    """B17: unit, payee and month whose several payments add up to a round sum."""
    sums: dict[tuple[str, str, str], list[Decimal]] = defaultdict(list)
    for paid in payments:
        if paid.amount > 0:
            sums[paid.unit, plain_name(paid.payee), month_of(paid.paid_on)].append(paid.amount)
    return {
        key: sum(amounts, Decimal(0))
        for key, amounts in sums.items()
        if len(amounts) > 1 and sum(amounts, Decimal(0)) % 10_000 == 0
    }


def splits(payments: Iterable[Paid], line: Decimal) -> set[tuple[str, str, str]]:
    """B18: unit and payee whose payments below the line reach it in 30 days, by month reached."""
    below: dict[tuple[str, str], list[Paid]] = defaultdict(list)
    for paid in payments:
        if 0 < paid.amount < line:
            below[paid.unit, plain_name(paid.payee)].append(paid)
    found = set()
    for who, ones in below.items():
        ones.sort(key=lambda paid: paid.paid_on)
        first, total = 0, Decimal(0)
        for paid in ones:
            total += paid.amount
            while paid.paid_on - ones[first].paid_on >= timedelta(days=WITHIN):
                total -= ones[first].amount
                first += 1
            if total >= line:
                found.add((*who, month_of(paid.paid_on)))
    return found
