"""`pursewatch rules`: the catalogue, one rule's page, and the rules' own proof."""

from typing import Annotated

import typer

from alerts import catalogue, examples, lint
from alerts.rule import Rule
from service import cli, show
from service.home import Home

rules = typer.Typer(no_args_is_help=True, help="The rules: list, show, check, test.")


class RuleUnknown(Exception):
    """No rule has that code."""


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.add_typer(rules, name="rules")


@rules.command("list")
def list_rules(home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """List every rule: code, title, severity, law, provenance of its limits, number of examples."""
    rows = [_line(name, rule) for name, rule in sorted_rules(home)]
    if as_json:
        show.as_json(rows)
    else:
        show.table(list(rows[0]) if rows else [], [list(row.values()) for row in rows])
    return cli.DONE


@rules.command("show")
def show_rule(
    code: Annotated[str, typer.Argument(help="A rule's code, such as B02.")],
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Show one rule: meaning, formula, law, limits, exclusions, advice."""
    name, rule = rule_of(home, code)
    page = _page(name, rule)
    if as_json:
        show.as_json(page)
        return cli.DONE
    for heading, text in page.items():
        if isinstance(text, list):
            show.say(f"{heading}:")
            for line in text:
                show.say(f"  · {line if isinstance(line, str) else show.words(line)}")
        elif text:
            show.say(f"{heading}: {text}")
    return cli.DONE


@rules.command("check")
def check(home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """Check every rule's form: one query over core, no clock, every limit named and used."""
    faults = {rule.code: lint.faults(rule) for _, rule in sorted_rules(home)}
    if as_json:
        show.as_json(faults)
    else:
        for code, found in faults.items():
            for fault in found:
                show.complain(f"{code}: {fault}")
        wrong = sum(1 for found in faults.values() if found)
        show.say(f"{len(faults)} rules checked, {wrong} with faults")
    return cli.FAILED if any(faults.values()) else cli.DONE


@rules.command("test")
def prove(
    code: Annotated[str | None, typer.Argument(help="Only this rule.")] = None,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Run the examples that stand in the rules' own files."""
    chosen = sorted_rules(home) if code is None else [rule_of(home, code)]
    told = [outcome for name, rule in chosen for outcome in examples.run(name, rule)]
    failed = [outcome for outcome in told if outcome.fault]
    if as_json:
        show.as_json([{"code": o.code, "story": o.story, "fault": o.fault or None} for o in told])
    else:
        for outcome in failed:
            show.complain(f"{outcome.code}: {outcome.story}: {outcome.fault}")
        show.say(f"{len(told)} examples of {len(chosen)} rules, {len(failed)} failed")
    return cli.FAILED if failed else cli.DONE


def sorted_rules(home: cli.AtHome) -> list[tuple[str, Rule]]:
    """Give the product's rules and the site's own, by code."""
    found = catalogue.all_rules(Home(home).rules)
    return sorted(found.items(), key=lambda item: item[1].code)


def rule_of(home: cli.AtHome, code: str) -> tuple[str, Rule]:
    """Give the rule of a code.

    Raises:
        RuleUnknown: there is none.
    """
    for name, rule in sorted_rules(home):
        if rule.code == code.upper():
            return name, rule
    raise RuleUnknown(f"no rule has the code {code!r}: `pursewatch rules list` shows them all")


def _line(name: str, rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "rule": name,
        "title_zh": rule.title.zh,
        "title_en": rule.title.en,
        "severity": rule.severity.value,
        "law": "; ".join(f"{a.law}{a.number}{a.part}" for a in rule.basis) or rule.printed_basis,
        "provenance": " ".join(sorted({limit.provenance.value for limit in rule.limits.values()})),
        "examples": len(rule.examples),
    }


def _page(name: str, rule: Rule) -> dict[str, object]:
    both = {
        "title": rule.title,
        "meaning": rule.meaning,
        "formula": rule.formula,
        "advice": rule.advice,
        "innocent explanation": rule.innocent,
    }
    return {
        "code": rule.code,
        "rule": name,
        "severity": rule.severity.value,
        **{f"{key} ({tongue})": getattr(text, tongue) for key, text in both.items()
           for tongue in ("zh", "en")},
        "law": [
            f"{a.law}{a.number}{a.part}（{a.bearing.value}）：“{a.quote}” {a.note}".strip()
            for a in rule.basis
        ] or [rule.printed_basis],
        "limits": [
            f"{key} = {show.words(limit.value)} {limit.unit} [{limit.provenance.value}] "
            f"{limit.article} {limit.zh} / {limit.en}; from {limit.valid_from}"
            for key, limit in rule.limits.items()
        ],
        "exclusions": [f"{text.zh} / {text.en}" for text in rule.exclusions],
        "assumptions": [f"{text.zh} / {text.en}" for text in rule.assumptions],
        "feeds": list(rule.needs),
        "examples": [example.story for example in rule.examples],
    }  # fmt: skip
