"""文书措辞. The sentences of each paper: a TOML file a kind, which a site may replace."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alerts.matters.kinds import Letter
from dashboards.filling import TemplateRefused, read_toml
from dashboards.letters.document import (
    PLACEHOLDERS,
    Document,
    LetterIncomplete,
    Said,
    clean,
    counted,
)

OWN = Path(__file__).parent / "templates"
ANNEXES = {"evidence": "证据表", "law": "有关法律规定", "files": "佐证材料清单"}
_KEYS = frozenset({"to", "opening", "closing", "copies", "annexes", "section"})
_NAME = re.compile(r"\{(\w*)\}")
_SECOND = re.compile(r"（[一二三四五六七八九十]{1,3}）")


@dataclass(frozen=True)
class Wording:
    """The sentences of one kind of paper, with names in braces."""

    file: str
    to: str
    opening: Mapping[str, str]  # by kind of matter; `default` for the others
    sections: Sequence[tuple[str, str]]  # heading, text
    closing: str = ""
    copies: str = ""
    annexes: Sequence[str] = ()


def read_wording(letter: Letter, site: Path) -> Wording:
    """Read the wording of a kind of paper: the site's own where it has one.

    Raises:
        TemplateRefused: the file is no TOML, or says what is not known.
    """
    wording = _wording(*read_toml(letter.value, site, OWN))
    for text in _texts(wording):
        _names(wording.file, text)
    return wording


def put(letter: Letter, said: Said, wording: Wording) -> Document:
    """Put what the record says into words.

    Raises:
        LetterIncomplete: a field that the wording uses is empty.
    """
    values = dict(said.values)
    values["to"] = _filled(wording, wording.to, values)
    values["copies"] = _filled(wording, wording.copies, values)
    there = {"evidence": said.findings, "law": said.articles, "files": said.files}
    annexes = [name for name in wording.annexes if there[name]]
    values = {name: clean(values.get(name, "")) for name in PLACEHOLDERS}
    for name in ("title", "number", "site", "date", "to", "proof"):
        _must_be_there(wording, name, values[name])
    return Document(
        letter.value,
        said.day,
        values,
        list(_body(wording, said.kind, values)),
        [_annex(name, nth, len(annexes)) for nth, name in enumerate(annexes, 1)],
        said.findings if "evidence" in annexes else (),
        said.articles if "law" in annexes else (),
        said.files if "files" in annexes else (),
    )


def _annex(name: str, nth: int, of: int) -> dict[str, str]:
    number = f"{nth}" if of > 1 else ""
    line = f"{number}. {ANNEXES[name]}" if number else ANNEXES[name]
    lead = "附件：" if nth == 1 else ""
    return {"name": name, "label": f"附件{number}", "title": ANNEXES[name], "line": lead + line}


def _body(wording: Wording, kind: str, values: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    opening = wording.opening.get(kind, wording.opening.get("default", ""))
    yield from _paragraphs(_filled(wording, opening, values))
    for nth, (head, text) in enumerate(wording.sections, 1):
        yield {"level": 1, "text": f"{counted(nth)}、{_filled(wording, head, values)}"}
        yield from _paragraphs(_filled(wording, text, values))
    yield from _paragraphs(_filled(wording, wording.closing, values))


def _paragraphs(text: str) -> Iterator[dict[str, Any]]:
    for line in text.split("\n"):
        if told := line.strip():
            yield {"level": 2 if _SECOND.match(told) else 0, "text": told}


def _filled(wording: Wording, text: str, values: Mapping[str, str]) -> str:
    for name in _names(wording.file, text):
        _must_be_there(wording, name, values.get(name, ""))
    return _NAME.sub(lambda found: clean(values.get(found[1], "")), text)


def _names(file: str, text: str) -> list[str]:
    names = _NAME.findall(text)
    for name in names:
        if name not in PLACEHOLDERS:
            raise TemplateRefused(
                f"{file} names an unknown field {{{name}}}: the fields are "
                f"{', '.join(PLACEHOLDERS)}",
                zh=f"{file}里的{{{name}}}不是可用的字段：可用的是{'、'.join(PLACEHOLDERS)}",
            )
    return names


def _must_be_there(wording: Wording, name: str, value: str) -> None:
    if not clean(value) and not PLACEHOLDERS[name].optional:
        raise LetterIncomplete(
            f"{wording.file.removesuffix('.toml')} needs {name} ({PLACEHOLDERS[name].text.zh}), "
            "and the record has none: make the paper once that is there, or take the field out "
            "of the site's own wording",
            zh=f"还缺“{PLACEHOLDERS[name].text.zh}”，记录里没有：有了再制作，"
            "或从本站的文书措辞里去掉这一项",
        )


def _texts(wording: Wording) -> Iterator[str]:
    yield from (wording.to, wording.closing, wording.copies, *wording.opening.values())
    for head, text in wording.sections:
        yield from (head, text)


def _wording(file: str, told: Mapping[str, Any]) -> Wording:
    unknown = sorted(told.keys() - _KEYS)
    opening, sections = told.get("opening", {}), told.get("section", [])
    annexes = told.get("annexes", [])
    fault = (
        f"has an unknown key {unknown[0]!r}: the keys are {', '.join(sorted(_KEYS))}"
        if unknown
        else "needs [opening] with a text by kind of matter, or `default`"
        if not _all_text(opening)
        else "needs each [[section]] to have a head and a text"
        if not isinstance(sections, list) or not all(_section(one) for one in sections)
        else f"needs its annexes to be of {', '.join(ANNEXES)}"
        if not isinstance(annexes, list) or not all(one in ANNEXES for one in annexes)
        else "needs to, closing and copies to be text, and something to say"
        if not (sections or opening) or not _all_text(_plain(told))
        else ""
    )
    if fault:
        raise TemplateRefused(f"{file} {fault}", zh=f"{file}写得不对，请告知管理员：{fault}")
    return Wording(
        file,
        opening=opening,
        sections=[(one["head"], one["text"]) for one in sections],
        annexes=annexes,
        **{"to": "{addressee}", **_plain(told)},
    )


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("to", "closing", "copies") if name in told}


def _all_text(told: object) -> bool:
    return isinstance(told, dict) and all(isinstance(one, str) for one in told.values())


def _section(told: object) -> bool:
    return _all_text(told) and isinstance(told, dict) and told.keys() == {"head", "text"}
