"""`pursewatch explain`: an alert's formula with its numbers, its law and its rows."""

from typing import Annotated, Literal

import typer

from alerts.catalogue import catalogue_at
from alerts.explain import explain as explained
from alerts.ledger import Ledger
from alerts.scope import Scope
from alerts.witness import Act
from service import cli, show
from service.sealing import Reader, look


class RuleGone(Exception):
    """The rule of an alert is no longer in the catalogue."""


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command()(explain)


def explain(
    alert: Annotated[int, typer.Argument(help="An alert's number.")],
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
    purpose: Annotated[
        str, typer.Option(help="Why: shows cells that name persons or accounts; it is recorded.")
    ] = "",
    by: Reader = "",
    language: Annotated[Literal["zh", "en"], typer.Option(help="Of the explanation.")] = "zh",
) -> int:
    """Explain an alert: recomputable by hand, to the fen."""
    settings = cli.settings_for(home)
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    found = ledger.alert(alert, scope=Scope.everywhere())
    rules = {rule.code: rule for rule in catalogue_at(settings.house.rules).rules.values()}
    if found.code not in rules:
        raise RuleGone(
            f"rule {found.code} of alert {alert} is no longer in the catalogue: "
            f"put its file back into {settings.house.rules}"
        )
    testimony, clear = ledger.testimony(alert), ledger.testimony(alert, clear=True)
    if clear != testimony and purpose.strip():
        look(settings, by, Act.READ, f"alert {alert}", purpose=purpose.strip()[:200])
        testimony = clear
    elif clear != testimony:
        show.complain("cells that name persons or accounts are masked: --purpose shows them")
    told = explained(
        rules[found.code],
        testimony,
        language=language,
        night=found.last_seen,
        at_stake=found.at_stake,
    )
    if as_json:
        alert_told = {
            "alert": alert, "code": found.code, "rule": found.rule, "region": found.region,
            "period": found.period, "subject": found.subject, "unit": found.unit,
            "severity": found.severity.value, "state": found.state.value,
        }  # fmt: skip
        show.as_json({**alert_told, **vars(told)})
    else:
        show.say(f"#{alert} {found.region} {found.period} {found.subject} [{found.severity.value}]")
        show.say(told.text().rstrip("\n"))
    return cli.DONE
