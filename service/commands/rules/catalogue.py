"""`pursewatch rules list, show, check, test`: the catalogue, a rule's page, its own proof."""

from datetime import date
from typing import Annotated

import typer

from alerts import examples, lint
from alerts.catalogue import Catalogue, catalogue_at
from alerts.decisions import Decisions, decided
from alerts.ledger import Ledger
from alerts.limits import in_force, tier_of
from alerts.rule import Rule
from alerts.switches import off
from service import cli, show
from service.clock import day, now
from service.home import Home


class RuleUnknown(Exception):
    """No rule has that code."""


def hang(rules: typer.Typer) -> None:
    """Hang the commands under `rules`."""
    for name, command in (("list", list_rules), ("show", show_rule), ("check", check),
                          ("test", prove)):  # fmt: skip
        rules.command(name)(command)


def list_rules(home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """List every rule: code, title, severity, law, provenance of its limits, number of examples."""
    rows = [_line(name, rule) for name, rule in sorted_rules(home)]
    if as_json:
        show.as_json(rows)
    else:
        show.table(list(rows[0]) if rows else [], [list(row.values()) for row in rows])
    return cli.DONE


def show_rule(
    code: Annotated[str, typer.Argument(help="A rule's code, such as B02.")],
    region: Annotated[
        str | None, typer.Option(help="Show the limits in force for this government.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="On this day; today if none.")
    ] = None,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Show one rule: meaning, formula, law, limits and what was decided about it, advice."""
    name, rule = rule_of(home, code)
    on = cli.day_of(as_of, "--as-of") or day(now())
    page = {**_page(name, rule), **_decided(home, name, rule, region, on)}
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


def check(home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """Check every rule's form: one query over core, no clock, every limit named and used."""
    found = _catalogue(home)
    faults = {rule.code: lint.faults(rule) for rule in found.rules.values()}
    for broken in found.broken:
        code = broken.name if broken.code in faults else broken.code
        faults[code] = [broken.reason]
    if as_json:
        show.as_json(faults)
    else:
        for code, said in faults.items():
            for fault in said:
                show.complain(f"{code}: {fault}")
        wrong = sum(1 for said in faults.values() if said)
        show.say(f"{show.counted(len(faults), 'rules')} checked, {wrong} with faults")
    return cli.FAILED if any(faults.values()) else cli.DONE


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
        show.say(
            f"{show.counted(len(told), 'examples')} of {show.counted(len(chosen), 'rules')}, "
            f"{len(failed)} failed"
        )
    return cli.FAILED if failed else cli.DONE


def sorted_rules(home: cli.AtHome) -> list[tuple[str, Rule]]:
    """Give the product's rules and the site's own, by code."""
    return list(_catalogue(home).rules.items())


def rule_of(home: cli.AtHome, code: str) -> tuple[str, Rule]:
    """Give the rule of a code.

    Raises:
        RuleUnknown: there is none.
    """
    found = _catalogue(home)
    for name, rule in found.rules.items():
        if rule.code == code.upper():
            return name, rule
    for one in found.broken:
        if code.upper() in (one.code.upper(), one.name.upper()):
            raise RuleUnknown(f"the rule {one.code} can't be used: {one.reason}")
    raise RuleUnknown(f"no rule has the code {code!r}: `pursewatch rules list` shows them all")


def _catalogue(home: cli.AtHome) -> Catalogue:
    return catalogue_at(Home(home).rules)


def _decided(
    home: cli.AtHome, name: str, rule: Rule, region: str | None, on: date
) -> dict[str, object]:
    """Give what was decided about a rule, and the limits in force for a government on a day."""
    if not Home(home).root.is_dir():
        return {"decisions": []}
    ledger = Ledger(cli.settings_for(home).ledger)
    ledger.migrate()
    about = [one for one in Decisions(ledger.engine).all() if one.code == rule.code]
    ledger.close()
    lines = [
        f"{one.number} {one.standing(on)}: {one.what} for {one.region or 'all'}, "
        f"{one.valid_from or '…'} to {one.valid_to or '…'}; {one.reason} ({one.author}"
        + (f", approved by {one.approved_by}" if one.approved_by else "")
        + (f"; revoked by {one.revoked_by}: {one.revoked_why}" if one.revoked_by else "")
        + ")"
        for one in about
    ]
    if region is None:
        return {"decisions": lines}
    stands = decided(about, {name: rule})
    limits = in_force(rule, region, tier_of(region), on.year, on, stands.overrides)
    switch = off(stands.switches, rule.code, region, on)
    return {
        "decisions": lines,
        f"in force for {region} on {on}": [
            f"{limit} = {told['value']} {told['unit']} [{told['provenance']}] {told['article']}; "
            f"from {told['valid_from']}"
            + (f" to {told['valid_to']}" if told["valid_to"] else "")
            + (
                f"; decision {told['decision']}: {told['reason']} ({told['author']}), "
                f"in place of {told['default']}"
                if "decision" in told
                else ""
            )
            for limit, told in limits.printed.items()
        ],
        "switched off": switch.said if switch else "",
    }


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
        "exclusions": [f"{text.zh} / {text.en}" for text in rule.left_out],
        "assumptions": [f"{text.zh} / {text.en}" for text in rule.assumptions],
        "feeds": list(rule.needs),
        "examples": [example.story for example in rule.examples],
    }  # fmt: skip
