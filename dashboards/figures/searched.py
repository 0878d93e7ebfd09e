"""检索. What a few letters may mean: names, alerts, matters, rules and articles, within reach."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from alerts.ledger import Wanted
from alerts.matters.lists import MatterWanted, list_matters
from alerts.rule import Rule
from dashboards.figures.alerts import by_code, lines, readable
from dashboards.figures.places import regions
from dashboards.page import View
from dashboards.words import say
from warehouse.database import Row, Warehouse
from warehouse.names import fold

MOST = 8
"""Hits of a kind that are shown."""
LONGEST = 60
PAYEES_TO = frozenset({"analyst", "leader", "auditor"})
"""Who finds payees; natural persons are in no index, so nobody finds those."""
KINDS = ("unit", "department", "project", "enterprise", "payee", "alert", "matter", "rule", "law")
"""In the order that they are shown."""

THERE = """
    select count(*) as tables from duckdb_tables() where schema_name = 'ops' and table_name = 'name'
"""
HAN = "contains(folded, $key)"
LATIN = f"{HAN} or contains(initials, $key) or starts_with(lower(code), $key)"
"""What a name is found by: Latin letters and digits may be initials or a code as well."""
NAMES = """
    with hit as materialized (select * from ops.name where {found})
    select kind, region, code, name, was,
        case
            when lower(code) = $key then 0 when folded = $key then 1 when initials = $key then 2
            when starts_with(folded, $key) then 3 when starts_with(initials, $key) then 4
            when contains(folded, $key) then 5 else 6
        end as nearness
    from hit
    where region in (select unnest($regions)) and list_contains($kinds, kind)
    qualify row_number() over (
        partition by kind order by nearness, was is not null, length(name), region, code
    ) <= $most
    order by nearness, was is not null, length(name), region, code
"""
ALMOST = """
    select kind, region, code, name, was,
        if(regexp_matches(folded, $slip), 7, 8) as nearness
    from ops.name
    where region in (select unnest($regions)) and list_contains($kinds, kind)
        and (contains(folded, $head) or contains(folded, $middle) or contains(folded, $tail))
        and regexp_matches(folded, $almost)
    qualify row_number() over (
        partition by kind order by nearness, was is not null, length(name), region, code
    ) <= $most
    order by nearness, was is not null, length(name), region, code
"""
"""Asked where nothing is found: one letter wrong, one too many or too few, two changed about, or a
name of which only some letters were said. One slip leaves one part of three whole."""
SLIPS = range(3, 25)
"""How many letters may hold a slip: of fewer everything is almost, of more nobody types."""


@dataclass(frozen=True)
class Hit:
    """One thing that was found, and where it stands."""

    kind: str
    code: str
    name: str
    beside: str  # what tells it from others of the name
    address: str


def search(view: View, text: str) -> Sequence[Hit]:
    """Find what a reader may mean, nearest first within each kind; nothing for no letters."""
    key = fold(text[:LONGEST])
    if not key:
        return []
    return [*_names(view, key), *_alerts(view, text), *_matters(view, text), *_rules(view, key)]


def _names(view: View, key: str) -> list[Hit]:
    night = view.warehouse
    if night is None or not night.rows(THERE)[0]["tables"]:
        return []
    places = {place.region: place.name for place in regions(view)}
    kinds = ["unit", "department", "project", "enterprise"]
    if view.account is not None and view.account.role in PAYEES_TO:
        kinds.append("payee")
    return [
        Hit(
            row["kind"],
            row["code"],
            row["name"],
            _beside(view, row, places[row["region"]]),
            _address(view, row["kind"], row["region"], row["code"], row["name"]),
        )
        for row in found_names(night, key, list(places), kinds)
    ]


def found_names(
    night: Warehouse, key: str, regions: Sequence[str], kinds: Sequence[str]
) -> list[Row]:
    """Find names by some of their letters; where there are none, those with one slip.

    Args:
        night: the night that is read.
        key: what is looked for, as `fold` writes it.
        regions: the governments whose names are looked through.
        kinds: unit, department, project, enterprise, payee.
    """
    given = {"regions": list(regions), "kinds": list(kinds), "most": MOST}
    asked = NAMES.format(found=LATIN if key.isascii() else HAN)
    found = night.rows(asked, {**given, "key": key})
    if found or len(key) not in SLIPS or key.isascii():
        return found
    one, two = (len(key) + 2) // 3, (2 * len(key) + 2) // 3
    slip, some = slips(key), ".*".join(map(re.escape, key))
    parts = {"head": key[:one], "middle": key[one:two], "tail": key[two:]}
    told = {"slip": slip, "almost": f"{slip}|{some}", **parts}
    return night.rows(ALMOST, {**given, **told})


def slips(key: str) -> str:
    """Write the pattern of what has one slip: a letter wrong, missing, too many, or two swapped."""
    parts = {key[:at] + "." + key[at + 1 :] for at in range(len(key))} if len(key) > 3 else set()
    parts |= {key[:at] + "." + key[at:] for at in range(1, len(key))}
    if len(key) > 3:
        parts |= {key[:at] + key[at + 1 :] for at in range(len(key))}
        parts |= {key[:at] + key[at + 1] + key[at] + key[at + 2 :] for at in range(len(key) - 1)}
    return "|".join(sorted(parts))


def _beside(view: View, row: Row, place: str) -> str:
    code = "" if row["kind"] in {"payee", "enterprise"} else row["code"]
    former = say(view.language, "search.was", name=row["was"]) if row["was"] else ""
    return " · ".join(part for part in (place, code, former) if part)


def _address(view: View, kind: str, region: str, code: str, name: str) -> str:
    plain = view.account is not None and view.account.role == "deputy"
    money = "/figure" if plain else "/execution"
    at = {
        "unit": ("/alerts", {"unit_code": code, "region": region}),
        "department": (money, {"region": region, "department": code}),
        "project": (money, {"region": region, "project": code}),
        "enterprise": ("/assets", {"region": region}),
        "payee": ("/alerts", {"region": region, "q": name}),
    }
    path, pairs = at[kind]
    return f"{path}?{urlencode(pairs)}"


def _alerts(view: View, text: str) -> list[Hit]:
    reach = readable(view)
    if reach is None:
        return []
    ledger, scope = reach
    wanted = Wanted(text=text[:LONGEST].strip())
    found = ledger.alerts(scope=scope, wanted=wanted, most=MOST).items
    return [
        Hit("alert", str(one.number), one.title, f"{one.code} · {one.who} · {one.what}",
            f"/alerts/{one.number}")
        for one in lines(view, found, ledger.last_night())
    ]  # fmt: skip


def _matters(view: View, text: str) -> list[Hit]:
    if view.ledger is None or view.actor is None:
        return []
    wanted = MatterWanted(text=text[:LONGEST].strip())
    listed = list_matters(view.ledger.engine, wanted, by=view.actor, most=MOST)
    return [
        Hit("matter", str(one.matter), one.subject, one.letter_number or one.addressee,
            f"/matters/{one.matter}")
        for one in listed.items
    ]  # fmt: skip


def _rules(view: View, key: str) -> list[Hit]:
    """Find rules by code or title, and the articles that rules rest on, each with its rules."""
    rules = sorted(by_code(view).values(), key=lambda rule: rule.code)
    named = [
        Hit("rule", rule.code, _title(view, rule), rule.code, f"/rules/{rule.code}")
        for rule in rules
        if key == fold(rule.code) or key in fold(rule.title.zh) or key in fold(rule.title.en)
    ]
    articles: dict[str, list[Rule]] = {}
    for rule in rules:
        for article in rule.basis:
            name = f"{article.law}{article.number}"
            if key in fold(name):
                articles.setdefault(name, []).append(rule)
    cited = [
        Hit("law", name, name, say(view.language, "search.cited", n=len(set(map(id, by))))
            + say(view.language, "list.comma").join(dict.fromkeys(rule.code for rule in by)),
            f"/rules/{by[0].code}")
        for name, by in articles.items()
    ]  # fmt: skip
    return [*named[:MOST], *cited[:MOST]]


def _title(view: View, rule: Rule) -> str:
    return rule.title.zh if view.language == "zh" else rule.title.en
