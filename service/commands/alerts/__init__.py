"""`pursewatch alerts`: the list of alerts, its export, and the steps that people take."""

import typer

from service.commands.alerts.lists import export_alerts, list_alerts
from service.commands.alerts.steps import hang_steps


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    alerts = typer.Typer(no_args_is_help=True, help="The alerts: list, export, and every step.")
    alerts.command("list")(list_alerts)
    alerts.command("export")(export_alerts)
    hang_steps(alerts)
    app.add_typer(alerts, name="alerts")
