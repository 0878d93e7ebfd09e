"""问. Puts the rules to one night: every government and period, within time, without a way out."""

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from alerts import evidence, questions, supply, unlisted
from alerts.evidence import Shown
from alerts.finding import Finding, Results, RuleResult
from alerts.limits import InForce, LimitUnknown, Override, in_force, tier_of
from alerts.passes import FAILING, foot, late, split
from alerts.questions import FIXED, RuleBroken, parameters
from alerts.rule import PSEUDO, Horizon, Rule, Severity, Verdict
from alerts.sealed import narrowable, opened
from alerts.supply import Place, Supply
from alerts.switches import Switch, off
from warehouse.build import Means
from warehouse.shapes import STANDS_FOR, tables

PROTOCOL = "2"
SECONDS = 300.0

OUTWEIGHS = 4
WORTH = 100_000
"""A table is gone through twice where it has so many times the rows of all beside it, and so many
that it is worth while to read the query for it."""

SIZES = """
    select case schema_name when 'kept' then 'core' else schema_name end || '.' || table_name,
        estimated_size
    from duckdb_tables()
"""

SPARED = f"""
    select * replace (
        case when starts_with(cast(unit as varchar), '{PSEUDO}') then 'not_applicable'
            else verdict end as verdict,
        case when starts_with(cast(unit as varchar), '{PSEUDO}') then 'pseudo-unit'
            else reason end as reason
    )
    from
"""
"""What a pseudo-unit would answer for is looked at and not judged."""

CONCERNED = (
    "(region, cast(left(period, 4) as integer)) in (select region, fiscal_year from asked_of)"
)
"""What an answer says of governments and years that were not asked about is not heard."""


@dataclass(frozen=True)
class Asked:
    """What one rule said of a night."""

    results: Sequence[RuleResult]
    findings: Sequence[Finding]
    shown: Sequence[Shown] = ()
    """The evidence of the findings: what was picked, and the rows once they are read."""


def ask_all(
    night: Path,
    rules: Mapping[str, Rule],
    as_of: date,
    *,
    overrides: Sequence[Override] = (),
    switches: Sequence[Switch] = (),
    means: Means | None = None,
    seconds: float = SECONDS,
) -> Results:
    """Put every rule to the night at `night`, each within `seconds`; a rule that fails is noted.

    Raises:
        NightMissing: there is no such file.
    """
    heard: list[Asked] = []
    waiting = list(rules.items())
    supplies: dict[frozenset[str], Supply] = {}
    unread = True
    while unread:
        with opened(night, means or Means()) as connection:
            while waiting:
                name, rule = waiting.pop(0)
                said = ask_unread(
                    rule, connection, as_of, name=name, overrides=overrides, switches=switches,
                    seconds=seconds, supplies=supplies,
                )  # fmt: skip
                heard.append(said if rule.raises else Asked(said.results, ()))
                if not _answers(connection):
                    break
            else:
                heard = read_evidence(connection, heard, seconds)
                unread = False
    results = [result for said in heard for result in said.results]
    findings = [finding for said in heard for finding in said.findings]
    results.sort(key=lambda result: (result.code, result.region, result.period))
    findings.sort(key=lambda finding: finding.identity)
    return Results(results, findings)


def ask(  # noqa: PLR0913 - a rule, a night, and how the two are put together
    rule: Rule,
    connection: duckdb.DuckDBPyConnection,
    as_of: date,
    *,
    name: str,
    overrides: Sequence[Override] = (),
    switches: Sequence[Switch] = (),
    seconds: float = SECONDS,
    supplies: dict[frozenset[str], Supply] | None = None,
) -> Asked:
    """Put one rule to an opened night, for every government and period that it concerns.

    `supplies` is what earlier rules read of the night's supply, by the feeds of open duties.
    """
    said = ask_unread(
        rule, connection, as_of, name=name, overrides=overrides, switches=switches,
        seconds=seconds, supplies=supplies,
    )  # fmt: skip
    return read_evidence(connection, [said], seconds)[0]


def ask_unread(  # noqa: PLR0913 - as `ask`
    rule: Rule,
    connection: duckdb.DuckDBPyConnection,
    as_of: date,
    *,
    name: str,
    overrides: Sequence[Override] = (),
    switches: Sequence[Switch] = (),
    seconds: float = SECONDS,
    supplies: dict[frozenset[str], Supply] | None = None,
) -> Asked:
    """Ask as `ask` does, and pick the evidence, but leave its rows to `read_evidence`."""
    known = {} if supplies is None else supplies
    open_in = supply.open_in((*rule.needs, *rule.optional) if rule.horizon is Horizon.OPEN else ())
    if open_in not in known:
        known[open_in] = supply.read(connection, as_of, open_in)
    there = known[open_in]
    asked = _Question(rule, name, edition_of(rule), connection, as_of, there, seconds)
    results: list[RuleResult] = []
    findings: list[Finding] = []
    shown: list[Shown] = []
    try:
        groups = _by_limits(rule, there, as_of, overrides)
    except LimitUnknown as error:
        nothing = InForce({}, {})
        return Asked(
            [
                asked.result(p, nothing, Verdict.ERROR, str(error))
                for p in _places(rule, there, as_of)
            ],
            [],
        )
    for limits, places in groups:
        answerable = []
        for place in places:
            switch = off(switches, rule.code, place.region, as_of)
            if switch is not None:
                results.append(asked.result(place, limits, Verdict.UNKNOWN, switch.said))
            elif refusal := _in_the_way(rule, limits, place, there):
                results.append(asked.result(place, limits, *refusal))
            else:
                answerable.append(place)
        if not answerable:
            continue
        try:
            said = asked.put(limits, answerable, narrow=rule.apart and len(groups) > 1)
        except (duckdb.Error, RuleBroken) as error:
            reason = _reason(error, seconds)
            results += [asked.result(place, limits, Verdict.ERROR, reason) for place in answerable]
        else:
            results += said.results
            findings += said.findings
            shown += said.shown
    results.sort(key=lambda result: (result.region, result.period))
    findings.sort(key=lambda finding: finding.identity)
    return Asked(results, findings, shown)


def read_evidence(
    connection: duckdb.DuckDBPyConnection, heard: Sequence[Asked], seconds: float
) -> list[Asked]:
    """Read the rows that the rules picked, all at once; a finding stands without them.

    They are given as much time as the rules that picked them had.
    """
    picking = sum(bool(said.shown) for said in heard)
    if not picking:
        return list(heard)
    try:
        with _limited(connection, seconds * picking):
            evidence.fetch(connection, [one for said in heard for one in said.shown])
    except duckdb.Error as error:
        fault = f"evidence: {_reason(error, seconds * picking)}"
        return [_noted(said, fault) if said.shown else said for said in heard]
    return list(heard)


def _noted(said: Asked, fault: str) -> Asked:
    results = [
        replace(result, reasons={**result.reasons, fault: len(said.shown)})
        if Verdict.FAIL in result.counts
        else result
        for result in said.results
    ]
    return replace(said, results=results)


def edition_of(rule: Rule) -> str:
    """Give the hash of all that could change a rule's answer."""
    limits = {
        name: [repr(x.value), x.provenance, x.article, str(x.valid_from), str(x.valid_to),
               sorted((tier, repr(value)) for tier, value in x.by_tier.items())]
        for name, x in sorted(rule.limits.items())
    }  # fmt: skip
    said = [
        PROTOCOL, rule.code, rule.severity, rule.horizon, rule.sql, dict(rule.evidence), limits,
        rule.formula.zh, rule.formula.en, list(rule.needs), list(rule.optional),
        *(["apart"] if rule.apart else []), *(f"unbroken {feed}" for feed in rule.unbroken),
    ]  # fmt: skip
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class _Question:
    """One rule on its way to one night."""

    rule: Rule
    name: str
    edition: str
    connection: duckdb.DuckDBPyConnection
    as_of: date
    supply: Supply
    seconds: float

    def put(self, limits: InForce, places: Sequence[Place], *, narrow: bool) -> Asked:
        """Ask about the governments and years of `places`, which share their limits.

        `narrow` hides the rows of other governments from the question, so that one that is put once
        for each set of limits goes once through the rows.
        """
        with _limited(self.connection, self.seconds):
            self._name(places)
            with self._narrowed() if narrow else nullcontext():
                operands = self._answer(limits, self._in_doubt(limits))
            counted = self._count()
            self._refuse(counted)
            failed = any(verdict == Verdict.FAIL for _, _, verdict, *_ in counted)
            rows = self._failing(operands) if failed else []
        found, fault = self._evidence(limits) if rows else ({}, "")
        noted = {f"evidence: {fault}": len(rows)} if fault else {}
        absent = {period: self._not_delivered(*period) for period in {(r[1], r[2]) for r in rows}}
        return Asked(
            self._results(limits, places, counted, noted),
            [self._finding(limits, operands, row, found, absent) for row in rows],
            list(found.values()),
        )

    def result(self, place: Place, limits: InForce, verdict: Verdict, reason: str) -> RuleResult:
        """Give the result of a government that could not be asked, or is not concerned."""
        return RuleResult(
            self.rule.code, self.name, self.edition, place.region, str(place.fiscal_year),
            {verdict: 1}, {reason: 1}, limits.printed,
        )  # fmt: skip

    def _name(self, places: Sequence[Place]) -> None:
        self.connection.execute(
            "create or replace temp table asked_of as select cast(unnest($regions) as varchar) "
            "as region, cast(unnest($years) as integer) as fiscal_year",
            {"regions": [p.region for p in places], "years": [p.fiscal_year for p in places]},
        )

    @contextmanager
    def _narrowed(self) -> Iterator[None]:
        feeds = {*self.rule.needs, *self.rule.optional}
        read = [
            *(f"core.{feed}" for feed in sorted(feeds) if "region" in tables("core")[feed].names),
            *(f"lineage.{name}" for name, feed in sorted(STANDS_FOR.items()) if feed in feeds),
        ]
        if not narrowable(self.connection):
            read = []
        try:
            for table in read:
                self.connection.execute(
                    f"create view memory.{table} as select * from night.{table} "
                    "where region in (select region from asked_of)"
                )
            yield
        finally:
            for table in read:
                self.connection.execute(f"drop view if exists memory.{table}")

    def _in_doubt(self, limits: InForce) -> bool:
        """Ask again without codes that no dictionary lists: does the rule need one that it had?"""
        columns = unlisted.needed(self.rule, unlisted.marks(self.connection))
        if not columns:
            return False
        sql = unlisted.hold_back(self.connection, self.rule, columns, self.as_of)
        given = parameters(self.connection, self.rule.sql, self.as_of, limits)
        return unlisted.asked_again(self.connection, sql, given)

    def _answer(self, limits: InForce, in_doubt: bool) -> Sequence[str]:
        """Fill the temporary tables `counted` and `failing`; give the operands' names."""
        sql = self.rule.sql
        given = parameters(self.connection, sql, self.as_of, limits)
        names = questions.columns(self.connection, sql, given)
        if tuple(names[: len(FIXED)]) != FIXED:
            raise RuleBroken(f"the answer must begin with {', '.join(FIXED)}: it has {names}")
        shown = [name for name in names if name not in ("verdict", "reason")]
        if in_doubt:
            self._at_once(shown, given, unlisted.told(sql), "own,")
            unlisted.count_rows(self.connection)
        elif not self.supply.pseudo_units and self._twice():
            self._count_first(shown, given)
        else:
            self._at_once(shown, given, sql)
        return names[len(FIXED) :]

    def _twice(self) -> bool:
        """Tell whether to count first: where the rows gone through outweigh the others by far."""
        rows = dict(self.connection.execute(SIZES).fetchall())
        rows["lineage.payment"] = rows.get("core.payment", 0)
        if max(rows.values(), default=0) < WORTH:
            return False
        stood = foot(self.rule.sql)
        if stood is None:
            return False
        beside = sum(rows.get(table, 0) for table in stood.beside)
        return bool(rows.get(stood.table, 0) > OUTWEIGHS * beside)

    def _count_first(self, shown: Sequence[str], given: Mapping[str, object]) -> None:
        common, last = split(self.rule.sql)
        self.connection.execute(
            f"""
            create or replace temp table counted as
            {common}
            select *
            from (
                select
                    region, period, verdict,
                    case when verdict <> 'fail' then reason end as reason,
                    count(*) as subjects
                from ({last}
                ) as asked
                group by all
            ) as told
            where {CONCERNED}
            """,
            given,
        )
        fails = self.connection.execute("from counted where verdict = 'fail' limit 1").fetchone()
        named = ", ".join(f'"{name}"' for name in shown)
        self.connection.execute(
            f"""
            create or replace temp table failing as
            {common}
            select distinct {named}
            from ({last}
            ) as asked
            where verdict = 'fail' and {CONCERNED}
            {"" if fails else "limit 0"}
            """,
            given,
        )

    def _at_once(
        self, shown: Sequence[str], given: Mapping[str, object], sql: str, beside: str = ""
    ) -> None:
        """Ask once: what fails is gathered in a list, so that all others weigh nothing."""
        packed = ", ".join(f'"{name}" := "{name}"' for name in shown)
        common, last = split(sql)
        spared = SPARED if self.supply.pseudo_units else "from"
        whole = f"""
            select
                region, period, verdict,
                case when verdict <> 'fail' then reason end as reason,
                {beside}
                case when verdict = 'fail' then [struct_pack({packed})] end as failing
            from ({spared} ({last}
            ) as asked)
        """
        put_off = None if beside or self.supply.pseudo_units else late(sql)
        if put_off is not None:
            try:
                self._tell(common, put_off.told.removeprefix(common), given, beside)
                self._name_failing(put_off.named, given)
            except duckdb.BinderException:  # a column of the last step names another of them
                put_off = None
        if put_off is None:
            self._tell(common, whole, given, beside)
            self._name_failing(FAILING, given)

    def _name_failing(self, told: str, given: Mapping[str, object]) -> None:
        of = questions.named(self.connection, told)
        self.connection.execute(
            f"create or replace temp table failing as {told}",
            {name: value for name, value in given.items() if name in of},
        )

    def _tell(self, common: str, last: str, given: Mapping[str, object], beside: str) -> None:
        self.connection.execute(
            f"""
            create or replace temp table counted as
            {common}
            select *
            from (
                select
                    region, period, verdict, reason, {beside}
                    flatten(list(failing) filter (where verdict = 'fail')) as failing,
                    count(*) as subjects
                from ({last}
                ) as told
                group by all
            ) as told
            where {CONCERNED}
            """,
            given,
        )

    def _count(self) -> list[tuple[Any, ...]]:
        return self.connection.execute(
            """
            select region, period, verdict, reason, cast(sum(subjects) as bigint) as subjects
            from counted
            where verdict is distinct from 'fail'
            group by region, period, verdict, reason
            union all
            select region, period, 'fail', null, count(distinct subject)
            from failing
            group by region, period
            order by all
            """
        ).fetchall()

    def _refuse(self, counted: Sequence[tuple[Any, ...]]) -> None:
        unheard = {row[2] for row in counted} - {verdict.value for verdict in Verdict}
        if unheard:
            raise RuleBroken(f"no verdict is called {sorted(map(str, unheard))}")
        nameless = [row for row in counted if row[2] == Verdict.UNKNOWN and not row[3]]
        if nameless:
            raise RuleBroken("an unknown must name in `reason` what is missing")

    def _results(
        self,
        limits: InForce,
        places: Sequence[Place],
        counted: Sequence[tuple[Any, ...]],
        noted: Mapping[str, int],
    ) -> list[RuleResult]:
        tally: dict[tuple[str, str], tuple[dict[Verdict, int], dict[str, int]]] = {}
        heard: set[tuple[str, int]] = set()
        for region, period, verdict, reason, subjects in counted:
            counts, reasons = tally.setdefault((region, period), ({}, {}))
            counts[Verdict(verdict)] = counts.get(Verdict(verdict), 0) + subjects
            heard.add((region, int(period[:4])))
            if reason and verdict in (Verdict.UNKNOWN, Verdict.NOT_APPLICABLE):
                reasons[reason] = reasons.get(reason, 0) + subjects
        for place in places:
            if (place.region, place.fiscal_year) not in heard:
                tally[place.region, str(place.fiscal_year)] = ({}, {})
        return [
            RuleResult(
                self.rule.code, self.name, self.edition, region, period,
                counts, {**reasons, **noted} if Verdict.FAIL in counts else reasons, limits.printed,
            )
            for (region, period), (counts, reasons) in sorted(tally.items())
        ]  # fmt: skip

    def _failing(self, operands: Sequence[str]) -> list[tuple[Any, ...]]:
        """Fill the temporary table `finding` and give its rows, in order."""
        named = [f'"{name}"' for name in operands]
        if self.connection.execute("from failing where subject is null limit 1").fetchone():
            raise RuleBroken("a finding must name its subject")
        twice = self.connection.execute(
            "from failing select 1 group by region, period, subject having count(*) > 1 limit 1"
        ).fetchone()
        # A voucher that two files deliver is answered for twice and found once: by the heavier row.
        heavier = f"""
            qualify row_number() over (
                partition by region, period, subject
                order by at_stake desc nulls last, {", ".join(("severity", *named))}
            ) = 1
        """
        self.connection.execute(
            f"""
            create or replace temp table finding as
            select row_number() over (order by region, period, subject) as nth, *
            from (from failing {heavier if twice else ""})
            """
        )
        shown = "".join(f", cast({name} as varchar)" for name in named)
        return self.connection.execute(
            "select nth, region, period, subject, unit, severity, "
            f"cast(at_stake as decimal(18, 2)){shown} from finding order by nth"
        ).fetchall()

    def _evidence(self, limits: InForce) -> tuple[Mapping[int, Shown], str]:
        """Pick the rows, within as much time again; a finding stands without them."""
        try:
            with _limited(self.connection, self.seconds):
                return evidence.collect(self.connection, self.rule, self.as_of, limits), ""
        except (duckdb.Error, RuleBroken) as error:
            return {}, _reason(error, self.seconds)

    def _finding(
        self,
        limits: InForce,
        operands: Sequence[str],
        row: tuple[Any, ...],
        found: Mapping[int, Shown],
        absent: Mapping[tuple[str, str], Mapping[str, str]],
    ) -> Finding:
        nth, region, period, subject, unit, severity, at_stake, *values = row
        shown = found.get(nth) or Shown()
        return Finding(
            code=self.rule.code,
            rule=self.name,
            edition=self.edition,
            region=region,
            period=period,
            subject=subject,
            unit=unit,
            severity=Severity(severity or self.rule.severity),
            at_stake=at_stake,
            operands={**dict(zip(operands, values, strict=True)), **absent[region, period]},
            limits=limits.printed,
            evidence=shown.rows,
            evidence_rows=shown.count,
            evidence_total=shown.total,
        )

    def _not_delivered(self, region: str, period: str) -> dict[str, str]:
        place = Place(region, int(period[:4]))
        absent = [feed for feed in self.rule.optional if not self.supply.has(feed, place)]
        return {"not_delivered": ", ".join(absent)} if absent else {}


def _by_limits(
    rule: Rule, there: Supply, as_of: date, overrides: Sequence[Override]
) -> list[tuple[InForce, list[Place]]]:
    overridden = any(override.code == rule.code for override in overrides)
    groups: dict[object, tuple[InForce, list[Place]]] = {}
    alike: dict[object, list[Place]] = {}
    for place in _places(rule, there, as_of):
        tier = tier_of(place.region, there.tiers.get(place.region))
        one = (tier, place.fiscal_year, place.region if overridden else "")
        if one not in alike:
            limits = in_force(rule, place.region, tier, place.fiscal_year, as_of, overrides)
            key = (limits.key, limits.not_in_force)
            alike[one] = groups.setdefault(key, (limits, []))[1]
        alike[one].append(place)
    return list(groups.values())


def _places(rule: Rule, there: Supply, as_of: date) -> list[Place]:
    return there.places(as_of if rule.horizon is Horizon.AS_OF else None)


def _in_the_way(
    rule: Rule, limits: InForce, place: Place, there: Supply
) -> tuple[Verdict, str] | None:
    if limits.not_in_force:
        return Verdict.NOT_APPLICABLE, f"limit not in force: {', '.join(limits.not_in_force)}"
    absent = [feed for feed in rule.needs if not there.has(feed, place)]
    absent += there.broken(rule.unbroken, place, onward=rule.horizon is Horizon.OPEN)
    return (Verdict.UNKNOWN, f"feed missing: {there.missing(absent, place)}") if absent else None


@contextmanager
def _limited(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    alarm = threading.Timer(seconds, connection.interrupt)
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()


def _answers(connection: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether a connection still answers: a rule may have broken it for those after it."""
    try:
        connection.execute("select 1").fetchall()
    except duckdb.Error:
        return False
    return True


def _reason(error: Exception, seconds: float) -> str:
    if isinstance(error, duckdb.InterruptException):
        return f"stopped after {seconds:g} s"
    return " ".join(str(error).split())[:500]
