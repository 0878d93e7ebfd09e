"""权限页. Prints who may see what for `docs/roles.md`, from the tables that every door asks."""

from collections.abc import Iterator
from pathlib import Path

from fastapi import FastAPI

from alerts.access import CLEAR, LIMITS, RIGHTS, WORDS, Right
from alerts.ledger import Ledger
from alerts.workflow import Role
from api.app import create_app
from api.doors import doors
from service import clock
from warehouse.database import Window
from warehouse.sensitive import COLUMNS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "roles.md"


def page() -> str:
    """Give the page: role × resource, every door, every sensitive column."""
    return "\n".join(_lines()) + "\n"


def write() -> None:
    """Write the page anew."""
    PAGE.write_text(page(), "utf-8")


def site() -> FastAPI:
    """Give an application that stands for any site's: its doors are the same."""
    return create_app(
        Window(Path("nights")), Ledger("sqlite://"), clock=clock.now, version="", rules={}
    )


def _lines() -> Iterator[str]:
    yield "# Who may see what"
    yield ""
    yield (
        "Written by `pursewatch docs` from the tables that every door asks (`alerts/access.py`, "
        "`alerts/scope.py`, `warehouse/sensitive.py`). What an account may see is role × "
        "region × own unit or matter × sensitivity of columns, and is pushed into the queries, so "
        "that lists, counts, searches and errors say nothing of the rest: what is not yours is "
        "answered as what is not there."
    )
    yield ""
    yield "## Role × resource"
    yield ""
    yield f"| resource | | {' | '.join(role.value for role in Role)} |"
    yield f"|---|---|{'---|' * len(Role)}"
    for right in Right:
        marks = ["●" if role in RIGHTS[right] else "" for role in Role]
        words = WORDS[right]
        yield f"| `{right.value}` | {words.zh} · {words.en} | {' | '.join(marks)} |"
    yield ""
    yield "## Whose rows"
    yield ""
    yield "| role | 范围 | |"
    yield "|---|---|---|"
    for role in Role:
        yield f"| `{role.value}` | {LIMITS[role].zh} | {LIMITS[role].en} |"
    yield ""
    yield "## Sensitive columns"
    yield ""
    yield (
        f"Clear to {' and '.join(sorted(role.value for role in CLEAR))}, each read in the trail; "
        "masked for everybody else, in evidence, operands, rows set aside and restated cells. "
        "Every other column of the feeds is plain. In subjects, groups and addresses a keyed hash "
        "stands for natural persons and accounts, whoever looks."
    )
    yield ""
    yield "| feed | column | may hold |"
    yield "|---|---|---|"
    for feed, columns in COLUMNS.items():
        for column, kind in columns.items():
            yield f"| `{feed}` | `{column}` | {kind.value} |"
    found = doors(site())
    yield ""
    yield f"## The {len(found)} doors"
    yield ""
    yield "| method | address | asks for |"
    yield "|---|---|---|"
    for door in found:
        yield f"| {door.method} | `{door.path}` | {door.right or 'nothing: open to all'} |"
