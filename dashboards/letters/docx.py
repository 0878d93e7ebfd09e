"""Word 文书. A paper as .docx, filled in by docxtpl; the edition's own template is drawn here."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx as word
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from dashboards.filling import fill, say_of_itself, timeless
from dashboards.letters.document import LISTS, PLACEHOLDERS, Document
from dashboards.letters.fonts import IN_WORD

RED = RGBColor(0xC0, 0x00, 0x00)
PITCH = Pt(15.79)  # 156 mm / 28 characters
LINE = Pt(28.99)  # 225 mm / 22 lines
WIDTH = Mm(168)
MARK = "机关标志"
"""The style of the name above the red line, which is made to fit."""
_LEVELS = {
    "{%p if paragraph.level == 1 %}": "一级标题",
    "{%p elif paragraph.level == 2 and paragraph.text|length < 40 %}": "二级标题",
    "{%p elif loop.last %}": "正文末段",
    "{%p else %}": "正文段",
}
"""How a template asks for a paragraph's level, and its style; the last one stays by the seal."""


def set_docx(document: Document, site: Path, faces: Mapping[str, str]) -> bytes:
    """Fill a paper in as .docx; the same paper gives the same bytes.

    Raises:
        TemplateRefused: the site's template is no .docx, or names an unknown field.
    """
    file = template(document.name, site)
    name = "letter.docx" if file is None else file.name
    content = own_template(faces) if file is None else file.read_bytes()

    def finish(docx: Docx) -> None:
        told = document.values
        title = f"{told['title']} {told['number']}"
        say_of_itself(docx, title=title, author=told["site"], day=document.day)
        _fit_mark(docx, told["site"])

    return fill(name, content, document.plain(), [*PLACEHOLDERS, *LISTS], finish)


def template(name: str, site: Path) -> Path | None:
    """Give the site's template for a kind of paper, or for all; None: the edition's own."""
    wanted = (site / f"{name}.docx", site / "letter.docx")
    return next((file for file in wanted if file.is_file()), None)


def own_template(faces: Mapping[str, str]) -> bytes:
    """Draw the edition's own template, for a site to start from; `faces` as in the settings."""
    drawn = word.Document()
    _shape(drawn, {**IN_WORD, **faces})
    _head_and_feet(drawn)
    for paragraph in list(drawn.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)
    drawn.add_paragraph("{{ number }}", "文号")
    drawn.add_paragraph("{{ title }}", "标题")
    drawn.add_paragraph("{{ to }}：", "主送")
    drawn.add_paragraph("{%p for paragraph in paragraphs %}")
    for opens, style in _LEVELS.items():
        drawn.add_paragraph(opens)
        drawn.add_paragraph("{{ paragraph.text }}", style)
    for tag in ("{%p endif %}", "{%p endfor %}"):
        drawn.add_paragraph(tag)
    _foot(drawn)
    _annexes(drawn)
    written = io.BytesIO()
    drawn.save(written)
    return timeless(written.getvalue())


def _foot(drawn: Docx) -> None:
    drawn.add_paragraph("{%p for annex in annexes %}")
    drawn.add_paragraph("{%p if loop.first %}")
    first = drawn.add_paragraph("{{ annex.line }}", "正文末段")
    first.paragraph_format.space_before = LINE
    drawn.add_paragraph("{%p else %}")
    drawn.add_paragraph("\u3000\u3000\u3000{{ annex.line }}", "正文末段")
    for tag in ("{%p endif %}", "{%p endfor %}"):
        drawn.add_paragraph(tag)
    site = drawn.add_paragraph("{{ site }}", "署名")
    site.paragraph_format.space_before = Pt(2 * LINE.pt)
    drawn.add_paragraph("{{ date }}", "成文日期")
    drawn.add_paragraph("{%p if copies %}")
    drawn.add_paragraph("{{ copies }}", "版记")
    drawn.add_paragraph("{%p endif %}")
    drawn.add_paragraph("留痕校验码 {{ proof }}", "校验码")


def _annexes(drawn: Docx) -> None:
    drawn.add_paragraph("{%p for annex in annexes %}")
    drawn.add_paragraph("{{ annex.label }}", "附件")
    drawn.add_paragraph("{{ annex.title }}", "附件标题")
    drawn.add_paragraph("{%p if annex.name == 'evidence' %}")
    drawn.add_paragraph("{%p for finding in findings %}")
    drawn.add_paragraph("{{ finding.title }}", "表题")
    drawn.add_paragraph("{{ finding.formula }}", "表文")
    _table(
        drawn, "finding.rows", "row",
        {"序号": "nth", "内容": "what", "金额（元）": "amount", "数据来源": "source"},
        (12, 70, 30, 44), ("", "{% if finding.total %}合计{% endif %}", "{{ finding.total }}", ""),
    )  # fmt: skip
    drawn.add_paragraph("{{ finding.note }}", "表文")
    drawn.add_paragraph("{%p endfor %}")
    drawn.add_paragraph("{%p elif annex.name == 'law' %}")
    drawn.add_paragraph("{%p for article in articles %}")
    drawn.add_paragraph("{{ article }}", "正文段")
    drawn.add_paragraph("{%p endfor %}")
    drawn.add_paragraph("{%p else %}")
    named = {"序号": "nth", "名称": "name", "大小": "size", "SHA-256": "sha256"}
    _table(drawn, "files", "file", named, (12, 50, 28, 66), None)
    drawn.add_paragraph("{%p endif %}")
    drawn.add_paragraph("{%p endfor %}")


def _table(
    drawn: Docx,
    rows: str,
    row: str,
    columns: Mapping[str, str],
    widths: tuple[int, ...],
    total: tuple[str, ...] | None,
) -> None:
    texts = [
        tuple(columns),
        (f"{{%tr for {row} in {rows} %}}", *[""] * (len(columns) - 1)),
        tuple(f"{{{{ {row}.{name} }}}}" for name in columns.values()),
        ("{%tr endfor %}", *[""] * (len(columns) - 1)),
        *([total] if total else []),
    ]
    table = drawn.add_table(len(texts), len(columns), "Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for nth, told in enumerate(texts):
        line = table.rows[nth]
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if nth == 0:
            line._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, text, width, head in zip(line.cells, told, widths, columns, strict=True):
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            paragraph.text, paragraph.style = text, "表头" if nth == 0 else "表文"
            if nth and head in {"金额（元）", "大小"}:
                paragraph.alignment = ALIGN.RIGHT


def _shape(drawn: Docx, faces: Mapping[str, str]) -> None:
    page = drawn.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.header_distance, page.footer_distance = Mm(28), Mm(20)
    page.different_first_page_header_footer = True
    drawn.settings.odd_and_even_pages_header_footer = True
    grid = parse_xml(f'<w:docGrid {nsdecls("w")} w:type="linesAndChars" w:linePitch="580"/>')
    for old in page._sectPr.findall(qn("w:docGrid")):
        page._sectPr.remove(old)
    page._sectPr.append(grid)
    fangsong, song, hei, kai = (faces[use] for use in ("fangsong", "song", "hei", "kai"))
    _style(drawn, "Normal", fangsong, 16)
    _style(drawn, "正文段", fangsong, 16, indent=2, align=ALIGN.JUSTIFY)
    _style(drawn, "正文末段", fangsong, 16, indent=2, align=ALIGN.JUSTIFY, keep=True)
    _style(drawn, "一级标题", hei, 16, indent=2, keep=True)
    _style(drawn, "二级标题", kai, 16, indent=2, keep=True)
    _style(drawn, "主送", fangsong, 16)
    _style(drawn, "文号", fangsong, 16, align=ALIGN.RIGHT, after=LINE)
    _style(drawn, "标题", song, 22, align=ALIGN.CENTER, bold=True, after=LINE)
    _style(drawn, "署名", fangsong, 16, align=ALIGN.RIGHT, right=2, keep=True)
    _style(drawn, "成文日期", fangsong, 16, align=ALIGN.RIGHT, right=4)
    _style(drawn, "版记", fangsong, 14, right=1, left=1)
    _style(drawn, "校验码", fangsong, 7.5, line=Pt(10), left=1)
    _style(drawn, "附件", hei, 16, fresh=True)
    _style(drawn, "附件标题", song, 16, align=ALIGN.CENTER, bold=True, after=Pt(14))
    _style(drawn, "表题", hei, 10.5, line=Pt(15), keep=True)
    _style(drawn, "表头", hei, 10.5, line=Pt(15), align=ALIGN.CENTER)
    _style(drawn, "表文", fangsong, 10.5, line=Pt(15))
    _style(drawn, MARK, song, 30, line=Pt(36), align=ALIGN.CENTER, bold=True, red=True)
    _style(drawn, "红线", song, 2, line=Pt(4))
    _style(drawn, "页码", song, 14, line=Pt(16))


def _style(  # noqa: PLR0913 - what a style is made of
    drawn: Docx,
    name: str,
    face: str,
    size: float,
    *,
    indent: int = 0,
    left: int = 0,
    right: int = 0,
    line: Pt = LINE,
    after: Pt | None = None,
    align: ALIGN = ALIGN.LEFT,
    bold: bool = False,
    keep: bool = False,
    fresh: bool = False,
    red: bool = False,
) -> None:
    styles = drawn.styles
    style = styles["Normal"] if name == "Normal" else styles.add_style(name, 1)
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size, style.font.bold = face, Pt(size), bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), face)
    if red:
        style.font.color.rgb = RED
    form = style.paragraph_format
    form.line_spacing, form.alignment = line, align
    form.space_before, form.space_after = Pt(0), after or Pt(0)
    form.first_line_indent = Pt(indent * PITCH.pt) if indent else None
    form.left_indent, form.right_indent = Pt(left * PITCH.pt), Pt(right * PITCH.pt)
    form.keep_with_next, form.page_break_before = keep, fresh
    form.widow_control = False
    _set(style.element.get_or_add_pPr(), "w:autoSpaceDE", "w:autoSpaceDN")
    if line != LINE:
        _set(style.element.get_or_add_pPr(), "w:snapToGrid")


def _set(properties: Any, *names: str) -> None:  # noqa: ANN401 - an element of lxml
    for name in names:
        element = parse_xml(f'<{name} {nsdecls("w")} w:val="0"/>')
        properties.insert_element_before(element, "w:spacing", "w:ind", "w:jc")


def _head_and_feet(drawn: Docx) -> None:
    page = drawn.sections[0]
    head = page.first_page_header.paragraphs[0]
    head.text, head.style = "{{ site }}", MARK
    head.paragraph_format.left_indent, head.paragraph_format.right_indent = Mm(-8), Mm(-6)
    _red_line(page.first_page_header.add_paragraph(style="红线"), "bottom", "thickThinSmallGap")
    foot = page.first_page_footer.paragraphs[0]
    foot.style = "红线"
    _red_line(foot, "top", "thinThickSmallGap")
    for footer, align in ((page.footer, ALIGN.RIGHT), (page.even_page_footer, ALIGN.LEFT)):
        number = footer.paragraphs[0]
        number.style, number.alignment = "页码", align
        number.paragraph_format.left_indent = number.paragraph_format.right_indent = Pt(14)
        number.paragraph_format.space_after = Pt(15)
        number.add_run("— ")
        number._p.append(
            parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r/></w:fldSimple>')
        )
        number.add_run(" —")


def _red_line(paragraph: Paragraph, side: str, kind: str) -> None:
    paragraph.paragraph_format.left_indent = Mm(-8)
    paragraph.paragraph_format.right_indent = Mm(-6)
    border = f'<w:{side} w:val="{kind}" w:sz="24" w:space="1" w:color="C00000"/>'
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>")
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )


def _fit_mark(docx: Docx, site: str) -> None:
    for style in docx.styles:
        if style.name == MARK and isinstance(style, ParagraphStyle):
            size = min(30.0, WIDTH.pt / len(site))
            style.font.size = Pt(round(size * 2) / 2)
