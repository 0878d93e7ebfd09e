"""`pursewatch matters`: what people must answer for, from draft to looking back."""

import typer

from service.commands.matters import lists, papers, sealed, steps

matters = typer.Typer(no_args_is_help=True, help="The matters: list, draft, every step, replies.")


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    for part in (lists, steps, papers, sealed):
        part.hang(matters)
    app.add_typer(matters, name="matters")
