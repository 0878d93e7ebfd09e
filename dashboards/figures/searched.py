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
from warehouse.names import fold, letter_marks, pair_marks

MOST = 8
"""Hits of a kind that are shown."""
LONGEST = 60
PAYEES_TO = frozenset({"analyst", "leader", "auditor"})
"""Who finds payees; natural persons are in no index, so nobody finds those."""
KINDS = ("unit", "department", "project", "enterprise", "payee", "alert", "matter", "rule", "law")
"""In the order that they are shown."""

THERE = """
    select count(*) as tables from duckdb_columns()
    where schema_name = 'ops' and table_name = 'name' and column_name = 'pairs'
"""
"""Nights of before this was noted have no names to look through."""
NAMES = """
    with marked as materialized (select * from night.ops.name where {marked}),
        hit as (select *, {nearness} as nearness from marked where {hit})
    select kind, region, code, name, was, nearness from hit
    where region in (select unnest($regions)) and list_contains($kinds, kind)
    qualify row_number() over (
        partition by kind order by nearness, was is not null, length(name), region, code
    ) <= $most
    order by nearness, was is not null, length(name), region, code
"""
"""What lacks a mark is passed over by its numbers; the letters of the rest alone are read. DuckDB
1.5 looks at marks first only where the night's own table is named, and not the view of it."""
NEAR = """
    case
        when lower(code) = $key then 0 when folded = $key then 1 when initials = $key then 2
        when starts_with(folded, $key) then 3 when starts_with(initials, $key) then 4
        when contains(folded, $key) then 5 else 6
    end
"""
HAN = NAMES.format(
    marked="letters & $marks::ubigint = $marks::ubigint",
    hit="contains(folded, $key)",
    nearness=NEAR,
)
LATIN = NAMES.format(
    marked="pairs & $marks::ubigint = $marks::ubigint",
    hit="contains(initials, $key) or starts_with(lower(code), $key)",
    nearness=NEAR,
)
"""Latin letters and digits stand in initials as they are, and may be a code as well."""
FIRST = NAMES.format(marked="starts_with(initials, $key)", hit="true", nearness=NEAR)
"""A single one of them is no pair: it finds what begins with it."""
ALMOST = NAMES.format(
    marked="bit_count(letters & $marks::ubigint) >= bit_count($marks::ubigint) - 1",
    hit="regexp_matches(folded, $almost)",
    nearness="if(regexp_matches(folded, $slip), 7, 8)",
)
"""Asked where nothing is found: one letter wrong, one too many or too few, two changed about, or a
name of which only some letters were said. One slip leaves all letters but one."""
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
    if key.isascii() and len(key) == 1:
        return night.rows(FIRST, {**given, "key": key})
    if key.isascii():
        return night.rows(LATIN, {**given, "key": key, "marks": pair_marks(key)})
    given["marks"] = letter_marks(key)
    found = night.rows(HAN, {**given, "key": key})
    if found or len(key) not in SLIPS:
        return found
    slip, some = slips(key), ".*".join(map(re.escape, key))
    return night.rows(ALMOST, {**given, "slip": slip, "almost": f"{slip}|{some}"})


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
