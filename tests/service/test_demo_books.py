"""The demo city's books are kept like a real city's: what hangs together adds up."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

from service.demo.books import Books
from service.demo.forms import headings
from service.demo.terms import dictionary

UNTIL = date(2026, 9, 30)


def standing(books: Books, feed: str, *keys: str):
    return {tuple(row[key] for key in keys): row for row in books.rows(feed)}


def test_it_has_the_size_of_a_city(books: Books) -> None:
    units = standing(books, "unit", "region", "fiscal_year", "unit").values()
    city = [u for u in units if u["region"] == "419800" and u["fiscal_year"] == 2026]
    paid = [r for r in books.rows("payment") if r["fiscal_year"] == 2025]

    assert len(city) == 60
    assert len({unit["department"] for unit in city}) == 17
    assert 17_000 <= len(paid) <= 23_000
    assert {row["region"] for row in books.rows("payment")} == {
        "419800", "419821", "419822", "419823", "419824", "419825", "419826"
    }  # fmt: skip


def test_every_feed_has_rows(books: Books) -> None:
    assert {feed for feed in headings()[0] if not books.entries[feed]} == set()


def test_every_row_has_the_columns_of_its_feed(books: Books) -> None:
    columns, _ = headings()
    for feed, entries in books.entries.items():
        wanted = {column.name for column in columns[feed]}
        assert {frozenset(entry.cells) for entry in entries} == {frozenset(wanted)}, feed


def test_no_code_is_outside_the_dictionary(books: Books) -> None:
    known = defaultdict(set)
    for scheme, code, _ in dictionary():
        known[scheme].add(code)
    columns = {"function_item": "function", "government_economic": "government_economic",
               "department_economic": "department_economic", "revenue_item": "revenue"}  # fmt: skip
    for feed in ("allotment", "payment", "department_budget", "receipt"):
        for column, scheme in columns.items():
            used = {row[column] for row in books.rows(feed) if row.get(column)}
            assert used - known[scheme] == set(), (feed, column)


def test_every_payment_names_a_unit_and_a_project_on_file(books: Books) -> None:
    units = standing(books, "unit", "region", "fiscal_year", "unit")
    projects = standing(books, "project", "region", "fiscal_year", "project")
    for row in books.rows("payment"):
        where = (row["region"], row["fiscal_year"])
        assert (*where, row["unit"]) in units
        assert row["project"] is None or (*where, row["project"]) in projects


def test_the_opening_allotments_are_the_approved_budget(books: Books) -> None:
    allotted, approved = defaultdict(int), defaultdict(int)
    for row in standing(books, "allotment", "allotment", "region").values():
        if row["kind"] == "1":
            allotted[row["region"], row["fiscal_year"], row["unit"]] += row["amount"]
    for row in books.rows("department_budget"):
        approved[row["region"], row["fiscal_year"], row["unit"]] += row["approved"]

    assert allotted == approved


def test_a_carry_over_is_what_the_year_before_left(books: Books) -> None:
    vouchers = defaultdict(int)
    for row in books.rows("payment"):
        if row["business"] == "9" and row["project"]:
            vouchers[row["region"], row["fiscal_year"] + 1, row["project"]] += row["amount"]
    opened = defaultdict(int)
    for row in standing(books, "allotment", "allotment", "region").values():
        key = (row["region"], row["fiscal_year"], row["project"])
        if row["kind"] == "3" and key in vouchers:
            opened[key] += row["amount"]

    assert len(vouchers) > 20
    assert {key: opened[key] >= amount for key, amount in vouchers.items()} == dict.fromkeys(
        vouchers, True
    )


def test_virements_take_as_much_as_they_give(books: Books) -> None:
    moved = defaultdict(int)
    for row in books.rows("allotment_change"):
        if row["kind"] in "34":
            moved[row["region"], row["fiscal_year"]] += row["amount"]

    assert moved
    assert set(moved.values()) == {0}


def test_the_opening_statement_is_the_allotted_budget(books: Books) -> None:
    allotted = defaultdict(int)
    for row in standing(books, "allotment", "allotment", "region").values():
        if row["kind"] in "134":
            key = (row["region"], row["fiscal_year"], row["fund"][0], row["function_item"])
            allotted[key] += row["amount"]
    stated = {
        (r["region"], r["fiscal_year"], r["book"], r["code"]): r["approved"]
        for r in books.rows("statement")
        if r["month"] == 0 and r["side"] == "2" and len(r["code"]) == 7 and r["approved"]
    }

    assert stated == {key: amount for key, amount in allotted.items() if amount}


def test_the_accounts_of_a_year_settle_what_was_revised(books: Books) -> None:
    for row in books.rows("statement"):
        if row["month"] == 13 and row["side"] == "2":
            assert row["executed"] + row["carried_over"] + row["unspent"] == row["revised"]


def test_debt_moves_only_by_issue_and_repayment(books: Books) -> None:
    stated = standing(books, "debt_position", "region", "kind", "stated_on")
    bonds = {row["bond"]: row for row in books.rows("bond")}
    services = standing(books, "debt_service", "bond", "due_on", "part").values()
    days = sorted({on for *_, on in stated})
    for before, after in pairwise(days):
        for region, kind in {key[:2] for key in stated}:
            issued = sum(
                b["amount"] for b in bonds.values()
                if (b["region"], b["kind"]) == (region, kind) and before < b["issued_on"] <= after
            )  # fmt: skip
            repaid = sum(
                s["paid"] for s in services
                if s["part"] == "1" and s["region"] == region and s["paid_on"]
                and bonds[s["bond"]]["kind"] == kind and before < s["paid_on"] <= after
            )  # fmt: skip
            moved = (
                stated[region, kind, after]["outstanding"]
                - stated[region, kind, before]["outstanding"]
            )
            assert moved == issued - repaid


def test_what_was_repaid_was_paid_by_the_treasury(books: Books) -> None:
    served, paid = defaultdict(int), defaultdict(int)
    for row in standing(books, "debt_service", "bond", "due_on", "part").values():
        if row["paid_on"]:
            served[row["region"], row["paid_on"].year] += row["paid"]
    for row in books.rows("payment"):
        if row["function_item"][:3] in ("231", "232"):
            paid[row["region"], row["fiscal_year"]] += row["amount"]

    assert served == paid


def test_what_bonds_built_was_paid_out_of_them(books: Books) -> None:
    paid = defaultdict(int)
    for row in books.rows("payment"):
        if row["bond"]:
            paid[row["bond"], row["project"]] += row["amount"]
    last = [r for r in books.rows("bond_project") if r["stated_on"] == UNTIL]

    assert len(last) > 15
    assert {(r["bond"], r["project"]): r["spent"] for r in last} == {
        (r["bond"], r["project"]): paid[r["bond"], r["project"]] for r in last
    }


def test_treasuries_close_where_they_opened_plus_what_moved(books: Books) -> None:
    for row in books.rows("treasury_balance"):
        assert row["opening"] + row["inflow"] - row["outflow"] == row["closing"]


def test_contracts_are_not_overpaid_but_where_planted(books: Books) -> None:
    paid = defaultdict(int)
    for row in books.rows("payment"):
        if row["contract"] and row["business"] != "9":
            paid[row["region"], row["contract"]] += row["amount"]
    over = {
        row["contract"]
        for row in books.rows("contract")
        if paid[row["region"], row["contract"]] > row["amount"] + row["supplement"]
    }

    assert over == {p.subject for p in books.plants if p.code == "P06"}


def test_the_city_has_paid_about_two_thirds_by_september(books: Books) -> None:
    rows = [
        r for r in books.rows("statement")
        if (r["region"], r["fiscal_year"], r["month"], r["book"], r["side"])
        == ("419800", 2026, 9, "1", "2") and len(r["code"]) == 3
    ]  # fmt: skip
    share = sum(r["executed"] for r in rows) / sum(r["revised"] for r in rows)

    assert 0.65 < share < 0.71


def test_departments_are_between_a_third_and_seven_eighths(books: Books) -> None:
    slow = {
        p.subject: p.severity for p in books.plants
        if p.code == "B03" and p.region == "419800" and p.period == "2026"
        and p.subject.startswith("department/")
    }  # fmt: skip

    assert slow == {
        "department/105": "red", "department/111": "orange", "department/112": "red",
        "department/113": "orange", "department/114": "yellow",
    }  # fmt: skip
