"""Word 报告. A report as .docx: its frame filled in by docxtpl, its blocks set into that frame."""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from pathlib import Path

import docx as word
from docx.document import Document as Docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from dashboards.filling import TemplateRefused, fill, say_of_itself, timeless
from dashboards.letters.fonts import IN_WORD
from dashboards.reports.paper import (
    ENDS,
    OPENS,
    Block,
    Cell,
    Chart,
    Column,
    Heading,
    Mark,
    Pace,
    Paper,
    Para,
    State,
    Table,
)
from dashboards.reports.pdf import png
from dashboards.reports.plain import drawn, said, words

BODY, NOTES = "\ue002", "\ue003"
"""Where the blocks and the notes of a report go: `{{ body }}` and `{{ notes }}` of a template."""
WIDTH = Mm(162)
MARKS = {"red": ("■", "B3221B"), "orange": ("▲", "C9590C"), "yellow": ("◆", "B08000"),
         "blue": ("●", "2F66BD")}  # fmt: skip
STYLES = ("报告一级标题", "报告二级标题", "报告正文", "报告状态", "报告表题", "报告口径",
          "报告表头", "报告表文", "报告来源", "报告注")  # fmt: skip
FIELDS = ("title", "kind", "place", "period", "site", "made_on", "night", "answer", "opening",
          "issued", "foot", "notes_title", "notes_intro", "body", "notes")  # fmt: skip
_MARK = re.compile(f"{OPENS}(\\d+){ENDS}")


def set_docx(
    paper: Paper, made: date, folder: Path, faces: Mapping[str, Sequence[str]], fonts: Path
) -> bytes:
    """Fill a report in as .docx; the same report gives the same bytes.

    Raises:
        TemplateRefused: the site's template is no .docx, or names an unknown field.
    """
    wanted = (folder / f"{paper.kind}.docx", folder / "report.docx")
    file = next((one for one in wanted if one.is_file()), None)
    name = "report.docx" if file is None else file.name
    content = own_template() if file is None else file.read_bytes()
    told = words(paper)
    fields = {key: paper.values[key] for key in FIELDS if key in paper.values} | {
        "issued": told["issued"], "foot": told["foot"], "notes_title": told["notes"],
        "notes_intro": told["notes_intro"], "body": BODY, "notes": NOTES,
    }  # fmt: skip

    def finish(docx: Docx) -> None:
        _put(docx, name, paper, faces["hei"], fonts)
        title = f"{paper.values['title']} {paper.values['period']}"
        say_of_itself(docx, title=title, author=paper.values["site"], day=made)

    return fill(name, content, fields, FIELDS, finish)


def own_template() -> bytes:
    """Draw the edition's own template, for a site to start from."""
    sheet = word.Document()
    page = sheet.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(24)
    page.top_margin, page.bottom_margin = Mm(26), Mm(24)
    _shape(sheet)
    head = page.header.paragraphs[0]
    head.text, head.style = "{{ kind }}　{{ period }}\t{{ issued }}", "报告来源"
    head.paragraph_format.tab_stops.add_tab_stop(WIDTH, 2)
    foot = page.footer.paragraphs[0]
    foot.text, foot.style = "{{ foot }}\t— ", "报告来源"
    foot.paragraph_format.tab_stops.add_tab_stop(WIDTH, 2)
    field = "<w:r><w:t>1</w:t></w:r>"
    foot._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE ">{field}</w:fldSimple>'))
    foot.add_run(" —")
    for text, style in (
        ("{{ title }}", "报告标题"), ("{{ answer }}", "报告结论"), ("{{ opening }}", "报告正文"),
        ("{{ body }}", "报告正文"), ("{{ notes_title }}", "报告一级标题"),
        ("{{ notes_intro }}", "报告注"), ("{{ notes }}", "报告注"),
    ):  # fmt: skip
        sheet.add_paragraph(text, style)
    written = io.BytesIO()
    sheet.save(written)
    return timeless(written.getvalue())


def _shape(sheet: Docx) -> None:
    hei, song = IN_WORD["hei"], IN_WORD["song"]
    _style(sheet, "Normal", song, 10.5)
    _style(sheet, "报告标题", song, 20, bold=True, after=8)
    _style(sheet, "报告结论", song, 13, after=10)
    _style(sheet, "报告一级标题", song, 15, bold=True, before=18, after=8, level=0, keep=True)
    _style(sheet, "报告二级标题", hei, 11.5, bold=True, before=12, after=4, level=1, keep=True)
    _style(sheet, "报告正文", song, 10.5, after=6)
    _style(sheet, "报告状态", hei, 10.5, after=8)
    _style(sheet, "报告表题", hei, 10.5, bold=True, before=12, keep=True)
    _style(sheet, "报告口径", hei, 8.5, after=3, ink="666B71", keep=True)
    _style(sheet, "报告表头", hei, 8.5, ink="474C52", keep=True)
    _style(sheet, "报告表文", hei, 9)
    _style(sheet, "报告来源", hei, 8.5, ink="666B71", before=3, after=6)
    _style(sheet, "报告注", hei, 8.5, after=2)


def _style(  # noqa: PLR0913 - what a style is made of
    sheet: Docx,
    name: str,
    face: str,
    size: float,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    level: int | None = None,
    keep: bool = False,
    ink: str = "",
) -> None:
    styles = sheet.styles
    style = styles["Normal"] if name == "Normal" else styles.add_style(name, 1)
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size, style.font.bold = face, Pt(size), bold
    if ink:
        style.font.color.rgb = RGBColor.from_string(ink)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), face)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.keep_with_next = keep
    if level is not None:
        outline = parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level}"/>')
        style.element.get_or_add_pPr().append(outline)


def _put(docx: Docx, name: str, paper: Paper, faces: Sequence[str], fonts: Path) -> None:
    """Set the blocks and the notes where the template wants them."""
    missing = [style for style in STYLES if style not in [one.name for one in docx.styles]]
    if missing:
        raise TemplateRefused(
            f"{name} has no style {missing[0]!r}: start from the edition's own template, which "
            "has them all",
            zh=f"{name}缺样式“{missing[0]}”：请从系统自带的模板改起，样式都在里面",
        )
    for mark in (BODY, NOTES):
        at = next((one for one in docx.paragraphs if mark in one.text), None)
        if at is None:
            raise TemplateRefused(
                f"{name} has no paragraph {{{{ {'body' if mark == BODY else 'notes'} }}}}: "
                "put it where that is to go",
                zh=f"{name}里没有 {{{{ {'body' if mark == BODY else 'notes'} }}}} 这一段："
                "请放在该出现的地方",
            )
        where = _Place(docx, at)
        for block in paper.blocks if mark == BODY else ():
            where.block(block, faces, fonts)
        for note in paper.notes if mark == NOTES else ():
            night = said(paper, "night", night=paper.values["night"])
            text = f"[{note.number}] {night}　{note.key}　{note.formula}　{note.address}"
            where.paragraph(text, "报告注")
        at._p.getparent().remove(at._p)


class _Place:
    """A place in a document, before which blocks are set one after another."""

    def __init__(self, docx: Docx, before: Paragraph) -> None:
        self.docx, self.before = docx, before

    def block(self, block: Block, faces: Sequence[str], fonts: Path) -> None:
        match block:
            case Heading(text, level):
                self.paragraph(text, "报告一级标题" if level == 1 else "报告二级标题")
            case Para(text):
                self.paragraph(text, "报告正文")
            case State(text):
                self.paragraph(text, "报告状态", edge=True)
            case Chart():
                self.titles(block.finding, block.measure)
                picture = self.paragraph("", "报告表文")
                picture.add_run().add_picture(
                    io.BytesIO(png(drawn(block, faces), fonts)), width=WIDTH
                )
                _described(picture, block.finding)
                self.paragraph(block.source, "报告来源")
            case Table():
                self.titles(block.finding, block.measure)
                self.table(block)
                self.paragraph(block.source, "报告来源")

    def titles(self, finding: str, measure: str) -> None:
        self.paragraph(finding, "报告表题")
        if measure:
            self.paragraph(measure, "报告口径")

    def paragraph(self, text: str, style: str, *, edge: bool = False) -> Paragraph:
        made = self.before.insert_paragraph_before("", style)
        _write(made, text)
        if edge:
            border = '<w:left w:val="single" w:sz="12" w:space="8" w:color="85806F"/>'
            borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>")
            made._p.get_or_add_pPr().insert_element_before(
                borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
            )
        return made

    def table(self, block: Table) -> None:
        """Set a table; written as one piece of XML, since reports have thousands of cells."""
        whole = sum(column.share for column in block.columns)
        widths = [round(WIDTH.twips * column.share / whole) for column in block.columns]
        heads = [column.head for column in block.columns]
        rows = [self._row(heads, block.columns, widths, head=True)]
        rows += [self._row(row, block.columns, widths) for row in block.rows]
        if block.total:
            rows.append(self._row(block.total, block.columns, widths, bold=True))
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        table = (
            f"<w:tbl {nsdecls('w')}>{_EDGES}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )
        self.before._p.addprevious(parse_xml(table))

    def _row(
        self, row: Sequence[Cell], columns: Sequence[Column], widths: Sequence[int], *,
        head: bool = False, bold: bool = False,
    ) -> str:  # fmt: skip
        style = self.docx.styles["报告表头" if head else "报告表文"].style_id
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:jc w:val="{column.align}"/></w:pPr>'
            f"{_runs(cell, bold=bold)}</w:p></w:tc>"
            for cell, column, width in zip(row, columns, widths, strict=True)
        )
        repeated = "<w:tblHeader/>" if head else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


_EDGES = (
    '<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{ink}"/>'
        for side, size, ink in (("top", 6, "474C52"), ("bottom", 4, "85806F"),
                                ("insideH", 4, "E5E1D8"))
    )
    + '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/>'
    '<w:left w:w="60" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
    '<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)  # fmt: skip


def _runs(cell: Cell, *, bold: bool) -> str:
    match cell:
        case Pace():
            return _run(cell.text, "")
        case Mark():
            sign, ink = MARKS[cell.severity]
            return _run(f"{sign} ", f'<w:color w:val="{ink}"/>') + _run(cell.text, "")
        case str():
            weight = "<w:b/>" if bold else ""
            raised = f'{weight}<w:vertAlign w:val="superscript"/>'
            parts = _MARK.split(cell)
            return "".join(
                _run(f"[{part}]" if nth % 2 else part, raised if nth % 2 else weight)
                for nth, part in enumerate(parts)
                if part
            )


def _run(text: str, properties: str) -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _write(paragraph: Paragraph, text: str) -> None:
    """Write text, the marks of its notes raised."""
    for nth, part in enumerate(_MARK.split(text)):
        if part:
            run = paragraph.add_run(f"[{part}]" if nth % 2 else part)
            run.font.superscript = True if nth % 2 else None


def _described(paragraph: Paragraph, text: str) -> None:
    for properties in paragraph._p.iter(qn("wp:docPr")):
        properties.set("descr", _MARK.sub("", text))
        properties.set("name", "chart")
