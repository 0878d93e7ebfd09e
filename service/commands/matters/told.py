"""What the commands of `pursewatch matters` are told in the same words, and what they say."""

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alerts.matters.kinds import KINDS
from alerts.matters.standing import Stands
from alerts.procedure import WordsMissing
from service import cli, show

KindName = StrEnum("KindName", {name: name for name in KINDS})  # type: ignore[misc]
Number = Annotated[int, typer.Argument(help="The matter's number.")]
Words = Annotated[str, typer.Option("--words", help="Say it in words.")]
Until = Annotated[str | None, typer.Option("--until", help="A day, as 2026-03-31.")]
Seen = Annotated[
    int | None, typer.Option(help="The version that you looked at; another is refused.")
]
Files = Annotated[list[Path] | None, typer.Option("--file", help="Evidence; may be repeated.")]
Yuan = Annotated[str | None, typer.Option("--amount", help="Yuan put right.")]
OfKind = Annotated[KindName | None, typer.Option(help="Matters of this kind.")]


def say_standing(stood: Stands, *, as_json: bool) -> int:
    """Say how a matter stands now."""
    if as_json:
        show.as_json(vars(stood))
        return cli.DONE
    due = f", due on {stood.due_on}" if stood.due_on else ""
    number = f", {stood.letter_number}" if stood.letter_number else ""
    show.say(f"matter {stood.matter} is {stood.state.value} ({stood.state.text.zh}){number}{due}")
    return cli.DONE


def say_unchanged(alerts: list[int]) -> None:
    """Warn of alerts whose state is another while what the rule counts is the same."""
    for alert in alerts:
        show.complain(f"alert {alert}: status changed, number did not (状态变了，数字没变)")


def yuan(text: str | None) -> Decimal | None:
    """Read an amount of yuan.

    Raises:
        WordsMissing: it is none.
    """
    if text is None:
        return None
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise WordsMissing(f"{text!r} is no amount: give yuan, as 20100.00") from error
