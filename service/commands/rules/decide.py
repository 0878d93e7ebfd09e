"""`pursewatch rules limit, disable, enable, filter, adopt …`: what people decide about rules."""

from datetime import date
from typing import Annotated

import typer

from alerts import statutes
from alerts.accounts import Accounts, AccountUnknown
from alerts.decisions import (
    OPERATOR,
    Decision,
    DecisionRefused,
    Decisions,
    Kind,
    Proposal,
    limit_of,
)
from alerts.filters import Preview, preview
from alerts.ledger import Ledger
from alerts.record import read
from alerts.workflow import Role
from service import cli, show
from service.clock import day, now
from service.commands.rules.catalogue import rule_of, sorted_rules
from service.night import night_file

DECIDE = frozenset({Role.ANALYST, Role.LEADER})

Code = Annotated[str, typer.Argument(help="A rule's code, such as B02.")]
Region = Annotated[str, typer.Option(help="The government, and all below it; 000000 is all.")]
Reason = Annotated[str, typer.Option(help="Why; it is shown wherever the decision counts.")]
By = Annotated[str, typer.Option("--by", "--author", help="Who decides it.")]
From = Annotated[str | None, typer.Option("--from", help="The first day that it holds for.")]
To = Annotated[str | None, typer.Option("--to", help="The last day that it holds for.")]
Number = Annotated[int, typer.Argument(help="A decision's number.")]


def hang(rules: typer.Typer) -> None:
    """Hang the commands under `rules`."""
    for name, command in (
        ("limit", limit),
        ("disable", disable),
        ("enable", enable),
        ("filter", hide),
        ("decisions", decisions),
        ("approve", approve),
        ("revoke", revoke),
        ("sets", sets),
        ("adopt", adopt),
    ):
        rules.command(name)(command)


def limit(
    code: Code,
    setting: Annotated[str, typer.Argument(metavar="NAME=VALUE", help="The limit's new value.")],
    reason: Reason,
    since: Annotated[str, typer.Option("--from", help="The first day that it holds for.")],
    region: Region = "000000",
    to: To = None,
    tier: Annotated[str | None, typer.Option(help="Only governments of this tier.")] = None,
    fiscal_year: Annotated[int | None, typer.Option(help="Only this fiscal year.")] = None,
    by: By = OPERATOR,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Set a rule's limit for a government, from a day on. An analyst's waits for a leader."""
    _, rule = rule_of(home, code)
    name, value = limit_of(rule, setting)
    proposal = Proposal(
        Kind.LIMIT, rule.code, reason, by, name, value, region, tier, fiscal_year,
        valid_from=cli.day_of(since, "--from"), valid_to=cli.day_of(to, "--to"),
    )  # fmt: skip
    return _decide(home, [proposal], as_json=as_json)


def disable(
    code: Code,
    reason: Reason,
    region: Region,
    until: Annotated[str, typer.Option(help="The last day that it is off.")],
    since: From = None,
    by: By = OPERATOR,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Switch a rule off for a government and those below it, up to a day; coverage says so."""
    _, rule = rule_of(home, code)
    ends = cli.day_of(until, "--until")
    assert ends is not None
    _must_be_to_come(ends)
    proposal = Proposal(
        Kind.SWITCH, rule.code, reason, by, "off", region=region,
        valid_from=cli.day_of(since, "--from"), valid_to=ends,
    )  # fmt: skip
    return _decide(home, [proposal], as_json=as_json)


def enable(
    code: Code,
    region: Region,
    reason: Reason = "switched on again",
    by: By = OPERATOR,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Switch a rule on again for a government and those below it."""
    _, rule = rule_of(home, code)
    proposal = Proposal(Kind.SWITCH, rule.code, reason, by, "on", region=region)
    return _decide(home, [proposal], as_json=as_json)


def hide(
    code: Code,
    reason: Annotated[str, typer.Option(help="Why these findings are no findings.")] = "",
    region: Region = "000000",
    unit: Annotated[str | None, typer.Option(help="A unit; * stands for any characters.")] = None,
    subject: Annotated[str | None, typer.Option(help="A subject; * as in --unit.")] = None,
    until: Annotated[str | None, typer.Option(help="The last day that it hides them.")] = None,
    seen: Annotated[str | None, typer.Option("--seen", help="The mark of the preview.")] = None,
    by: By = OPERATOR,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Preview a filter for false findings; with --seen, propose it for a second person's approval.

    It hides the findings that were previewed and no other, once somebody else has approved it.
    """
    settings = cli.settings_for(home)
    _, rule = rule_of(home, code)
    proposal = Proposal(
        Kind.FILTER, rule.code, reason, by, region=region, unit=unit, subject=subject,
        valid_to=cli.day_of(until, "--until"),
    )  # fmt: skip
    found = preview(proposal, read(night_file(settings.house, None)).findings)
    if seen is None:
        return _show_preview(found, as_json=as_json)
    if seen != found.mark:
        raise DecisionRefused(
            f"what it would hide is no longer what was previewed as {seen}: it is {found.mark} "
            f"now, {show.counted(len(found.findings), 'findings')}; look at them and give that mark"
        )
    if proposal.valid_to is None:
        raise DecisionRefused("a filter expires: name its last day with --until")
    _must_be_to_come(proposal.valid_to)
    return _decide(home, [proposal], as_json=as_json, seen=found)


def decisions(
    code: Annotated[str | None, typer.Argument(help="Only those about this rule.")] = None,
    region: Annotated[str | None, typer.Option(help="Only those that bear on it.")] = None,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """List all that was decided about rules, and how each decision stands today."""
    found = [
        one
        for one in _ledger(home).all()
        if (code is None or one.code == code.upper()) and (region is None or one.bears_on(region))
    ]
    if as_json:
        show.as_json([told(one) for one in found])
    else:
        rows = [told(one) for one in found]
        heads = ["number", "standing", "kind", "code", "what", "region", "valid_from", "valid_to",
                 "reason", "author", "approved_by"]  # fmt: skip
        show.table(heads, [[row[head] for head in heads] for row in rows])
    return cli.DONE


def approve(
    number: Number,
    by: Annotated[str, typer.Option("--by", help="Who approves it: not who decided it.")],
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Approve a decision that waits for a second person: a leader, where an analyst set a limit."""
    ledger = _ledger(home)
    role = _role(home, by)
    if ledger.get(number).kind is Kind.LIMIT and role not in (None, Role.LEADER):
        raise DecisionRefused(f"a leader approves a limit's change, and {by} is {role}")
    return _said([ledger.approve(number, by=by, now=now())], as_json=as_json)


def revoke(
    number: Number,
    reason: Reason,
    by: By = OPERATOR,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Revoke a decision from now on; its line stays for ever."""
    _role(home, by)
    return _said([_ledger(home).revoke(number, by=by, reason=reason, now=now())], as_json=as_json)


def sets(home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """List the sets of limits that local statutes give, ready to be adopted."""
    codes = {rule.code: rule for _, rule in sorted_rules(home)}
    rows = [
        {
            "set": one.name, "law": one.law, "region": one.region, "from": one.valid_from,
            "code": each.code, "limit": f"{each.name}={each.value}", "tier": one.tier or "",
            "article": each.article,
            "adoptable": each.code in codes and each.name in codes[each.code].limits,
            "quote": each.quote,
        }
        for one in statutes.sets().values()
        for each in one.limits
    ]  # fmt: skip
    if as_json:
        show.as_json(rows)
    else:
        show.table(list(rows[0]), [list(row.values()) for row in rows])
    return cli.DONE


def adopt(
    name: Annotated[str, typer.Argument(metavar="SET", help="A set, such as henan.")],
    region: Annotated[str | None, typer.Option(help="The government, and all below it.")] = None,
    since: From = None,
    reason: Reason = "",
    by: By = OPERATOR,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Adopt a set of limits for a government: each becomes a decision, with its article."""
    rules = {rule.code: rule for _, rule in sorted_rules(home)}
    chosen = statutes.named(name)
    proposals, left = statutes.proposals(
        chosen, rules, region=region or chosen.region, since=cli.day_of(since, "--from"),
        reason=reason, author=by,
    )  # fmt: skip
    for one in left:
        show.complain(
            f"{one.code} {one.name}={one.value} was left out: this edition has no such limit"
        )
    if not proposals:
        raise DecisionRefused(f"{name} sets no limit that this edition has")
    return _decide(home, proposals, as_json=as_json)


def told(one: Decision, today: date | None = None) -> dict[str, object]:
    """Tell a decision as a row: what, for whom, from when to when, why, by whom, how it stands."""
    return {
        "number": one.number,
        "standing": one.standing(today or day(now())),
        "kind": one.kind.value,
        "code": one.code,
        "what": one.what,
        "name": one.name,
        "value": one.value,
        "region": one.region,
        "tier": one.tier,
        "fiscal_year": one.fiscal_year,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "provenance": one.provenance.value if one.kind is Kind.LIMIT else "",
        "article": one.article,
        "reason": one.reason,
        "author": one.author,
        "decided_at": one.decided_at,
        "approved_by": one.approved_by,
        "approved_at": one.approved_at,
        "revoked_by": one.revoked_by,
        "revoked_at": one.revoked_at,
        "revoked_why": one.revoked_why,
        "previewed": len(one.previewed),
    }


def _must_be_to_come(last: date) -> None:
    if last < day(now()):
        raise DecisionRefused(f"it would end on {last}, which is over: name a day to come")


def _ledger(home: cli.AtHome) -> Decisions:
    ledger = Ledger(cli.settings_for(home).ledger)
    ledger.migrate()
    return Decisions(ledger.engine)


def _role(home: cli.AtHome, name: str) -> Role | None:
    """Give the role of an account that is named; None where the operator names somebody else."""
    ledger = Ledger(cli.settings_for(home).ledger)
    ledger.migrate()
    try:
        role = Accounts(ledger.engine).of(name).role
    except AccountUnknown:
        return None
    if role not in DECIDE:
        raise DecisionRefused(f"{name} is {role.value}: an analyst or a leader decides about rules")
    return role


def _decide(
    home: cli.AtHome,
    proposals: list[Proposal],
    *,
    as_json: bool,
    seen: Preview | None = None,
) -> int:
    role = _role(home, proposals[0].author)
    kind = proposals[0].kind
    waits = kind is Kind.FILTER or (kind is Kind.LIMIT and role is Role.ANALYST)
    kept = _ledger(home).decide(proposals, now=now(), waits=waits, seen=seen.places if seen else ())
    return _said(kept, as_json=as_json)


def _said(kept: list[Decision], *, as_json: bool) -> int:
    if as_json:
        rows = [told(one) for one in kept]
        show.as_json(rows[0] if len(rows) == 1 else rows)
        return cli.DONE
    for one in kept:
        row = told(one)
        until = f" to {one.valid_to}" if one.valid_to else ""
        since = f" from {one.valid_from}" if one.valid_from else ""
        wait = (
            "; it waits for a second person: `pursewatch rules approve`"
            if not (one.stands or one.revoked_by)
            else ""
        )
        show.say(
            f"decision {one.number} {row['standing']}: {one.code} {one.what} for "
            f"{one.region}{since}{until}, by {one.author}{wait}"
        )
    return cli.DONE


def _show_preview(found: Preview, *, as_json: bool) -> int:
    rows = [
        {"region": f.region, "period": f.period, "subject": f.subject, "unit": f.unit,
         "severity": f.severity.value, "at_stake": f.at_stake}
        for f in found.findings
    ]  # fmt: skip
    if as_json:
        show.as_json({"mark": found.mark, "findings": rows})
        return cli.DONE
    if rows:
        show.table(list(rows[0]), [list(row.values()) for row in rows])
    show.say(
        f"{show.counted(len(rows), 'findings')} of the published night would be hidden, and no "
        f"other; to propose it: --seen {found.mark} --until DAY --reason …"
    )
    return cli.DONE
