"""The pages of the books, through the door: their faces, and who may not open them."""

from tests.api.city import City

HERE = "/execution?region=419801&year=2026"


def test_execution_is_drilled_from_the_government_to_the_voucher(city: City):
    analyst = city.as_("analyst")
    departments = analyst.get(f"{HERE.replace('?', '.json?')}").json()["items"]
    projects = analyst.get("/execution.json?region=419801&year=2026&department=101").json()
    vouchers = analyst.get("/execution/rows.json?region=419801&year=2026&department=101").json()

    assert {row["code"]: row["paid"] for row in departments} == {
        "101": "120.05", "102": "33.33", "none": "7.07",
    }  # fmt: skip
    assert [row["paid"] for row in projects["items"]] == ["120.05"]
    assert [row["amount"] for row in vouchers["items"]] == ["120.10", "-0.05"]


def test_execution_is_a_page_with_its_csv(city: City):
    analyst = city.as_("analyst")

    assert "0.00元" in analyst.get(HERE).text
    assert "120.05" in analyst.get("/execution.csv?region=419801&year=2026").text
    assert analyst.get(f"{HERE}&department=nowhere").status_code == 404
    assert analyst.get("/execution/rows?region=419801&year=2026&project=nowhere").status_code == 404


def test_execution_is_closed_to_who_is_watched(city: City):
    assert city.as_("respondent").get(HERE).status_code == 403


def test_books_and_debt_say_what_has_not_come(city: City):
    analyst = city.as_("analyst")

    for door in ("/books", "/debt"):
        assert "state empty" in analyst.get(f"{door}?region=419801").text
        assert analyst.get(f"{door}.json?region=419801").json()["items"] == []
        assert city.as_("respondent").get(door).status_code == 403


def test_rows_are_opened_by_the_feeds_that_have_figures(city: City):
    analyst = city.as_("analyst")

    assert analyst.get("/rows/statement.json?region=419801").json()["items"] == []
    assert analyst.get("/rows/debt_service?after=never&since=x&due='--").status_code == 200
    assert analyst.get("/rows/account").status_code == 404
