"""Names have one form, in the night's table and in the rules that compare units with it."""

from alerts.rules.execution._names import normalised
from warehouse.shapes import tables


def test_the_night_and_the_rules_bring_names_to_the_same_form() -> None:
    assert normalised("payee") in str(tables("lineage")["payee"].fill)
