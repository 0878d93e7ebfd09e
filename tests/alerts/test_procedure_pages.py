"""The procedures that are printed are those that are kept to."""

from alerts import procedure_pages


def test_the_page_of_the_procedures_is_fresh() -> None:
    written = procedure_pages.PAGE.read_text("utf-8")

    assert written == procedure_pages.page(), "run `pursewatch docs`"
    assert "| `close` | 销号 | 建议销号 | 已销号 | leader |" in written
