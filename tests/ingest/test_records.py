"""JSON and Parquet: typed by their writers, read as text like all else."""

import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from ingest.receipt import Status
from tests.ingest.dockside import HEADINGS, kept, one_file, reasons

ONE = (
    '{"payment": "P1", "fiscal_year": 2026, "region": "410100", "unit": "101", '
    '"paid_on": "2026-03-05", "amount": 12345678901234.50, "payee": "甲", "purpose": null}'
)
NAME = "payment_410100_2026-03"


@pytest.mark.parametrize("content", [f"[{ONE}]", f'{{"rows": [{ONE}]}}', f"\ufeff[{ONE}]"])
def test_a_list_of_records_is_read_to_the_last_digit(tmp_path: Path, content: str) -> None:
    file = one_file(tmp_path, content, f"{NAME}.json")

    assert kept(tmp_path / "home", file, "payment, amount, purpose, line") == [
        ("P1", Decimal("12345678901234.50"), None, 1)
    ]


@pytest.mark.parametrize("unit", ['"单位": "万元"', '"head": {"unit": "万元"}'])
def test_a_unit_beside_the_list_of_records_is_theirs(tmp_path: Path, unit: str) -> None:
    one = ONE.replace("12345678901234.50", "1.5")
    told = f'{{"code": 0, "msg": "ok", {unit}, "rows": [{one}]}}'
    file = one_file(tmp_path, told, f"{NAME}.json")
    both = one_file(tmp_path / "both", told.replace("ok", "金额单位：元"), f"{NAME}.json")

    assert file.totals["amount"].kept == Decimal("15000.00")
    assert "in 元 and 万元" in both.reason


def test_a_record_a_line_has_its_line(tmp_path: Path) -> None:
    bad = ONE.replace("12345678901234.50", "1e3").replace("P1", "P2")
    file = one_file(tmp_path, f"{ONE}\n\n{bad}\n", f"{NAME}.jsonl")

    assert kept(tmp_path / "home", file, "line") == [(1,)]
    assert reasons(tmp_path / "home", file) == [(3, "amount", "1e3", "number")]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("{", "no JSON"),
        ("[1, 2]", "list of records"),
        ("[" * 100_000, "no JSON"),
        ('{"a": [], "b": []}', "list of records"),
        (ONE.replace('"unit"', '"payee"').join("[]"), "twice"),
        (b"[\xff]", "no JSON"),
        (json.dumps([{"payment": "P1"}]), "headings missing"),
    ],
)
def test_what_is_no_list_of_records_is_refused(
    tmp_path: Path, content: str | bytes, word: str
) -> None:
    file = one_file(tmp_path, content, f"{NAME}.json")

    assert file.status is Status.REFUSED
    assert word in file.reason


def test_a_line_that_is_no_record_is_set_aside_alone(tmp_path: Path) -> None:
    file = one_file(tmp_path, f'{ONE}\n{{"payment": \n[1]\n', f"{NAME}.jsonl")

    assert (file.kept, file.aside) == (1, 2)
    assert reasons(tmp_path / "home", file) == [(2, None, None, "json"), (3, None, None, "json")]


def test_records_in_gb18030_are_read(tmp_path: Path) -> None:
    document = one_file(tmp_path / "1", f"[{ONE}]".encode("gb18030"), f"{NAME}.json")
    lines = one_file(tmp_path / "2", ONE.encode("gb18030"), f"{NAME}.jsonl")

    assert kept(tmp_path / "1" / "home", document, "payee") == [("甲",)]
    assert kept(tmp_path / "2" / "home", lines, "payee") == [("甲",)]


def test_half_a_character_sets_its_record_aside(tmp_path: Path) -> None:
    file = one_file(tmp_path, "[" + ONE.replace("甲", "\\ud800") + "]", f"{NAME}.json")

    assert reasons(tmp_path / "home", file) == [(1, "payee", "\\xD800", "bytes")]


def test_parquet_is_read_whatever_its_types(tmp_path: Path) -> None:
    path = tmp_path / "it's [1].parquet"
    duckdb.sql(f"""
        copy (
            select n::varchar as payment, 2026::smallint as fiscal_year, 410100.0::double as region,
                '1' as unit, timestamp '2026-03-05' as paid_on, 0.1::double + 0.2 as amount,
                '甲' as payee, null::double as purpose
            from range(3) t(n)
        ) to '{str(path).replace("'", "''")}' (format parquet)
    """)
    file = one_file(tmp_path, path.read_bytes(), f"{NAME}.parquet")

    assert kept(tmp_path / "home", file, "region, paid_on::varchar, amount, line") == [
        ("410100", "2026-03-05", Decimal("0.30"), line) for line in (1, 2, 3)
    ]


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    file = one_file(tmp_path, b"PAR1 nothing PAR1", f"{NAME}.parquet")

    assert file.status is Status.REFUSED
    assert "Parquet" in file.reason


def test_parquet_whose_end_alone_is_whole_refuses_its_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    named = ", ".join(f"n::varchar as {heading}" for heading in HEADINGS)
    duckdb.sql(f"copy (select {named} from range(9) t(n)) to '{path}'")
    content = path.read_bytes()
    file = one_file(tmp_path, content[:4] + content[40:], f"{NAME}.parquet")

    assert file.status is Status.REFUSED
    assert "no whole Parquet" in file.reason
