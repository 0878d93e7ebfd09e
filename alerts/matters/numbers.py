"""文号. Numbers of papers by kind and year: without gaps or repeats, and a void one stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.database import writing
from alerts.matters.kinds import Letter
from alerts.matters.tables import letter_number, letter_void
from alerts.procedure import MoveForbidden, MoveRefused, WordsMissing
from alerts.trail import Entry, append
from alerts.workflow import Role
from warehouse.period import SHANGHAI

SIGNS: Mapping[Letter, str] = {
    Letter.REPORT: "人财报",
    Letter.HANDOVER: "人财交",
    Letter.REMINDER: "人财提",
    Letter.SUPERVISION: "人财督",
    Letter.INQUIRY: "人财询",
    Letter.FEEDBACK: "人财馈",
    Letter.CLOSING: "人财销",
    Letter.SUGGESTION: "人代建",
}
"""The 字 of each kind of paper where a site gives none; its place's short name comes first."""


class SignsRefused(Exception):
    """The signs of papers can't be told apart."""


class NumberUnknown(Exception):
    """No paper has such a number."""


@dataclass(frozen=True)
class Numbered:
    """A paper's number, and what became of it."""

    text: str
    letter: Letter
    year: int
    nth: int
    matter: int | None
    at: datetime
    actor: str
    void: str | None  # the reason why its paper does not hold


def signs_of(place: str = "", given: Mapping[str, str] | None = None) -> Mapping[Letter, str]:
    """Give every paper's sign: a site's own where it gives one, its place's name before the others.

    Raises:
        SignsRefused: a kind of paper is unknown, a sign is empty, or two are the same.
    """
    unknown = sorted(set(given or {}) - {letter.value for letter in Letter})
    if unknown:
        kinds = ", ".join(letter.value for letter in Letter)
        raise SignsRefused(f"no paper is called {unknown[0]!r}: they are {kinds}")
    signs = {
        letter: (given or {}).get(letter.value, f"{place}{sign}") for letter, sign in SIGNS.items()
    }
    seen: dict[str, Letter] = {}
    for letter, sign in signs.items():
        if not sign.strip() or not sign.isprintable() or "〔" in sign:
            raise SignsRefused(f"{letter.value} has the sign {sign!r}: give printable characters")
        if sign in seen:
            raise SignsRefused(
                f"{seen[sign].value} and {letter.value} have one sign, {sign!r}: their numbers "
                "would repeat, give each its own"
            )
        seen[sign] = letter
    return signs


class Numbers:
    """The numbers that a site gives its papers."""

    def __init__(self, signs: Mapping[Letter, str] | None = None) -> None:
        self.signs = signs or signs_of()

    def take(
        self,
        connection: sa.Connection,
        letter: Letter,
        *,
        matter: int | None,
        by: Actor,
        now: datetime,
    ) -> str:
        """Take the next number within the transaction of the one writer: `×人财督〔2026〕3号`."""
        year = now.astimezone(SHANGHAI).year
        last = connection.execute(
            sa.select(sa.func.max(letter_number.c.nth)).where(
                letter_number.c.letter == letter.value, letter_number.c.year == year
            )
        ).scalar()
        nth = (last or 0) + 1
        text = f"{self.signs[letter]}〔{year}〕{nth}号"
        told = {"letter": letter, "year": year, "nth": nth}
        subject = f"matter {matter}" if matter else ""
        append(
            connection, [Entry(by.name, "letter.number", subject, {**told, "text": text})], now=now
        )
        connection.execute(
            sa.insert(letter_number).values(
                **{**told, "letter": letter.value}, text=text, matter=matter, at=now, actor=by.name
            )
        )
        return text

    def make(
        self, engine: sa.Engine, letter: Letter, *, matter: int | None, by: Actor, now: datetime
    ) -> str:
        """Take the next number for a paper that is made by hand.

        Raises:
            MoveForbidden: only an analyst or a leader makes papers.
            MoveRefused: a suggestion's receipt is given when it is opened, and not by hand.
        """
        if letter is Letter.SUGGESTION:
            raise MoveRefused(
                "a suggestion gets its receipt when it is opened: open the matter",
                zh="代表建议立项时就有受理号：请先立项",
            )
        if by.role not in {Role.ANALYST, Role.LEADER}:
            raise MoveForbidden(
                f"only an analyst or a leader makes papers, and you are {by.role.value}",
                zh=f"文书由分析员或领导来制作，您是{by.role.text.zh}",
            )
        with writing(engine) as connection:
            return self.take(connection, letter, matter=matter, by=by, now=now)

    def void(self, engine: sa.Engine, text: str, *, reason: str, by: Actor, now: datetime) -> None:
        """Mark a number void: it stays, its paper does not hold, and it is not given again.

        Raises:
            MoveForbidden: only an analyst or a leader may.
            MoveRefused: it is void already.
            NumberUnknown: no paper has it.
            WordsMissing: the reason is missing.
        """
        if by.role not in {Role.ANALYST, Role.LEADER}:
            raise MoveForbidden(
                f"only an analyst or a leader voids a number, and you are {by.role.value}",
                zh=f"文号由分析员或领导来作废，您是{by.role.text.zh}",
            )
        if not reason.strip():
            raise WordsMissing(
                f"to void {text!r}, give a reason",
                zh=f"作废{text}要写理由",
            )
        with writing(engine) as connection:
            known = {one.text: one for one in _numbers(connection, letter_number.c.text == text)}
            if text not in known:
                raise NumberUnknown(
                    f"no paper has the number {text[:60]!r}: list the numbers given"
                )
            if known[text].void is not None:
                raise MoveRefused(
                    f"{text} is void already: {known[text].void}",
                    zh=f"{text}已经作废：{known[text].void}",
                )
            append(connection, [Entry(by.name, "letter.void", text, {"reason": reason})], now=now)
            connection.execute(
                sa.insert(letter_void).values(text=text, at=now, actor=by.name, reason=reason)
            )

    def given(self, engine: sa.Engine, *, matter: int | None = None) -> Sequence[Numbered]:
        """List the numbers given, in their order; of one matter where it is named."""
        where = sa.true() if matter is None else letter_number.c.matter == matter
        with engine.connect() as connection:
            return _numbers(connection, where)


def _numbers(connection: sa.Connection, where: sa.ColumnElement[bool]) -> list[Numbered]:
    query = (
        sa.select(letter_number, letter_void.c.reason)
        .join(letter_void, letter_void.c.text == letter_number.c.text, isouter=True)
        .where(where)
        .order_by(letter_number.c.letter, letter_number.c.year, letter_number.c.nth)
    )
    return [
        Numbered(
            row.text,
            Letter(row.letter),
            row.year,
            row.nth,
            row.matter,
            row.at,
            row.actor,
            row.reason,
        )
        for row in connection.execute(query)
    ]
