"""The papers of a matter, as they are put into words and set."""

import dataclasses
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import docx
import pypdf
import pytest

from alerts.matters.kinds import Letter
from alerts.matters.papers import SEVEN
from dashboards.filling import TemplateRefused
from dashboards.letters import page
from dashboards.letters.document import (
    PLACEHOLDERS,
    Document,
    Finding,
    LetterIncomplete,
    Said,
    clean,
    counted,
)
from dashboards.letters.docx import own_template, set_docx
from dashboards.letters.fonts import FontsMissing, faces
from dashboards.letters.pdf import set_pdf
from dashboards.letters.wording import put, read_wording

DAY = date(2026, 9, 8)
MARKUP = '#set page(fill: red) $x$ @foo <b>&amp; {{ number }} {subject} "\x07\x00\u202e结束'


def row(nth: int) -> dict[str, str]:
    source = f"安澜市财政局·支付.csv第{nth}行"
    return {"nth": f"{nth}", "what": f"凭证{nth:03d}", "amount": "1.00", "source": source}


def said(rows: int = 2, **other: str) -> Said:
    values = {name: f"〔{one.text.zh}〕" for name, one in PLACEHOLDERS.items()}
    finding = Finding("B02 支付超指标", "2 > 1", [row(n + 1) for n in range(rows)], f"{rows}.00")
    found = [finding] if rows else []
    law = ["《预算法》第十三条：“非经法定程序，不得调整。”"]
    return Said({**values, "site": "安澜市人大", **other}, "warning", DAY, found, law)


def written(tmp_path: Path, letter: Letter = Letter.HANDOVER, **other: str) -> Document:
    return put(letter, said(**other), read_wording(letter, tmp_path))


def pdf(document: Document, site: Path) -> pypdf.PdfReader:
    content = set_pdf(document, site, faces({}, site), site)
    return pypdf.PdfReader(io.BytesIO(content))


def text(paper: pypdf.PdfReader) -> str:
    told = "".join(one.extract_text() for one in paper.pages)
    return "".join(told.split()).replace("\u200b", "")


def words(document: Document, site: Path) -> str:
    filled = docx.Document(io.BytesIO(set_docx(document, site, {})))
    return "\n".join(paragraph.text for paragraph in filled.paragraphs)


@pytest.mark.parametrize("letter", SEVEN)
def test_each_of_the_seven_papers_is_put_into_words(tmp_path: Path, letter: Letter) -> None:
    document = written(tmp_path, letter)

    heads = [one["text"] for one in document.paragraphs if one["level"] == 1]
    assert [head[:2] for head in heads] == [f"{counted(n + 1)}、" for n in range(len(heads))]
    assert len(heads) >= 3


def test_a_paper_is_set_with_its_number_law_deadline_and_proof(tmp_path: Path) -> None:
    document = written(tmp_path)

    for told in (text(pdf(document, tmp_path)), words(document, tmp_path)):
        for name in ("number", "facts", "law", "deadline", "proof", "date"):
            assert document.values[name] in told
        assert "一、基本情况" in told
        assert "附件：1" in told


def test_the_same_paper_gives_the_same_bytes(tmp_path: Path) -> None:
    document, at = written(tmp_path), faces({}, tmp_path)

    assert set_docx(document, tmp_path, {}) == set_docx(document, tmp_path, {})
    assert set_pdf(document, tmp_path, at, tmp_path) == set_pdf(document, tmp_path, at, tmp_path)
    packed = zipfile.ZipFile(io.BytesIO(set_docx(document, tmp_path, {})))
    assert {part.date_time[0] for part in packed.infolist()} == {1980}


def test_no_page_number_stands_on_the_first_page(tmp_path: Path) -> None:
    pages = pdf(written(tmp_path), tmp_path).pages

    assert "— 1 —" not in pages[0].extract_text()
    assert "— 2 —" in pages[1].extract_text()
    assert [float(side) for side in pages[0].mediabox[2:]] == pytest.approx([595.28, 841.89], abs=1)


def test_text_is_never_read_as_markup(tmp_path: Path) -> None:
    document = written(tmp_path, facts=MARKUP)
    kept = clean(MARKUP)

    assert "".join(kept.split()) in text(pdf(document, tmp_path))
    assert kept in words(document, tmp_path)


def test_a_line_never_begins_with_punctuation(tmp_path: Path) -> None:
    document = written(tmp_path, facts="预算执行情况监督检查，" * 60)

    lines = [line for p in pdf(document, tmp_path).pages for line in p.extract_text().split("\n")]
    assert [line for line in lines if line[:1] in set("，。；：、”）》？！")] == []


def test_the_heads_of_a_long_annex_are_on_each_of_its_pages(tmp_path: Path) -> None:
    document = put(Letter.HANDOVER, said(200), read_wording(Letter.HANDOVER, tmp_path))
    told = [one.extract_text() for one in pdf(document, tmp_path).pages]
    annex = [one for one in told if re.search(r"凭证\d", one)]

    assert len(annex) > 5
    assert all("数据来源" in one for one in annex)
    table = docx.Document(io.BytesIO(set_docx(document, tmp_path, {}))).tables[0]
    assert len(table.rows) == 202
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader")


def test_no_evidence_gives_no_empty_annex(tmp_path: Path) -> None:
    document = put(Letter.HANDOVER, said(0), read_wording(Letter.HANDOVER, tmp_path))

    assert [annex["line"] for annex in document.annexes] == ["附件：有关法律规定"]
    assert "证据表" not in text(pdf(document, tmp_path))


def test_a_very_long_word_stays_on_the_page(tmp_path: Path) -> None:
    document = written(tmp_path, facts="A" * 3000)

    assert text(pdf(document, tmp_path)).count("A") >= 3000
    assert len(pdf(document, tmp_path).pages) > 4


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    with pytest.raises(LetterIncomplete, match=r"handover needs deadline \(反馈期限\)"):
        written(tmp_path, deadline=" \x00")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('[opening]\ndefault = "{amounts}"', "unknown field {amounts}: the fields are title"),
        ("closing = ", "can't be read as TOML"),
        ('close = "x"', "unknown key 'close'"),
        ('annexes = ["law", "x"]', "annexes to be of evidence"),
        ('closing = "x"', "something to say"),
        ('[[section]]\nhead = "x"', "a head and a text"),
        ("[opening]\ndefault = 3", "a text by kind of matter"),
    ],
)
def test_a_wording_that_can_t_be_used_is_refused(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "handover.toml").write_text(content, "utf-8")

    with pytest.raises(TemplateRefused) as refused:
        read_wording(Letter.HANDOVER, tmp_path)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"#let l = json(bytes(sys.inputs.letter))\n\n#l.amounts", "amounts.*line 3"),
        (b"#set page(", "does not compile: unclosed delimiter"),
        (b'#import "@preview/tablex:0.1.0": *', "never asked"),
        (b"\xff\xfe", "save it as UTF-8"),
        (b'#read("/etc/passwd")', "does not compile: file not found"),
    ],
)
def test_a_layout_that_can_t_be_used_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "handover.typ").write_bytes(content)

    with pytest.raises(TemplateRefused, match=says):
        pdf(written(tmp_path), tmp_path)


def saved(tmp_path: Path, told: str) -> None:
    drawn = docx.Document()
    drawn.add_paragraph(told)
    drawn.save(str(tmp_path / "letter.docx"))


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("{{ amounts }}", "'amounts' is undefined"),
        ("{% if %}", "can't be filled in"),
        ("{{ ''.__class__.__mro__ }}", "can't be filled in|is not there"),
    ],
)
def test_a_word_template_that_can_t_be_used_is_refused(tmp_path, told: str, says: str) -> None:
    saved(tmp_path, told)

    with pytest.raises(TemplateRefused, match=says):
        set_docx(written(tmp_path), tmp_path, {})


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04 torn"])
def test_what_is_no_word_template_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "handover.docx").write_bytes(content)

    with pytest.raises(TemplateRefused, match=r"handover.docx is no .docx"):
        set_docx(written(tmp_path), tmp_path, {})


def test_a_site_s_own_templates_are_used(tmp_path: Path) -> None:
    saved(tmp_path, "本地{{ number }}")
    (tmp_path / "handover.toml").write_text('[opening]\ndefault = "本地{subject}"', "utf-8")
    document = written(tmp_path)

    assert words(document, tmp_path) == "本地〔公文字号〕"
    assert [one["text"] for one in document.paragraphs] == ["本地〔事由〕"]


def test_a_face_that_is_not_installed_is_told(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match=r"no font for kai \(楷体\) is installed, looked for X"):
        faces({"kai": "X"}, tmp_path)
    with pytest.raises(FontsMissing, match="letter_fonts has 'kia'"):
        faces({"kia": "X"}, tmp_path)


def test_the_word_template_has_the_form_of_official_papers() -> None:
    drawn = docx.Document(io.BytesIO(own_template({"kai": "Noto Serif CJK SC"})))
    sheet = drawn.sections[0]

    sides = [sheet.left_margin, sheet.right_margin, sheet.top_margin, sheet.bottom_margin]
    assert [round(side.mm) for side in sides if side] == [28, 26, 37, 35]
    assert drawn.styles["二级标题"].font.name == "Noto Serif CJK SC"
    assert sheet.first_page_footer.paragraphs[0].text == ""
    assert "PAGE" in sheet.footer.paragraphs[0]._p.xml


def test_a_long_name_above_the_red_line_is_made_to_fit(tmp_path: Path) -> None:
    document = written(tmp_path)
    long = dataclasses.replace(document, values={**document.values, "site": "长" * 30})

    drawn = docx.Document(io.BytesIO(set_docx(long, tmp_path, {})))
    assert drawn.styles["机关标志"].font.size.pt < 17


def test_the_page_of_fields_is_fresh() -> None:
    told = page.PAGE.read_text("utf-8")

    assert page.written(told) == told


@pytest.mark.parametrize("lines", [2, 5])
def test_the_place_of_the_seal_is_never_alone_on_a_page(tmp_path: Path, lines: int) -> None:
    document = written(tmp_path, facts="\n".join(["查明的情况。"] * lines))
    [sealed] = [
        one for one in pdf(document, tmp_path).pages if "〔成文日期〕" in one.extract_text()
    ]

    assert "请一并说明" in "".join(sealed.extract_text().split())


def test_the_last_words_of_a_word_paper_stay_with_the_seal(tmp_path: Path) -> None:
    filled = docx.Document(io.BytesIO(set_docx(written(tmp_path), tmp_path, {})))
    told = [one for one in filled.paragraphs if one.text]
    name = next(n for n, one in enumerate(told) if one.style.name == "署名")

    kept = [one for one in told[:name] if one.style.name == "正文末段"]
    assert [one.text[:2] for one in kept] == ["请于", "附件", "\u3000\u3000"]
    assert all(one.style.paragraph_format.keep_with_next for one in [*kept, told[name]])
