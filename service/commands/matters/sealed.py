"""`pursewatch matters reply-out, reply-pack, reply-in`: for a unit that has no access."""

from pathlib import Path
from typing import Annotated

import typer

from alerts.matters.sealed_reply import Reply, pack, seal_in, seal_out
from service import cli, clock, show
from service.acting import By, office, seal_key
from service.commands.matters.told import Files, Number, Words, Yuan, say_standing, yuan


def hang(matters: typer.Typer) -> None:
    """Hang the commands under `matters`."""
    for name, command in (
        ("reply-out", reply_out),
        ("reply-pack", reply_pack),
        ("reply-in", reply_in),
    ):
        matters.command(name)(command)


def reply_out(
    number: Number,
    out: Annotated[Path, typer.Option("--out", help="The sealed file to write.")],
    by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Write a matter as a sealed file, for a unit that has no access."""
    here = office(home, by)
    key = seal_key(here.settings)
    out.write_bytes(seal_out(here.matters, number, key, by=here.me, now=clock.now()))
    show.done(f"matter {number} is sealed in {out}", as_json=as_json, matter=number, out=str(out))
    return cli.DONE


def reply_pack(
    request: Annotated[Path, typer.Argument(help="The sealed file that came.")],
    out: Annotated[Path, typer.Option("--out", help="The sealed reply to write.")],
    measures: Annotated[str, typer.Option(help="What was done about it.")],
    result: Annotated[str, typer.Option(help="done, partly, ongoing or disputed.")],
    amount: Yuan = None,
    words: Words = "",
    file: Files = None,
    home: cli.AtHome = cli.HOME,  # noqa: ARG001 - every command takes one, and this needs none
    as_json: cli.AsJson = False,
) -> int:
    """Answer a sealed matter into a sealed file, on the unit's own machine; needs no home."""
    answer = Reply(measures, result, yuan(amount), words)
    files = {one.name: one.read_bytes() for one in file or []}
    out.write_bytes(pack(request.read_bytes(), answer, files))
    show.done(f"the reply is sealed in {out}", as_json=as_json, out=str(out))
    return cli.DONE


def reply_in(
    sealed: Annotated[Path, typer.Argument(help="The sealed reply that came.")],
    by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Take a sealed reply in; what was changed on its way is refused."""
    here = office(home, by)
    stood = seal_in(
        here.matters, sealed.read_bytes(), seal_key(here.settings), here.settings.house.evidence,
        by=here.me, now=clock.now(),
    )  # fmt: skip
    return say_standing(stood, as_json=as_json)
