"""A mapping is tried before it is used: what would be read is shown, and nothing is kept."""

import pytest

from tests.service.conftest import Console

MAPPING = """\
supplier = "Harbour Board"
region = "990077"

[[file]]
name = 'spend-(?P<year>\\d{4})-(?P<month>\\d\\d)\\.csv'
feed = "payment"
period = "{year}-{month}"

[file.columns]
payment = "Voucher"
fiscal_year = { value = "{year}" }
region = { assumed = "990077" }
unit = "Berth"
paid_on = { from = "Paid", date = "%d/%m/%Y" }
amount = "Pounds"
payee = "To whom"
"""
SPEND = """\
Voucher,Berth,Paid,Pounds,To whom
1,B1,03/02/2026,"1,200.50",Acme Ltd
2,B1,31/02/2026,5,Acme Ltd
"""


@pytest.fixture
def tried(bare: Console, tmp_path):
    """Try a file with a mapping of the home; give the exit status."""

    def order(mapping, text=SPEND, form=None):
        (bare.home / "sources").mkdir(parents=True, exist_ok=True)
        (bare.home / "sources/harbour.toml").write_text(mapping, encoding="utf-8")
        (tmp_path / "spend-2026-02.csv").write_text(text, encoding="utf-8")
        path = str(tmp_path / "spend-2026-02.csv")
        return bare.order("receive", "--try", path, "--source", "harbour", *(form or []))

    return order


def test_the_first_rows_and_what_is_wrong_are_shown(bare, tried):
    assert tried(MAPPING) == 3
    assert "1\t2026\t990077\tB1\t2026-02-03\t1200.50\tAcme Ltd\t2" in bare.said
    assert "set aside: line 3, paid_on: '31/02/2026': date: this is no date" in bare.said
    assert "assumed region: 990077" in bare.said
    assert "empty in every row: voucher, allotment" in bare.said


def test_nothing_is_kept_of_what_was_tried(bare, tried):
    tried(MAPPING)
    assert [path.name for path in bare.home.iterdir()] == ["sources"]


def test_a_heading_that_is_not_mapped_is_named(bare, tried):
    assert tried(MAPPING, SPEND.replace("Berth", "Quay")) == 4
    assert "headings missing ['Berth']; headings neither mapped nor ignored ['Quay']" in bare.said


def test_a_wrong_mapping_is_refused_in_one_sentence(bare, tried):
    assert tried(MAPPING.replace("payee =", "payer =")) == 1
    assert bare.complained.startswith("harbour.toml, line 16: 'payer' is no key of [file.col")
    assert bare.complained.count("\n") == 1


def test_a_machine_reads_the_same(bare, tried):
    assert tried(MAPPING, SPEND, ["--json"]) == 3
    assert '"amount": "1200.50"' in bare.said
    assert '"column_name": "paid_on"' in bare.said
