"""口径. What each figure of a page is, and where the rows beneath it are: `formulas.toml`, read."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from dashboards.page import Page, Row, View

FILE = Path(__file__).parent / "formulas.toml"
FACELESS = "/api/"
"""What is no page has no other face to be opened as JSON."""


@dataclass(frozen=True)
class Formula:
    """How a figure is computed, in words, and the template of the address of its rows."""

    zh: str
    en: str
    rows: Mapping[str, str]


@cache
def _told() -> Mapping[str, Mapping[str, Formula]]:
    told = tomllib.loads(FILE.read_text("utf-8"))
    says, rows = told["formulas"], told["rows"]
    return {
        path: {name: Formula(**says[one], rows=rows[other]) for name, (one, other) in named.items()}
        for path, named in told["pages"].items()
    }


def formulas(page: Page, rows: Sequence[Row] = ()) -> Mapping[str, Formula]:
    """Give the figures of a page by column, those that its rows have."""
    known = dict(_told().get(page.path, {}))
    if cells := known.pop("*", None):
        amounts = {name: cells for row in rows for name, value in row.items() if _amount(value)}
        return {**amounts, **known}
    columns = {name for row in rows for name in row}
    return {name: one for name, one in known.items() if not rows or name in columns}


def told(page: Page, view: View, rows: Sequence[Row]) -> dict[str, Any]:
    """Say of a page's figures what they are, and row by row where the rows beneath each are."""
    known = formulas(page, rows)
    asked = _asked(view)
    return {
        "figures": {name: {"zh": one.zh, "en": one.en} for name, one in known.items()},
        "beneath": [_beneath(known, row, asked, view) for row in rows],
    }


def _beneath(
    known: Mapping[str, Formula], row: Row, asked: Mapping[str, str], view: View
) -> dict[str, str]:
    given = defaultdict(str, asked)
    given |= {name: "none" if value is None else str(value) for name, value in row.items()}
    given |= _reckoned(row)
    told = {}
    for name, one in known.items():
        if row.get(name) is not None:
            given["column_month"] = str(int(name[-2:])) if name[-2:].isdigit() else ""
            told[name] = _address(one.rows, given, view)
    return told


def _asked(view: View) -> dict[str, str]:
    told = {f"asked_{name}": view.choice.one(name) for name in view.choice.given}
    told |= {f"asked_{name}": text for name, text in view.place.items()}
    if view.warehouse is not None:
        told["night"] = view.warehouse.name
        year = view.choice.one("year")
        told["day"] = min(told["night"][:10], f"{year}-12-31") if year else told["night"][:10]
    return told


def _reckoned(row: Row) -> dict[str, str]:
    """Give what an address asks by and no column says: a side's lines, a last step, a year ago."""
    year, due = row.get("fiscal_year"), str(row.get("due_year", ""))
    later = bool(row.get("and_later"))
    return {
        "digits": "3" if row.get("code") == "" else "",
        "fiscal_year_before": str(year - 1) if isinstance(year, int) else "",
        "due": "" if later else due,
        "since": due if later else "",
    }


def _address(template: Mapping[str, str], given: Mapping[str, str], view: View) -> str:
    at = quote(template["at"].format_map(given))
    pairs = {
        name.format_map(given): text.format_map(given)
        for name, text in template.items()
        if name != "at"
    }
    if view.then:
        pairs["night"] = given["night"]
    query = urlencode({name: text for name, text in pairs.items() if name and text})
    face = "" if at.startswith(FACELESS) else ".json"
    return f"{at}{face}{'?' + query if query else ''}"


def _amount(value: object) -> bool:
    return isinstance(value, Decimal) or (
        isinstance(value, str) and re.fullmatch(r"-?\d{1,15}\.\d{2}", value) is not None
    )
