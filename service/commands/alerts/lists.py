"""The list of alerts, and its export."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from alerts.alert import Alert
from alerts.catalogue import catalogue_at
from alerts.ledger import Ledger
from alerts.rule import Rule, Severity
from alerts.scope import Scope
from alerts.wanted import Wanted
from alerts.workflow import State
from service import cli, export, show
from service.export import FileForm
from service.governments import must_be_known
from service.sealing import Taker, sealing

COLUMNS = (
    "number", "code", "rule", "region", "period", "subject", "unit", "severity", "state",
    "at_stake", "first_seen", "last_seen", "sightings", "no_longer_observed", "title_zh",
    "title_en",
)  # fmt: skip
SHOWN = ("number", "severity", "code", "title_zh", "region", "period", "subject", "at_stake",
         "state", "first_seen", "last_seen", "sightings")  # fmt: skip
PAGE = 1000


Code = Annotated[str | None, typer.Option(help="Only alerts of this rule.")]
Region = Annotated[str | None, typer.Option(help="Only this government and those below it.")]
Where = Annotated[State | None, typer.Option(help="Only alerts in this state.")]
Grade = Annotated[Severity | None, typer.Option(help="Only this severity.")]
Since = Annotated[str | None, typer.Option(help="Only alerts seen on this day or later.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="As they stood after this night.")]


def list_alerts(
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
    code: Code = None,
    region: Region = None,
    state: Where = None,
    severity: Grade = None,
    since: Since = None,
    as_of: AsOf = None,
    most: Annotated[int, typer.Option(min=1, help="How many at most.")] = 100,
) -> int:
    """List alerts in the order of work: the gravest, then the most money, then the oldest."""
    wanted = _wanted(home, code, region, state, severity, since)
    rows = []
    for row in _rows(home, wanted, cli.day_of(as_of, "--as-of")):
        rows.append(row)
        if len(rows) == most:
            break
    if as_json:
        show.as_json(rows)
    else:
        show.table(SHOWN, [[row[column] for column in SHOWN] for row in rows])
    return cli.DONE


def export_alerts(
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    form: Annotated[
        FileForm, typer.Option("--format", help="The form of the file.")
    ] = FileForm.CSV,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
    code: Code = None,
    region: Region = None,
    state: Where = None,
    severity: Grade = None,
    since: Since = None,
    as_of: AsOf = None,
    by: Taker = "",
) -> int:
    """Write the alerts to a file; `pursewatch verify FILE` proves it later."""
    wanted = _wanted(home, code, region, state, severity, since)
    ledger, settings = _ledger(home), cli.settings_for(home)
    asked = {"code": code, "region": region, "state": state, "severity": severity, "since": since,
             "as_of": as_of}  # fmt: skip
    seal = sealing(settings, ledger.engine, by, out, "alerts", asked, night=as_of, editions=True)
    rows = _rows(home, wanted, cli.day_of(as_of, "--as-of"))
    count = export.write(form.value, out, COLUMNS, rows, seal=seal)
    if as_json:
        show.as_json({"file": out, "alerts": count})
    else:
        show.say(f"{show.counted(count, 'alerts')} written to {out}")
    return cli.DONE


def _wanted(
    home: Path,
    code: str | None,
    region: str | None,
    state: State | None,
    severity: Severity | None,
    since: str | None,
) -> Wanted:
    must_be_known(cli.settings_for(home), _ledger(home), region)
    return Wanted(
        code=code.upper() if code else None,
        region=region,
        state=state,
        severity=severity,
        since=cli.day_of(since, "--since"),
    )


def _ledger(home: Path) -> Ledger:
    ledger = Ledger(cli.settings_for(home).ledger)
    ledger.migrate()
    return ledger


def _rows(home: Path, wanted: Wanted, as_of: date | None) -> Iterator[dict[str, object]]:
    settings, ledger = cli.settings_for(home), _ledger(home)
    rules = {rule.code: rule for rule in catalogue_at(settings.house.rules).rules.values()}
    if as_of is not None:
        for alert in ledger.alerts_after(as_of, scope=Scope.everywhere(), wanted=wanted):
            yield _row(alert, rules.get(alert.code))
        return
    after = None
    while True:
        page = ledger.alerts(scope=Scope.everywhere(), wanted=wanted, after=after, most=PAGE)
        for alert in page.items:
            yield _row(alert, rules.get(alert.code))
        after = page.next
        if after is None:
            return


def _row(alert: Alert, rule: Rule | None) -> dict[str, object]:
    return {
        **{column: getattr(alert, column) for column in COLUMNS[:-2]},
        "severity": alert.severity.value,
        "state": alert.state.value,
        "title_zh": rule.title.zh if rule else "",
        "title_en": rule.title.en if rule else "",
    }
