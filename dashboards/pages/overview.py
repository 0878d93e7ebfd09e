"""总览. Is the money spent as approved, how fast, and what is wrong?"""

from collections.abc import Mapping
from datetime import date

from dashboards.figures import alerts as open_alerts
from dashboards.figures import coverage as covered
from dashboards.figures.alerts import OpenAlerts
from dashboards.figures.assets import Assets, assets
from dashboards.figures.books import BOOKS, Asked, Books, books, name
from dashboards.figures.debt import Debt, debt
from dashboards.figures.execution import Execution, against_time, chart, execution, until
from dashboards.figures.freshness import freshness
from dashboards.figures.places import Places
from dashboards.figures.work import Part, work
from dashboards.frame import look_of
from dashboards.ground import address, ground, nothing_yet
from dashboards.look import Look, share
from dashboards.page import Page, Row, View
from dashboards.pages.books import pace
from dashboards.words import say
from warehouse.database import Warehouse

FIRST = 3
SPENDING = "2"
DECIDED = ("approve", "close", "decide")


def draw(view: View) -> Mapping[str, object]:
    """Answer for one government and year; without a night, say what to do."""
    here = ground(view)
    if here is None:
        return {"money": False, **nothing_yet(view)}
    picked, tonight = here.places, here.night
    look = look_of(view, "yi" if view.language == "zh" else "wan")
    found = execution(here.warehouse, picked, tonight.as_of)
    look = look.fitting(found.whole.denominator) if found else look
    stated = debt(here.warehouse, picked)
    watched = open_alerts.of_government(view, picked.region)
    fresh = freshness(here.warehouse, picked)
    told = books(here.warehouse, picked, Asked(), tonight.as_of, view.language)
    return {
        "money": True,
        "look": look,
        "places": picked,
        "empty": "",
        "answer": answer(found, watched, picked, tonight.as_of, look),
        "execution": found,
        "until": until(found, picked.year, tonight.as_of, look) if found else "",
        "chart": chart(found, picked, look) if found else None,
        "debt": stated,
        "debt_finding": debt_finding(stated, look),
        "watched": watched,
        "assets": held_in(here.warehouse, picked),
        "coverage": covered.coverage(covered.asked(here.warehouse, region=picked.region)),
        "fresh": fresh,
        "late": bool(fresh.late),
        "waits": waits(view),
        "books": told,
        "spent": [line for line in told.lines if line.side == SPENDING],
        "unspent": [
            name(book, SPENDING, view.language).strip()
            for book in BOOKS
            if (book, SPENDING) not in {(line.book, line.side) for line in told.lines}
        ],
        "books_finding": books_finding(told, picked, view.language),
        "rows_of": lambda line, measure: address(
            "/rows/statement", picked, book=line.book, side=line.side, digits="3",
            month=told.month, sum=measure,
        ),
    }  # fmt: skip


def books_finding(told: Books, picked: Places, language: str) -> str:
    """Say which book's spending is furthest behind the year, or that none came."""
    if not told.lines:
        return say(language, "books.empty_none", place=picked.name, year=picked.year)
    return pace(told, language)


def waits(view: View) -> list[Part]:
    """Give what a leader has to decide; nobody else is asked here."""
    if view.account is None or view.account.role != "leader":
        return []
    return [part for part in work(view, FIRST) if part.name in DECIDED and part.count]


def held_in(warehouse: Warehouse, picked: Places) -> Assets | None:
    """Read the assets, which are stated for the latest day alone."""
    found = assets(warehouse, picked)
    return found if found and found.stated_on.year <= picked.year else None


def answer(
    found: Execution | None,
    watched: OpenAlerts | None,
    picked: Places,
    as_of: date,
    look: Look,
) -> str:
    """Say tonight's answer in one sentence: pace, who is far behind, what is not yet closed."""
    language = look.language
    parts = []
    if found is None:
        parts.append(say(language, "overview.unpaid", place=picked.name, year=picked.year))
    else:
        parts.append(
            say(
                language,
                "overview.paid",
                until=until(found, picked.year, as_of, look),
                rate=share(found.whole.rate),
                against=against_time(found.whole.gap, language),
            )
        )
        if found.departments:
            behind = len(found.far_behind)
            key = "overview.behind" if behind else "overview.none_behind"
            parts.append(say(language, key, n=behind, all=len(found.departments)))
    if watched is not None:
        key = "overview.red" if watched.by_severity["red"] else "overview.open"
        count = watched.by_severity["red"] or watched.count
        key = (key if count else "overview.no_alert") + watched.told
        parts.append(say(language, key, n=count))
    return say(language, "overview.joint").join(parts) + say(language, "overview.stop")


def debt_finding(stated: Debt | None, look: Look) -> str:
    """Say how near its ceiling the debt stands."""
    if stated is None:
        return say(look.language, "debt.none")
    if stated.room is None or stated.total.share is None:
        return say(look.language, "debt.unknown")
    key = "debt.over" if stated.room < 0 else "debt.within"
    return say(
        look.language, key, share=share(stated.total.share), room=look.spoken(abs(stated.room))
    )


def rows(view: View) -> list[Row]:
    """Give the departments' pace, which is what the page is about, to the fen."""
    here = ground(view)
    if here is None:
        return []
    picked, tonight = here.places, here.night
    found = execution(here.warehouse, picked, tonight.as_of)
    if found is None:
        return []
    return [
        {
            "as_of": tonight.as_of,
            "region": picked.region,
            "fiscal_year": picked.year,
            "month": found.month,
            "department": pace.code,
            "department_name": pace.name,
            "paid": pace.paid,
            "denominator": found.by,
            "authority": pace.denominator,
            "execution_rate": pace.rate,
            "year_gone": pace.gone,
        }
        for pace in found.departments
    ]


PAGE = Page(
    path="/overview",
    title_key="overview.title",
    question_key="overview.question",
    draw=draw,
    template="overview.html",
    rows=rows,
    menu=1,
)
