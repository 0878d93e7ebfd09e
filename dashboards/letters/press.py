"""文书制作. Makes a matter's paper from the record, by a site's templates; it never sends one."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from alerts.actor import Actor
from alerts.alert import Alert
from alerts.ledger import Ledger
from alerts.matters.kinds import Letter
from alerts.matters.papers import SEVEN, read_paper
from alerts.rule import Rule
from alerts.trail import Entry
from dashboards.figures.names import Names, names
from dashboards.letters.document import Document
from dashboards.letters.docx import own_template, set_docx
from dashboards.letters.fonts import faces
from dashboards.letters.pdf import set_pdf
from dashboards.letters.said import say
from dashboards.letters.wording import OWN, put, read_wording
from warehouse.database import NightMissing, Window


class Form(StrEnum):
    """What a paper is kept as."""

    DOCX = "docx"
    PDF = "pdf"


class TemplatesThere(Exception):
    """A site's templates would be overwritten."""


@dataclass(frozen=True)
class Made:
    """A paper that was made."""

    matter: int
    letter: Letter
    number: str
    form: Form
    content: bytes

    def entry(self, by: Actor) -> Entry:
        """Give the line of the record that tells of its making."""
        sha256 = hashlib.sha256(self.content).hexdigest()
        words = {"letter": self.letter, "number": self.number, "form": self.form, "sha256": sha256}
        return Entry(by.name, "letter.make", f"matter {self.matter}", words)


@dataclass(frozen=True)
class Press:
    """What a site's papers are made with: its name, its templates and fonts, its rules."""

    site: str
    folder: Path  # HOME/letters
    rules: Mapping[str, Rule]  # by code
    fonts: Mapping[str, str] = field(default_factory=dict)
    nights: Window | None = None  # where codes have their names; none: papers say the codes

    @property
    def templates(self) -> Path:
        """Where a site's own templates stand."""
        return self.folder / "templates"

    def make(self, ledger: Ledger, number: int, letter: Letter, form: Form, *, by: Actor) -> Made:
        """Make the paper of a matter; the same record and night give the same bytes.

        Raises:
            FontsMissing: no face is here that it can be set in.
            LetterIncomplete: a field that it needs is empty.
            MatterUnknown: there is no such matter that the reader may see.
            PaperUnmade: it has no number of that kind, or is not this reader's to see.
            TemplateRefused: a template of the site can't be used.
        """
        record = read_paper(ledger.engine, number, letter, by=by)
        said = say(record, ledger, self.rules, site=self.site, called=self._called)
        document = put(letter, said, read_wording(letter, self.templates))
        return Made(number, letter, record.numbered.text, form, self.set(document, form))

    def _called(self, day: date, alerts: Sequence[Alert]) -> Names:
        """Give the names of the night that the evidence is of; of the last one if it is gone."""
        asked = [(one.region, one.subject, one.unit) for one in alerts]
        if self.nights is None:
            return Names()
        try:
            return names(self.nights.night(day), asked)
        except NightMissing:
            pass
        try:
            return names(self.nights.current(), asked)
        except NightMissing:
            return Names()

    def set(self, document: Document, form: Form) -> bytes:
        """Set what a paper says, in this site's layout; the same paper gives the same bytes.

        Raises:
            FontsMissing: no face is here that it can be set in.
            TemplateRefused: a template of the site can't be used.
        """
        if form is Form.DOCX:
            return set_docx(document, self.templates, self.fonts)
        own = self.folder / "fonts"
        return set_pdf(document, self.templates, faces(self.fonts, own), own)

    def write_templates(self) -> list[Path]:
        """Write the edition's templates where a site may change them; give the files.

        Raises:
            TemplatesThere: one of them is there already; none is written then.
        """
        contents = {f"{one.value}.toml": _own(f"{one.value}.toml") for one in SEVEN}
        contents |= {"letter.typ": _own("letter.typ"), "letter.docx": own_template(self.fonts)}
        files = {self.templates / name: content for name, content in contents.items()}
        there = [file.name for file in files if file.exists()]
        if there:
            raise TemplatesThere(
                f"{self.templates} holds {', '.join(there)} already, which stays as it is: move "
                "it away first to get the edition's own"
            )
        self.templates.mkdir(parents=True, exist_ok=True)
        for file, content in files.items():
            draft = file.with_name(f".{file.name}.part")
            draft.write_bytes(content)
            draft.replace(file)
        return list(files)


def _own(name: str) -> bytes:
    return (OWN / name).read_bytes()
