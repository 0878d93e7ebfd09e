"""查询. What else do I want to know of the night?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from alerts.access import Right, roles_with
from alerts.sights import LIVE, open_tables
from dashboards.page import Page, View
from dashboards.words import knows, say
from warehouse.sensitive import kind_of
from warehouse.terms import COLUMNS, FEEDS, column

SHOWN = 200
EXAMPLES = (
    "select region, sum(amount) as paid from core.payment group by region order by region",
    "select unit, count(*) as n, sum(amount) as paid\nfrom core.payment\n"
    "where month(paid_on) = 12\ngroup by unit\norder by paid desc\nlimit 20",
    "select code, region, fail, unknown from ops.rule_result where fail > 0 order by fail desc",
)


@dataclass(frozen=True)
class Told:
    """A column as the page explains it."""

    name: str
    type: str
    words: str
    sensitive: bool


@dataclass(frozen=True)
class Explained:
    """A table as the page explains it."""

    name: str
    words: str
    live: bool
    columns: tuple[Told, ...]


@cache
def explained(language: str) -> tuple[Explained, ...]:
    """Explain every table that may be asked: its rows, its columns, what of them is masked."""
    found = []
    for table in open_tables():
        core = table.layer == "core"
        term = FEEDS.get(table.name) if core else None
        name = f"{table.layer}.{table.name}"
        columns = tuple(
            Told(
                one.name,
                one.type.lower(),
                _words(table.name, one.name, language) if core else "",
                core and kind_of(table.name, one.name) is not None,
            )
            for one in table.columns
        )
        words = getattr(term, language) if term else _rows_of(name, table.comment, language)
        found.append(Explained(name, words, name in LIVE, columns))
    return tuple(found)


def _rows_of(name: str, comment: str, language: str) -> str:
    """Say what a row of a table is; a table that has no words says it by its own comment."""
    key = f"query.rows_of.{name}"
    return say(language, key) if knows(language, key) else comment.partition("\n")[0]


def _words(feed: str, name: str, language: str) -> str:
    known = f"{feed}.{name}" in COLUMNS or name in COLUMNS
    return str(getattr(column(feed, name), language)) if known else ""


def draw(view: View) -> Mapping[str, object]:
    """Show the question, its answer, and what may be asked."""
    receipt = view.receipt or {}
    answer = receipt.get("answer")
    fault = view.faults.get("said", "")
    said = say(view.language, "query.intro")
    if answer is not None:
        key = "query.answer_cut" if answer.cut else "query.answer"
        said = say(view.language, key, n=len(answer.rows), night=receipt["night"])
    return {
        "answer": said,
        "fault": fault,
        "detail": view.faults.get("detail", "") if fault != view.faults.get("detail") else "",
        "sql": view.typed.get("sql", EXAMPLES[0]),
        "purpose": view.typed.get("purpose", ""),
        "result": answer,
        "shown": SHOWN,
        "tables": explained(view.language),
        "examples": EXAMPLES,
        "page_path": view.path,
    }


PAGE = Page(
    path="/query",
    title_key="query.title",
    question_key="query.question",
    draw=draw,
    template="query.html",
    menu=7,
    roles=roles_with(Right.QUERIES),
)
