"""What the dock says of files and rows is said in the reader's language, all of it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboards.figures.refusals import aside_said, columns_said, refusal_code, refusal_said
from dashboards.words import say
from ingest.contract import SENTENCES
from ingest.feeds import all_feeds
from ingest.readers.transcode import HOLDS_NUL, TOO_LONG

INGEST = Path(__file__).parents[2] / "ingest"
SAID_BY = {"FileRefused", "DeliveryRefused", "SourceRefused", "_Unnamed"}
ENDS = {"HOLDS_NUL": HOLDS_NUL, "TOO_LONG": TOO_LONG, "part.refused": TOO_LONG}
OWN_FILES = {"pulls/", "sources/paper.py", "sources/mapping.py"}
"""What is wrong with a site's own files is told to whoever writes them, on the command line."""


def sentences() -> Iterator[str]:
    """Give every refusal of the dock, with `x` for what it found."""
    for path in sorted(INGEST.rglob("*.py")):
        if any(path.relative_to(INGEST).as_posix().startswith(own) for own in OWN_FILES):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAID_BY:
                yield from written(node.args[0])


def written(said: ast.expr) -> Iterator[str]:
    if isinstance(said, ast.Constant):
        yield str(said.value)
    if isinstance(said, ast.JoinedStr):
        parts = [ENDS.get(ast.unparse(part.value), "x") if isinstance(part, ast.FormattedValue)
                 else ast.literal_eval(part) for part in said.values]  # fmt: skip
        yield "".join(parts)


def test_every_refusal_of_the_dock_has_a_code_and_words() -> None:
    silent = [told for told in sentences() if refusal_code(told) is None]

    assert silent == ["x (x): x"]  # a file that is looked up: its own refusal follows


def test_every_reason_of_a_row_has_words() -> None:
    assert {code: say("en", f"aside.{code}") for code in SENTENCES} == SENTENCES
    for feed in all_feeds().values():
        for check in feed.checks:
            key = f"aside_check.{check.name}"
            assert (say("zh", key), say("en", key)) == (check.zh, check.en)


@pytest.mark.parametrize(
    ("reason", "code", "zh"),
    [
        ("already received in delivery 3", "already", "第3批已经收过"),
        (
            "国库集中支付: headings missing ['单位代码', '资金性质']; headings unknown "
            "['内部备注']: name each column once by its title, its standard identifier or its "
            "English name, or write a mapping",
            "headings",
            "国库集中支付：缺列：单位代码、资金性质；不认识的列：内部备注。每列只写一次，用中文名、标准标识符或英文名；"
            "或另写对照表",
        ),
        (
            "the manifest says amount 220402970.45, and the file has 220402870.45 (元): deliver "
            "the file that the manifest means",
            "total_differs",
            "清单写amount合计 220402970.45，文件里是 220402870.45（元）：请报清单所指的文件",
        ),
        (
            "the units of '实际支付金额' disagree: the heading says 元, the manifest says 万元: "
            "deliver it in one unit",
            "units_disagree",
            "'实际支付金额'的单位前后不一：表头写元、清单写万元。请只用一个单位",
        ),
        (
            "a.zip is no whole .zip: the file is broken or cut short: pack it and deliver it again",
            "no_zip",
            "a.zip不是完整的 .zip：文件坏了或不完整：请重新压缩再报",
        ),
        ("said by nobody", None, "said by nobody"),
    ],
)
def test_a_refusal_is_said_in_chinese_with_what_was_found(
    reason: str, code: str | None, zh: str
) -> None:
    assert refusal_code(reason) == code
    assert refusal_said(reason, "zh") == zh
    assert refusal_said(reason, "en") == reason


@pytest.mark.parametrize(
    ("reason", "zh"),
    [
        ("missing: " + SENTENCES["missing"], "这里不能空"),
        (
            f"period: {SENTENCES['period']} (the file is for 2026-03)",
            "日期不在文件的期间之内（文件是2026-03的）",
        ),
        (f"pattern: {SENTENCES['pattern']} (wanted \\d{{6}}(\\d{{3}})?)",
         "代码的样子和约定的不一样（应为\\d{6}(\\d{3})?）"),
        (
            f"check: {SENTENCES['check']} (a_supplement_adds: a supplement, or a virement in, is "
            "zero or above)",
            "这一行自相矛盾（追加和调剂调入的金额不得小于零）",
        ),
        ("odd: of another time", "odd: of another time"),
    ],
)  # fmt: skip
def test_why_a_row_was_set_aside_is_said_in_chinese(reason: str, zh: str) -> None:
    assert aside_said(reason, "zh") == zh
    assert aside_said(reason, "en") == reason


def test_columns_are_named_as_the_feed_prints_them() -> None:
    assert columns_said("kind, amount", "allotment_change", "zh") == "调整类型、调整金额"
    assert columns_said(None, "payment", "zh") == ""
    assert columns_said("paid_on", None, "zh") == "paid_on"
