"""What goes wrong between an office and the dock: spoilt rows, wrong manifests, second thoughts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from service.demo.books import Books, Cells
from service.demo.handover import Paper, Parcel
from service.demo.places import CITY, OWN_HAND
from service.demo.schedule import BUREAU, month_end
from service.demo.treasury import YUAN


def spoil(books: Books, parcels: Sequence[Parcel]) -> list[Parcel]:
    """Spoil some papers, and hand over once more what came back.

    Nothing of it is in the books: what is spoilt is written beside the true rows, and what was
    refused or wrong is handed over again, right.
    """
    year = books.until.year
    of = {(parcel.supplier, parcel.received_on): parcel for parcel in parcels}

    def bureau(month: int) -> Parcel:
        return of[BUREAU, month_end(year, month)]

    _spoil_payments(_paper(bureau(5), "payment"))
    _spoil_receipts(_paper(bureau(6), "receipt"))
    _spoil_allotments(_paper(bureau(7), "allotment"))
    _repeat(_paper(of[OWN_HAND[0], month_end(year, 6)], "payment"))
    _come_back(bureau(5), bureau(6), "contract", unknown="内部备注")
    _come_back(bureau(2), bureau(3), "receipt", total_off=10_000)
    _restate(bureau(4), bureau(5))
    _withdraw(books, bureau(2), bureau(3))
    return list(parcels)


def _paper(parcel: Parcel, feed: str) -> Paper:
    return next(paper for paper in parcel.papers if paper.feed == feed)


def _spoil_payments(paper: Paper) -> None:
    """A day that never was, a sum in words, no number, a third decimal; two of one number."""
    first, second, third, fourth = (dict(row) for row in paper.rows[:4])
    twin = dict(paper.rows[4]) | {"payment": "ZF99000005", "amount": 12_345}
    paper.repeats = [paper.rows[at] for at in (10, 20, 30)]
    paper.spoilt = [
        first | {"payment": "ZF99000001", "paid_on": f"{first['paid_on'].year}-02-30"},
        second | {"payment": "ZF99000002", "amount": "壹万贰仟元整"},
        third | {"payment": None},
        fourth | {"payment": "ZF99000004", "amount": "1234.567"},
        twin,
        twin | {"amount": 54_321},
    ]


def _spoil_receipts(paper: Paper) -> None:
    first, second = (dict(row) for row in paper.rows[:2])
    paper.repeats = list(paper.rows[5:10])
    paper.spoilt = [
        first | {"receipt": "SR99000001", "received_on": "上半月"},
        second | {"receipt": "SR99000002", "amount": "-"},
    ]


def _spoil_allotments(paper: Paper) -> None:
    paper.spoilt = [dict(paper.rows[0]) | {"allotment": "BGT-9900001", "unit": None}]


def _repeat(paper: Paper) -> None:
    paper.repeats = list(paper.rows[:2])


def _come_back(
    first: Parcel, later: Parcel, feed: str, *, unknown: str | None = None, total_off: int = 0
) -> None:
    """Have a paper refused, and handed over right with the next delivery."""
    paper = _paper(first, feed)
    later.papers.append(replace(paper))
    paper.unknown, paper.total_off = unknown, total_off


def _restate(first: Parcel, later: Parcel) -> None:
    """Have a month's payments wrong in two sums, and restated a month later."""
    paper = _paper(first, "payment")
    later.papers.append(replace(paper))
    rows = [dict(row) for row in paper.rows]
    rows[7] |= {"amount": rows[7]["amount"] + 900 * YUAN}
    rows[8] |= {"amount": rows[8]["amount"] * 10}
    paper.rows = rows


def _withdraw(books: Books, first: Parcel, later: Parcel) -> None:
    """Hand over a trial of changes that never were, and take it back."""
    year = books.until.year
    period = f"{year}-02"
    trial: Cells = {
        "change": "TZ-TEST-1", "fiscal_year": year, "region": CITY,
        "changed_on": date(year, 2, 11), "kind": "1", "allotment": "BGT-TEST",
        "source_allotment": None, "amount": 100 * YUAN, "approval": "测试",
    }  # fmt: skip
    form = _paper(first, "payment").form
    paper = Paper("allotment_change", CITY, period, [trial, trial | {"change": "TZ-TEST-2"}], form)
    first.papers.append(paper)
    later.papers.append(replace(paper, withdrawn=True))
