from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dashboards import render
from dashboards.page import NotThere, View
from dashboards.pages import feed, feeds, restated
from ingest.feeds import all_feeds
from service.feed_pages import column_rows, feed_rows
from tests.dashboards.conftest import Look
from tests.dashboards.nights import CITY, make_night
from warehouse.shapes import tables


def told(name: str, rows: list[tuple[object, ...]]) -> list[dict[str, object]]:
    return [dict(zip(tables("ops")[name].names, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory):
    came = {"number": 1, "name": "四月", "received_at": datetime(2026, 4, 1, tzinfo=UTC)}
    file = {
        "number": 1, "delivery": 1, "name": "a.csv", "feed": "payment", "region": CITY,
        "period": "2026-03", "supplier": "财政局", "status": "kept", "kept": 7, "in_force": True,
    }  # fmt: skip
    cell = {
        "feed": "payment", "region": CITY, "period": "2026-03", "supplier": "财政局", "key": "P1",
        "column_name": "amount", "change": "changed", "was": "1.00", "became": "0.50",
        "difference": Decimal("-0.50"), "stated_at": datetime(2026, 4, 2, tzinfo=UTC),
        "received_at": datetime(2026, 4, 2, tzinfo=UTC), "file": 2, "replaced": 1, "line": 2,
    }  # fmt: skip
    elsewhere = {"region": "990012"}
    ops = {
        "feed": told("feed", feed_rows(all_feeds())),
        "feed_column": told("feed_column", column_rows(all_feeds())),
        "delivery": [came],
        "delivery_file": [file, file | elsewhere | {"number": 2, "period": "2026-09"}],
        "restated": [cell, cell | elsewhere],
        "pinned_row": [{"night": date(2026, 3, 31), "file": 1, "line": 2}],
    }
    return make_night(tmp_path_factory.mktemp("feeds") / "2026-09-30.duckdb", ops=ops)


def test_the_list_tells_what_came_last_and_who_stands(looking: Look, night) -> None:
    [payment] = [r for r in feeds.rows(looking(warehouse=night)) if r["feed"] == "payment"]
    assert (payment["last_period"], payment["suppliers"], payment["rows_in_force"]) == (
        "2026-03", "财政局", 7,
    )  # fmt: skip


def test_a_feeds_page_has_its_columns_and_the_rules_that_read_it(looking: Look, night) -> None:
    view: View = looking("/feeds/payment", warehouse=night, place={"feed": "payment"})
    drawn = feed.draw(view)
    assert [c["mof"] for c in drawn["columns"]][:2] == ["PAY_CERT_ID", "FISCAL_YEAR"]
    assert "B02" in {rule.code for rule in drawn["reading"]}
    assert drawn["answer"] == "最近收下的期间是2026-03；在用1个文件、7行，报送方：财政局。"


def test_a_feed_that_there_is_not_is_not_there(looking: Look, night) -> None:
    with pytest.raises(NotThere):
        feed.draw(looking(warehouse=night, place={"feed": "<script>"}))


@pytest.mark.parametrize(
    ("warehouse", "said"),
    [(None, "还没有算成的一夜。"), ("empty", "这一夜没有登记这张表：它算成时还没有这张表。")],
)
def test_a_feed_that_the_night_does_not_hold_has_its_page(
    looking: Look, tmp_path, warehouse, said
) -> None:
    night = warehouse and make_night(tmp_path / "2026-09-30.duckdb")
    view = looking("/feeds/payment", warehouse=night, place={"feed": "payment"})
    page = render.page(feed.PAGE, view)
    assert said in page
    assert "/rules/B02" in page
    assert feed.rows(view) == []


def test_restated_cells_tell_the_pinned_night_and_stay_within_reach(looking: Look, night) -> None:
    [cell] = restated.rows(looking("/restated", warehouse=night))
    assert (cell["was"], cell["became"], cell["difference"], cell["pinned"]) == (
        "1.00", "0.50", Decimal("-0.50"), "2026-03-31",
    )  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", [feeds.PAGE, feed.PAGE, restated.PAGE], ids=lambda p: p.path)
def test_the_pages_are_drawn_in_both_tongues_with_data_and_without(
    looking: Look, night, language: str, page
) -> None:
    place = {"feed": "payment"}
    full = looking(page.path, warehouse=night, language=language, place=place)
    assert "财政局" in render.page(page, full)
    if page is not feed.PAGE:
        bare = looking(page.path, warehouse=None, language=language)
        assert "<main" in render.page(page, bare)
