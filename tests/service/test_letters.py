"""Papers of matters, by orders on the console."""

import re
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest

from tests.service.conftest import Console
from tests.service.test_matters import city, issued

__all__ = ["city"]


def made(city: Console, letter: str, out: Path, by: str = "wang") -> int:
    return city.order("matters", "letter", "1", letter, "--out", str(out), "--by", by)


def answered(city: Console) -> None:
    issued(city)
    answer = ("--measures", "收回超付资金", "--result", "done", "--amount", "40.20")
    assert city.order("matters", "receive", "1", "--by", "unit") == 0
    assert city.order("matters", "reply", "1", *answer, "--by", "unit") == 0


def test_a_letter_is_made_and_is_the_same_later(city: Console, tmp_path: Path) -> None:
    issued(city)
    out, again = tmp_path / "交办函.pdf", tmp_path / "again.pdf"
    assert made(city, "handover", out) == 0
    assert city.order("matters", "receive", "1", "--by", "unit") == 0
    assert made(city, "handover", again, "unit") == 0

    assert out.read_bytes() == again.read_bytes()
    told = "".join("".join(p.extract_text() for p in pypdf.PdfReader(out).pages).split())
    assert re.search(r"人财交〔\d{4}〕1号", told)
    assert "水利局：" in told
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []


def test_what_is_printed_proves_the_record(city: Console, tmp_path: Path) -> None:
    issued(city)
    out = tmp_path / "交办函.docx"
    assert made(city, "handover", out) == 0
    [proof] = [p.text for p in docx.Document(str(out)).paragraphs if "留痕校验码" in p.text]
    number, algorithm, mark = proof.removeprefix("留痕校验码 ").split(":")

    heads = city.told("matters", "show", "1", "--by", "wang")["history"]
    assert int(number) == heads[-1]["number"]
    assert (algorithm, len(mark)) == ("sm3", 64)
    assert city.told("verify")["faults"] == []


def test_a_closing_note_tells_of_the_closing(city: Console, tmp_path: Path) -> None:
    answered(city)
    out = tmp_path / "销号单.docx"
    number = ("matters", "number", "closing", "--matter", "1", "--by", "wang")
    assert city.order(*number) == 0
    assert made(city, "closing", out) == 1
    assert "closing needs closed_on (销号日期)" in city.complained
    assert not out.exists()
    assert city.order("matters", "accept", "1", "--words", "凭证已核对", "--by", "li") == 0
    assert city.order("matters", "close", "1", "--by", "zhou") == 0
    assert made(city, "closing", out) == 1  # its number was taken before
    assert city.order(*number) == 0
    assert made(city, "closing", out) == 0
    told = [p.text for p in docx.Document(str(out)).paragraphs]
    assert "凭证已核对" in told
    assert "整改结果：已完成整改。整改金额：40.20元。" in told


def test_the_papers_of_a_period_are_put_together(city: Console, tmp_path: Path) -> None:
    answered(city)
    for letter in ("feedback", "report"):
        assert city.order("matters", "number", letter, "--matter", "1", "--by", "wang") == 0
    out = tmp_path / "文书.zip"
    year = city.told("matters", "letters", "--by", "wang")[0]["year"]
    wanted = ("report", "letter", "--region", "419801", "--period", str(year), "--by", "wang")
    assert city.order(*wanted, "--out", str(out)) == 0
    assert city.said.count("号") == 3
    names = zipfile.ZipFile(out).namelist()
    assert sorted(name.rpartition(".")[2] for name in names) == ["docx"] * 3 + ["pdf"] * 3


def test_templates_are_written_to_be_changed_and_never_over_others(city: Console) -> None:
    assert city.order("matters", "letter-templates") == 0
    there = sorted(p.name for p in (city.home / "letters" / "templates").iterdir())
    assert {"handover.toml", "letter.docx", "letter.typ"} <= set(there)
    assert len(there) == 9

    assert city.order("matters", "letter-templates") == 1
    assert "stays as it is" in city.complained


@pytest.mark.parametrize(
    ("letter", "out", "by", "says"),
    [
        ("reminder", "x.pdf", "wang", "take a number with `pursewatch matters number reminder"),
        ("handover", "x.txt", "wang", "is not of docx or pdf"),
        ("handover", "none/x.pdf", "wang", "there is no folder"),
        ("report", "x.pdf", "unit", "matter 1 has no 监督工作报告书"),
        ("suggestion", "x.pdf", "wang", "no paper is made for 'suggestion'"),
    ],
)
def test_what_can_t_be_made_is_said(city, tmp_path, letter, out, by, says) -> None:
    issued(city)

    assert made(city, letter, tmp_path / out, by) == 1
    assert says in city.complained
    assert not (tmp_path / out).exists()
