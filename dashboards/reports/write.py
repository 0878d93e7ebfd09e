"""报告写成. From a night and a template to what a report says; the same two give the same text."""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from alerts.scope import Scope, stem
from alerts.stood import matter_rows, moment
from alerts.tallies import OPEN
from alerts.wanted import Wanted
from dashboards.figures.alerts import Line, OpenAlerts, lines
from dashboards.figures.drafts import Part, drafted
from dashboards.figures.execution import execution
from dashboards.figures.names import names
from dashboards.figures.places import Place, Places, places
from dashboards.filling import TemplateRefused, read_toml
from dashboards.frame import Night, night
from dashboards.look import Look
from dashboards.page import LANGUAGES, Choice, NotThere, View
from dashboards.pages.draft import answer as draft_answer
from dashboards.pages.overview import answer
from dashboards.reports import sections
from dashboards.reports.kinds import Kind, ReportRefused, Span
from dashboards.reports.paper import Block, Heading, Notes, Paper, told
from dashboards.reports.stand import Stand
from dashboards.words import words

OWN = Path(__file__).parent / "templates"
SECTIONS = tuple(sorted(found.name for found in pkgutil.iter_modules(sections.__path__)))
"""What a template may have: the files of the folder."""
NAMES = ("place", "year", "month", "site")
"""What a template's title and opening may name in braces."""
_KEYS = frozenset({"title", "opening", "sections", "cover"})
_BRACED = re.compile(r"\{(\w*)\}")
MATTERS = ("number", "kind", "state", "region", "unit", "subject", "issued_on", "due_on",
           "closed_on")  # fmt: skip


@dataclass(frozen=True)
class Template:
    """A kind of report: its title and opening by language, its sections in their order."""

    title: Mapping[str, str]
    opening: Mapping[str, str]
    sections: Sequence[str]
    cover: bool


def read_template(kind: Kind, folder: Path) -> Template:
    """Read a kind's template: the site's own where it has one.

    Raises:
        TemplateRefused: the file is no TOML, or says what is not known.
    """
    name, read = read_toml(kind.value, folder, OWN)
    fault = _fault(read)
    if fault:
        raise TemplateRefused(f"{name} {fault}", zh=f"{name}写得不对，请告知管理员：{fault}")
    return Template(
        read["title"], read.get("opening", {}), read["sections"], bool(read.get("cover", False))
    )


def compose(
    view: View, span: Span, region: str, template: Template, *, site: str, address: str, made: date
) -> Paper:
    """Write a report of a government, as its published figures and its alerts stood on the night.

    Args:
        view: The night, the ledger and the language; `scope` is what the report may hold.
        span: Its months.
        region: The government.
        template: What it is made of.
        site: Who issues it.
        address: The site's own, for the notes; empty where none is set.
        made: The day that it is made, the one thing that makes two of a kind differ.

    Raises:
        ReportRefused: the night has no such government within the view's scope.
    """
    at = _stand(view, span, region, address)
    blocks: list[Block] = []
    for name in template.sections:
        blocks.append(Heading(at.say(f"section.{name}")))
        blocks.extend(_section(name, at))
    given = {"place": at.places.name, "year": span.year, "month": span.last, "site": site}
    values = {
        "title": template.title[at.language].format(**given),
        "opening": template.opening.get(at.language, "").format(**given),
        "kind": getattr(span.kind.text, at.language),
        "place": at.places.name,
        "period": at.say(f"period.{span.kind.value}", **given),
        "site": site,
        "made_on": at.look.full_day(made),
        "night": at.night.as_of.isoformat(),
        "fingerprint": at.night.fingerprint,
        "version": at.night.version.split(" ")[0],
        "proof": str((view.ledger and view.ledger.noted(at.night.as_of)) or ""),
        "answer": _answer(at),
        "cover": "yes" if template.cover else "",
    }
    return Paper(
        span.kind.value,
        at.language,
        {name: told(text) for name, text in values.items()},
        blocks,
        list(at.notes.taken.values()),
    )


def _section(name: str, at: Stand) -> Iterator[Block]:
    written: Iterator[Block] = importlib.import_module(f"{sections.__name__}.{name}").write(at)
    return written


def _stand(view: View, span: Span, region: str, address: str) -> Stand:
    tonight, warehouse = night(view), view.warehouse
    if warehouse is None or tonight is None:
        raise ReportRefused("no night is there to report of: run `pursewatch night`")
    picked = _places(view, span, region)
    view = replace(view, choice=Choice.of([("region", region), ("year", str(span.year))]))
    formulas = {
        key.removeprefix("report.formula."): text
        for key, text in words(view.language).items()
        if key.startswith("report.formula.")
    }
    return Stand(
        view=view,
        warehouse=warehouse,
        night=tonight,
        places=picked,
        span=span,
        look=Look(view.language, "wan"),
        notes=Notes(address, warehouse.name, formulas),
        alerts=_alerts(view, region, tonight),
        matters=list(_matters(view, region, tonight)),
    )


def _places(view: View, span: Span, region: str) -> Places:
    asked = Choice.of([("region", region), ("year", str(span.year))])
    try:
        found = places(replace(view, choice=asked))
    except NotThere:  # it may be known by its name, and have no figures yet
        found = None
    if found is not None and found.region == region:
        return replace(found, year=span.year)
    named = names(view.warehouse, [(region, "", None)])
    known = named.region(region) != region and (view.scope is None or view.scope.sees(region))
    if not known:
        raise ReportRefused(
            f'the night holds no government {region[:20]!r}: `pursewatch query "select region, '
            'name from core.region"` lists those that it knows'
        )
    return Places([Place(region, named.region(region))], region, [span.year], span.year)


def _alerts(view: View, region: str, tonight: Night) -> list[Line]:
    """Give what waited after the night, the gravest first."""
    if view.ledger is None:
        return []
    scope: Scope = view.scope or Scope.everywhere()
    wanted = Wanted(region=region, state=OPEN)
    found = view.ledger.alerts_after(tonight.as_of, scope=scope, wanted=wanted)
    return lines(view, found, tonight.as_of)


def _matters(view: View, region: str, tonight: Night) -> Iterator[Mapping[str, Any]]:
    if view.ledger is None:
        return
    for cells in matter_rows(view.ledger.engine, moment(tonight.as_of)):
        row = dict(zip(MATTERS, cells, strict=True))
        ours = str(row["region"]).startswith(stem(region)) and row["issued_on"] is not None
        if ours and (view.scope is None or view.scope.sees(str(row["region"]))):
            yield row


def _answer(at: Stand) -> str:
    """Say what it comes to: of a session book what is asked for, else pace and alerts."""
    if at.span.kind is Kind.SESSION:
        year = str(at.places.year)
        draft = drafted(at.view, at.warehouse, at.places.region, year, at.day)
        if draft is not None and draft.year == at.places.year:
            return draft_answer(draft, Part("", at.places.name, draft.whole.lines), at.look)
    found = execution(at.warehouse, at.places, at.night.as_of, through=at.span.last)
    counts = {name: sum(one.severity == name for one in at.alerts)
              for name in ("red", "orange", "yellow", "blue")}  # fmt: skip
    watched = OpenAlerts(len(at.alerts), counts, [], 0, 0, 0)
    return answer(found, watched, at.places, at.night.as_of, at.look)


def _fault(read: Mapping[str, Any]) -> str:
    """Say what is wrong with a template; empty where nothing is."""
    unknown, wanted = sorted(read.keys() - _KEYS), read.get("sections")
    if unknown:
        return f"has an unknown key {unknown[0]!r}: the keys are {', '.join(sorted(_KEYS))}"
    if not isinstance(wanted, list) or not wanted:
        return f"needs sections, of {', '.join(SECTIONS)}"
    strange = [str(name) for name in wanted if name not in SECTIONS]
    if strange:
        return f"has an unknown section {strange[0]!r}: they are {', '.join(SECTIONS)}"
    return _fault_of_texts(read)


def _fault_of_texts(read: Mapping[str, Any]) -> str:
    for key in ("title", "opening"):
        texts = read.get(key, {})
        if not isinstance(texts, dict) or not all(isinstance(t, str) for t in texts.values()):
            return f"needs [{key}] with a text by language: {', '.join(LANGUAGES)}"
        for text in texts.values():
            strange = [name for name in _BRACED.findall(text) if name not in NAMES]
            if strange or _BRACED.sub("", text).count("{") or _BRACED.sub("", text).count("}"):
                return f"may name in braces {', '.join(NAMES)} alone, and [{key}] has {text!r}"
    if sorted(read.get("title", {})) != sorted(LANGUAGES):
        return f"needs [title] in {' and '.join(LANGUAGES)}"
    return ""
