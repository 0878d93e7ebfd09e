"""PDF 文书. A paper as .pdf, set by Typst: nothing of its text is ever read as markup."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from dashboards.filling import TemplateRefused
from dashboards.letters.document import Document
from dashboards.letters.wording import OWN

_PACKAGE = re.compile(r'"@[\w-]+/')
_LONG = re.compile(r"[!-~]{13,}")
_AMOUNT = re.compile(r"[\d,.%]{13,28}")


def set_pdf(
    document: Document, site: Path, faces: Mapping[str, Sequence[str]], fonts: Path
) -> bytes:
    """Set a paper as .pdf; the same paper gives the same bytes.

    Raises:
        TemplateRefused: the site's template does not compile, or asks for a package of the net.
    """
    told = {
        "letter": json.dumps(_breakable(document.plain()), ensure_ascii=False),
        "fonts": json.dumps(faces, ensure_ascii=False),
    }
    made_at = datetime.combine(document.day, time(), UTC)
    return compiled(template(document.name, site), told, made_at, fonts)


def compiled(file: Path, told: Mapping[str, str], made_at: datetime, fonts: Path) -> bytes:
    """Set what is told by a template; the same gives the same bytes.

    Raises:
        TemplateRefused: the template does not compile, or asks for a package of the net.
    """
    try:
        source = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise TemplateRefused(
            f"{file.name} is no UTF-8 text: save it as UTF-8",
            zh=f"{file.name}不是 UTF-8 的文本：请存成 UTF-8",
        ) from error
    if _PACKAGE.search(source):
        raise TemplateRefused(
            f"{file.name} imports a package from the net, which is never asked: write what it "
            f"needs into the template, or into a file of its own beside it",
            zh=f"{file.name}要从网上取包，本系统从不上网：请把要用的写进模板，或放在旁边的文件里",
        )
    try:
        made: bytes = typst.compile(
            file,
            root=file.parent,
            font_paths=[fonts] if fonts.is_dir() else [],
            format="pdf",
            timestamp=made_at,
            sys_inputs=dict(told),
        )
    except typst.TypstError as error:
        raise TemplateRefused(
            f"{file.name} does not compile: {_said(error)}; correct it, or take the file away to "
            "use the edition's own",
            zh=f"{file.name}排不出来：{_said(error)}。请更正，或移走它，改用系统自带的",
        ) from error
    return made


def template(name: str, site: Path) -> Path:
    """Give the file that lays a kind of paper out: the site's for it, the site's for all, ours."""
    wanted = (site / f"{name}.typ", site / "letter.typ", OWN / "letter.typ")
    return next(file for file in wanted if file.is_file())


def _breakable(told: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Let words that are longer than a cell break anywhere, by a space of no width."""
    match told:
        case str():
            return _LONG.sub(_opened, told)
        case dict():
            return {name: one if name in _WHOLE else _breakable(one) for name, one in told.items()}
        case list():
            return [_breakable(one) for one in told]
    return told


_WHOLE = frozenset({"amount", "total", "number", "proof", "name", "level"})


def _opened(word: re.Match[str]) -> str:
    return word[0] if _AMOUNT.fullmatch(word[0]) else "\u200b".join(word[0])


def _said(error: typst.TypstError) -> str:
    where = re.search(r"([\w.-]+\.typ):(\d+)", error.diagnostic or "")
    line = f" (line {where[2]})" if where else ""
    return f"{error.message}{line}"
