"""四本账. What was approved, what became of it, and is it told for the same months?"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from dashboards.figures.books import BOOKS, SIDES, Asked, Books, Line, asked, books, code_name, name
from dashboards.figures.peers import FEWEST
from dashboards.figures.places import Places
from dashboards.frame import look_of
from dashboards.ground import Ground, address, ground, nothing_yet
from dashboards.look import Look, points, share
from dashboards.page import Page, Row, View
from dashboards.tied import beside, book_key, speaks, way_to_say
from dashboards.words import say


def draw(view: View) -> Mapping[str, object]:
    """Show the four books side by side, or one of them code by code; never a sum across them."""
    look = look_of(view, "wan")
    here = ground(view)
    if here is None:
        return nothing_yet(view)
    picked = here.places
    at = asked(view)
    found = books(here.warehouse, picked, at, here.night.as_of, view.language)
    if not found.lines and not at.code:
        return {"empty": "none", "places": picked, "money": True, "look": look}
    way = _way(here, at, view.language)
    say_at, lasting = way_to_say(view), replace(picked, night="")
    return {
        "empty": "",
        "money": True,
        "look": look,
        "places": picked,
        "at": at,
        "found": found,
        "answer": answer(found, at, way[-1][1], picked, look),
        "crumbs": way,
        "unreported": unreported(found, view.language),
        "pace": pace(found, view.language),
        "moved": moved(found, view.language),
        "until": until(found, picked, look),
        "beside": any(line.beside is not None for line in found.lines),
        "peers_source": say(view.language, "books.peers_source", n=found.peers, fewest=FEWEST),
        "open": lambda line: address(
            "/books", picked, book=line.book, side=line.side, code=line.code
        ),
        "rows_of": lambda line, year, month, measure: address(
            "/rows/statement", picked, year=year, book=line.book, side=line.side,
            code=line.code, digits="" if line.code else "3", month=month, sum=measure,
        ),
        "deeper": lambda line: len(line.code) < 7,
        "said": beside(view, picked.region, [f"statement/{picked.year}/"]),
        "key_of": lambda line: book_key(picked.year, line),
        "speaks": speaks(view),
        "say_at": lambda line: say_at(
            address("/books", lasting, book=line.book, side=line.side, code=line.code or None)
        ),
        "percent": lambda value: float(value * 100),
    }  # fmt: skip


def until(found: Books, picked: Places, look: Look) -> str:
    """Name the month that the books are told to; the opening budget has none."""
    if not found.month:
        return say(look.language, "books.opening", year=picked.year)
    return say(look.language, "execution.month_end", month=look.month(found.month))


def unreported(found: Books, language: str) -> list[str]:
    """Name the sides of the books that nothing was reported of."""
    there = {(line.book, line.side) for line in found.lines}
    every = [(book, side) for book in BOOKS for side in SIDES]
    return [name(*one, language).strip() for one in every if one not in there]


def answer(found: Books, at: Asked, who: str, picked: Places, look: Look) -> str:
    """Say which book's spending, or which code, has come least and most far by when."""
    language = look.language
    rated = [
        line for line in found.lines if line.now.rate is not None and (at.book or line.side == "2")
    ]
    when = until(found, picked, look)
    if not rated:
        return say(language, "books.unrated", who=who, until=when)
    ordered = sorted(rated, key=lambda line: (line.now.rate, line.code))
    least, most = ordered[0], ordered[-1]
    key = "books.only" if least is most else "books.answer"
    return say(
        language, key, who=who, until=when, least=least.name, most=most.name,
        low=share(least.now.rate or Decimal(0)), high=share(most.now.rate or Decimal(0)),
    )  # fmt: skip


def pace(found: Books, language: str) -> str:
    """Say which book's spending is furthest behind the year, for the block that adds none up."""
    spent = [line for line in found.lines if line.side == "2" and line.now.rate is not None]
    if found.gone is None or not spent:
        return say(language, "books.unsummed")
    least = min(spent, key=lambda line: (line.now.rate, line.book))
    behind = found.gone - (least.now.rate or Decimal(0))
    written = points(behind).lstrip("+")
    if behind <= 0 or written == "0.0":
        return say(language, "books.none_behind")
    return say(language, "books.behind", name=least.name, points=written)


def moved(found: Books, language: str) -> str:
    """Say which line changed most against the same months of the year before."""
    known = [line for line in found.lines if line.change is not None]
    most = max(known, key=lambda line: abs(line.change or Decimal(0)), default=None)
    if most is None or not most.change:
        return say(language, "books.years_finding", n=len(found.years))
    key = "books.fell" if most.change < 0 else "books.rose"
    return say(language, key, name=most.name, share=share(abs(most.change)))


def _way(here: Ground, at: Asked, language: str) -> list[tuple[str, str]]:
    picked = here.places
    way = [(address("/books", picked), picked.name)]
    if at.book:
        side = name(at.book, at.side, language)
        way.append((address("/books", picked, book=at.book, side=at.side), side))
    for digits in (3, 5):
        if len(at.code) >= digits:
            step = Asked(at.book, at.side, at.code[:digits])
            way.append(
                (
                    address("/books", picked, book=at.book, side=at.side, code=step.code),
                    code_name(here.warehouse, picked, step),
                )
            )
    return way


def rows(view: View) -> list[Row]:
    """Give the level's lines over the years, to the fen."""
    here = ground(view)
    if here is None:
        return []
    picked = here.places
    found = books(here.warehouse, picked, asked(view), here.night.as_of, view.language)
    return [_row(line, year, found, picked) for line in found.lines for year in sorted(line.years)]


def _row(line: Line, year: int, found: Books, picked: Places) -> Row:
    told = line.years[year]
    return {
        "region": picked.region,
        "fiscal_year": year,
        "through_month": found.month,
        "book": line.book,
        "side": line.side,
        "code": line.code,
        "name": line.name,
        "approved": told.approved,
        "revised": told.revised,
        "executed": told.executed,
        "final": told.final,
        "rate": told.rate,
        "peers_median": line.beside if year == line.year else None,
    }


PAGE = Page(
    path="/books",
    title_key="books.title",
    question_key="books.question",
    draw=draw,
    template="books.html",
    rows=rows,
    menu=1,
    group="books",
)
