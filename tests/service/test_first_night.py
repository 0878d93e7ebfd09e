"""From a delivery that nobody here made to an alert: the whole way, on the command line."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from alerts.ledger import Ledger
from alerts.trail import lines
from tests.service.conftest import Console
from tests.service.march import files, paid

NIGHT = ("night", "--as-of", "2026-03-31")


def night(console: Console) -> int:
    """Build the night and ask the one rule that these tests read."""
    return console.order(*NIGHT, "--only", "B02")


def exported(console: Console, tmp_path: Path) -> list[str]:
    out = tmp_path / "alerts.csv"
    assert console.order("alerts", "export", "--out", str(out), "--code", "B02") == 0
    return out.read_text("utf-8-sig").splitlines()[1:]


def test_one_fen_above_the_allotment_is_an_alert(
    console: Console, deliver: Callable[..., Path], tmp_path: Path
) -> None:
    folder = deliver("march", files(paid("P1", "500.00"), paid("P2", "400.01")))

    assert console.order("receive", str(folder)) == 0
    assert console.order(*NIGHT) == 0

    [line] = exported(console, tmp_path)
    assert line.split(",")[:10] == [
        "1", "B02", "execution.payment_exceeds_allotment", "330100", "2026", "Z1", "301001", "red",
        "raised", "0.01",
    ]  # fmt: skip


def test_the_last_fen_of_the_allotment_may_be_spent(
    console: Console, deliver: Callable[..., Path], tmp_path: Path
) -> None:
    folder = deliver("march", files(paid("P1", "500.00"), paid("P2", "400.00")))
    console.order("receive", str(folder))
    night(console)

    assert exported(console, tmp_path) == []


def test_the_same_delivery_twice_changes_nothing(
    overspent: Console, deliver: Callable[..., Path]
) -> None:
    before = overspent.asked("select number, sightings, first_seen from ops.alert")

    folder = deliver("march", files(paid("P1", "500.00"), paid("P2", "400.01")))
    [again] = overspent.told("receive", str(folder))
    night(overspent)

    assert {file["status"] for file in again["files"]} == {"same"}
    assert overspent.asked("select number, sightings, first_seen from ops.alert") == before


def test_one_changed_amount_is_one_restatement(
    console: Console, deliver: Callable[..., Path]
) -> None:
    console.order("receive", str(deliver("march", files(paid("P1", "500.00")))))
    again = deliver("again", {"payment_330100_2026-03.csv": [paid("P1", "500.01")]})

    [receipt] = console.told("receive", str(again))
    night(console)

    assert [file["status"] for file in receipt["files"]] == ["kept"]
    assert console.asked("select count(*) as n, sum(amount) as paid from core.payment") == [
        {"n": 1, "paid": "500.01"}
    ]
    assert console.asked(
        "select count(*) as n, count(*) filter (in_force) as standing from ops.delivery_file "
        "where feed = 'payment'"
    ) == [{"n": 2, "standing": 1}]


def test_core_equals_the_deliveries_to_the_row_and_the_fen(
    console: Console, deliver: Callable[..., Path]
) -> None:
    rows = [paid(f"P{number}", f"{number}.37") for number in range(1, 201)]
    console.order("receive", str(deliver("march", files(*rows), encoding="gb18030")))
    night(console)

    [counted] = console.asked("select count(*) as n, sum(amount) as paid from core.payment")

    assert counted["n"] == 200
    assert Decimal(counted["paid"]) == sum(Decimal(f"{n}.37") for n in range(1, 201))


def test_a_rule_whose_feed_is_missing_is_unknown_and_not_passed(
    console: Console, deliver: Callable[..., Path]
) -> None:
    delivered = files(paid("P1", "5000.00"))
    del delivered["allotment_330100_2026.csv"]
    console.order("receive", str(deliver("march", delivered)))
    night(console)

    results = {row["code"]: row for row in console.told("coverage")}

    assert results["B02"]["unknown"] == 1
    assert results["B02"]["pass"] == results["B02"]["fail"] == 0
    assert "allotment" in results["B02"]["reasons"]
    assert console.told("alerts", "list") == []


def test_a_government_that_nobody_knows_is_no_empty_list(overspent: Console) -> None:
    assert len(overspent.told("alerts", "list", "--region", "330000")) == len(
        overspent.told("alerts", "list")
    )
    assert overspent.order("alerts", "list", "--region", "999999") == 2
    assert "no government '999999' is known here, nor any below it" in overspent.complained
    assert "those known: 330100" in overspent.complained


def test_before_anything_is_known_of_anybody_a_list_is_empty(console: Console) -> None:
    assert console.told("alerts", "list", "--region", "330100") == []


def test_a_bad_row_is_set_aside_and_the_exit_status_says_so(
    console: Console, deliver: Callable[..., Path], tmp_path: Path
) -> None:
    folder = deliver("march", files(paid("P1", "500.00"), paid("P2", "4OO.00")))

    assert console.order("receive", str(folder)) == 3

    [aside] = [
        file
        for receipt in console.told("receipts", "list")
        for file in receipt["files"]
        if file["aside"]
    ]
    out = tmp_path / "rejects.csv"
    told = console.told("receipts", "rejects", str(aside["file"]), "--out", str(out))
    assert (told["file"], told["rows"]) == (str(out), 1)
    text = out.read_text("utf-8-sig")
    assert "4OO.00" in text
    assert "实际支付金额" in text


def test_a_refused_file_does_not_keep_the_others_out(
    console: Console, deliver: Callable[..., Path]
) -> None:
    delivered = files(paid("P1", "500.00"))
    delivered["project_330100_2026-03.csv"] = [{"代码": "1", "名称": "x"}]

    assert console.order("receive", str(deliver("march", delivered))) == 4
    assert "代码" in console.said
    assert night(console) == 0
    assert console.asked("select count(*) as n from core.payment") == [{"n": 1}]


def test_an_answer_is_written_in_the_form_that_is_named_whoever_reads_what_is_said(
    overspent: Console, tmp_path: Path
) -> None:
    out = tmp_path / "paid.csv"
    asked = ("query", "select payment from core.payment order by 1", "--out", str(out))

    told = overspent.told(*asked, "--format", "csv")

    assert (told["file"], told["rows"]) == (str(out), 2)
    assert out.read_text("utf-8-sig").splitlines()[0] == "payment"


def test_explain_prints_the_numbers_the_law_and_the_line(overspent: Console) -> None:
    assert overspent.order("explain", "1") == 0
    for words in ("900.01", "900.00", "0.01", "预算法", "国库集中支付_330100_2026-03.csv"):
        assert words in overspent.said


def test_a_wrong_file_alone_is_refused(console: Console, tmp_path: Path) -> None:
    wrong = tmp_path / "letter.md"
    wrong.write_text("# not a table", "utf-8")

    assert console.order("receive", str(wrong)) == 4
    assert "no form of a table" in console.said


def test_a_night_without_deliveries_says_that_nothing_could_be_asked(
    console: Console,
) -> None:
    assert night(console) == 0
    assert "no government has delivered anything" in console.said


def test_who_sees_persons_and_accounts_on_the_console_is_in_the_record(
    console: Console, deliver: Callable[..., Path]
) -> None:
    named = {**paid("P1", "950.00"), "收款人账号": "6222021001116245702"}
    console.order("receive", str(deliver("march", files(named))))
    night(console)

    console.order("explain", "1")
    assert "6222021001116245702" not in console.said
    assert "--purpose shows them" in console.complained
    console.order("explain", "1", "--purpose", "核对账号")
    assert "6222021001116245702" in console.said
    console.asked("select payee_account from core.payment")
    ledger = Ledger(f"sqlite:///{console.home / 'ledger.sqlite'}")
    with ledger.engine.connect() as connection:
        told = [(one.act, one.subject) for one in lines(connection) if one.act.startswith("rows")]
    assert told == [("rows.read", "alert 1"), ("rows.query", "console")]
