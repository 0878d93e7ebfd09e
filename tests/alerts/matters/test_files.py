"""Files are kept by their hash, looked at as bytes, and replies may travel sealed."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from alerts.ledger import Ledger
from alerts.matters.desk import Matters
from alerts.matters.files import FileGone, FileRefused, keep_file, place, read_file
from alerts.matters.kinds import Letter
from alerts.matters.lists import read_matter
from alerts.matters.numbers import Numbers, NumberUnknown, SignsRefused, signs_of
from alerts.matters.sealed_reply import Reply, SealBroken, pack, seal_in, seal_out
from alerts.procedure import MovedMeanwhile, MoveForbidden, MoveRefused, WordsMissing
from tests.alerts.found import NOON
from tests.alerts.matters.walk import FRIDAY, evidence, issued, take
from tests.alerts.people import DEPUTY, LEADER, UNIT, WANG

KEY = b"the key of this site, 32 bytes.."
ANSWER = Reply("收回资金", "done", Decimal("20.10"))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pdf", b"", "is empty"),
        ("a.pdf", b"MZ\x90", "is a program"),
        ("a.txt", b"#!/bin/sh", "is a program"),
        ("a.exe", b"MZ", "is of no kind that is taken"),
        ("a", b"x", "is of no kind that is taken"),
        ("../a.pdf", b"%PDF-", "has parts of a path"),
        ("C:\\a.pdf", b"%PDF-", "has parts of a path"),
        (".pdf", b"%PDF-", "has parts of a path"),
        ("a\0.pdf", b"%PDF-", "is no name for a file"),
        ("a.png", b"%PDF-", "is no png inside"),
        ("a.csv", b"a\0b", "is no plain text inside"),
        ("a.xlsx", b"PK\x03\x04 xl/vbaProject.bin", "holds macros"),
    ],
)
def test_a_file_that_is_not_taken_leaves_nothing(tmp_path: Path, name, content, says) -> None:
    with pytest.raises(FileRefused, match=says):
        keep_file(tmp_path, name, io.BytesIO(content))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    content = io.BytesIO(b"%PDF-" + b"0" * 5_000_000)
    with pytest.raises(FileRefused, match="has more than 1 MB"):
        keep_file(tmp_path, "a.pdf", content, largest=1_000_000)
    assert content.tell() < 3_000_000


def test_a_kept_file_is_proven_when_it_is_read(tmp_path: Path) -> None:
    kept = evidence(tmp_path)
    assert read_file(tmp_path, kept.sha256) == b"%PDF-1.7 proof"
    place(tmp_path, kept.sha256).chmod(0o640)
    place(tmp_path, kept.sha256).write_bytes(b"%PDF-1.7 other")
    with pytest.raises(FileGone, match="was changed on the disk"):
        read_file(tmp_path, kept.sha256)


def test_a_sealed_reply_is_the_unit_s_own_step(ledger: Ledger, matters: Matters, tmp_path) -> None:
    number = issued(matters, "warning")
    sealed = pack(seal_out(matters, number, KEY, by=WANG, now=NOON), ANSWER, {"a.pdf": b"%PDF-1"})
    stood = seal_in(matters, sealed, KEY, tmp_path, by=WANG, now=NOON)

    assert (stood.state, stood.put_right) == ("replied", Decimal("20.10"))
    last = read_matter(ledger.engine, number, by=WANG).history[-1]
    assert (last.actor, [file.name for file in last.files]) == ("101001", ["a.pdf"])


def changed(sealed: bytes, part: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sealed)) as was, zipfile.ZipFile(out, "w") as now:
        for name in was.namelist():
            now.writestr(name, content if name == part else was.read(name))
    return out.getvalue()


def test_a_sealed_file_that_was_changed_is_refused_whole(ledger, matters, tmp_path) -> None:
    number = issued(matters, "warning")
    sealed = pack(seal_out(matters, number, KEY, by=WANG, now=NOON), ANSWER, {"a.pdf": b"%PDF-1"})
    words = zipfile.ZipFile(io.BytesIO(sealed)).read("words.json")
    for false in (
        changed(sealed, "words.json", words.replace(b"20.10", b"99.00")),
        changed(sealed, "files/a.pdf", b"%PDF-2"),
        b"no archive at all",
    ):
        with pytest.raises(SealBroken):
            seal_in(matters, false, KEY, tmp_path, by=WANG, now=NOON)
    assert read_matter(ledger.engine, number, by=WANG).stands.state == "issued"
    with pytest.raises(SealBroken, match="not sealed for this site"):
        seal_in(matters, sealed, b"another site's", tmp_path, by=WANG, now=NOON)


def test_an_old_sealed_reply_does_not_answer_a_return(matters: Matters, tmp_path: Path) -> None:
    number = issued(matters, "warning")
    sealed = pack(seal_out(matters, number, KEY, by=WANG, now=NOON), ANSWER, {})
    seal_in(matters, sealed, KEY, tmp_path, by=WANG, now=NOON)
    with pytest.raises(MoveRefused, match="it is replied"):
        seal_in(matters, sealed, KEY, tmp_path, by=WANG, now=NOON)
    take(matters, number, "return", WANG, words="缺凭证", until=FRIDAY)
    with pytest.raises(MovedMeanwhile, match="taken on by 'return' after this file went out"):
        seal_in(matters, sealed, KEY, tmp_path, by=WANG, now=NOON)
    with pytest.raises(MoveForbidden, match="only an analyst"):
        seal_out(matters, number, KEY, by=UNIT, now=NOON)


def test_numbers_have_no_gaps_and_begin_anew_each_year(ledger: Ledger) -> None:
    numbers = Numbers(signs_of("安"))
    new_year = NOON + timedelta(days=275)
    given = [
        numbers.make(ledger.engine, letter, matter=None, by=WANG, now=now)
        for letter, now in (
            (Letter.SUPERVISION, NOON), (Letter.SUPERVISION, NOON), (Letter.REMINDER, NOON),
            (Letter.SUPERVISION, new_year),
        )
    ]  # fmt: skip
    assert given == [
        "安人财督〔2026〕1号", "安人财督〔2026〕2号", "安人财提〔2026〕1号", "安人财督〔2027〕1号",
    ]  # fmt: skip


def test_a_void_number_stays_and_is_not_given_again(ledger: Ledger) -> None:
    numbers = Numbers()
    text = numbers.make(ledger.engine, Letter.CLOSING, matter=None, by=LEADER, now=NOON)
    numbers.void(ledger.engine, text, reason="错号", by=LEADER, now=NOON)

    assert [(n.text, n.void) for n in numbers.given(ledger.engine)] == [(text, "错号")]
    assert numbers.make(ledger.engine, Letter.CLOSING, matter=None, by=WANG, now=NOON) == (
        "人财销〔2026〕2号"
    )
    with pytest.raises(MoveRefused, match="is void already: 错号"):
        numbers.void(ledger.engine, text, reason="错号", by=LEADER, now=NOON)
    with pytest.raises(NumberUnknown, match="no paper has the number"):
        numbers.void(ledger.engine, "x", reason="错号", by=LEADER, now=NOON)
    with pytest.raises(MoveForbidden, match="only an analyst or a leader makes papers"):
        numbers.make(ledger.engine, Letter.CLOSING, matter=None, by=DEPUTY, now=NOON)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"report": "人财督"}, "report and supervision have one sign"),
        ({"poem": "诗"}, "no paper is called 'poem'"),
        ({"report": " "}, "give printable characters"),
    ],
)
def test_signs_that_can_t_be_told_apart_are_refused(given: dict[str, str], says: str) -> None:
    with pytest.raises(SignsRefused, match=says):
        signs_of("", given)


@pytest.mark.parametrize(
    ("reply", "files", "says"),
    [
        (Reply("已改", "nonsense"), {}, "is none: done"),
        (Reply(" ", "done"), {}, "needs measures"),
        (Reply("已改", "done", Decimal("1e30")), {}, "no amount put right"),
        (ANSWER, {"a.pdf": b"MZ"}, "is a program"),
        (ANSWER, {"../a.pdf": b"%PDF-"}, "parts of a path"),
        (ANSWER, {"a.pdf": b"%PDF-" + b"0" * 20_000_000}, "more than 20 MB"),
    ],
)
def test_what_would_be_refused_here_is_not_sealed_there(matters, reply, files, says) -> None:
    out = seal_out(matters, issued(matters, "warning"), KEY, by=WANG, now=NOON)
    with pytest.raises((WordsMissing, FileRefused), match=says):
        pack(out, reply, files)


def test_a_matter_as_it_went_out_is_no_reply(matters: Matters, tmp_path: Path) -> None:
    out = seal_out(matters, issued(matters, "warning"), KEY, by=WANG, now=NOON)
    with pytest.raises(SealBroken, match="take in the reply of the unit"):
        seal_in(matters, out, KEY, tmp_path, by=WANG, now=NOON)
