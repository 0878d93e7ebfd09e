"""报告制作. Makes a government's report of a night, in a site's templates and faces."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from alerts.trail import Entry
from alerts.witness import Act
from dashboards.letters.fonts import faces
from dashboards.letters.press import Form, TemplatesThere
from dashboards.page import View
from dashboards.reports.docx import own_template, set_docx
from dashboards.reports.kinds import Kind, Span
from dashboards.reports.pdf import set_pdf
from dashboards.reports.write import OWN, compose, read_template


@dataclass(frozen=True)
class Ordered:
    """A report that is wanted."""

    span: Span
    region: str
    language: str
    form: Form
    made: date  # the day of its making

    def name(self, night: str) -> str:
        """Name the file that it is kept in; the name tells all that it was made of."""
        return (
            f"{self.span.kind.value}_{self.region}_{self.span.period}_night-{night}"
            f"_made-{self.made}_{self.language}.{self.form.value}"
        )


@dataclass(frozen=True)
class Reported:
    """A report that was made."""

    ordered: Ordered
    night: str
    content: bytes

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.ordered.name(self.night)

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.content).hexdigest()

    def entry(self, by: str, name: str = "") -> Entry:
        """Give the line of the record that tells of its making."""
        kind, region = self.ordered.span.kind.value, self.ordered.region
        words = {
            "report": kind, "region": region, "period": self.ordered.span.period,
            "night": self.night, "language": self.ordered.language, "name": name or self.name,
            "form": self.ordered.form.value, "sha256": self.sha256,
        }  # fmt: skip
        return Entry(by, Act.REPORT, f"{kind} {region}", words)


@dataclass(frozen=True)
class ReportPress:
    """What a site's reports are made with."""

    site: str
    address: str
    folder: Path  # HOME/reports
    letter_fonts: Path  # HOME/letters/fonts
    fonts: Mapping[str, str] = field(default_factory=dict)

    @property
    def templates(self) -> Path:
        """Where a site's own templates stand."""
        return self.folder / "templates"

    def make(self, view: View, ordered: Ordered) -> Reported:
        """Make a report of the night in view; the same order gives the same bytes.

        Raises:
            FontsMissing: no face is here that it can be set in.
            ReportRefused: the night has no such government within the view's scope.
            TemplateRefused: a template of the site can't be used.
        """
        template = read_template(ordered.span.kind, self.templates)
        paper = compose(
            view, ordered.span, ordered.region, template, site=self.site, address=self.address,
            made=ordered.made,
        )  # fmt: skip
        chosen = faces(self.fonts, self.letter_fonts)
        setting = set_docx if ordered.form is Form.DOCX else set_pdf
        content = setting(paper, ordered.made, self.templates, chosen, self.letter_fonts)
        return Reported(ordered, paper.values["night"], content)

    def write_templates(self) -> list[Path]:
        """Write the edition's templates where a site may change them; give the files.

        Raises:
            TemplatesThere: one of them is there already; none is written then.
        """
        names = [*(f"{kind.value}.toml" for kind in Kind), "report.typ"]
        contents = {name: (OWN / name).read_bytes() for name in names}
        contents["report.docx"] = own_template()
        there = [name for name in contents if (self.templates / name).exists()]
        if there:
            raise TemplatesThere(
                f"{self.templates} holds {', '.join(there)} already, which stays as it is: move "
                "it away first to get the edition's own"
            )
        self.templates.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            draft = self.templates / f".{name}.part"
            draft.write_bytes(content)
            draft.replace(self.templates / name)
        return [self.templates / name for name in contents]
