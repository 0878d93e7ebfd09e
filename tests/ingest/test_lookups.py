"""Mappings: tables looked up, rows folded, several feeds of one file, entries that are dated."""

import json
from decimal import Decimal

import pytest

from ingest.receipt import Status
from ingest.receipts import Receipts
from ingest.receive import Options, receive
from ingest.rejects import write_rejects
from ingest.sources import SourceRefused, load_sources
from tests.ingest.dockside import APRIL, deliver, kept
from warehouse.period import Period

HEAD = 'supplier = "Town"\nregion = "990010"\n'
PAYMENTS = """
[[file]]
name = 'paid\\.csv'
feed = "payment"
period = "2026-03"

[file.join.who]
file = "payees.csv"
on = { Vendor = "Number" }

[file.columns]
payment = "No"
fiscal_year = { value = "{fiscal_year}" }
region = { assumed = "990010" }
unit = { assumed = "1" }
paid_on = "Day"
amount = "Sum"
payee = "who.Name"
"""
PAID = "No,Vendor,Day,Sum\n1,7,2026-03-01,5.00\n2,8,2026-03-02,6.00\n3,,2026-03-03,7.00\n"
PAYEES = "Number,Name,Town\n7,Smith Ltd,A\n 8 ,Jones Ltd,B\n9,Nobody,C\n"


@pytest.fixture
def town(tmp_path):
    """Have files received by a mapping of the town's; give their receipts."""
    (tmp_path / "sources").mkdir()

    def taken(mapping, files, feed=None):
        (tmp_path / "sources/town.toml").write_text(HEAD + mapping, encoding="utf-8")
        path = deliver(tmp_path / "delivery", files)
        asked = Options(source="town", feed=feed)
        sources = load_sources(tmp_path / "sources")
        [receipt] = receive(tmp_path / "home", [path], now=APRIL, sources=sources, options=asked)
        return receipt.files

    return taken


def written(tmp_path, mapping):
    (tmp_path / "town.toml").write_text(HEAD + mapping, encoding="utf-8")
    return load_sources(tmp_path)["town"]


def test_mapped_rows_go_back_with_the_unit_that_stood_above_their_table(town, tmp_path):
    paid = "单位：万元,,,\n" + PAID.replace("2026-03-03", "?")
    [file, _] = town(PAYMENTS, {"paid.csv": paid, "payees.csv": PAYEES})
    receipts = Receipts(tmp_path / "home")
    number = file.number
    write_rejects(receipts.headings(number), receipts.rejects(number), tmp_path / "r.csv")
    back = (tmp_path / "r.csv").read_text("utf-8-sig").splitlines()
    again = "".join(line.split(",", 2)[2].replace("?", "2026-03-03") + "\n" for line in back)
    [whole, _] = town(PAYMENTS, {"paid.csv": again, "payees.csv": PAYEES})

    assert again.splitlines() == ["No,Vendor,Day,Sum（万元）", "3,,2026-03-03,7.00"]
    assert whole.totals["amount"].delivered == file.totals["amount"].aside == Decimal("70000.00")


def test_the_commands_source_is_the_supplier_of_a_file_that_names_itself(town):
    headings = "支付凭证主键,预算年度,财政区划代码,单位代码,实际支付日期,实际支付金额,收款人全称"
    line = "P1,2026,990010,1,2026-03-01,5.00,Smith"
    [file] = town(PAYMENTS, {"payment_990010_2026-03.csv": f"{headings}\n{line}\n"})

    assert (file.status, file.supplier) == (Status.KEPT, "Town")


def test_a_row_is_looked_up_in_another_file_of_its_delivery(town, tmp_path):
    payees = PAYEES + "3,Third Ltd,D\n"
    paid, looked = town(PAYMENTS, {"paid.csv": PAID.replace("3,,", "3,3,"), "payees.csv": payees})
    assert kept(tmp_path / "home", paid, "payment, payee, line") == [
        ("1", "Smith Ltd", 2),
        ("2", "Jones Ltd", 3),
        ("3", "Third Ltd", 4),
    ]
    assert (looked.status, looked.reason) == (Status.NOT_READ, "paid.csv is looked up in it")


def test_a_row_that_finds_nothing_has_an_empty_cell_there(town):
    paid, _ = town(PAYMENTS, {"paid.csv": PAID.replace("2,8,", "2,88,"), "payees.csv": PAYEES})
    assert (paid.delivered, paid.kept, paid.aside) == (3, 1, 2)
    assert "1 rows were not found in payees.csv" in paid.notes


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"paid.csv": PAID}, "looks rows up in 'payees.csv' (who), and the delivery does not hold"),
        (
            {"paid.csv": PAID, "payees.csv": PAYEES, "b/payees.csv.gz": b""},
            "the delivery holds it 2 times",
        ),
        (
            {"paid.csv": PAID, "payees.csv": f"{PAYEES}7,Other,D\n"},
            "payees.csv: the key '7' stands on lines 2 and 5, and the mapping looks rows up by it",
        ),
        (
            {"paid.csv": PAID, "payees.csv": PAYEES.replace("Number", "Numero")},
            "'Number' of the join who is no heading",
        ),
        ({"paid.csv": PAID, "payees.csv": PAYEES.replace("Name", "Named")}, "missing ['who.Name']"),
        ({"paid.csv": PAID, "payees.csv": f"{PAYEES}7\n"}, "1 rows cannot be read"),
        ({"paid.csv": PAID, "payees.csv": ""}, "payees.csv"),
    ],
)
def test_a_table_that_cannot_be_looked_up_refuses_the_file(town, files, told):
    refused = town(PAYMENTS, files)[[*sorted(files)].index("paid.csv")]
    assert refused.status is Status.REFUSED
    assert told in refused.reason


def test_a_key_that_must_be_known_refuses_the_file_with_its_line(town):
    strict = PAYMENTS.replace("\non = {", '\nunmatched = "refuse"\non = {')
    paid, _ = town(strict, {"paid.csv": PAID.replace("2,8,", "2,88,"), "payees.csv": PAYEES})
    assert "line 3: '88' is not in payees.csv, where the mapping looks it up (who)" in paid.reason


def test_other_bytes_to_look_up_in_are_another_reading(town):
    whole = PAID.replace("3,,", "3,9,")
    assert town(PAYMENTS, {"paid.csv": whole, "payees.csv": PAYEES})[0].status is Status.KEPT
    assert town(PAYMENTS, {"paid.csv": whole, "payees.csv": PAYEES})[0].status is Status.SAME
    renamed = PAYEES.replace("Nobody", "Somebody")
    assert town(PAYMENTS, {"paid.csv": whole, "payees.csv": renamed})[0].status is Status.KEPT


def test_a_join_may_need_another_and_stand_before_it(town, tmp_path):
    chain = PAYMENTS.replace("who.Name", "town.Title").replace(
        "[file.join.who]", '[file.join.town]\nfile = "towns.csv"\non = { "who.Town" = "Id" }\n\n'
        "[file.join.who]",
    )  # fmt: skip
    towns = "Id,Title\nA,Aton\nB,Beton\nC,Ceton\n"
    files = {"paid.csv": PAID.replace("3,,", "3,9,"), "payees.csv": PAYEES, "towns.csv": towns}
    paid = town(chain, files)[0]
    assert kept(tmp_path / "home", paid, "payee") == [("Aton",), ("Beton",), ("Ceton",)]


def test_files_of_one_name_are_told_apart_by_their_folder(town):
    mapping = PAYMENTS.replace("paid\\.csv", "paid/2026\\.csv").replace(
        "payees.csv", "who/2026.csv"
    )
    files = {"paid/2026.csv": PAID.replace("3,,", "3,9,"), "who/2026.csv": PAYEES}
    paid, looked = town(mapping, files)
    assert (paid.kept, looked.status) == (3, Status.NOT_READ)


KEPT = '[[file.keep]]\ncolumn = "Day"\nmatches = "2025.*"\n[file.join.who]'


@pytest.mark.parametrize(("may", "status"), [("", "refused"), ("may_be_empty = true\n", "kept")])
def test_a_file_of_which_nothing_is_wanted_is_kept_only_where_that_is_said(town, may, status):
    strict = PAYMENTS.replace("[file.join.who]", may + KEPT)
    paid, _ = town(strict, {"paid.csv": PAID, "payees.csv": PAYEES})
    assert (paid.status.value, paid.kept, paid.left_out) == (status, 0, 3 * bool(may))


def test_two_suppliers_of_one_period_may_come_in_one_delivery(town):
    other = PAYMENTS.replace("'paid", "'more").replace("feed =", 'supplier = "B"\nfeed =')
    told = town(PAYMENTS + other, {"paid.csv": PAID, "more.csv": PAID, "payees.csv": PAYEES})
    assert [file.supplier for file in told if file.status is Status.KEPT] == ["B", "Town"]


GRAPH = {
    "nodes": [
        {"id": "a", "name": "甲", "sums": {"paid": 5, "day": {"on": "2026-03-01"}}},
        {"id": "b", "name": "乙", "sums": {"paid": 6.5, "day": {"on": "2026-03-02"}}},
    ],
    "names": {"a": {"name": "Alpha"}, "b": {"name": "Beta"}},
}
ONE_FILE = """
[[file]]
name = 'graph\\.json'
feed = "payment"
period = "2026-03"
records = "nodes"
ignore = ["name"]
[file.join.names]
records = "names.*"
on = { id = "*" }
[file.columns]
payment = "id"
fiscal_year = { value = "2026" }
region = { assumed = "990010" }
unit = { assumed = "1" }
paid_on = "sums.day.on"
amount = "sums.paid"
payee = "names.name"

[[file]]
name = 'graph\\.json'
feed = "project"
period = "2026"
records = "nodes"
ignore = ["sums.paid", "sums.day.on"]
[file.columns]
project = "id"
fiscal_year = { value = "2026" }
region = { assumed = "990010" }
unit = { assumed = "1" }
category = { assumed = "3" }
name = "name"
"""


def test_one_file_may_hold_several_feeds_and_be_looked_up_in_itself(town, tmp_path):
    files = town(ONE_FILE, {"graph.json": json.dumps(GRAPH)})
    told = {file.feed: file for file in files}
    assert kept(tmp_path / "home", told["payment"], "payment, amount, payee, paid_on::varchar") == [
        ("a", Decimal("5.00"), "Alpha", "2026-03-01"),
        ("b", Decimal("6.50"), "Beta", "2026-03-02"),
    ]
    assert kept(tmp_path / "home", told["project"], "project, name") == [("a", "甲"), ("b", "乙")]
    again = town(ONE_FILE, {"graph.json": json.dumps(GRAPH)})
    assert {file.status for file in again} == {Status.SAME}


def test_the_command_may_ask_for_one_feed_of_several(town):
    [file] = town(ONE_FILE, {"graph.json": json.dumps(GRAPH)}, feed="项目库")
    assert (file.feed, file.status) == ("project", Status.KEPT)


FOLDED = """
[[file]]
name = 'lines\\.csv'
feed = "statement"
period = "2026"
any_date = true
[file.wide]
column = "YearKind"
value = "Amount（万元）"
cells = '(?P<year>\\d{4})(?P<measure>[A-Z]+)'
[file.columns]
fiscal_year = { value = "{year}" }
region = { assumed = "990010" }
month = { assumed = "13" }
book = { assumed = "1" }
side = { assumed = "2" }
code = "Item"
approved = { measure = "ORGB" }
executed = { measure = "AUDA" }
"""
LINES = (
    "Item,YearKind,Amount（万元）\n101,2025ORGB,1\n101,2025AUDA,2\n102,2025AUDA,3\n101,2026ORGB,4\n"
    "103,2025AUDA,\n"
)


def test_a_row_for_each_figure_is_folded_into_one_for_all(town, tmp_path):
    [file] = town(FOLDED, {"lines.csv": LINES})
    rows = kept(tmp_path / "home", file, "line, fiscal_year, code, approved, executed")
    assert rows == [
        (2, 2025, "101", Decimal("10000.00"), Decimal("20000.00")),
        (4, 2025, "102", None, Decimal("30000.00")),
        (5, 2026, "101", Decimal("40000.00"), None),
    ]
    assert "5 rows were folded into 4" in file.notes
    assert "1 rows have no figure in any column" in file.notes


def test_a_figure_that_comes_again_is_not_lost(town):
    [file] = town(FOLDED, {"lines.csv": f"{LINES}102,2025AUDA,3\n101,2025AUDA,9\n"})
    assert (file.delivered, file.kept, file.repeated, file.aside) == (5, 2, 1, 2)


@pytest.mark.parametrize("cell", ["2025XXXX", "AUDA", ""])
def test_a_cell_that_says_no_known_measure_refuses_the_file(town, cell):
    [file] = town(FOLDED, {"lines.csv": f"{LINES}104,{cell},3\n"})
    assert file.status is Status.REFUSED
    assert "lines.csv, line 7: " in file.reason
    assert "is no measure that the mapping knows (AUDA, ORGB)" in file.reason


DATED = ONE_FILE[ONE_FILE.rindex("[[file]]") :].replace('period = "2026"\n', "")
OLD = DATED.replace("records", 'valid_to = "2024"\nrecords').replace('"3"', '"1"')
NEW = DATED.replace("records", 'valid_from = "2025"\nvalid_to = "2026-12"\nrecords')


@pytest.mark.parametrize(("period", "category"), [("2024", "1"), ("2025", "3"), ("2026", "3")])
def test_an_entry_holds_from_when_to_when_it_says(tmp_path, period, category):
    source = written(tmp_path, OLD + NEW)
    [mapping] = source.files_for("graph.json", Period.parse(period))
    assert next(c for c in mapping.columns if c.name == "category").template == category


def test_a_file_of_a_time_that_no_entry_holds_for_is_refused(tmp_path):
    source = written(tmp_path, OLD + NEW)
    with pytest.raises(SourceRefused, match=r"of 2027, and the entries .* hold to 2024 \(line 3\)"):
        source.files_for("graph.json", Period.parse("2027"))
    with pytest.raises(SourceRefused, match=r"nothing says of when 'graph\.json' is"):
        source.files_for("graph.json")


def test_entries_that_hold_at_one_time_may_not_share_a_name_and_feed(tmp_path):
    source = written(tmp_path, OLD.replace("2024", "2025") + NEW)
    with pytest.raises(SourceRefused, match=r"both claim 'graph\.json' for project: narrow"):
        source.files_for("graph.json", Period.parse("2025"))


CIRCLE = '[file.join.a]\non = { "b.x" = "x" }\n[file.join.b]\non = { "a.x" = "x" }\n[file.columns]'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("on = {", "no = {", "'no' is no key of [file.join.who]: allowed are file, on, unmatched"),
        ('on = { Vendor = "Number" }', "", "[file.join.who] has no on: write"),
        ("[file.join.who]", '[file.join."w h"]', "'w h' is no name of a join"),
        ('"payees.csv"', '"{yaer}.csv"', "{yaer} in file is not known: known are nothing"),
        ("[file.columns]", CIRCLE, "the joins go round in a circle, a needs b needs a: let one"),
        ("Vendor =", '"who.Vendor" =', "go round in a circle, who needs who"),
        ("on = {", 'unmatched = "drop"\non = {', "unmatched is 'drop': it is empty or refuse"),
        ("[file.columns]", "[file.wide]\nvalue = 'x'\n[file.columns]", "[file.wide] has no column"),
        ("[file.columns]", "[file.wide]\ncolumn = 'x'\nvalue = 'y'\ncells = 'z'\n[file.columns]",
         "cells 'z' has no group measure"),
        ("[file.join.who]", 'valid_from = "2026"\nvalid_to = "2025"\n[file.join.who]',
         "valid_to 2025 lies before valid_from 2026"),
        ("[file.join.who]", 'valid_from = "soon"\n[file.join.who]', "'soon' is no period"),
        ('payee = "who.Name"', 'payee = "who.Name"\npayee = "x"',
         "line 21: a key is written twice"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_says_what_is_wrong(tmp_path, old, new, told):
    assert old in PAYMENTS
    with pytest.raises(SourceRefused) as refused:
        written(tmp_path, PAYMENTS.replace(old, new, 1))
    assert told in str(refused.value)
