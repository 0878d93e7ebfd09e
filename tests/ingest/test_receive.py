"""Every line of the table of what must come of a delivery."""

import gzip
import hashlib
import json
import os
import tempfile
import zipfile
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from ingest import bundle
from ingest.feeds import all_feeds
from ingest.receipt import Status, worst
from ingest.receipts import Receipts
from ingest.receive import DockFailed, receive
from tests.ingest.dockside import (
    APRIL,
    HEADINGS,
    NAME,
    csv_text,
    deliver,
    kept,
    one_file,
    reasons,
    rows,
    take_in,
)
from warehouse.period import Period

NOBODY = 65534

THREE = rows({"实际支付金额": "100.00"}, {"实际支付金额": "-20.50"}, {"实际支付金额": "0.01"})


def test_a_file_as_agreed_is_kept_whole_with_its_control_total(tmp_path: Path) -> None:
    file = one_file(
        tmp_path,
        csv_text(THREE),
        entry={
            "feed": "payment", "region": "410100", "period": "2026-03", "rows": 3,
            "totals": {"amount": "79.51"}, "unit": "元", "encoding": "utf-8",
            "sha256": hashlib.sha256(csv_text(THREE).encode()).hexdigest(),
        },
    )  # fmt: skip

    assert (file.status, file.delivered, file.kept, file.aside) == (Status.KEPT, 3, 3, 0)
    assert file.totals["amount"].kept == Decimal("79.51")
    assert kept(tmp_path / "home", file, "payment, amount, line") == [
        ("P1", Decimal("100.00"), 2),
        ("P2", Decimal("-20.50"), 3),
        ("P3", Decimal("0.01"), 4),
    ]


def test_a_row_that_cannot_be_read_is_set_aside_with_its_reason(tmp_path: Path) -> None:
    bad = rows(
        {},
        {"实际支付日期": "2026-02-30"},
        {"实际支付金额": "十元"},
        {"支付凭证主键": " "},
        {"预算年度": "1026"},
    )
    file = one_file(tmp_path, csv_text(bad))

    assert (file.kept, file.aside, worst([])) == (1, 4, 0)
    assert reasons(tmp_path / "home", file) == [
        (3, "paid_on", "2026-02-30", "date"),
        (4, "amount", "十元", "number"),
        (5, "payment", " ", "missing"),
        (6, "fiscal_year", "1026", "least"),
    ]
    assert file.totals["amount"].delivered == Decimal("400.00")
    assert file.totals["amount"].unreadable == 1


def test_equal_rows_of_one_key_are_one_row_and_different_ones_are_none(tmp_path: Path) -> None:
    twice = [*rows({}, {}, {}), *rows({}), {**rows({}, {})[1], "实际支付金额": "100.01"}]
    file = one_file(tmp_path, csv_text(twice))

    assert (file.delivered, file.kept, file.repeated, file.aside) == (5, 2, 1, 2)
    assert kept(tmp_path / "home", file, "payment, line") == [("P1", 2), ("P3", 4)]
    assert reasons(tmp_path / "home", file) == [
        (3, "payment, fiscal_year, region", "P2 | 2026 | 410100", "key"),
        (6, "payment, fiscal_year, region", "P2 | 2026 | 410100", "key"),
    ]
    assert file.totals["amount"].aside == Decimal("200.01")
    assert file.totals["amount"].repeated == Decimal("100.00")


def test_a_heading_unknown_or_missing_refuses_the_file_and_not_its_neighbour(
    tmp_path: Path,
) -> None:
    wrong = csv_text(THREE, [*HEADINGS[:-1], "收款方"])
    path = deliver(tmp_path / "d", {NAME: wrong, "payment_410101_2026-03.csv": csv_text(rows({}))})
    [receipt] = take_in(tmp_path / "home", path)

    refused, fine = receipt.files
    assert refused.status is Status.REFUSED
    assert "headings missing ['收款人全称']" in refused.reason
    assert "headings unknown ['收款方']" in refused.reason
    assert fine.status is Status.KEPT
    assert worst([receipt]) == 4


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        ({"rows": 4}, ["4 rows", "has 3"]),
        ({"totals": {"amount": "79.52"}}, ["79.52", "79.51"]),
        ({"totals": {"实际支付金额": 1}}, ["says 实际支付金额 1", "79.51"]),
        ({"sha256": "00" * 32}, ["00" * 32, hashlib.sha256(csv_text(THREE).encode()).hexdigest()]),
        ({"totals": {"payee": "1"}}, ["'payee'", "no amount"]),
        ({"unit": "万元", "totals": {"amount": "79.52"}}, ["万元", "79.52"]),
        ({"unit": "斤"}, ["斤"]),
        ({"encoding": "morse"}, ["morse"]),
        ({"colour": "red"}, ["colour"]),
        ({"rows": "3"}, ["'3'"]),
        ({"period": "2026-15"}, ["2026-15"]),
        ({"feed": "payments"}, ["payments"]),
    ],
)
def test_a_file_that_breaks_the_manifests_word_is_refused_with_both_figures(
    tmp_path: Path, entry: dict[str, object], named: list[str]
) -> None:
    file = one_file(tmp_path, csv_text(THREE), entry=entry)

    assert file.status is Status.REFUSED
    assert [word for word in named if word not in file.reason] == []


def test_manifest_totals_count_repeats_and_rows_set_aside_in_the_files_own_unit(
    tmp_path: Path,
) -> None:
    headings = [*HEADINGS[:5], "实际支付金额（万元）", HEADINGS[6]]
    told = [
        {**row, "实际支付金额（万元）": amount}
        for row, amount in zip(
            [*rows({}, {}, {"实际支付日期": "x"}), *rows({})],
            ["1.5", "-", "2", "1.5"],
            strict=True,
        )
    ]
    file = one_file(tmp_path, csv_text(told, headings), entry={"rows": 4, "totals": {"amount": 5}})

    assert (file.status, file.kept, file.repeated, file.aside) == (Status.KEPT, 1, 1, 2)
    assert file.totals["amount"].delivered == Decimal("50000.00")


def test_no_rows_are_refused_unless_the_manifest_says_so(tmp_path: Path) -> None:
    alone = one_file(tmp_path / "1", csv_text([]))
    agreed = one_file(tmp_path / "2", csv_text([]), entry={"rows": 0})
    hollow = one_file(tmp_path / "3", "", entry={"rows": 0})

    assert alone.status is Status.REFUSED
    assert "no rows" in alone.reason
    assert [(f.status, f.delivered) for f in (agreed, hollow)] == [(Status.KEPT, 0)] * 2


def test_the_file_now_in_force_again_changes_nothing(tmp_path: Path) -> None:
    path = deliver(tmp_path / "d", {NAME: csv_text(THREE)})
    home = tmp_path / "home"
    [first] = take_in(home, path)
    before = sorted(home.rglob("*"))
    [again] = take_in(home, path, now=APRIL + timedelta(days=1))

    assert again.number is None
    assert [(f.status, f.number, f.reason) for f in again.files] == [
        (Status.SAME, first.files[0].number, "already received in delivery 1")
    ]
    assert sorted(home.rglob("*")) == before
    assert len(Receipts(home).deliveries()) == 1


def test_a_file_refused_before_is_read_again(tmp_path: Path) -> None:
    path = deliver(tmp_path / "d", {NAME: csv_text([])})
    home = tmp_path / "home"
    take_in(home, path)
    [again] = take_in(home, path)

    assert (again.number, again.files[0].status) == (None, Status.REFUSED)
    assert len(Receipts(home).deliveries()) == 1
    assert len(list((home / "landing").iterdir())) == 1


def test_a_refused_file_is_kept_as_soon_as_it_can_be_read(tmp_path: Path) -> None:
    path = deliver(tmp_path / "d", {NAME: csv_text(THREE)})
    home = tmp_path / "home"
    nothing = {"payment": replace(all_feeds()["payment"], columns=all_feeds()["region"].columns)}
    [first] = receive(home, [path], now=APRIL, feeds=nothing)
    [again] = take_in(home, path)

    assert (first.files[0].status, again.files[0].status) == (Status.REFUSED, Status.KEPT)
    assert again.number == 2


def test_one_changed_amount_is_one_restatement(tmp_path: Path) -> None:
    home = tmp_path / "home"
    take_in(home, deliver(tmp_path / "a", {NAME: csv_text(THREE)}))
    changed = [*THREE[:2], {**THREE[2], "实际支付金额": "0.02"}]
    take_in(home, deliver(tmp_path / "b", {NAME: csv_text(changed)}))
    first_again = take_in(home, tmp_path / "a")

    receipts = Receipts(home)
    assert first_again[0].files[0].status is Status.KEPT
    assert [(f.number, f.kept_path) for f in receipts.in_force()] == [
        (3, receipts.file(1).kept_path)
    ]
    assert receipts.file(2).totals["amount"].kept == Decimal("79.52")


def test_a_year_takes_the_place_of_its_months_and_a_month_inside_it_is_refused(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    year = "payment_410100_2026.csv"
    take_in(home, deliver(tmp_path / "month", {NAME: csv_text(THREE)}))
    take_in(home, deliver(tmp_path / "year", {year: csv_text(rows({}, {}))}))
    [inside] = take_in(home, deliver(tmp_path / "late", {NAME: csv_text(rows({}))}))
    part = {"files": [{"name": NAME, "replaces": "part"}]}
    [stated] = take_in(home, deliver(tmp_path / "part", {NAME: csv_text(rows({}))}, part))

    assert inside.files[0].status is Status.REFUSED
    assert repr(year) in inside.files[0].reason
    assert stated.files[0].status is Status.KEPT
    assert [(f.name, f.part) for f in Receipts(home).in_force()] == [(year, False), (NAME, True)]


def test_two_files_of_one_feed_region_and_period_are_both_refused(tmp_path: Path) -> None:
    other = "国库集中支付_410100_2026-03.csv"
    path = deliver(tmp_path / "d", {NAME: csv_text(THREE), other: csv_text(THREE)})
    [receipt] = take_in(tmp_path / "home", path)

    assert [f.status for f in receipt.files] == [Status.REFUSED] * 2
    assert [repr(NAME) in f.reason and repr(other) in f.reason for f in receipt.files] == [True] * 2


def test_a_withdrawal_takes_a_period_out_of_force_and_keeps_its_rows(tmp_path: Path) -> None:
    home = tmp_path / "home"
    take_in(home, deliver(tmp_path / "a", {NAME: csv_text(THREE)}))
    gone = {"files": [{"feed": "payment", "region": "410100", "period": "2026-03",
                       "withdrawn": True}]}  # fmt: skip
    path = deliver(tmp_path / "b", {}, gone)
    [receipt] = take_in(home, path)
    [again] = take_in(home, path)

    assert [f.status for f in receipt.files] == [Status.WITHDRAWN]
    assert again.number is None
    assert Receipts(home).in_force() == []
    assert len(kept(home, Receipts(home).file(1))) == 3
    assert take_in(home, tmp_path / "a")[0].files[0].status is Status.KEPT


def test_what_is_withdrawn_must_have_been_delivered(tmp_path: Path) -> None:
    gone = {"files": [{"feed": "payment", "region": "410100", "period": "2026-03",
                       "withdrawn": True}]}  # fmt: skip
    [receipt] = take_in(tmp_path / "home", deliver(tmp_path / "b", {}, gone))

    assert receipt.files[0].status is Status.REFUSED
    assert "nothing of payment 410100 2026-03" in receipt.files[0].reason


def test_a_file_that_the_manifest_names_and_nobody_brought_is_refused(tmp_path: Path) -> None:
    manifest = {"files": [{"name": NAME}, {"name": "payment_410100_2026-04.csv"}]}
    path = deliver(tmp_path / "d", {NAME: csv_text(THREE)}, manifest)
    [receipt] = take_in(tmp_path / "home", path)

    assert {f.name: f.status for f in receipt.files} == {
        NAME: Status.KEPT,
        "payment_410100_2026-04.csv": Status.REFUSED,
    }


def test_a_file_that_the_manifest_does_not_list_is_kept_and_noted(tmp_path: Path) -> None:
    other = "payment_410101_2026-03.csv"
    path = deliver(
        tmp_path / "d", {NAME: csv_text(THREE), other: csv_text(THREE)}, {"files": [{"name": NAME}]}
    )
    [receipt] = take_in(tmp_path / "home", path)

    assert {f.name: f.notes for f in receipt.files} == {
        NAME: (),
        other: ("the manifest lists files, and not this one",),
    }


def test_a_manifest_stands_over_the_names_of_its_files_and_the_receipt_says_so(
    tmp_path: Path,
) -> None:
    entry = {"name": NAME, "feed": "国库集中支付", "region": "410200", "period": "2026-03"}
    path = deliver(tmp_path / "d", {NAME: csv_text(THREE)}, {"files": [entry]})
    [receipt] = take_in(tmp_path / "home", path)

    assert (receipt.files[0].region, receipt.files[0].notes) == (
        "410200",
        ("the name says region '410100'; the manifest says '410200', which stands",),
    )


@pytest.mark.parametrize(
    "manifest",
    ["[]", "{", '{"supplier": 3}', '{"file": []}', '{"files": [3]}', '{"delivered_at": "soon"}',
     '{"files": [], "files": []}', "\x00", "[" * 100_000, '{"supplier": "\\ud800"}',
     '{"delivered_at": "0001-01-01T00:00:00+14:00"}', f'{{"files": [{"1" * 5000}]}}'],
)  # fmt: skip
def test_a_manifest_that_is_not_understood_refuses_the_delivery(
    tmp_path: Path, manifest: str
) -> None:
    path = deliver(tmp_path / "d", {NAME: csv_text(THREE), "manifest.json": manifest})
    [receipt] = take_in(tmp_path / "home", path)

    assert [f.status for f in receipt.files] == [Status.REFUSED]
    assert "manifest" in receipt.files[0].reason


def test_what_a_manifest_says_wrongly_is_shown_as_it_stands_there(tmp_path: Path) -> None:
    file = one_file(tmp_path, csv_text(THREE), entry={"rows": 3.0})

    assert file.reason == "rows is 3.0: write a whole number"


def test_a_row_outside_the_files_period_is_set_aside(tmp_path: Path) -> None:
    file = one_file(tmp_path, csv_text(rows({}, {"实际支付日期": "2026-04-01"})))

    assert file.kept == 1
    assert reasons(tmp_path / "home", file) == [(3, "paid_on", "2026-04-01", "period")]


@pytest.mark.parametrize(
    ("period", "months"), [("2026", [0, 3, 13]), ("2026-03", [3]), ("2026-00", [0]),
                           ("2026-13", [13])],
)  # fmt: skip
def test_a_statements_month_is_its_files_period(
    tmp_path: Path, period: str, months: list[int]
) -> None:
    lines = "".join(f"2026,410100,{month},1,2,201,5\n" for month in (0, 3, 13))
    head = "预算年度,财政区划代码,月份,账本,收支方向,科目编码,年初预算数\n"
    file = one_file(tmp_path, head + lines, f"statement_410100_{period}.csv")

    assert [row[0] for row in kept(tmp_path / "home", file, "month")] == months
    assert file.kept + file.aside == 3


def test_the_final_accounts_are_no_period_of_payments(tmp_path: Path) -> None:
    file = one_file(tmp_path, csv_text(THREE), "payment_410100_2026-13.csv")

    assert file.status is Status.REFUSED
    assert "2026-13" in file.reason


def test_a_name_that_does_not_say_what_it_is_is_refused_or_told_by_the_command(
    tmp_path: Path,
) -> None:
    path = tmp_path / "三月.csv"
    path.write_text(csv_text(THREE))
    [silent] = take_in(tmp_path / "home", path)
    told = {"feed": "payment", "region": "410100", "period": Period(2026, 3)}
    [receipt] = take_in(tmp_path / "home", path, **told)

    assert "<feed>_<region>_<period>.<ext>" in silent.files[0].reason
    assert receipt.files[0].kept == 3


def test_the_command_does_not_contradict_a_files_name(tmp_path: Path) -> None:
    path = deliver(tmp_path / "d", {NAME: csv_text(THREE)})
    [receipt] = take_in(tmp_path / "home", path, region="410200")

    assert receipt.files[0].status is Status.REFUSED
    assert "'410100'" in receipt.files[0].reason
    assert "'410200'" in receipt.files[0].reason


def test_a_feed_is_the_same_by_its_name_and_its_title(tmp_path: Path) -> None:
    path = deliver(tmp_path / "d", {"国库集中支付 ＿410100_ 2026-03 .csv": csv_text(THREE)})
    [receipt] = take_in(tmp_path / "home", path, feed="payment")

    assert receipt.files[0].kept == 3


def test_the_order_of_arrival_does_not_matter(tmp_path: Path) -> None:
    year = "payment_410100_2026.csv"
    told = [
        ("a", NAME, "2026-04-01T06:00:00+08:00", csv_text(rows({}))),
        ("b", year, "2026-05-01T06:00:00+08:00", csv_text(rows({}, {}))),
        ("c", NAME, "2026-06-01T06:00:00+08:00", csv_text(rows({}, {}, {}))),
    ]
    ends = []
    for turn, order in enumerate(([0, 1, 2], [2, 1, 0], [1, 0, 2])):
        home = tmp_path / f"home{turn}"
        for place in order:
            folder, name, when, content = told[place]
            path = deliver(tmp_path / folder, {name: content}, {"delivered_at": when})
            take_in(home, path, now=APRIL + timedelta(days=100))
        ends.append([(f.name, f.kept) for f in Receipts(home).in_force()])

    assert ends == [[(year, 2)]] * 3


def test_a_zip_is_taken_like_its_folder_and_kept_as_it_came(tmp_path: Path) -> None:
    path = tmp_path / "delivery.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"2026-03-31/{NAME}", csv_text(THREE))
        archive.writestr("2026-03-31/manifest.json", json.dumps({"supplier": "郑州市财政局"}))
    home = tmp_path / "home"
    [receipt] = take_in(home, path)
    [again] = take_in(home, path)

    assert (receipt.files[0].kept, receipt.supplier) == (3, "郑州市财政局")
    assert receipt.landing is not None
    landed = home / "landing" / receipt.landing
    assert (landed / "delivery.zip").read_bytes() == path.read_bytes()
    assert again.files[0].status is Status.SAME


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:\\x.csv"])
def test_no_archive_names_a_place_outside_of_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / "delivery.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "x")
    [receipt] = take_in(tmp_path / "home", path)

    assert [f.status for f in receipt.files] == [Status.REFUSED]
    assert "outside" in receipt.files[0].reason


def test_a_broken_archive_is_refused_with_a_sentence(tmp_path: Path) -> None:
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, csv_text(rows(*[{}] * 500)))
    broken = tmp_path / "broken.zip"
    broken.write_bytes(whole.read_bytes()[:-100])
    [receipt] = take_in(tmp_path / "home", broken)

    assert [f.status for f in receipt.files] == [Status.REFUSED]
    assert "broken or cut short" in receipt.files[0].reason


def test_a_linked_folder_is_not_left_out_in_silence(tmp_path):
    path = deliver(tmp_path / "delivery", {NAME: csv_text(rows({}))})
    (path / "more").symlink_to(tmp_path)
    [receipt] = take_in(tmp_path / "home", path)

    assert receipt.number is None
    assert receipt.files[0].reason == "'more' is a link or no file: deliver the file itself"


@pytest.mark.parametrize("shut", [NAME, "sub"])
def test_what_this_account_may_not_read_is_not_left_out_in_silence(shut):
    with tempfile.TemporaryDirectory() as open_to_all:
        path = deliver(Path(open_to_all), {NAME: csv_text(rows({})), "sub/receipt.csv": ""})
        path.chmod(0o755)
        (path / shut).chmod(0)
        account = os.geteuid()
        os.seteuid(account or NOBODY)  # the superuser may read all
        try:
            with pytest.raises(bundle.DeliveryRefused, match=f"{shut}' can't be read"):
                bundle.Bundle(path)
        finally:
            os.seteuid(account)
            (path / shut).chmod(0o755)


def test_litter_is_listed_and_not_read(tmp_path: Path) -> None:
    path = deliver(
        tmp_path / "d",
        {NAME: csv_text(THREE), ".DS_Store": "x", "~$payment.xlsx": "x", "说明.docx": "x",
         "Thumbs.db": "x"},
    )  # fmt: skip
    [receipt] = take_in(tmp_path / "home", path)

    assert sorted(f.name for f in receipt.files if f.status is Status.NOT_READ) == [
        ".DS_Store",
        "Thumbs.db",
        "~$payment.xlsx",
        "说明.docx",
    ]
    assert worst([receipt]) == 0


def test_units_that_disagree_refuse_the_file(tmp_path: Path) -> None:
    headings = [*HEADINGS[:5], "实际支付金额（万元）", HEADINGS[6]]
    content = "单位：元\n" + csv_text([{**rows({})[0], "实际支付金额（万元）": "1"}], headings)
    file = one_file(tmp_path, content)

    assert file.status is Status.REFUSED
    assert "the heading says 万元" in file.reason
    assert "the unit line says 元" in file.reason


def test_a_suppliers_name_never_leaves_the_home(tmp_path: Path) -> None:
    manifest = {"supplier": "../../局/..\\x" + "长" * 200}
    path = deliver(tmp_path / "d", {NAME: csv_text(THREE)}, manifest)
    home = tmp_path / "home"
    [receipt] = take_in(home, path)

    assert receipt.files[0].kept == 3
    assert (home / str(receipt.files[0].kept_path)).resolve().is_relative_to(home.resolve())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["d", "home"]


def test_a_file_that_another_delivered_later_stands_before_says_so(tmp_path: Path) -> None:
    for day, amount in (("2027-01-01", "1.00"), ("2026-03-31", "2.00")):
        payments = csv_text(rows({"实际支付金额": amount}))
        path = deliver(tmp_path / day, {NAME: payments}, {"delivered_at": day})
        [receipt] = take_in(tmp_path / "home", path)

    assert receipt.files[0].notes == (
        f"not in force: '{NAME}', which says that it was delivered at 2027-01-01, stands for "
        "2026-03",
    )


def test_far_fewer_rows_than_the_period_before_are_kept_and_noted(tmp_path: Path) -> None:
    home = tmp_path / "home"
    take_in(home, deliver(tmp_path / "a", {NAME: csv_text(rows(*[{}] * 21))}))
    april = {"实际支付日期": "2026-04-01"}
    name = "payment_410100_2026-04.csv"
    [receipt] = take_in(home, deliver(tmp_path / "b", {name: csv_text(rows(april, april))}))

    assert receipt.files[0].kept == 2
    assert receipt.files[0].notes == ("2 rows, where 2026-03 had 21",)


def test_nothing_at_a_path_is_a_sentence(tmp_path: Path) -> None:
    [receipt] = take_in(tmp_path / "home", tmp_path / "nowhere")

    assert receipt.files[0].status is Status.REFUSED
    assert "there is nothing at" in receipt.files[0].reason


def test_a_home_that_cannot_be_written_fails_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file stands where the home should")

    with pytest.raises(DockFailed, match="see to the home's disk"):
        take_in(tmp_path / "home", deliver(tmp_path / "d", {NAME: csv_text(THREE)}))


def test_an_archive_from_a_chinese_windows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("x" * len("国库集中支付_410100_2026-03.csv".encode("gbk")))
        archive.writestr(entry, csv_text(THREE))
    told = "国库集中支付_410100_2026-03.csv".encode("gbk")
    path.write_bytes(path.read_bytes().replace(b"x" * len(told), told))
    [receipt] = take_in(tmp_path / "home", path)

    assert [(f.name, f.kept) for f in receipt.files] == [("国库集中支付_410100_2026-03.csv", 3)]


def test_an_archive_with_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(NAME, csv_text(THREE))
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(content))
    [receipt] = take_in(tmp_path / "home", path)

    assert "password" in receipt.files[0].reason


def test_what_unpacks_to_far_more_than_a_delivery_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "FREE_BYTES", 1 << 20)
    zeros = b"0" * (4 << 20)
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, zeros)
    [zipped] = take_in(tmp_path / "home", path)
    packed = one_file(tmp_path / "g", gzip.compress(zeros), f"{NAME}.gz")

    assert ["no delivery" in f.reason for f in (zipped.files[0], packed)] == [True, True]
