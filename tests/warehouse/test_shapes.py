"""A table's file is its shape, and its name is its place."""

from pathlib import Path

import pytest

from warehouse.shapes import Column, TableUnreadable, tables


def test_a_file_gives_its_columns_its_comment_and_its_answer(tmp_path: Path) -> None:
    (tmp_path / "mart").mkdir()
    (tmp_path / "mart" / "paid.sql").write_text(
        "-- 已付. What was paid; semicolons too.\n"
        "create table mart.paid (amount decimal(18, 2), paid_on date);\n"
        "insert into mart.paid select amount, paid_on from core.payment;\n",
        "utf-8",
    )

    paid = tables("mart", tmp_path)["paid"]

    assert paid.comment == "已付. What was paid; semicolons too."
    assert paid.columns == (Column("amount", "DECIMAL(18,2)"), Column("paid_on", "DATE"))
    assert paid.money == ["amount"]
    assert paid.fill is not None
    assert paid.fill.startswith("insert into mart.paid")


@pytest.mark.parametrize(
    "text",
    ["", "create table mart.other (a int)", "create table mart.paid (a int); from x; from y"],
)
def test_a_file_that_makes_another_table_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "mart").mkdir()
    (tmp_path / "mart" / "paid.sql").write_text(text, "utf-8")

    with pytest.raises(TableUnreadable, match=r"tables/mart/paid\.sql must create mart\.paid"):
        tables("mart", tmp_path)


def test_a_line_of_a_budget_is_not_a_line_of_a_file() -> None:
    assert tables("core")["department_budget"].line == "file_line"
    assert tables("core")["payment"].line == "line"
