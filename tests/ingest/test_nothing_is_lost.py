"""Whatever is delivered: delivered = kept + repeated + aside, and never a traceback.

`make short` runs 2,000 such files, `make fuzz` 100,000.
"""

import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.receipt import Status
from tests.ingest.dockside import NAME, csv_text, deliver, kept, take_in
from tests.ingest.fuzzed import CASES, Case, hold

AMOUNTS = st.sampled_from(
    ["1.00", "2", "-3.50", "1,000.10", "（7.25）", "８", "0.005", "x", "", "1e3", "¥4"]
)
WORTH = {
    "1.00": "1.00", "2": "2.00", "-3.50": "-3.50", "1,000.10": "1000.10", "（7.25）": "-7.25",
    "８": "8.00", "¥4": "4.00",
}  # fmt: skip
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "支付凭证主键": st.sampled_from(["A", "B", "C", "D", ""]),
            "预算年度": st.sampled_from(["2026", "2025", "年"]),
            "财政区划代码": st.just("410100"),
            "单位代码": st.sampled_from(["1", "1", "1", ""]),
            "实际支付日期": st.sampled_from(["2026-03-01", "20260302", "2026-04-01", "?"]),
            "实际支付金额": AMOUNTS,
            "收款人全称": st.sampled_from(["甲", "乙\n丙", '说"好', "a,b", "合计"]),
        }
    ),
    min_size=1,
    max_size=25,
)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@settings(max_examples=40, deadline=None)
@given(ROWS, st.sampled_from(["utf-8", "gb18030"]), st.sampled_from(["\n", "\r\n"]))
def test_every_row_and_every_fen_is_somewhere(
    given_rows: list[dict[str, str]], encoding: str, end: str
) -> None:
    table = [{h: quoted(cell) for h, cell in row.items()} for row in given_rows]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        content = csv_text(table).replace("\n", end).encode(encoding)
        [receipt] = take_in(home, deliver(Path(folder) / "d", {NAME: content}))
        [file] = receipt.files
        written = kept(home, file, "amount")

    readable = [Decimal(WORTH[a]) for row in given_rows if (a := row["实际支付金额"]) in WORTH]
    total = file.totals["amount"]
    assert file.status is Status.KEPT
    assert file.delivered == len(given_rows) == file.kept + file.repeated + file.aside
    assert file.kept == len(written)
    assert total.kept == sum((row[0] for row in written), Decimal(0))
    assert total.delivered == sum(readable, Decimal(0)) == total.kept + total.repeated + total.aside
    unread = sum(row["实际支付金额"] in {"0.005", "x", "1e3"} for row in given_rows)
    assert total.unreadable == unread


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CASES, min_size=3, max_size=3), st.booleans())
def test_no_file_brings_the_dock_down_and_no_row_is_lost(
    cases: Sequence[Case], zipped: bool
) -> None:
    hold(cases, zipped)
