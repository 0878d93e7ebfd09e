"""封存. What leaves as a file is noted in the record, for `pursewatch verify FILE` to prove it."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import typer

from alerts.accounts import CONSOLE, Accounts
from alerts.ledger import Ledger
from alerts.witness import Act, witness
from service import clock
from service.settings import Settings
from service.version import VERSION
from warehouse import writers
from warehouse.database import NightMissing, Warehouse
from warehouse.publish import published

Reader = Annotated[
    str, typer.Option("--by", envvar="PURSEWATCH_BY", help="The account that looks at it.")
]
Taker = Annotated[
    str, typer.Option("--by", envvar="PURSEWATCH_BY", help="The account that takes it away.")
]


def look(settings: Settings, by: str, act: Act, subject: str, **words: object) -> None:
    """Note that somebody is shown on the console what not everybody may see, before it is shown.

    Raises:
        AccountUnknown: somebody is named who has no account.
    """
    ledger = Ledger(settings.ledger)
    try:
        ledger.migrate()
        actor = Accounts(ledger.engine).of(by).name if by else CONSOLE
        told = {name: value for name, value in words.items() if value is not None}
        witness(ledger.engine, actor, act, subject, now=clock.now(), **told)
    finally:
        ledger.close()


@dataclass(frozen=True)
class Seal:
    """What an export says of itself, and how it is noted in the record."""

    engine: sa.Engine
    about: Mapping[str, object]

    def __call__(self, sha256: str, rows: int, beside: str = "") -> None:
        """Note its SHA-256, how many rows it has, and the SHA-256 of what tells of it beside."""
        told = {name: one for name, one in self.about.items() if name not in {"what", "by", "at"}}
        if beside:
            name = writers.beside(Path(str(self.about["name"]))).name
            told["beside"] = {"name": name, "sha256": beside}
        witness(
            self.engine, str(self.about["by"]), Act.EXPORT, str(self.about["what"]),
            now=clock.now(), rows=rows, sha256=sha256, **told,
        )  # fmt: skip


def sealing(  # noqa: PLR0913 - what an export is, and who takes it
    settings: Settings,
    engine: sa.Engine,
    by: str,
    out: Path,
    subject: str,
    filters: Mapping[str, object],
    *,
    night: str | None = None,
    editions: bool = False,
) -> Seal:
    """Give the seal of an export: of the night of that name, the published one unless told.

    Raises:
        AccountUnknown: somebody is named who has no account.
    """
    current = published(settings.house.nights)
    night = night or (current.isoformat() if current else "")
    asked = {name: value for name, value in filters.items() if value is not None}
    return Seal(
        engine,
        {
            "what": subject, "name": out.name, "filters": asked, "night": night,
            "rule_editions": _editions(settings, night) if editions and night else {},
            "by": Accounts(engine).of(by).name if by else CONSOLE,
            "at": clock.now().isoformat(), "version": VERSION,
        },
    )  # fmt: skip


EDITIONS = """
    select code, string_agg(distinct edition, ', ' order by edition) as edition
    from ops.rule_result group by code order by code
"""


def _editions(settings: Settings, night: str) -> dict[str, str]:
    """Give the editions of the rules that a night asked; none where it is gone."""
    try:
        kept = Warehouse.open(settings.house.nights / f"{night}.duckdb")
    except NightMissing:
        return {}
    with closing(kept):
        return {row["code"]: row["edition"] for row in kept.rows(EDITIONS)}
