"""交来的内容. What a matter is opened with and a step comes with, held to what it must be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from alerts.matters.files import Kept
from alerts.matters.kinds import KINDS, LETTERS, Kind, Letter
from alerts.procedure import MoveRefused, Step, WordsMissing, in_chinese
from warehouse.money import fen

LARGEST = Decimal(10**15)
"""Yuan that are no amount of money any more."""

CONTENT = frozenset({"subject", "facts", "law", "request", "addressee", "letter", "until"})
TAKES: Mapping[str, frozenset[str]] = {
    "draft": CONTENT,
    "revise": CONTENT,
    "approve": frozenset({"words"}),
    "issue": frozenset({"words", "until"}),
    "receive": frozenset({"words"}),
    "reply": frozenset({"measures", "reason", "amount", "words"}),
    "return": frozenset({"words", "until"}),
    "accept": frozenset({"words"}),
    "close": frozenset({"words", "reason", "until"}),
    "look_back": frozenset({"words", "reason"}),
    "withdraw": frozenset({"words"}),
    "extend": frozenset({"words", "until"}),
    "exempt": frozenset({"words", "article", "until"}),
    "escalate": frozenset({"words", "level", "meeting", "agenda_item"}),
    "opine": frozenset({"words", "line", "from", "night", "shown"}),
    "fulfil": frozenset({"words", "duty"}),
    "audit_close": frozenset({"words", "amount"}),
    "lapse": frozenset({"until"}),
}
"""What each step may come with."""
DAYS = frozenset({"met_on", "voted_on", "asked_by"})
YEARS = frozenset({"year", "audit_year"})
COUNTS = YEARS | {"votes_for", "votes_against", "abstentions"}
"""What of a source is a day, a year or a whole number."""
FILED = frozenset({"draft", "reply", "opine", "fulfil", "accept", "look_back", "audit_close"})
"""The steps that files may come with."""


@dataclass(frozen=True)
class Draft:
    """What a matter is opened with."""

    kind: str
    region: str
    subject: str
    facts: str
    law: str
    request: str
    addressee: str
    unit: str | None = None  # that answers for it
    letter: str = ""  # the paper it is issued with; none: the kind's usual one
    until: date | None = None  # its deadline; none: by the kind's clock from its issue
    alerts: Sequence[int] = ()
    source: Mapping[str, Any] = field(default_factory=dict)
    recurs: int | None = None
    origin: str | None = None  # what it comes from, once only
    at_stake: Decimal | None = None  # yuan


@dataclass(frozen=True)
class Order:
    """A step that is to be taken, with what it comes with."""

    move: str
    given: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[Kept] = ()


def kind_of(name: str) -> Kind:
    """Give the kind of matter of a name.

    Raises:
        MoveRefused: there is none.
    """
    if name not in KINDS:
        raise MoveRefused(
            f"no kind of matter is called {name[:40]!r}: they are {', '.join(KINDS)}",
            zh=f"没有“{name[:40]}”这种事项：有的是{'、'.join(k.text.zh for k in KINDS.values())}",
        )
    return KINDS[name]


def letter_of(name: str, kind: Kind) -> str:
    """Give the paper that a matter of a kind is issued with, where it may be that one.

    Raises:
        WordsMissing: it may not.
    """
    if name not in {letter.value for letter in kind.clocks}:
        papers = ", ".join(letter.value for letter in kind.clocks)
        raise WordsMissing(
            f"a {kind.name} is issued with {papers}, not with {name[:40]!r}",
            zh=f"{kind.text.zh}用{'、'.join(one.text.zh for one in kind.clocks)}交办，"
            f"不用“{LETTERS[Letter(name)].zh if name in set(Letter) else name[:40]}”",
        )
    return name


def content_of(draft: Draft, kind: Kind) -> dict[str, Any]:
    """Give what a draft says, in the words of the record.

    Raises:
        WordsMissing: a matter of that kind is not issued with its paper.
    """
    plain = ("subject", "facts", "law", "request", "addressee")
    content: dict[str, Any] = {name: getattr(draft, name).strip() for name in plain}
    content["letter"] = letter_of(draft.letter or kind.usual.value, kind)
    content["until"] = draft.until
    return content


def source_of(kind: Kind, draft: Draft) -> dict[str, Any]:
    """Give where a matter comes from, read as its kind wants it.

    Raises:
        WordsMissing: something is absent, or can't be.
    """
    source = dict(draft.source)
    absent = [name for name in kind.source if source.get(name) in (None, "", [])]
    if absent:
        raise WordsMissing(
            f"{kind.name} ({kind.text.zh}) says where it comes from ({kind.opened_from.zh}): "
            f"give {', '.join(absent)}",
            zh=f"{kind.text.zh}要写明来处（{kind.opened_from.zh}）：还缺{in_chinese(absent)}",
        )
    for name in kind.source:
        value = str(source[name]).strip()
        if name in DAYS:
            source[name] = _day_of(value)
        elif name in COUNTS and not (value.isascii() and value.isdigit() and len(value) < 9):
            raise WordsMissing(
                f"{name} {value[:40]!r} is no whole number: write it in digits",
                zh=f"{in_chinese([name])}“{value[:40]}”不是整数：请用数字写",
            )
        elif name in YEARS and not 1990 <= int(value) <= 2199:
            raise WordsMissing(
                f"{name} {value!r} is no year: write it as 2026",
                zh=f"{in_chinese([name])}“{value}”不是年份：请写成 2026",
            )
    return source


def given_of(order: Order, step: Step) -> dict[str, Any]:
    """Give what a step comes with, days and amounts read from their text.

    Raises:
        WordsMissing: it comes with what the step does not take, or with what can't be.
    """
    takes = TAKES[step.move]
    extra = sorted(set(order.given) - takes)
    if extra:
        raise WordsMissing(
            f"{step.move!r} takes {', '.join(sorted(takes))}, and not {', '.join(extra)}",
            zh=f"“{step.text.zh}”可以带{in_chinese(sorted(takes))}，不能带{in_chinese(extra)}",
        )
    given: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in order.given.items()
        if value is not None
    }
    for name in ("until", "night"):
        if isinstance(given.get(name), str):
            given[name] = _day_of(given[name])
    for name in ("amount", "shown"):
        if isinstance(given.get(name), str):
            given[name] = _yuan_of(given[name])
    return given


def _day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WordsMissing(
            f"{text[:40]!r} is no day: write it as 2026-03-31",
            zh=f"“{text[:40]}”不是日期：请写成 2026-03-31",
        ) from error


def _yuan_of(text: str) -> Decimal | None:
    try:
        value = Decimal(text) if text else None
        if value is not None and not value.is_finite():
            raise InvalidOperation
        return value
    except InvalidOperation as error:
        raise WordsMissing(
            f"{text[:40]!r} is no amount: give yuan, as 20100.00",
            zh=f"“{text[:40]}”不是金额：请以元为单位写成 20100.00",
        ) from error


def put_right(value: object) -> Decimal | None:
    """Give an amount put right, in yuan to the fen; None: none was told.

    Raises:
        WordsMissing: it is no such amount.
    """
    if value is None:
        return None
    if not isinstance(value, Decimal) or not value.is_finite() or not 0 <= value < LARGEST:
        raise WordsMissing(
            f"{value} is no amount put right: give yuan, 0.00 or more, below {LARGEST}",
            zh=f"{value}不能是整改金额：请以元为单位，写0.00或更多，小于{LARGEST}",
        )
    if value != fen(value):
        raise WordsMissing(
            f"{value} is finer than a fen: give yuan with two decimals, as {fen(value)}",
            zh=f"{value}不足一分的部分无法记录：请以元为单位，写两位小数，如{fen(value)}",
        )
    return fen(value)
