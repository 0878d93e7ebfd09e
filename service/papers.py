"""文书归档. Papers of matters written to files; each is noted in the record, none is sent."""

import hashlib
import io
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

from alerts.catalogue import catalogue_at
from alerts.matters.kinds import Letter
from alerts.matters.rectified import rectified
from alerts.trail import Entry, Head, head, write_down
from alerts.witness import Act
from dashboards.letters.press import Form, Made, Press
from dashboards.letters.rectification import NAME, report
from service import clock
from service.acting import Office
from service.night import night_file
from service.settings import Settings
from warehouse.database import NightMissing, Warehouse, Window

NAMED = "select any_value(name) as name from core.region where region = $region"


class PaperRefused(Exception):
    """The file can't be written as asked."""


def press(settings: Settings) -> Press:
    """Give what a home's papers are made with."""
    rules = catalogue_at(settings.house.rules).rules.values()
    return Press(
        settings.site,
        settings.house.letters,
        {rule.code: rule for rule in rules},
        settings.letter_fonts,
        Window(settings.house.nights),
    )


def write_paper(here: Office, number: int, letter: Letter, out: Path) -> Made:
    """Make the paper of a matter and write it to `out`, as .docx or .pdf by its name.

    The file appears whole or not at all.

    Raises:
        PaperRefused: the name says neither, or there is no such folder.
    """
    must_be_writable(out, [form.value for form in Form])
    form = Form(out.suffix.lower().removeprefix("."))
    made = press(here.settings).make(here.ledger, number, letter, form, by=here.me)
    _keep(here, out, made.content, [made.entry(here.me)])
    return made


def write_papers(here: Office, papers: Sequence[tuple[int, Letter]], out: Path) -> list[str]:
    """Make the papers of matters, each as .docx and .pdf, into one .zip; give their numbers.

    Raises:
        PaperRefused: the name says no .zip, or there is no such folder.
    """
    must_be_writable(out, ["zip"])
    at, packed = press(here.settings), io.BytesIO()
    numbers: list[str] = []
    entries: list[Entry] = []
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, letter in papers:
            made = {form: at.make(here.ledger, number, letter, form, by=here.me) for form in Form}
            for form, paper in made.items():
                name = f"{paper.number}-{letter.text.zh}.{form}".replace("/", "-")
                archive.writestr(zipfile.ZipInfo(name), paper.content, zipfile.ZIP_DEFLATED)
                entries.append(paper.entry(here.me))
            numbers.append(made[Form.PDF].number)
    _keep(here, out, packed.getvalue(), entries)
    return numbers


def write_rectification(here: Office, region: str, audit_year: int, out: Path) -> Head:
    """Write the report on what became of an audit's problems; give the line that proves it.

    Raises:
        PaperRefused: the name is of neither form, or there is no such folder or government.
    """
    must_be_writable(out, [form.value for form in Form])
    form, now = Form(out.suffix.lower().removeprefix(".")), clock.now()
    engine = here.ledger.engine
    if not here.me.scope.sees(region):
        raise PaperRefused(f"government {region!r} is not within reach of {here.me.name}")
    with engine.connect() as connection:
        known = head(connection)
    document = report(
        rectified(engine, region, audit_year, by=here.me), site=here.settings.site,
        place=_place(here, region), audit_year=audit_year, today=clock.day(now), head=known,
    )  # fmt: skip
    content = press(here.settings).set(document, form)
    words = {"report": NAME, "region": region, "period": str(audit_year), "name": out.name,
             "form": form.value, "sha256": hashlib.sha256(content).hexdigest()}  # fmt: skip
    _keep(here, out, content, [Entry(here.me.name, Act.REPORT, f"{NAME} {region}", words)])
    with engine.connect() as connection:
        last = head(connection)
    assert last is not None
    return last


def _place(here: Office, region: str) -> str:
    """Name a government as the published night knows it; without a night, by its code."""
    try:
        night = Warehouse.open(night_file(here.settings.house, None))
    except NightMissing:
        return region
    try:
        rows = night.rows(
            "select any_value(name) as name from core.region where region = $region",
            {"region": region},
        )
    finally:
        night.close()
    return str(rows[0]["name"] or region)


def must_be_writable(out: Path, forms: Sequence[str]) -> None:
    """Let a file's name pass when it says one of the forms and can be written.

    Raises:
        PaperRefused: it says none, or there is no such folder.
    """
    if out.suffix.lower().removeprefix(".") not in forms:
        raise PaperRefused(f"{out.name!r} is not of {' or '.join(forms)}: name it so with --out")
    if not out.parent.is_dir():
        raise PaperRefused(f"there is no folder {str(out.parent)!r} to write {out.name} into")
    if out.is_dir():
        raise PaperRefused(f"{str(out)!r} is a folder: name a file in it with --out")


def _keep(here: Office, out: Path, content: bytes, entries: Sequence[Entry]) -> None:
    draft = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        write_down(here.ledger.engine, entries, now=clock.now())
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
