"""代表意见. What a deputy or a station's visitor says of a line or an alert, and what became of it.

A remark is a `suggestion` from its first moment: it has a receipt, a clock and an answer. Its
source holds what it is tied to, and its words as they were said.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.matters.desk import Matters, visible
from alerts.matters.given import Draft
from alerts.matters.lists import OUTSIDE
from alerts.matters.standing import Stands, stands_of
from alerts.matters.tables import matter, matter_standing
from alerts.procedure import WordsMissing

KIND = "suggestion"
LONGEST = 1000
"""Characters that a remark may have: what is longer is a letter."""


@dataclass(frozen=True)
class About:
    """What a remark is tied to."""

    address: str  # the page that shows it: /figure?region=…&department=103, /alerts/7
    name: str  # what a reader calls it
    region: str
    addressee: str  # who is asked
    unit: str | None = None
    line: str = ""  # a single line's own key: statement/2026/1/2/205; empty: a figure or an alert
    night: str = ""  # the night that its author looked at
    measure: str = ""  # what the figure measures: statement.executed
    shown: str = ""  # the figure that it showed, as text, yuan or as its measure says

    @property
    def seen(self) -> Mapping[str, str]:
        """What was seen, as far as there is any: the line, its night and its figure."""
        told = {name: str(getattr(self, name)) for name in SEEN}
        return {name: text for name, text in told.items() if text}


SEEN = ("line", "night", "measure", "shown")
"""What the source of a remark holds of what its author looked at."""


@dataclass(frozen=True)
class Remark:
    """What somebody said, and where it stands."""

    stands: Stands
    receipt: str
    about: str
    words: str
    said_at: datetime
    line: str = ""
    night: str = ""
    measure: str = ""
    shown: str = ""


def remark(
    matters: Matters,
    about: About,
    words: str,
    *,
    by: Actor,
    now: datetime,
    law: str,
    whence: str,
    **more: str,
) -> Stands:
    """Say something of a line or an alert; it is a suggestion from then on. Give where it stands.

    `whence` is who says it, as the committee is told; `law` the article by which they may.

    Raises:
        MoveForbidden: suggestions are not this person's to bring, or it lies outside their region.
        WordsMissing: nothing was said, or too much.
    """
    said = words.replace("\r\n", "\n").strip()
    if not said:
        raise WordsMissing(
            "nothing was said: write what you saw and what should be done",
            zh="还没有写：请写看到什么、应该怎么办",
        )
    if len(said) > LONGEST:
        raise WordsMissing(
            f"{len(said)} characters were written, and {LONGEST} are kept: shorten",
            zh=f"写了{len(said)}字，最多{LONGEST}字：请写短一些",
        )
    draft = Draft(
        kind=KIND,
        region=about.region,
        subject=f"关于{about.name}的意见"[:200],
        facts=said,
        law=law,
        request="请研究办理，并在期限内答复。",
        addressee=about.addressee,
        unit=about.unit,
        source={"from": whence, "about": about.address, "words": said, **about.seen, **more},
    )
    return matters.draft(draft, by=by, now=now)


def remarks(
    engine: sa.Engine,
    *,
    by: Actor,
    about: str | None = None,
    most: int = 100,
) -> Sequence[Remark]:
    """Give the remarks that a reader may see, the latest first; a deputy those of their own.

    `about` narrows them to what is tied to one address.
    """
    query = _readable(by)
    if about is not None:
        query = query.where(matter.c.source.contains(_written({"about": about}), autoescape=True))
    with engine.connect() as connection:
        return [_remark(row) for row in connection.execute(query.limit(most))]


def remarks_on_lines(
    engine: sa.Engine, region: str, under: Collection[str], *, by: Actor, most: int
) -> Mapping[str, Sequence[Remark]]:
    """Give what a reader may see of what was said of a government's lines, by their keys.

    `under` is what the keys begin with: `statement/2026/`.
    """
    begins = [_written({"line": one})[:-1] for one in under]
    query = _readable(by).where(
        matter.c.region == region,
        sa.or_(*(matter.c.source.contains(one, autoescape=True) for one in begins)),
    )
    told: dict[str, list[Remark]] = {}
    with engine.connect() as connection:
        for row in connection.execute(query.limit(most)):
            one = _remark(row)
            told.setdefault(one.line, []).append(one)
    return told


def _readable(by: Actor) -> sa.Select[Any]:
    own = matter.c.opened_by == by.name if by.role in OUTSIDE else sa.true()
    return (
        sa.select(matter.c.source, matter.c.opened_at, matter_standing)
        .join(matter_standing, matter_standing.c.matter == matter.c.number)
        .where(matter.c.kind == KIND, visible(by), own)
        .order_by(matter.c.number.desc())
    )


def _written(pair: Mapping[str, str]) -> str:
    return json.dumps(pair, ensure_ascii=False, separators=(",", ":"))[1:-1]


def _remark(row: Any) -> Remark:  # noqa: ANN401 - a row of the database
    source = json.loads(row.source)
    return Remark(
        stands_of(row),
        str(source.get("receipt") or ""),
        str(source.get("about") or ""),
        str(source.get("words") or ""),
        row.opened_at,
        *(str(source.get(name) or "") for name in SEEN),
    )
