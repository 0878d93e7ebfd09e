"""封存. What leaves as a file is noted in the record, for `pursewatch verify FILE` to prove it."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import typer

from alerts.accounts import Accounts
from alerts.ledger import Ledger
from alerts.witness import Act, witness
from service import clock
from service.settings import Settings

CONSOLE = "console"
"""Who acts where nobody is named: whoever has the machine's console."""

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


def sealing(
    engine: sa.Engine, by: str, out: Path, subject: str, **words: object
) -> Callable[[str, int], object]:
    """Give what notes an export's SHA-256 and rows as a line of the record.

    Raises:
        AccountUnknown: somebody is named who has no account.
    """
    actor = Accounts(engine).of(by).name if by else CONSOLE

    def seal(sha256: str, rows: int) -> object:
        return witness(
            engine,
            actor,
            Act.EXPORT,
            subject,
            now=clock.now(),
            name=out.name,
            rows=rows,
            sha256=sha256,
            **{name: value for name, value in words.items() if value is not None},
        )

    return seal
