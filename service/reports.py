"""报告台. Makes reports of a home's nights, keeps them in HOME/reports, and pins their nights."""

import os
import re
from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from alerts.catalogue import catalogue_at
from alerts.ledger import Ledger
from alerts.scope import Scope
from alerts.trail import write_down
from api.reports import KeptReport, Reports, ReportUnknown
from dashboards.letters.press import Form
from dashboards.page import LANGUAGES, View
from dashboards.reports.kinds import Kind, Span
from dashboards.reports.press import Ordered, Reported, ReportPress
from service.night import night_file
from service.pins import pin, pinned
from service.settings import Settings
from warehouse.database import Warehouse
from warehouse.publish import kept_nights

NAME = re.compile(
    r"(?P<kind>[a-z-]+)_(?P<region>\w{1,12})_(?P<period>\d{4}(-\d\d)?)"
    r"_night-(?P<night>\d{4}-\d\d-\d\d)_made-(?P<made>\d{4}-\d\d-\d\d)"
    rf"_(?P<language>{'|'.join(LANGUAGES)})\.(?P<form>docx|pdf)"
)
"""What the name of a kept report tells; see `Ordered.name`."""


def report_press(settings: Settings) -> ReportPress:
    """Give what a home's reports are made with."""
    house = settings.house
    return ReportPress(
        settings.site, settings.address, house.reports, house.letters / "fonts",
        settings.letter_fonts,
    )  # fmt: skip


def night_for(settings: Settings, span: Span, wanted: date | None) -> date:
    """Give the night that a report rests on: the one that is wanted, else the period's own.

    The period's own is the first kept night that saw its last day, else the latest before it.

    Raises:
        NightMissing: no night is kept, or not that one.
    """
    kept = kept_nights(settings.house.nights)
    if wanted is None and kept:
        after = [day for day in kept if day >= span.ends_on]
        wanted = min(after) if after else max(kept)
    if wanted is None or wanted not in kept:
        night_file(settings.house, wanted)  # says which are kept
    assert wanted is not None
    return wanted


def make_report(
    settings: Settings, ledger: Ledger, ordered: Ordered, *, night: date | None, now: datetime
) -> Reported:
    """Make a report; nothing is kept of it yet, but its night from now on.

    Raises:
        FontsMissing: no face is here that it can be set in.
        NightMissing: no night is kept, or not that one.
        ReportRefused: the night has no such government.
        TemplateRefused: a template of the site can't be used.
    """
    day = night_for(settings, ordered.span, night)
    with closing(Warehouse.open(night_file(settings.house, day))) as warehouse:
        view = View(
            language=ordered.language,
            now=now,
            warehouse=warehouse,
            ledger=ledger,
            scope=Scope((ordered.region,), clear=False).held_to(settings.see_below),
            rules=catalogue_at(settings.house.rules).rules,
        )
        made = report_press(settings).make(view, ordered)
    if day not in pinned(settings.house):
        pin(settings.house, day, f"{ordered.span.kind.value} report {ordered.span.period}")
    return made


def write(file: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def reports(settings: Settings, ledger: Ledger) -> Reports:
    """Give the desk that the site's reports are made and found at."""
    folder = settings.house.reports

    def make(ordered: Ordered, night: date | None, by: str, now: datetime) -> KeptReport:
        made = make_report(settings, ledger, ordered, night=night, now=now)
        folder.mkdir(exist_ok=True)
        write_down(ledger.engine, [made.entry(by)], now=now)
        write(folder / made.name, made.content)
        kept = _kept(folder / made.name)
        assert kept is not None
        return kept

    def every() -> Sequence[KeptReport]:
        files = sorted(folder.iterdir()) if folder.is_dir() else []
        found = [kept for file in files if (kept := _kept(file)) is not None]
        return sorted(found, key=lambda one: (one.made_on, one.name), reverse=True)

    def content(name: str) -> bytes:
        if NAME.fullmatch(name) is None:
            raise ReportUnknown(f"no report is called {name[:80]!r}")
        try:
            return (folder / name).read_bytes()
        except FileNotFoundError as error:
            raise ReportUnknown(f"no report is called {name[:80]!r}") from error

    def nights() -> Sequence[date]:
        return kept_nights(settings.house.nights)

    return Reports(make, every, content, nights)


def _kept(file: Path) -> KeptReport | None:
    """Read what the name of a file tells; None where it is no report."""
    told = NAME.fullmatch(file.name)
    if told is None or told["kind"] not in list(Kind):
        return None
    return KeptReport(
        name=file.name,
        kind=Kind(told["kind"]),
        region=told["region"],
        period=told["period"],
        night=date.fromisoformat(told["night"]),
        made_on=date.fromisoformat(told["made"]),
        language=told["language"],
        form=Form(told["form"]),
        size=file.stat().st_size,
    )
