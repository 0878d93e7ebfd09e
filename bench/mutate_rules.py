"""Changes every rule a little, many times, and tells which changes its own examples do not see.

Each mutant flips one comparison or sign, drops one condition, changes one limit or one kind of
join; then the rule's examples are told, and what they raise is worked out again from what is shown.
`python -m bench.mutate_rules [CODE …]`; with `--sample` a seeded handful of rules. Survivors are
explained in `mutate_rules.toml`, one by one: what survives without being explained there, or is
explained and caught, is an error.
"""

import argparse
import random
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path

import duckdb
import sqlglot
from sqlglot import exp

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from alerts.catalogue import all_rules
from alerts.engine import FIXED, Asked
from alerts.examples import Told, called, fault, fill, warehouse
from alerts.finding import Evidence, Finding
from alerts.limits import Override, in_force, tier_of
from alerts.questions import RuleBroken, parameters
from alerts.rule import Example, Rule, Severity, Value, Verdict
from alerts.usual import REGION
from tests.alerts.recomputed import misprints

EVIDENCE = Evidence("", {}, {}, 0, "", 0, "", 0)

FLIPS: dict[type[exp.Expression], type[exp.Expression]] = {
    exp.GT: exp.GTE,
    exp.GTE: exp.GT,
    exp.LT: exp.LTE,
    exp.LTE: exp.LT,
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
    exp.Add: exp.Sub,
    exp.Sub: exp.Add,
    exp.And: exp.Or,
    exp.Or: exp.And,
    exp.Min: exp.Max,
    exp.Max: exp.Min,
    exp.Sum: exp.Max,
    exp.NullSafeNEQ: exp.NullSafeEQ,
}


CHANGED = (*FLIPS, exp.Where, exp.Having, exp.Join, exp.Coalesce, exp.Not, exp.If)
"""What of a query is changed."""

EXPLAINED = Path(__file__).with_suffix(".toml")
WANTED = Decimal("0.95")
OF_A_FEW = Decimal("0.90")
"""What is wanted of a handful of rules, some of which lie below the whole."""


@dataclass(frozen=True)
class Score:
    """How a rule's examples did against its mutants."""

    code: str
    born: int
    survivors: Sequence[str]


def main() -> int:
    """Mutate the rules that are named, or all, and print what survives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("codes", nargs="*", help="rules; all where none is named")
    parser.add_argument("--sample", type=int, help="so many rules, by chance")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parallel", type=int, default=2, help="processes")
    given = parser.parse_args()
    wanted = {code.upper() for code in given.codes}
    codes = [rule.code for rule in all_rules().values() if not wanted or rule.code in wanted]
    if wanted - {*codes}:
        parser.error(f"no rule has the code {', '.join(sorted(wanted - {*codes}))}")
    whole = given.sample is None
    if not whole:
        chosen = random.Random(given.seed).sample(codes, min(given.sample, len(codes)))
        codes = [code for code in codes if code in chosen]
    with get_context("forkserver").Pool(given.parallel) as pool:
        return printed(pool.imap(score, codes), whole=whole)


def printed(scores: Iterator[Score], *, whole: bool) -> int:
    """Print each rule's score; give 0 where enough is caught and the rest explained."""
    explained = tomllib.loads(EXPLAINED.read_text("utf-8"))
    born = caught = strange = 0
    for told in scores:
        born += told.born
        caught += told.born - len(told.survivors)
        known: Mapping[str, str] = explained.get(told.code, {})
        print(f"{told.code}: {told.born - len(told.survivors)} of {told.born} caught", flush=True)
        for what in told.survivors:
            strange += whole and what not in known
            print(f"    survives: {what}\n        {known.get(what, 'NOT EXPLAINED')}", flush=True)
        for what in sorted(known.keys() - {*told.survivors}) if whole else ():
            strange += 1
            print(f"    explained, and caught (take it out): {what}", flush=True)
    print(f"{caught} of {born} caught: {100 * caught / max(born, 1):.1f} %")
    return 0 if caught >= (WANTED if whole else OF_A_FEW) * born and not strange else 1


def score(code: str) -> Score:
    """Mutate one rule."""
    [(name, rule)] = [(n, rule) for n, rule in all_rules().items() if rule.code == code]
    mutants = dict(mutants_of(rule))
    with warehouse() as connection:
        return Score(code, len(mutants), [*alive(connection, name, rule, mutants)])


def alive(
    connection: duckdb.DuckDBPyConnection, name: str, rule: Rule, mutants: dict[str, Rule]
) -> dict[str, Rule]:
    """Give the mutants that no example sees."""
    left = dict(mutants)
    for example in rule.examples:
        if example.missing and "" in example.unknown:
            continue
        connection.execute("begin")
        fill(connection, example, (*rule.needs, *rule.optional))
        for what, mutant in [*left.items()]:
            try:
                heard = told(connection, mutant, name, example)
                seen = bool(fault(example, heard)) or any(
                    misprints(rule, found) for found in heard.asked.findings
                )
            except (duckdb.Error, RuleBroken, ValueError):
                seen = True
                connection.execute("rollback")
                connection.execute("begin")
                fill(connection, example, (*rule.needs, *rule.optional))
            if seen:
                del left[what]
        connection.execute("rollback")
    return left


def told(connection: duckdb.DuckDBPyConnection, rule: Rule, name: str, example: Example) -> Told:
    """Put a mutant's query alone, without the engine around it."""
    overrides = [
        Override(rule.code, limit, value, reason=example.story, author="example")
        for limit, value in example.limits.items()
    ]
    place = in_force(rule, REGION, tier_of(REGION), example.as_of.year, example.as_of, overrides)
    if place.not_in_force:
        return Told(Asked([], []), {"": (Verdict.NOT_APPLICABLE, "")})
    given = parameters(connection, rule.sql, example.as_of, place)
    answer = connection.execute(
        "select region, period, subject, verdict, coalesce(reason, ''), severity, unit, "
        "cast(at_stake as decimal(18, 2)), "
        f"cast(columns(* exclude ({', '.join(FIXED)})) as varchar) from ({rule.sql}\n)",
        given,
    )
    names = [column[0] for column in answer.description or ()][len(FIXED) :]
    verdicts: dict[str, tuple[Verdict, str]] = {}
    findings = []
    for row in answer.fetchall():
        region, period, subject, verdict, reason, severity, unit, at_stake, *cells = row
        if region is None or period is None or subject is None:
            raise RuleBroken("a row without a subject")
        said = (Verdict(verdict), reason)
        if verdicts.setdefault(called(example, region, period, subject), said) != said:
            raise RuleBroken("one subject is answered for twice, and differently")
        if verdict == "fail":
            findings.append(
                Finding(
                    code=rule.code,
                    rule=name,
                    edition="",
                    region=region,
                    period=period,
                    subject=subject,
                    unit=unit,
                    severity=Severity(severity or rule.severity),
                    at_stake=at_stake,
                    operands=dict(zip(names, cells, strict=True)),
                    limits=place.printed,
                    evidence=[EVIDENCE],
                    evidence_rows=1,
                )
            )
    return Told(Asked([], findings), verdicts)


def mutants_of(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Give every little change of a rule, with what was changed; a text that recurs is numbered."""
    told: Counter[str] = Counter()
    for what, sql in of_query(rule.sql):
        told[what] += 1
        again = f" ({told[what]})" if told[what] > 1 else ""
        yield what + again, replace(rule, sql=sql)
    for name, limit in rule.limits.items():
        for value in of_value(limit.value):
            changed = {**rule.limits, name: replace(limit, value=value)}
            yield f"{name} = {value}", replace(rule, limits=changed)


def of_query(sql: str) -> Iterator[tuple[str, str]]:
    """Change one place of a query at a time."""
    whole = sqlglot.parse_one(sql, dialect="duckdb")
    places = [
        (nth, which)
        for nth, node in enumerate(whole.walk())
        if isinstance(node, CHANGED)
        for which in ((0, 1) if isinstance(node, exp.And) else (0,))
    ]
    for nth, which in places:
        query = whole.copy()
        node = next(found for at, found in enumerate(query.walk()) if at == nth)
        what = changed(node, which)
        if what:
            yield what, query.sql(dialect="duckdb")


def changed(node: exp.Expression, which: int) -> str:
    """Change one node in place and say how; empty where there is nothing to change."""
    before = " ".join(node.sql("duckdb").split())[:110]
    flip = FLIPS.get(type(node))
    if which == 1:
        if not isinstance(node, exp.And) or is_join_key(node):
            return ""
        node.replace(node.left)
        return f"without {' '.join(node.right.sql('duckdb').split())[:90]}"
    if flip is not None and not is_join_key(node) and not is_shown(node):
        node.replace(flip(**node.args))
        return f"{type(node).__name__} → {flip.__name__}: {before}"
    return cut(node, before)


def cut(node: exp.Expression, before: str) -> str:
    """Take a condition, an outer side, a default, a negation or a case away."""
    if isinstance(node, exp.Where | exp.Having):
        node.pop()
        return f"without {before}"
    if isinstance(node, exp.Join) and node.side == "LEFT":
        node.set("side", None)
        return f"inner: {before}"
    if isinstance(node, exp.Coalesce | exp.Not) and not is_shown(node):
        node.replace(node.this)
        return f"without {type(node).__name__.lower()}: {before}"
    if isinstance(node, exp.If) and isinstance(node.parent, exp.Case):
        if len(node.parent.args["ifs"]) == 1:
            return ""
        node.pop()
        return f"without the case {before}"
    return ""


def is_join_key(node: exp.Expression) -> bool:
    """Tell whether a comparison only says which rows belong together."""
    if isinstance(node, exp.And):
        return node.find_ancestor(exp.Join) is not None and not node.find_ancestor(exp.Subquery)
    if isinstance(node, exp.EQ):
        join = node.find_ancestor(exp.Join, exp.Select)
        return isinstance(join, exp.Join)
    return False


def is_shown(node: exp.Expression) -> bool:
    """Tell whether what is changed is only shown, and no verdict rests on it."""
    select = node.find_ancestor(exp.Select)
    alias = node.find_ancestor(exp.Alias, exp.Select)
    last = select is not None and select.find_ancestor(exp.CTE, exp.Subquery) is None
    return isinstance(alias, exp.Alias) and last and alias.alias not in JUDGED


JUDGED = {"period", "subject", "verdict", "reason", "severity", "at_stake", "unit"}
"""Columns of an answer that an example promises something of; the others are operands."""


def of_value(value: Value) -> list[Value]:
    """Give limits a step away."""
    if isinstance(value, tuple):
        return [value[:nth] + value[nth + 1 :] for nth in range(len(value))] if value[1:] else []
    if isinstance(value, int):
        return [value - 1, value + 1]
    step = Decimal(1).scaleb(int(value.as_tuple().exponent))
    return [value - step, value + step]


if __name__ == "__main__":
    sys.exit(main())
