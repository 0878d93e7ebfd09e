"""The demo city as deliveries: the same bytes by the same seed, and receipts that are known."""

import csv
import hashlib
import io
import os
import subprocess
import sys
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.receive import receive
from service.demo import ACCOUNTS, City, write_city
from service.demo.city import write_books
from service.demo.forms import FORMS, Heading, headings, write_table, yuan

UNTIL = date(2026, 9, 30)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    return write_city(tmp_path_factory.mktemp("city") / "demo", seed=3, units=17, until=UNTIL)


def digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            whole.update(file.relative_to(folder).as_posix().encode())
            whole.update(file.read_bytes())
    return whole.hexdigest()


def test_the_same_seed_writes_the_same_bytes_anywhere(city: City, tmp_path: Path) -> None:
    elsewhere = tmp_path / "again"
    program = (
        "from datetime import date; from pathlib import Path; from service.demo import write_city;"
        f"write_city(Path({str(elsewhere)!r}), seed=3, units=17, until=date(2026, 9, 30))"
    )
    far = os.environ | {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "77"}

    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT, env=far)

    assert digest(elsewhere) == digest(city.folder)


def test_another_seed_is_another_city(city: City) -> None:
    other = {row["payment"]: row["amount"] for row in write_books(4, 17, UNTIL).rows("payment")}

    assert city.sums["payment"]["amount"] != Decimal(yuan(sum(other.values())))


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(FileExistsError, match="is not empty"):
        write_city(tmp_path, seed=3, units=17, until=UNTIL)


@pytest.mark.parametrize(("units", "until"), [(16, UNTIL), (60, date(2026, 9, 29))])
def test_a_city_that_cannot_be_is_refused(tmp_path: Path, units: int, until: date) -> None:
    with pytest.raises(ValueError, match=r"are too few|does not end a month"):
        write_city(tmp_path / "demo", seed=3, units=units, until=until)


def test_deliveries_come_in_the_order_of_their_days(city: City) -> None:
    days = [delivery.received_on for delivery in city.deliveries]

    assert days == sorted(days)
    assert all(delivery.path.exists() for delivery in city.deliveries)
    assert city.nights == [
        date(2025, 12, 31), date(2026, 6, 30), date(2026, 8, 31), UNTIL
    ]  # fmt: skip


def test_files_come_in_every_form(city: City) -> None:
    names = [e.file for e in city.expected] + [d.path.name for d in city.deliveries]
    ends = {"".join(Path(name).suffixes[-2:]) for name in names}

    assert {".csv", ".csv.gz", ".xlsx", ".xls", ".parquet", ".json", ".jsonl"} <= ends
    assert any(delivery.path.suffix == ".zip" for delivery in city.deliveries)
    assert any(name.startswith("国库集中支付_") for name in names)
    assert any(name.startswith("payment_") for name in names)


@pytest.mark.parametrize(
    ("name", "encoding", "told"),
    [("mac", "gb18030", '"1,234.50"\r'), ("pipe", "gbk", "|1234.50\r\n"),
     ("gb", "gb18030", '"甲\n乙",1234.50\r\n')],
)  # fmt: skip
def test_text_comes_with_every_line_end(
    tmp_path: Path, name: str, encoding: str, told: str
) -> None:
    columns = [Heading("text", "问题", "TEXT", "text", False),
               Heading("amount", "金额", "AMT", "money", False)]  # fmt: skip
    write_table(tmp_path / "t", columns, [{"text": "甲\n乙", "amount": 123_450}], FORMS[name], "表")
    written = (tmp_path / "t").read_bytes().decode(encoding)

    assert written.endswith(told)
    assert ("\n" in written.replace("甲\n乙", "")) is (name != "mac")


def test_headings_come_in_every_naming(city: City) -> None:
    first = set()
    for file in city.folder.rglob("*.csv"):
        raw = file.read_bytes()
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                first.add(raw.decode(encoding).replace("\t", ",").split(",", 1)[0])
                break
            except UnicodeDecodeError:
                continue

    assert {"支付凭证主键", "INC_ID", "region"} <= first


def test_the_last_month_of_social_insurance_is_missing(city: City) -> None:
    months = {e.period for e in city.expected if e.feed == "insurance_fund"}

    assert "2026-08" in months
    assert "2026-09" not in months


def test_a_payment_file_adds_up_to_what_its_receipt_must_say(city: City) -> None:
    """Read back with nothing but the csv module."""
    told = next(e for e in city.expected if (e.feed, e.region, e.period)
                == ("payment", "419800", "2026-05"))  # fmt: skip
    raw = next(city.folder.rglob(f"{told.delivery}/{told.file}")).read_bytes()
    rows = list(csv.DictReader(io.StringIO(raw.decode("gb18030"))))
    amounts = [row["实际支付金额"].strip() for row in rows]
    readable = [
        -Decimal(text[1:-1]) if text.startswith("(") else Decimal(text)
        for text in amounts
        if text not in ("壹万贰仟元整", "1234.567")
    ]

    assert (told.delivered, told.repeated, told.aside) == (len(rows), 3, 6)
    assert told.totals["amount"].delivered == sum(readable)
    assert told.totals["amount"].unreadable == 2


def spoilt(city: City) -> list[str]:
    odd = {
        e.delivery
        for e in city.expected
        if e.status in ("refused", "withdrawn") or e.aside or e.repeated
    }
    return [delivery.name for delivery in city.deliveries if delivery.name in odd]


def test_the_dock_gives_every_receipt_that_the_city_expects(city: City, tmp_path: Path) -> None:
    wanted = {(e.delivery, e.file): e for e in city.expected}
    names = spoilt(city)
    noon = time(12, tzinfo=UTC)
    seen = 0
    for delivery in city.deliveries:
        if delivery.name not in names:
            continue
        now = datetime.combine(delivery.received_on, noon)
        for receipt in receive(tmp_path, [delivery.path], now=now):
            for file in receipt.files:
                told = wanted[delivery.name, file.name.split("#")[0]]
                if told.status == "same":  # its first coming is not received here
                    continue
                counts = (file.delivered, file.kept, file.repeated, file.aside)
                assert (file.name, str(file.status)) == (file.name, told.status)
                assert counts == (told.delivered, told.kept, told.repeated, told.aside), file.name
                seen += 1

    assert seen > 50


def test_some_of_everything_goes_wrong(city: City) -> None:
    statuses = {e.status for e in city.expected}

    assert statuses == {"kept", "refused", "same", "withdrawn"}
    assert sum(e.status == "refused" for e in city.expected) == 2
    assert sum(e.status == "withdrawn" for e in city.expected) == 1
    assert sum(e.aside for e in city.expected) == 9
    assert sum(e.repeated for e in city.expected) == 10


def test_there_is_an_account_for_every_role() -> None:
    roles = {account.role for account in ACCOUNTS}

    assert roles == {
        "analyst", "leader", "deputy", "respondent", "expert", "auditor", "administrator"
    }  # fmt: skip
    assert all(len(account.password) >= 10 for account in ACCOUNTS)


def test_its_headings_are_those_of_the_specification(shared: Path) -> None:
    import tomllib  # noqa: PLC0415 only where the specification is there

    written = tomllib.loads((shared / "spec" / "feeds.toml").read_text(encoding="utf-8"))
    columns, titles = headings()

    assert titles == {feed: shape["zh"] for feed, shape in written.items()}
    for feed, shape in written.items():
        assert [(c.name, c.zh, c.mof, c.kind) for c in columns[feed]] == [
            (c["name"], c["zh"], c["mof"], c["type"]) for c in shape["columns"]
        ]
