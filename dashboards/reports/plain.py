"""报告成数. A report as templates read it: text, numbers, and its charts as SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from dashboards.drawn import Sheet, svg
from dashboards.reports.paper import (
    Block,
    Cell,
    Chart,
    Heading,
    Mark,
    Pace,
    Paper,
    Para,
    State,
    Table,
)
from dashboards.words import say

WIDTH = 700
"""Of a chart, in its own pixels: the width of the page's text."""


def plain(paper: Paper, faces: Sequence[str]) -> dict[str, Any]:
    """Give a report as text and numbers, its charts drawn with these faces."""
    values = dict(paper.values)
    night = said(paper, "night", night=values["night"])
    return {
        "kind": paper.kind,
        "language": paper.language,
        "values": values,
        "words": words(paper),
        "blocks": [_block(one, faces) for one in paper.blocks],
        "notes": [{**asdict(one), "night": night} for one in paper.notes],
    }


def said(paper: Paper, key: str, **given: object) -> str:
    """Say a sentence of the layout in the report's language."""
    return say(paper.language, f"report.{key}", **given)


def words(paper: Paper) -> Mapping[str, str]:
    """Give the words that a layout adds of its own."""
    values = paper.values
    proof = said(paper, "notes_proof", proof=values["proof"]) if values["proof"] else ""
    return {
        "contents": said(paper, "contents"),
        "notes": said(paper, "notes"),
        "notes_intro": said(
            paper, "notes_intro", night=values["night"], fingerprint=values["fingerprint"][:16],
            version=values["version"],
        ) + proof,
        "foot": said(paper, "foot", night=values["night"]),
        "issued": said(paper, "issued", site=values["site"], day=values["made_on"]),
    }  # fmt: skip


def drawn(chart: Chart, faces: Sequence[str]) -> str:
    """Draw a chart of a report."""
    return svg(chart.picture, Sheet(WIDTH, chart.height, faces))


def _block(block: Block, faces: Sequence[str]) -> dict[str, Any]:
    match block:
        case Heading(text, level):
            return {"is": "heading", "text": text, "level": level}
        case Para(text):
            return {"is": "para", "text": text}
        case State(text):
            return {"is": "state", "text": text}
        case Chart(finding, measure, _, source):
            return {"is": "chart", "finding": finding, "measure": measure, "source": source,
                    "svg": drawn(block, faces)}  # fmt: skip
        case Table():
            return {
                "is": "table",
                "finding": block.finding,
                "measure": block.measure,
                "source": block.source,
                "columns": [asdict(column) for column in block.columns],
                "rows": [[_cell(cell) for cell in row] for row in block.rows],
                "total": [_cell(cell) for cell in block.total],
            }


def _cell(cell: Cell) -> Any:  # noqa: ANN401 - text, or what a mark or a bar is made of
    match cell:
        case str():
            return cell
        case Pace():
            return {"is": "pace", **asdict(cell)}
        case Mark():
            return {"is": "mark", **asdict(cell)}
