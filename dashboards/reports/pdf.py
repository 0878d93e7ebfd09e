"""PDF 报告. A report as .pdf, set by Typst; nothing of its text is ever read as markup."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

import typst

from dashboards.letters.pdf import compiled
from dashboards.reports.paper import Paper
from dashboards.reports.plain import plain
from dashboards.reports.write import OWN


def set_pdf(
    paper: Paper, made: date, folder: Path, faces: Mapping[str, Sequence[str]], fonts: Path
) -> bytes:
    """Set a report as .pdf; the same report gives the same bytes.

    Raises:
        TemplateRefused: the site's template does not compile, or asks for a package of the net.
    """
    wanted = (folder / f"{paper.kind}.typ", folder / "report.typ", OWN / "report.typ")
    file = next(one for one in wanted if one.is_file())
    told = {
        "report": json.dumps(plain(paper, faces["hei"]), ensure_ascii=False),
        "fonts": json.dumps(faces, ensure_ascii=False),
    }
    return compiled(file, told, datetime.combine(made, time(), UTC), fonts)


def png(svg: str, fonts: Path) -> bytes:
    """Turn a drawing into a picture for a .docx, twice as sharp as a screen."""
    made: bytes = typst.compile(
        OWN / "chart.typ",
        font_paths=[fonts] if fonts.is_dir() else [],
        format="png",
        ppi=192.0,
        sys_inputs={"svg": svg},
    )
    return made
