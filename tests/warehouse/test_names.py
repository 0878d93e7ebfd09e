"""What a box of search finds a name by."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warehouse.kept_rows import CONTRACTS, Kept
from warehouse.names import fold, initials, letter_marks, pair_marks

CONTRACTS.setdefault(
    "succession", ("register", None, ("old_unit", "region", "new_unit", "effective_on"))
)
CITY = "410100"


@pytest.mark.parametrize(
    ("name", "found_by"),
    [("市教育局", "sjyj"), ("农商银行（ＡＢ）分行", "nsyhabfh"), ("重庆 会计学校", "cqkjxx"),
     ("长安 3 号", "ca3h"), ("实验小学校长", "syxxxz"), ("——", "")],
)  # fmt: skip
def test_initials_are_those_that_people_type(name: str, found_by: str) -> None:
    assert initials(fold(name)) == found_by


@given(st.text(), st.text(), st.text())
def test_a_part_of_a_name_has_no_mark_that_the_name_lacks(one: str, part: str, two: str) -> None:
    whole = one + part + two
    assert letter_marks(part) & ~letter_marks(whole) == 0
    assert pair_marks(part) & ~pair_marks(whole) == 0
    assert letter_marks(whole) < 1 << 64


def test_a_former_name_leads_to_the_present_one(kept: Kept) -> None:
    day = date(2026, 1, 1)
    change = {"old_unit": "U1", "new_unit": "U2", "effective_on": day, "kind": "1"}
    kept.file("succession", CITY, "2026", [change])
    for year, first, second in ((2025, "农业局", "路灯所"), (2026, "农业农村局", "照明中心")):
        codes = {"U1" if year == 2025 else "U2": first, "U3": second}
        rows = [{"unit": u, "fiscal_year": year, "name": name} for u, name in codes.items()]
        kept.file("unit", CITY, str(year), rows)

    found = kept.answer(
        "select code, name, was, initials from ops.name where kind = 'unit' order by all"
    )
    assert found == [
        ("U1", "农业局", None, "nyj"),
        ("U2", "农业农村局", "农业局", "nyj"),
        ("U2", "农业农村局", None, "nyncj"),
        ("U3", "照明中心", "路灯所", "lds"),
        ("U3", "照明中心", None, "zmzx"),
    ]


def test_a_natural_person_is_in_no_index(kept: Kept) -> None:
    paid = [{"payment": name, "payee": name} for name in ("张三丰", "安澜建工有限公司")]
    kept.file("payment", CITY, "2026", paid)

    assert kept.answer("select name from ops.name where kind = 'payee'") == [("安澜建工有限公司",)]
