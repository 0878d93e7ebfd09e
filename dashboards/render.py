"""A page and what it saw, as HTML or as rows."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dashboards import look, qr, words
from dashboards.figures.coverage import reason_said
from dashboards.figures.refusals import aside_said, columns_said, refusal_said
from dashboards.frame import frame
from dashboards.page import Page, Row, View

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
APART = re.compile(rf"(?<=\d) (?=(?:{MONTHS}|million|billion|yuan)\b)|(?<=[a-z]{{2}}) (?=20\d\d\b)")
"""The spaces of English within a date or an amount, at which no line may break."""


@cache
def environment() -> Environment:
    """Set the templates up: everything is escaped, and a word that nobody gave is a fault."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "number": look.number,
        "share": look.share,
        "points": look.points,
        "whole": look.whole,
        "reason": reason_said,
        "refusal": refusal_said,
        "aside": aside_said,
        "columns": columns_said,
    }
    made.globals |= {"static": static, "island": island, "absent": look.absent, "qr": qr.code}
    return made


def static(name: str) -> str:
    """Give the address of a static file, marked with what is in it."""
    file = STATIC / name
    mark = _mark(file, file.stat().st_mtime_ns) if file.is_file() else ""
    return f"/static/{name}?v={mark}" if mark else f"/static/{name}"


@cache
def _mark(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def island(value: object) -> Markup:
    """Write JSON for a script element of data, where no text can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_number)
    return Markup(text.translate({60: "\\u003c", 62: "\\u003e", 38: "\\u0026"}))


def _number(value: object) -> float:
    if isinstance(value, Decimal):  # a length on the screen; the amount itself stands in the table
        return float(value)
    raise TypeError(f"{value!r} cannot be drawn: give a number, text, list or mapping")


def render(template: str, language: str, context: Mapping[str, object]) -> str:
    """Fill a template in a language."""
    said: dict[str, Any] = {
        "t": partial(words.say, language),
        "language": language,
        "has_word": partial(words.knows, language),
        **context,
    }
    return environment().get_template(template).render(said)


def page(page: Page, view: View, *, part: bool = False) -> str:
    """Render a page whole, or only the part that a filter swaps (`part`).

    Raises:
        NotThere: the page was asked about something that is not there for this reader.
        NotAllowed: the reader's role does not open it.
    """
    context = {**frame(page, view), **page.draw(view)}
    if view.language == "en" and isinstance(answer := context.get("answer"), str):
        context["answer"] = APART.sub("\N{NO-BREAK SPACE}", answer)
    context["printed_at"] = qr.address_of(view, context["places"])
    layout = "part.html" if part else "shell.html" if page.signed_in else "door.html"
    return render(page.template, view.language, {**context, "layout": layout})


def rows(page: Page, view: View) -> list[Row]:
    """Give the page's answer as rows; money stays Decimal, dates stay dates."""
    return page.rows(view) if page.rows else []


def failure(
    status: int,
    view: View,
    *,
    detail: str = "",
    said: str = "",
    ways: Sequence[tuple[str, str]] = (),
    unread: bool = False,
) -> str:
    """Render the page that says what went wrong; a status without words is told as 422 or 500.

    `said` is the key of words of its own; `ways` are what there is instead, each with its address;
    `unread` tells that there is a night, which can't be read.
    """
    plain = "error.s422" if status < 500 else "error.s500"
    key = f"error.s{status}" if words.knows(view.language, f"error.s{status}.title") else plain
    shell = "shell.html" if view.account else "door.html"
    context = {
        **frame(None, view),
        "layout": shell,
        "status": status,
        "key": said or key,
        "ways_on": ways,
        "unread": unread,
        "detail": re.sub(r"\s+", " ", detail).strip(),
    }
    return render("error.html", view.language, context)
