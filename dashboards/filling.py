"""套用模板. What a site puts in the place of the edition's own: a .docx filled in, a TOML read."""

import io
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from docx.document import Document as Docx
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import LxmlError

from alerts.procedure import Refused

_EPOCH = (1980, 1, 1, 0, 0, 0)
_BROKEN = (zipfile.BadZipFile, KeyError, ValueError, LxmlError, OSError, EOFError)
"""What a file that is no .docx raises."""


class TemplateRefused(Refused):
    """A site's template can't be used."""


def fill(
    name: str,
    template: bytes,
    fields: Mapping[str, object],
    known: Sequence[str],
    finish: Callable[[Docx], None],
) -> bytes:
    """Fill a .docx template in; the same fields give the same bytes.

    `finish` has its way with the document before it is written; `known` are the fields that a
    template may name.

    Raises:
        TemplateRefused: `template` is no .docx, or names an unknown field.
    """
    try:
        filled = DocxTemplate(io.BytesIO(template))
        filled.render(fields, SandboxedEnvironment(undefined=StrictUndefined, autoescape=True))
        finish(filled.docx)
        written = io.BytesIO()
        filled.save(written)
    except UndefinedError as error:
        raise TemplateRefused(
            f"{name} names a field that is not there ({error.message}): the fields are "
            f"{', '.join(known)}",
            zh=f"{name}里有不可用的字段（{error.message}）：可用的是{'、'.join(known)}",
        ) from error
    except TemplateError as error:
        raise TemplateRefused(
            f"{name} can't be filled in: {error.message}",
            zh=f"{name}填不进去，请告知管理员：{error.message}",
        ) from error
    except _BROKEN as error:
        raise TemplateRefused(
            f"{name} is no .docx: save it from Word or WPS as .docx, or take the file away to use "
            "the edition's own",
            zh=f"{name}不是 .docx：请用 Word 或 WPS 另存为 .docx，或移走它，改用系统自带的",
        ) from error
    return timeless(written.getvalue())


def say_of_itself(docx: Docx, *, title: str, author: str, day: date) -> None:
    """Write into a document's properties what it is, whose and of which day."""
    told, moment = docx.core_properties, datetime.combine(day, time())
    told.title, told.author, told.last_modified_by = title[:250], author[:250], author[:250]
    told.comments, told.revision = "", 1
    told.created = told.modified = moment


def timeless(content: bytes) -> bytes:
    """Write a zip again with its parts as they are and without the time of writing."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as out:
        for name, part in _parts(content):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            out.writestr(info, part)
    return written.getvalue()


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            yield name, packed.read(name)


def read_toml(name: str, site: Path, own: Path) -> tuple[str, dict[str, Any]]:
    """Read `name`.toml, the site's where it has one; give its file's name and what it says.

    Raises:
        TemplateRefused: the file is no TOML.
    """
    file = site / f"{name}.toml"
    file = file if file.is_file() else own / file.name
    try:
        return file.name, tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TemplateRefused(
            f"{file.name} can't be read as TOML in UTF-8 ({error}): correct it, or take the file "
            "away to use the edition's own",
            zh=f"{file.name}不是 UTF-8 的 TOML：请更正，或移走它，改用系统自带的",
        ) from error
