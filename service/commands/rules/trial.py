"""`pursewatch rules backtest, new`: what a rule would have found, and a new one from a template."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from alerts import catalogue
from alerts.backtest import Backtest, Nights, backtest, severities
from alerts.decisions import Decided, Decisions, decided, limit_of
from alerts.ledger import Ledger
from alerts.limits import Override, read_value
from alerts.rule import Rule
from alerts.template import CODE, NAME, TemplateRefused, template
from service import cli, show
from service.commands.rules.catalogue import rule_of, sorted_rules
from service.home import Home
from service.settings import Settings
from warehouse.build import Means
from warehouse.database import NightMissing
from warehouse.publish import kept_nights, night_path, published


def hang(rules: typer.Typer) -> None:
    """Hang the commands under `rules`."""
    rules.command("backtest")(try_rule)
    rules.command("new")(new_rule)


def try_rule(
    code: Annotated[str, typer.Argument(help="A rule's code, such as B02.")],
    since: Annotated[str, typer.Option("--from", help="The first day.")],
    to: Annotated[str, typer.Option("--to", help="The last day.")],
    limit: Annotated[
        str | None, typer.Option(metavar="NAME=VALUE", help="Try this limit instead.")
    ] = None,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Show what a rule, or one with another limit, would have found; nothing is raised."""
    settings = cli.settings_for(home)
    name, rule = rule_of(home, code)
    first, last = cli.day_of(since, "--from"), cli.day_of(to, "--to")
    assert first is not None
    assert last is not None
    if last < first:
        raise typer.BadParameter(f"{last} is before {first}", param_hint="--to")
    nights = _nights(settings)
    told = backtest(
        rule,
        nights,
        nights.days(first, last),
        in_force=_in_force(settings, name, rule),
        changed=_changed(rule, limit),
        means=Means(settings.memory, settings.threads),
        seconds=settings.rule_seconds,
    )
    if as_json:
        show.as_json(_as_json(rule, limit, told))
    else:
        _say(rule, limit, told)
    return cli.FAILED if any(trial.error for trial in told.trials) else cli.DONE


def new_rule(
    code: Annotated[str, typer.Argument(help="A code that no rule has, such as X01.")],
    name: Annotated[str | None, typer.Option(help="The file's name, such as no_purpose.")] = None,
    family: Annotated[
        str | None, typer.Option(help="Write it into this family of the product's own rules.")
    ] = None,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Write a new rule from a template: whole, green, and yours to change."""
    code = code.upper()
    if not CODE.fullmatch(code):
        raise typer.BadParameter(f"{code!r} is no code: a letter and two or three digits, as X01")
    name = name or f"rule_{code.lower()}"
    if not NAME.fullmatch(name):
        raise typer.BadParameter(
            f"{name!r} names no rule: lower-case words joined by _, as no_purpose"
        )
    for taken, rule in sorted_rules(home):
        if rule.code == code:
            raise TemplateRefused(f"the code {code} is {taken}'s: take one that is free")
    folder = _folder(home, family)
    file = folder / f"{name}.py"
    if file.exists():
        raise TemplateRefused(f"{file} is there already: name another with --name")
    file.write_text(template(code), "utf-8")
    if as_json:
        show.as_json({"code": code, "file": file})
    else:
        show.say(f"{file} is written; change it, then `pursewatch rules test {code}`")
    return cli.DONE


def _folder(home: Path, family: str | None) -> Path:
    if family is None:
        house = Home(home)
        house.make()
        return house.rules
    families = sorted(p.name for p in catalogue.RULES.iterdir() if (p / "__init__.py").exists())
    if family not in families:
        raise typer.BadParameter(f"there is no family {family!r}: they are {', '.join(families)}")
    return catalogue.RULES / family


def _nights(settings: Settings) -> Nights:
    folder = settings.house.nights
    hung = published(folder)
    if hung is None:
        raise NightMissing("no night is published yet: run `pursewatch night`")
    return Nights({day: night_path(folder, day) for day in kept_nights(folder)}, hung)


def _in_force(settings: Settings, name: str, rule: Rule) -> Decided:
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    try:
        return decided(Decisions(ledger.engine).all(), {name: rule})
    finally:
        ledger.close()


def _changed(rule: Rule, limit: str | None) -> Override | None:
    if limit is None:
        return None
    name, value = limit_of(rule, limit)
    return Override(rule.code, name, read_value(rule, name, value), "backtest", "backtest")


def _as_json(rule: Rule, limit: str | None, told: Backtest) -> dict[str, object]:
    return {
        "code": rule.code,
        "limit": limit,
        "found": told.found,
        "was": told.was,
        "severities": dict(severities(told.trials)),
        "nights": [
            {
                "night": trial.day,
                "own": trial.own,
                "found": len(trial.found),
                "was": len(trial.was),
                "new": len(trial.found.keys() - trial.was),
                "gone": len(trial.was - trial.found.keys()),
                "unknown": trial.unknown,
                "error": trial.error or None,
            }
            for trial in told.trials
        ],
        "months": [vars(month) for month in told.months],
        "overlaps": [vars(one) for one in told.overlaps],
        "largest": [
            {"region": f.region, "period": f.period, "subject": f.subject, "unit": f.unit,
             "severity": f.severity.value, "at_stake": f.at_stake}
            for f in told.largest
        ],
    }  # fmt: skip


def _say(rule: Rule, limit: str | None, told: Backtest) -> None:
    days = [trial.day for trial in told.trials]
    with_limit = f" with {limit}" if limit else ""
    show.say(
        f"{rule.code}{with_limit}, {_day(days[0])} to {_day(days[-1])}: "
        f"{show.counted(told.found, 'findings')}, where it had {told.was}; nothing is raised"
    )
    for heading, rows in _as_json(rule, limit, told).items():
        if isinstance(rows, list) and rows:
            show.say(f"\n{heading}:")
            show.table(list(rows[0]), [list(row.values()) for row in rows])


def _day(day: date) -> str:
    return day.isoformat()
