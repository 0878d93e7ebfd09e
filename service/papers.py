"""文书归档. Papers of matters written to files; each is noted in the record, none is sent."""

import io
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

from alerts.catalogue import catalogue_at
from alerts.matters.kinds import Letter
from alerts.trail import Entry, write_down
from dashboards.letters.press import Form, Made, Press
from service import clock
from service.acting import Office
from service.settings import Settings


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
    )


def write_paper(here: Office, number: int, letter: Letter, out: Path) -> Made:
    """Make the paper of a matter and write it to `out`, as .docx or .pdf by its name.

    The file appears whole or not at all.

    Raises:
        PaperRefused: the name says neither, or there is no such folder.
    """
    _must_be_writable(out, [form.value for form in Form])
    form = Form(out.suffix.lower().removeprefix("."))
    made = press(here.settings).make(here.ledger, number, letter, form, by=here.me)
    _keep(here, out, made.content, [made.entry(here.me)])
    return made


def write_papers(here: Office, papers: Sequence[tuple[int, Letter]], out: Path) -> list[str]:
    """Make the papers of matters, each as .docx and .pdf, into one .zip; give their numbers.

    Raises:
        PaperRefused: the name says no .zip, or there is no such folder.
    """
    _must_be_writable(out, ["zip"])
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


def _must_be_writable(out: Path, forms: Sequence[str]) -> None:
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
