"""A year's figures, broken down and page by page."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboards.figures import beneath
from dashboards.figures.beneath import By, Year
from tests.dashboards.nights import CITY, make_night

PROJECTS = ("a", "B", "é", "道路", "𠮷")
"""In the order of a night, which is that of their bytes."""


@pytest.mark.parametrize("at_once", [500, 2])
def test_pages_of_projects_are_the_same_whether_all_are_at_hand_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(beneath, "AT_ONCE", at_once)
    paid = [
        {"region": CITY, "fiscal_year": 2026, "payment": f"V{n}", "unit": "101001",
         "project": project, "payee": "甲", "amount": Decimal(n + 1), "paid_on": date(2026, 3, 1)}
        for n, project in enumerate(PROJECTS)
    ]  # fmt: skip
    supply = [{"region": CITY, "feed": "payment", "fiscal_year": 2026}]
    night = make_night(tmp_path / "n.duckdb", core={"payment": paid}, ops={"supply": supply})

    def page(after: str) -> list[tuple[str, Decimal]]:
        found = beneath.figures(night, Year(CITY, 2026), By.PROJECT, after=after, limit=2)
        return [(row["code"], row["paid"]) for row in found]

    assert page("") == [("B", Decimal(2)), ("a", Decimal(1))]
    assert page("a") == [("é", Decimal(3)), ("道路", Decimal(4))]
    assert page("道路") == [("𠮷", Decimal(5))]
    assert page("𠮷") == []
