"""A question is put once, or first counted; with limits of its own, to its own rows alone."""

from alerts.catalogue import all_rules
from alerts.passes import Foot, foot

CODES = {rule.code: rule for rule in all_rules().values()}


def test_an_answer_for_each_payment_goes_through_payments() -> None:
    assert foot(CODES["B20"].sql) == Foot("core.payment", [])
    assert foot(CODES["B01"].sql) == Foot("core.payment", ["core.allotment"])


def test_an_answer_of_sums_goes_through_nothing_row_by_row() -> None:
    assert foot(CODES["B17"].sql) is None


def test_a_select_that_is_read_twice_is_not_gone_through() -> None:
    assert foot("with a as (from core.payment) select * from a join a as b using (unit)") is None
