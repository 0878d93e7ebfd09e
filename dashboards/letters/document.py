"""文书内容. What a paper says, by the names that its templates may use."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from alerts.procedure import Refused
from alerts.rule import Text


class LetterIncomplete(Refused):
    """A field that the paper needs is empty."""


@dataclass(frozen=True)
class Placeholder:
    """A name that a template may use, and what stands there."""

    text: Text
    optional: bool = False  # may be empty on a paper that uses it


PLACEHOLDERS: Mapping[str, Placeholder] = {
    "title": Placeholder(Text("文书名称", "name of the paper")),
    "number": Placeholder(Text("公文字号", "number of the paper")),
    "site": Placeholder(Text("发文机关", "who issues it")),
    "date": Placeholder(Text("成文日期", "day of the paper")),
    "to": Placeholder(Text("主送机关", "whom it is addressed to, as the wording says")),
    "addressee": Placeholder(Text("事项的主送单位", "the matter's addressee")),
    "kind": Placeholder(Text("事项种类", "kind of matter")),
    "matter": Placeholder(Text("事项编号", "number of the matter")),
    "subject": Placeholder(Text("事由", "what the matter is about")),
    "facts": Placeholder(Text("基本情况", "what was found")),
    "law": Placeholder(Text("依据", "the law it rests on, as drafted")),
    "basis": Placeholder(Text("规则所引条文", "articles that the rules quote"), optional=True),
    "request": Placeholder(Text("要求", "what is asked")),
    "deadline": Placeholder(Text("反馈期限", "by when to answer")),
    "at_stake": Placeholder(Text("涉及金额", "money at stake, in yuan"), optional=True),
    "issue_number": Placeholder(Text("交办文书字号", "number it was issued with")),
    "issued_on": Placeholder(Text("交办日期", "day of issue")),
    "replied_on": Placeholder(Text("反馈日期", "day of the last reply")),
    "measures": Placeholder(Text("整改措施", "what the unit did")),
    "result": Placeholder(Text("整改结果", "what the unit says came of it")),
    "put_right": Placeholder(Text("整改金额", "money put right, in yuan")),
    "judgement": Placeholder(Text("核查意见", "what the committee holds of the reply")),
    "checked": Placeholder(Text("核验情况", "what was checked before closing")),
    "closed_on": Placeholder(Text("销号日期", "day of closing")),
    "vote": Placeholder(Text("满意度表决", "the vote, where there is one"), optional=True),
    "course": Placeholder(Text("办理经过", "the steps so far, with their days")),
    "meeting": Placeholder(Text("会议", "meeting of the last escalation"), optional=True),
    "agenda_item": Placeholder(Text("议程", "item of its agenda"), optional=True),
    "copies": Placeholder(Text("抄送机关", "who gets a copy, as the wording says"), optional=True),
    "proof": Placeholder(Text("留痕校验码", "head of the record's chain, which proves it")),
}
"""Every single value that a wording, a .docx and a .typ may use."""

LISTS: Mapping[str, Text] = {
    "paragraphs": Text(
        "正文各段：level（0 正文，1 一、，2 （一））、text",
        "the body: level (0 text, 1 一、, 2 （一）), text",
    ),
    "annexes": Text("附件：name、label、title、line", "the annexes: name, label, title, line"),
    "findings": Text(
        "证据表：title、formula、rows（nth、what、amount、source）、total、note",
        "evidence: title, formula, rows (nth, what, amount, source), total, note",
    ),
    "articles": Text("有关法律规定，每条一段", "the articles of law, a paragraph each"),
    "files": Text(
        "佐证材料：nth、name、size、sha256", "files of the reply: nth, name, size, sha256"
    ),
}
"""Every list that a .docx and a .typ may go through."""


@dataclass(frozen=True)
class Finding:
    """The evidence of one alert."""

    title: str
    formula: str
    rows: Sequence[Mapping[str, str]]
    total: str = ""
    note: str = ""


@dataclass(frozen=True)
class Said:
    """What the record says for one paper, before it is put into words."""

    values: Mapping[str, str]  # by the names of PLACEHOLDERS; what is not there is not known
    kind: str
    day: date
    findings: Sequence[Finding] = ()
    articles: Sequence[str] = ()
    files: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True)
class Document:
    """What a paper says, ready to be set."""

    name: str  # of the letter's kind: handover
    day: date
    values: Mapping[str, str]
    paragraphs: Sequence[Mapping[str, Any]]
    annexes: Sequence[Mapping[str, str]] = ()
    findings: Sequence[Finding] = ()
    articles: Sequence[str] = ()
    files: Sequence[Mapping[str, str]] = field(default_factory=tuple)

    def plain(self) -> dict[str, Any]:
        """Give it as templates read it."""
        return {
            **self.values,
            "paragraphs": [dict(one) for one in self.paragraphs],
            "annexes": [dict(one) for one in self.annexes],
            "findings": [
                {**vars(one), "rows": [dict(row) for row in one.rows]} for one in self.findings
            ],
            "articles": list(self.articles),
            "files": [dict(one) for one in self.files],
        }


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\ufeff]")


def clean(text: str) -> str:
    """Give text that can stand on paper: one kind of line end, no character without a shape."""
    lined = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _BIDI.sub("", _CONTROLS.sub("", lined)).strip()


def dated(day: date) -> str:
    """Write a day as official papers do: 2026年4月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def yuan(amount: Decimal) -> str:
    """Write yuan to the fen: 1,234.50元."""
    return f"{amount:,.2f}元".replace("-", "−")


_DIGITS = "零一二三四五六七八九"


def counted(number: int) -> str:
    """Write 1 to 99 as headings are numbered: 一, 十, 十二, 三十."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return ten + (_DIGITS[ones] if ones else "")
