"""Mappings: what a supplier prints becomes what a feed holds, strictly."""

import re
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from ingest.sources import SourceRefused, apply, load_sources
from ingest.sources.lines import lines
from ingest.sources.read import COLUMN_KEYS, CONDITION_KEYS, FILE_KEYS, SOURCE_KEYS
from ingest.sources.shape import JOIN_KEYS, WIDE_KEYS
from ingest.table import TextTable

PAYMENTS = """\
supplier = "Town"
region = "990010"

[[file]]
name = 'pay-(?P<year>\\d{4})-(?P<month>\\d{1,2})\\.csv'
feed = "payment"
period = "{year}-{month:02}"

[file.columns]
payment = { value = "{file}:{line}" }
fiscal_year = { value = "{year}" }
region = { assumed = "990010" }
unit = "Office"
paid_on = "Date"
amount = "Amount"
payee = "Payee"
"""
HEADINGS = ("Office", "Date", "Amount", "Payee")
ROW = ("A1", "2026-03-05", "10.00", "Smith")


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def written(tmp_path):
    """Write a mapping down and read it as a source."""

    def write(text: str):
        (tmp_path / "town.toml").write_text(text, encoding="utf-8")
        return load_sources(tmp_path)["town"]

    return write


def sheet(name: str, headings: Sequence[str], *rows: Sequence[str | None]) -> TextTable:
    values = ", ".join(
        "("
        + ", ".join(
            [
                str(line),
                *("null" if c is None else "'" + c.replace("'", "''") + "'" for c in row),
            ]
        )
        + ")"
        for line, row in enumerate(rows, 2)
    )
    names = ", ".join(["line", *(f"c{n}" for n, _ in enumerate(headings, 1))])
    return TextTable(name, tuple(headings), f"(select * from (values {values}) as t({names}))")


def rows(connection, table: TextTable) -> list[dict[str, str]]:
    found = connection.execute(f"select * from {table.relation} order by line").fetchall()
    names = ["at", *table.headings]
    return [dict(zip(names, row, strict=True)) for row in found]


def mapped(connection, source, name, headings, *given: Sequence[str | None]) -> TextTable:
    (mapping,) = source.files_for(name.partition("#")[0])
    return apply(mapping, sheet(name, headings, *given), connection)


def with_column(name: str, spec: str) -> str:
    """Give the payments' mapping with one column written otherwise, or added."""
    kept = [line for line in PAYMENTS.splitlines() if not line.startswith(f"{name} =")]
    return "\n".join([*kept, f"{name} = {spec}"])


def cell(connection, written, name: str, spec: str, *cells: str | None) -> list[str | None]:
    """Give what a column mapped by `spec` makes of the cells under the heading `X`."""
    table = mapped(
        connection,
        written(with_column(name, spec)),
        "pay-2026-3.csv",
        (*HEADINGS, "X"),
        *((*ROW, text) for text in cells),
    )
    return [row[name] for row in rows(connection, table)]


def test_a_file_is_known_by_its_name(written):
    (mapping,) = written(PAYMENTS).files_for("pay-2026-3.csv")
    assert mapping.feed == "payment"
    assert mapping.region == "990010"
    assert str(mapping.period) == "2026-03"
    assert mapping.supplier == "Town"
    assert written(PAYMENTS).files_for("pay-2026.csv") == []


def test_a_packed_file_goes_by_its_name_without_gz(written):
    assert str(written(PAYMENTS).files_for("pay-2026-12.csv.gz")[0].period) == "2026-12"


def test_the_folder_that_a_file_came_in_is_no_part_of_its_name(connection, written):
    table = mapped(connection, written(PAYMENTS), "march/pay-2026-3.csv#Sheet1", HEADINGS, ROW)
    assert rows(connection, table)[0]["payment"] == "pay-2026-3.csv:2"


def test_a_row_keeps_its_line_and_takes_the_feeds_columns(connection, written):
    table = mapped(connection, written(PAYMENTS), "pay-2026-3.csv", HEADINGS, ROW)
    assert table.headings == (
        *("payment", "fiscal_year", "region", "unit", "paid_on", "amount", "payee"),
    )
    assert rows(connection, table) == [
        {
            "at": 2,
            "payment": "pay-2026-3.csv:2",
            "fiscal_year": "2026",
            "region": "990010",
            "unit": "A1",
            "paid_on": "2026-03-05",
            "amount": "10.00",
            "payee": "Smith",
        }
    ]
    assert table.notes == ("assumed region: 990010",)


def test_a_heading_that_nobody_mapped_refuses_the_file(connection, written):
    with pytest.raises(SourceRefused, match=r"neither mapped nor ignored \['VAT'\]"):
        mapped(connection, written(PAYMENTS), "pay-2026-3.csv", (*HEADINGS, "VAT"), (*ROW, "1"))


def test_an_ignored_heading_is_passed_over(connection, written):
    source = written(PAYMENTS.replace("[file.columns]", 'ignore = ["VAT"]\n[file.columns]'))
    table = mapped(connection, source, "pay-2026-3.csv", (*HEADINGS, "VAT"), (*ROW, "1"))
    assert "VAT" not in table.headings


def test_a_missing_heading_refuses_the_file(connection, written):
    with pytest.raises(SourceRefused, match=r"headings missing \['Payee'\]"):
        mapped(connection, written(PAYMENTS), "pay-2026-3.csv", HEADINGS[:3], ROW[:3])


def test_a_heading_that_stands_twice_refuses_the_file(connection, written):
    with pytest.raises(SourceRefused, match="'Payee' stands 2 times: give its position"):
        mapped(connection, written(PAYMENTS), "pay-2026-3.csv", (*HEADINGS, "Payee"), (*ROW, "x"))


def test_an_optional_column_may_be_absent(connection, written):
    text = with_column("purpose", '{ from = "For", optional = true }')
    table = mapped(connection, written(text), "pay-2026-3.csv", HEADINGS, ROW)
    assert "purpose" not in table.headings


def test_a_heading_may_be_printed_in_several_ways(connection, written):
    text = with_column("payee", '{ either = ["Vendor", "Payee"] }')
    table = mapped(connection, written(text), "pay-2026-3.csv", HEADINGS, ROW)
    assert rows(connection, table)[0]["payee"] == "Smith"


def test_columns_without_headings_go_by_position(connection, written):
    text = PAYMENTS
    for position, heading in enumerate(HEADINGS, 1):
        text = text.replace(f'"{heading}"', str(position))
    table = mapped(connection, written(text), "pay-2026-3.csv", ("1", "2", "3", "4"), ROW)
    assert rows(connection, table)[0]["payee"] == "Smith"


@pytest.mark.parametrize(
    ("name", "spec", "given", "wanted"),
    [
        ("voucher", '"X"', [" a ", "", None], ["a", None, None]),
        ("voucher", '{ from = "X", empty = ["-", "n/a"] }', ["-", "n/a", "b"], [None, None, "b"]),
        ("voucher", '{ from = ["Office", "X"], template = "{1}/{2}" }', ["7", ""], ["A1/7", "A1/"]),
        (
            "voucher",
            '{ from = "X", template = "{1:06}" }',
            ["123", "1234567", ""],
            ["000123", "1234567", None],
        ),
        ("fund", "{ from = \"X\", extract = '^(\\d+) - ' }", ["12 - tax", "tax"], ["12", "tax"]),
        (
            "fund",
            '{ from = "X", extract = \'^\\d+\', unmatched = "empty" }',
            ["12x", "x"],
            ["12", None],
        ),
        (
            "method",
            '{ from = "X", codes = { D = "1", "d\'s" = "2" } }',
            ["D", "d's", "Z", ""],
            ["1", "2", "Z", None],
        ),
        (
            "method",
            '{ from = "X", codes = { D = "1" }, other = "2" }',
            ["D", "Z", ""],
            ["1", "2", None],
        ),
        (
            "requested_on",
            '{ from = "X", date = "%d/%m/%Y" }',
            ["05/03/2026", "31/02/2026", ""],
            ["2026-03-05", "31/02/2026", None],
        ),
        (
            "requested_on",
            '{ from = "X", date = ["%d.%m.%y", "%b %d %Y"] }',
            ["05.03.26", "Mar 05 2026"],
            ["2026-03-05", "2026-03-05"],
        ),
        (
            "amount",
            '{ from = "X", decimal_comma = true }',
            ["1.234,56", "-7", "1 000,5"],
            ["1234.56", "-7", "1000.5"],
        ),
        (
            "amount",
            '{ from = "X", negated = true }',
            ["7.10", "-7.10", "(7.10)", "7.10-", ""],
            ["-7.10", "7.10", "7.10", "7.10", None],
        ),
    ],
)
def test_a_cell_is_rewritten(connection, written, name, spec, given, wanted):
    text = with_column(name, spec)
    headings, row = HEADINGS, ROW
    if name == "amount":
        headings, row = ("Office", "Date", "Payee"), ("A1", "2026-03-05", "Smith")
    table = mapped(
        connection,
        written(text),
        "pay-2026-3.csv",
        (*headings, "X"),
        *((*row, cell) for cell in given),
    )
    assert [row[name] for row in rows(connection, table)] == wanted


def test_a_value_that_the_mapping_must_know_refuses_the_file_with_its_line(connection, written):
    spec = '{ from = "X", codes = { D = "1" }, unmatched = "refuse" }'
    with pytest.raises(SourceRefused, match="line 3: 'Z' is nothing that the mapping knows for m"):
        cell(connection, written, "method", spec, "D", "Z")


def test_a_unit_is_told_for_every_money_column(connection, written):
    text = with_column("amount", '{ from = "Amount", unit = "1000" }')
    table = mapped(connection, written(text), "pay-2026-3.csv", HEADINGS, ROW)
    assert table.units == {"amount": "千元"}
    text = PAYMENTS.replace("[file.columns]", 'unit = "万元"\n[file.columns]')
    table = mapped(connection, written(text), "pay-2026-3.csv", HEADINGS, ROW)
    assert table.units == {"amount": "万元"}


def test_a_factor_that_is_no_unit_is_multiplied_to_the_fen(connection, written):
    text = with_column("amount", '{ from = "X", unit = "0.01" }')
    headings = ("Office", "Date", "Payee", "X")
    given = ["12345", "1,000", "(250)", "7-", "1.5", "12万", ""]
    table = mapped(
        connection,
        written(text),
        "pay-2026-3.csv",
        headings,
        *(("A1", "2026-03-05", "Smith", cell) for cell in given),
    )
    assert table.units == {"amount": "元"}
    assert [row["amount"] for row in rows(connection, table)] == [
        *("123.45", "10", "-2.5", "-0.07", "0.015", "12万 × 0.01", None),
    ]


def test_a_unit_in_the_suppliers_heading_is_not_lost(connection, written):
    text = with_column("amount", '"金额（万元）"')
    headings = ("Office", "Date", "金额（万元）", "Payee")
    table = mapped(connection, written(text), "pay-2026-3.csv", headings, ROW)
    assert table.units == {"amount": "万元"}


def test_a_unit_that_heading_and_mapping_name_differently_refuses_the_file(connection, written):
    text = with_column("amount", '{ from = "金额（万元）", unit = "元" }')
    headings = ("Office", "Date", "金额（万元）", "Payee")
    with pytest.raises(SourceRefused, match="the heading of amount says 万元, and the mapping 元"):
        mapped(connection, written(text), "pay-2026-3.csv", headings, ROW)


def test_total_rows_are_left_out_and_counted(connection, written):
    drop = "[[file.drop]]\ncolumn = 'Payee'\nmatches = 'Total.*'\n"
    source = written(PAYMENTS.replace("[file.columns]", drop + "[file.columns]"))
    total = (None, None, "10.00", "Total March")
    table = mapped(connection, source, "pay-2026-3.csv", HEADINGS, ROW, total)
    assert [row["payee"] for row in rows(connection, table)] == ["Smith"]
    assert table.left_out == 1


def test_only_the_rows_that_are_asked_for_are_kept(connection, written):
    keep = (
        "[[file.keep]]\ncolumn = 'Office'\nequals = ['A1', 'A2']\n"
        "[[file.keep]]\ncolumn = 'Payee'\nempty = false\n"
    )
    source = written(PAYMENTS.replace("[file.columns]", keep + "[file.columns]"))
    given = [(office, "2026-03-05", "1", payee) for office, payee in
             [("A1", "x"), ("A2", "y"), ("A3", "z"), ("A1", "")]]  # fmt: skip
    table = mapped(connection, source, "pay-2026-3.csv", HEADINGS, *given)
    assert [row["payee"] for row in rows(connection, table)] == ["x", "y"]
    assert table.left_out == 2


WIDE = """\
supplier = "County"

[[file]]
name = 'wide\\.csv'
feed = "statement"
region = "990011"
period = "2017"

[file.long]
heading = '(?P<measure>Plan|Actual) (?P<year>\\d{4})'

[file.columns]
fiscal_year = { value = "{year}" }
region = { assumed = "990011" }
month = { assumed = "13" }
book = { assumed = "1" }
side = { assumed = "2" }
code = "Dept"
approved = { measure = "Plan", empty = "0" }
executed = { measure = "Actual", empty = "0" }
"""


def test_a_wide_file_is_unfolded_into_a_row_a_year(connection, written):
    headings = ("Actual 2016", "Dept", "Plan 2016", "Plan 2017")
    table = mapped(
        connection,
        written(WIDE),
        "wide.csv",
        headings,
        ("9", "D1", "10", "11"),
        ("0", "D2", "20", "0"),
        ("0", "D3", "", "0"),
    )
    names = ("at", "fiscal_year", "code", "approved", "executed")
    found = [tuple(row[name] for name in names) for row in rows(connection, table)]
    assert sorted(found, key=str) == [
        (2, "2016", "D1", "10", "9"),
        (2, "2017", "D1", "11", None),
        (3, "2016", "D2", "20", None),
    ]
    assert "1 rows have no figure in any column" in table.notes


def test_a_wide_heading_of_an_unknown_measure_refuses_the_file(connection, written):
    text = WIDE.replace("Plan|Actual", "Plan|Actual|Forecast")
    headings = ("Dept", "Plan 2016", "Actual 2016", "Forecast 2017")
    with pytest.raises(SourceRefused, match="'Forecast 2017' measures 'Forecast'"):
        mapped(connection, written(text), "wide.csv", headings, ("D", "1", "2", "3"))


def test_a_wide_figure_that_stands_twice_refuses_the_file(connection, written):
    headings = ("Dept", "Plan 2016", "Actual 2016", "Plan  2016")
    with pytest.raises(SourceRefused, match="'Plan  2016' stands twice"):
        mapped(connection, written(WIDE), "wide.csv", headings, ("D", "1", "2", "3"))


def test_a_wide_file_without_one_of_its_measures_is_refused(connection, written):
    with pytest.raises(SourceRefused, match="no heading measures 'Actual'"):
        mapped(connection, written(WIDE), "wide.csv", ("Dept", "Plan 2016"), ("D", "1"))


def test_a_share_in_per_cent_says_so(connection, written):
    text = """\
supplier = "Bourse"
[[file]]
name = 'bonds\\.csv'
feed = "bond"
region = "990010"
period = "2026"
[file.columns]
bond = "Id"
region = { assumed = "990010" }
name = "Id"
kind = { assumed = "1" }
purpose = { assumed = "1" }
issued_on = "From"
matures_on = "To"
coupon = { from = "Rate", percent = true }
amount = "Sum"
"""
    headings = ("Id", "From", "To", "Rate", "Sum")
    row = ("B1", "2026-01-01", "2031-01-01", "3.25", "100")
    table = mapped(connection, written(text), "bonds.csv", headings, row)
    assert rows(connection, table)[0]["coupon"] == "3.25%"
    text = text.replace('{ from = "Rate", percent = true }', '"Rate (%)"')
    headings = ("Id", "From", "To", "Rate (%)", "Sum")
    table = mapped(connection, written(text), "bonds.csv", headings, row)
    assert rows(connection, table)[0]["coupon"] == "3.25%"


def test_yes_and_no_in_the_suppliers_words(connection, written):
    text = """\
supplier = "Town"
[[file]]
name = 'buys\\.csv'
feed = "contract"
region = "990010"
period = "2026"
[file.columns]
contract = "Id"
region = { assumed = "990010" }
unit = "Id"
procedure = { assumed = "1" }
supplier = "Id"
is_small_firm = { from = "SME", yes = ["oui", "o"], no = "non" }
amount = "Sum"
signed_on = "Day"
"""
    given = [("C", word, "1", "2026-01-01") for word in ("oui", "o", "non", "peut-être")]
    table = mapped(connection, written(text), "buys.csv", ("Id", "SME", "Sum", "Day"), *given)
    found = [row["is_small_firm"] for row in rows(connection, table)]
    assert found == ["true", "true", "false", "peut-être"]


def test_square_feet_become_square_metres(connection, written):
    text = """\
supplier = "Estates"
[[file]]
name = 'houses\\.csv'
feed = "asset_card"
region = "990010"
period = "2026-03-31"
[file.columns]
asset = "Id"
region = { assumed = "990010" }
stated_on = { assumed = "2026-03-31" }
name = "Id"
status = { assumed = "1" }
area = { from = "Sq ft", unit = "0.09290304" }
"""
    given = [("H1", "1,000"), ("H2", ""), ("H3", "large")]
    table = mapped(connection, written(text), "houses.csv", ("Id", "Sq ft"), *given)
    assert [row["area"] for row in rows(connection, table)] == [
        "92.90304",
        None,
        "large × 0.09290304",
    ]


def test_a_region_and_a_period_may_be_looked_up(written):
    tables = '[file.regions]\nnorth = "990012"\n[file.periods]\n"2026-P1" = "2026-01-28"\n'
    text = (
        PAYMENTS.replace('pay-(?P<year>\\d{4})-(?P<month>\\d{1,2})',
                         '(?P<town>\\w+)-(?P<year>\\d{4})-(?P<part>P\\d)')
        .replace('period = "{year}-{month:02}"', 'region = "{town}"\nperiod = "{year}-{part}"')
        .replace("[file.columns]", tables + "[file.columns]")
    )  # fmt: skip
    (mapping,) = written(text).files_for("north-2026-P1.csv")
    assert (mapping.region, str(mapping.period)) == ("990012", "2026-01-28")
    with pytest.raises(SourceRefused, match="a region 'south' is not in the mapping: add it"):
        written(text).files_for("south-2026-P1.csv")
    with pytest.raises(SourceRefused, match="a period '2026-P2' is not in the mapping: add it"):
        written(text).files_for("north-2026-P2.csv")


def test_a_place_in_a_table_is_named_by_its_own_line(written):
    text = PAYMENTS + '[file.regions]\nnorth = "990012"\nsouth = "9900"\n'
    with pytest.raises(SourceRefused, match=r"line 19: '9900' is no region"):
        written(text)


def test_a_region_in_a_files_name_must_be_one(written):
    text = PAYMENTS.replace("pay-(?P<year>", "(?P<region>\\w+)-(?P<year>").replace(
        "[file.columns]", 'region = "{region}"\n[file.columns]'
    )
    assert written(text).files_for("990012-2026-3.csv")[0].region == "990012"
    with pytest.raises(SourceRefused, match=r"line 4: 'x1' is no region"):
        written(text).files_for("x1-2026-3.csv")


def test_a_name_that_two_entries_claim_is_refused(written):
    second = PAYMENTS[PAYMENTS.index("[[file]]") :]
    with pytest.raises(SourceRefused, match=r"lines 4 and 17 both claim 'pay-2026-3\.csv'"):
        written(PAYMENTS + second).files_for("pay-2026-3.csv")


def test_the_fingerprint_changes_with_whatever_changes_the_reading(written):
    first = written(PAYMENTS).files_for("pay-2026-3.csv")[0].fingerprint
    assert written(PAYMENTS + "\n# a remark\n").files_for("pay-2026-3.csv")[0].fingerprint == first
    changed = PAYMENTS.replace('amount = "Amount"', 'amount = { from = "Amount", unit = "千元" }')
    assert written(changed).files_for("pay-2026-3.csv")[0].fingerprint != first
    renamed = PAYMENTS.replace('"Town"', '"City"')
    assert written(renamed).files_for("pay-2026-3.csv")[0].fingerprint != first


@pytest.mark.parametrize(
    ("line", "old", "new", "told"),
    [
        (1, 'supplier = "Town"', 'suplier = "Town"', "'suplier' is no key of a mapping: allowed"),
        (1, 'supplier = "Town"', "", "a mapping has no supplier"),
        (2, '"990010"\n\n[[file]]', '"9900"\n\n[[file]]', "'9900' is no region"),
        (5, "name = 'pay-(", "name = 'pay-((", "is no pattern"),
        (6, '"payment"', '"payments"', "no feed is called 'payments': there are allotment"),
        (6, '"payment"', "3", "feed is 3, and a text in quotes is wanted"),
        (7, "{month:02}", "{mouth}", "{mouth} in period is not known: known are month, year"),
        (7, '"{year}-{month:02}"', '"2026-14"', "'2026-14' is no period"),
        (8, "\n[file.columns]", 'header_row = 1\n[file.columns]', "'header_row' is no key of"),
        (8, "\n[file.columns]", 'header_rows = "1"\n[file.columns]', "header_rows is '1', and a"),
        (8, "\n[file.columns]", 'any_date = 1\n[file.columns]', "any_date is 1, and true or false"),
        (8, "\n[file.columns]", 'ignore = ["a", 0]\n[file.columns]', "ignore holds 0, and a"),
        (8, "\n[file.columns]", 'unit = "krone"\n[file.columns]', "unit is 'krone': it is 元"),
        (9, 'payee = "Payee"', "", "payment needs payee: map them, or assume them"),
        (10, '"{file}:{line}"', '"{file}:{row}"', "{row} in value is not known"),
        (12, '{ assumed = "990010" }', '{ assumed = "990010", from = "R" }', "comes from from and"),
        (13, '"Office"', "{}", "comes from nothing: give one of from, either"),
        (13, '"Office"', '["Office", "Payee"]', "comes from several columns: say how"),
        (13, '"Office"', '{ from = "Office", unit = "1000" }', "unit does not suit unit"),
        (13, '"Office"', '{ from = "Office", codes = { a = 1 } }', "'a' is 1, and a text in qu"),
        (13, '"Office"', '{ from = "Office", extract = "(" }', "is no pattern"),
        (13, '"Office"', '{ from = "Office", unmatched = "drop" }', "it is keep, empty or refuse"),
        (13, '"Office"', '{ measure = "M" }', "there is no [file.long]"),
        (14, '"Date"', '{ form = "Date" }', "'form' is no key of the column paid_on: allowed are"),
        (16, "payee =", "payer =", "'payer' is no key of [file.columns]: allowed are payment"),
    ],
)  # fmt: skip
def test_a_mapping_that_is_wrong_names_its_line_and_key(written, line, old, new, told):
    assert old in PAYMENTS
    with pytest.raises(SourceRefused) as refused:
        written(PAYMENTS.replace(old, new, 1))
    assert str(refused.value).startswith(f"town.toml, line {line}: ")
    assert told in str(refused.value)


def test_what_is_no_toml_is_refused_with_its_line(written):
    with pytest.raises(SourceRefused, match=r"town\.toml: this is no TOML: .*line 2"):
        written('supplier = "Town"\nregion = \n')


def test_a_sites_mapping_replaces_the_one_of_the_same_name(tmp_path):
    for folder, supplier in (("a", "First"), ("b", "Second")):
        (tmp_path / folder).mkdir()
        text = PAYMENTS.replace('"Town"', f'"{supplier}"')
        (tmp_path / folder / "town.toml").write_text(text, encoding="utf-8")
    assert load_sources(tmp_path / "a", tmp_path / "b")["town"].supplier == "Second"


def test_every_example_is_read():
    examples = Path(__file__).parents[2] / "examples/sources"
    names = {path.stem for path in examples.glob("*.toml")}
    assert names <= load_sources(examples).keys()
    assert len(names) >= 8


def test_lines_are_found_in_nested_tables_and_arrays_of_tables():
    text = (
        "# remark\n"
        "a.b = 'x # no remark'\n"
        '["quo.ted".t]\n'
        'text = """\n[[no]]\nheader = 1\n"""\n'
        "list = [\n  'a', # one ]\n  { k = 1,\n    l = '}' },\n]\n"
        "[[f]]\nn = 1\n[f.c]\nm = { in = { deep = 2 } }\n"
        "[[f.d]]\nx = 1\n[[f.d]]\nx = 2\n"
        "[[f]]\n[[f.d]]\nx = 3\n"
    )
    assert {place: line for place, line in lines(text).items() if place} == {
        ("a",): 2,
        ("a", "b"): 2,
        ("quo.ted", "t"): 3,
        ("quo.ted", "t", "text"): 4,
        ("quo.ted", "t", "list"): 8,
        ("quo.ted", "t", "list", 0): 9,
        ("quo.ted", "t", "list", 1): 10,
        ("quo.ted", "t", "list", 1, "k"): 10,
        ("quo.ted", "t", "list", 1, "l"): 11,
        ("f",): 13,
        ("f", 0): 13,
        ("f", 0, "n"): 14,
        ("f", 0, "c"): 15,
        ("f", 0, "c", "m"): 16,
        ("f", 0, "c", "m", "in"): 16,
        ("f", 0, "c", "m", "in", "deep"): 16,
        ("f", 0, "d"): 17,
        ("f", 0, "d", 0): 17,
        ("f", 0, "d", 0, "x"): 18,
        ("f", 0, "d", 1): 19,
        ("f", 0, "d", 1, "x"): 20,
        ("f", 1): 21,
        ("f", 1, "d"): 22,
        ("f", 1, "d", 0): 22,
        ("f", 1, "d", 0, "x"): 23,
    }


def test_a_text_with_windows_line_ends_has_the_same_lines():
    assert lines("a = 1\r\n[t]\r\nb = 2\r\n") == {(): 1, ("a",): 1, ("t",): 2, ("t", "b"): 3}


def test_the_guide_names_every_key():
    guide = (Path(__file__).parents[2] / "docs/sources.md").read_text(encoding="utf-8")
    keys = {*SOURCE_KEYS, *FILE_KEYS, *COLUMN_KEYS, *CONDITION_KEYS, *WIDE_KEYS, *JOIN_KEYS}
    keys -= {"keep", "drop", "long", "wide", "join"}
    keys -= {"regions", "periods", "columns", "file"}
    named = ("regions", "periods", "columns", "long", "wide", "join.<name>")
    tables = {"[[file]]", "[[file.keep]]", "[[file.drop]]", *(f"[file.{name}]" for name in named)}
    assert {f"`{name}`" for name in keys | tables} <= set(re.findall(r"`[^`\n]+`", guide))
