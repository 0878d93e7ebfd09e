"""From a warning to a closed matter, by orders on the console."""

from pathlib import Path

import docx
import pytest

from alerts.accounts import Accounts
from alerts.ledger import Ledger
from alerts.workflow import Role
from service import clock
from tests.alerts.found import LOOKED, MONDAY, found
from tests.service.conftest import Console

PEOPLE = {"wang": Role.ANALYST, "li": Role.ANALYST, "zhou": Role.LEADER, "unit": Role.RESPONDENT}


@pytest.fixture
def city(console: Console) -> Console:
    """A home with people, and three alerts of one unit."""
    assert console.order("ledger", "migrate") == 0
    ledger = Ledger(f"sqlite:///{console.home / 'ledger.sqlite'}")
    for name, role in PEOPLE.items():
        Accounts(ledger.engine).add(
            name, password="long-enough-1", role=role, now=clock.now(),
            region="419801" if role is Role.RESPONDENT else "419800",
            unit="101001" if role is Role.RESPONDENT else None,
        )  # fmt: skip
    three = [found("A"), found("B"), found("C")]
    ledger.note(MONDAY, three, looked=LOOKED, now=clock.now())
    ledger.close()
    return console


def drafted(city: Console) -> None:
    assert city.order("alerts", "confirm", "1", "2", "--by", "wang") == 0
    told = city.told(
        "matters", "draft", "--kind", "warning", "--region", "419801", "--unit", "101001",
        "--subject", "超预算支付", "--facts", "三月支付超过指标", "--law", "预算法第十三条",
        "--request", "请整改", "--addressee", "水利局", "--alert", "1", "--alert", "2",
        "--by", "wang",
    )  # fmt: skip
    assert (told["matter"], told["state"], told["at_stake"]) == (1, "drafted", "40.20")


def issued(city: Console) -> None:
    drafted(city)
    assert city.order("matters", "approve", "1", "--by", "zhou") == 0
    assert city.order("matters", "issue", "1", "--by", "wang") == 0


def test_a_set_is_shown_first_and_moved_as_shown(city: Console) -> None:
    shown = city.told("alerts", "take", "--code", "B02", "--by", "wang")
    assert shown["alerts"] == [1, 2, 3]
    assert city.order("alerts", "confirm", "2", "--by", "li") == 0

    assert city.order("alerts", "take", "--token", shown["token"], "--by", "wang") == 1
    assert "1 of the 3 alerts that were shown have changed: 2 is confirmed now" in city.complained
    assert city.order("alerts", "take", "--by", "wang") == 2


def test_a_matter_is_walked_to_its_closing(city: Console, tmp_path: Path) -> None:
    issued(city)
    proof = tmp_path / "凭证.pdf"
    proof.write_bytes(b"%PDF-1.7")
    answer = ("--measures", "收回", "--result", "done", "--amount", "40.20", "--by", "unit")
    assert city.order("matters", "receive", "1", "--by", "unit") == 0
    assert city.order("matters", "reply", "1", *answer, "--file", str(proof)) == 0
    assert "SHA-256" in city.said
    assert city.order("matters", "accept", "1", "--words", "已核对", "--by", "li") == 0
    assert "alert 1: status changed, number did not" in city.complained
    assert city.order("matters", "close", "1", "--by", "li") == 1
    assert city.order("matters", "close", "1", "--by", "zhou") == 0

    assert [a["state"] for a in city.told("alerts", "list")] == ["closed", "closed", "raised"]
    [every] = city.told("matters", "figures", "--by", "wang")[-1:]
    assert (every["came"], every["closed"], every["put_right"]) == (1, 1, "40.20")
    assert city.told("verify")["faults"] == []


def test_a_sealed_reply_goes_out_and_comes_in(city: Console, tmp_path: Path) -> None:
    issued(city)
    out, back = tmp_path / "out.zip", tmp_path / "back.zip"
    proof = tmp_path / "凭证.pdf"
    proof.write_bytes(b"%PDF-1.7")
    assert city.order("matters", "reply-out", "1", "--out", str(out), "--by", "wang") == 0
    packed = ("matters", "reply-pack", str(out), "--out", str(back), "--measures", "收回")
    assert city.order(*packed, "--result", "done", "--file", str(proof)) == 0
    told = city.told("matters", "reply-in", str(back), "--by", "wang")

    assert (told["state"], told["result"]) == ("replied", "done")
    history = city.told("matters", "show", "1", "--by", "wang")["history"]
    assert [one["move"] for one in history[-2:]] == ["receive", "reply"]
    assert history[-1]["files"][0]["name"] == "凭证.pdf"


@pytest.mark.parametrize(
    ("order", "says"),
    [
        (("matters", "list"), "say which account acts"),
        (("matters", "list", "--by", "ghost"), "no account is called 'ghost'"),
        (("matters", "show", "9", "--by", "wang"), "no matter 9 is here"),
        (("alerts", "normal", "1", "--by", "wang"), "needs a reason of the list"),
        (("alerts", "take", "1", "--by", "unit"), "is a step of the analyst"),
        (
            ("matters", "issue", "1", "2", "--until", "2026-04-30", "--by", "wang"),
            "--until: it is said of one matter",
        ),
        (("matters", "void", "人财督〔2026〕3号", "--reason", "x", "--by", "wang"), "no paper has"),
    ],
)
def test_what_can_t_be_done_is_said_in_a_sentence(city: Console, order, says: str) -> None:
    assert city.order(*order) in (1, 2)
    assert says in city.complained


def test_the_report_and_the_lists_are_files_that_are_proven(city: Console, tmp_path: Path) -> None:
    source = ("--source", "problem=SJ1", "--source", "audit_year=2025")
    content = [(f"--{name}", "x") for name in ("subject", "facts", "law", "request", "addressee")]
    words = [word for pair in content for word in pair]
    drafted = ("matters", "draft", "--kind", "audit_problem", "--region", "419801", *words, *source)
    assert city.order(*drafted, "--by", "wang") == 0
    report, listed = tmp_path / "整改.docx", tmp_path / "问题清单.csv"
    wanted = ("report", "rectification", "--region", "419801", "--period", "2025", "--by", "wang")
    assert city.order(*wanted, "--out", str(report)) == 0
    exported = ("matters", "export", "--sheet", "problems", "--out", str(listed), "--by", "wang")
    assert city.order(*exported) == 0
    assert "1 matter written" in city.said
    told = [p.text for p in docx.Document(str(report)).paragraphs]
    assert any("共1个问题" in line for line in told)
    for file in (report, listed):
        assert city.order("verify", str(file)) == 0
    assert city.order(*wanted, "--out", str(tmp_path / "x.txt")) == 1
    assert city.order(*wanted, "--period", "2025-03", "--out", str(report)) == 2
