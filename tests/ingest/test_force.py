"""Which files are in force: a pure function of what came, in whatever order it came."""

from datetime import UTC, date, datetime
from itertools import permutations

from ingest.force import in_force
from ingest.receipt import FileReceipt, Status
from warehouse.period import Period


def file(
    number: int,
    period: str,
    delivered: int,
    status: Status = Status.KEPT,
    *,
    part: bool = False,
    supplier: str = "郑州市财政局",
) -> FileReceipt:
    """A payment file delivered on that day of April and received on the 20th."""
    return FileReceipt(
        number,
        number,
        f"payment_410100_{period}.csv",
        status,
        datetime(2026, 4, 20, tzinfo=UTC),
        datetime(2026, 4, delivered, tzinfo=UTC),
        feed="payment",
        region="410100",
        period=Period.parse(period),
        supplier=supplier,
        part=part,
    )


def standing(*files: FileReceipt) -> list[int | None]:
    """Give the numbers in force; they must not depend on the order of arrival."""
    answers = {tuple(f.number for f in in_force(order)) for order in permutations(files)}
    assert len(answers) == 1
    return list(answers.pop())


def test_the_last_delivered_stands() -> None:
    assert standing(file(1, "2026-03", 1), file(2, "2026-03", 3), file(3, "2026-03", 2)) == [2]


def test_a_wider_period_takes_the_place_of_those_inside_it() -> None:
    assert standing(file(1, "2026-03", 1), file(2, "2026-04", 1), file(3, "2026", 2)) == [3]


def test_a_day_inside_a_month_in_force_has_no_force_unless_it_is_a_part() -> None:
    month, day = file(1, "2026-03", 1), file(2, "2026-03-31", 2)

    assert standing(month, day) == [1]
    assert standing(month, file(2, "2026-03-31", 2, part=True)) == [1, 2]


def test_what_is_withdrawn_is_gone_until_it_comes_again() -> None:
    gone = file(2, "2026-03", 2, Status.WITHDRAWN)

    assert standing(file(1, "2026-03", 1), gone) == []
    assert standing(file(1, "2026-03", 1), gone, file(3, "2026-03", 3)) == [3]


def test_a_part_that_is_withdrawn_gives_its_place_back_to_the_wider_file() -> None:
    year, part = file(1, "2026", 1), file(2, "2026-03", 2, part=True)

    assert standing(year, part, file(3, "2026-03", 3, Status.WITHDRAWN)) == [1]
    assert standing(year, file(3, "2026-04", 3, Status.WITHDRAWN)) == [1]


def test_suppliers_do_not_replace_one_another() -> None:
    assert standing(file(1, "2026-03", 1), file(2, "2026-03", 2, supplier="河南省财政厅")) == [1, 2]


def test_refused_files_have_no_force() -> None:
    assert standing(file(1, "2026-03", 1), file(2, "2026-03", 2, Status.REFUSED)) == [1]


def test_known_counts_the_day_of_receipt_in_shanghai() -> None:
    late = FileReceipt(
        1, 1, "x", Status.KEPT, datetime(2026, 4, 1, 17, tzinfo=UTC), feed="payment",
        region="410100", period=Period(2026, 3), supplier="s",
    )  # fmt: skip

    assert in_force([late], date(2026, 4, 1)) == []
    assert in_force([late], date(2026, 4, 2)) == [late]
