"""South Africa: budget, adjusted budget and audited outcome of an item are one line."""

import csv
from decimal import Decimal

import pytest

FOLDER = "za-municipal-money/data_import/examples"


@pytest.fixture(scope="module")
def items(deliver, real):
    return deliver("za-municipal-money", real / FOLDER / "income_and_expenditure_2015q4.csv")


def test_every_figure_of_the_three_kinds_stands_in_its_column(items, real):
    path = real / FOLDER / "income_and_expenditure_2015q4.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["ACT_OR_BUD"]]
    for kind, column in (("ORGB", "approved"), ("ADJB", "revised"), ("AUDA", "executed")):
        printed = [Decimal(row["ACT_OR_BUD"]) for row in rows if row["YEARPERIOD"][4:] == kind]
        assert items.one(f"select count({column}), coalesce(sum({column}), 0) from kept") == (
            len(printed),
            sum(printed),
        )


def test_other_kinds_and_rows_without_a_figure_are_counted(items):
    assert items.counted == (13, 13, 0, 0)
    [file] = items.files
    assert file.left_out == 29
    assert "24 rows have no figure in any column" in file.notes
