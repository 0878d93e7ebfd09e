"""提问留痕. A question in SQL: asked within the asker's reach, and in the record come what may."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from alerts.witness import Act, witness
from api.deps import House, Person
from api.desk import DeskFailed
from api.pages import table
from warehouse.asking import Answer, QueriesBusy, QueryRefused, QueryStopped

KEPT = 4_000
"""Characters of a question that the record keeps."""


@dataclass(frozen=True)
class Asked:
    """What a question gave, of which night; `file` where it is taken away."""

    night: str
    answer: Answer
    name: str = ""
    file: bytes = b""


def ask(house: House, me: Person, sql: str, *, now: datetime, as_csv: bool = False) -> Asked:
    """Answer a question; every one is a line of the record, refused and stopped ones too.

    Raises:
        DeskFailed: this site answers none.
        NightMissing: no night is published yet.
        QueriesBusy: enough are being answered.
        QueryRefused: it is not one SELECT over what may be seen.
        QueryStopped: it took longer, or more memory, than it may.
    """
    if house.questions is None:
        raise DeskFailed("no questions are answered at this site: it was opened without a desk")
    night = house.window.current().name
    told: dict[str, object] = {"sql": sql[:KEPT], "night": night, "purpose": me.purpose}
    try:
        answer = house.questions.ask(night, sql, me.scope, me.actor)
        asked = Asked(night, answer)
        told |= {"outcome": "answered", "rows": len(answer.rows), "cut": answer.cut}
        if as_csv:
            names = _names(answer.names)
            rows = [dict(zip(names, row, strict=True)) for row in answer.rows]
            asked = Asked(night, answer, f"query-{night}.csv", table(rows).encode())
            told |= {"name": asked.name, "sha256": hashlib.sha256(asked.file).hexdigest()}
    except (QueriesBusy, QueryRefused, QueryStopped) as error:
        witness(
            house.ledger.engine, me.name, Act.QUERY, "query", now=now, **told,
            outcome=type(error).__name__,
        )  # fmt: skip
        raise
    witness(house.ledger.engine, me.name, Act.QUERY, "query", now=now, **told)
    return asked


def _names(names: list[str]) -> list[str]:
    """Tell columns of one name apart."""
    return [f"{name}_{n}" if name in names[:n] else name for n, name in enumerate(names)]
