"""夜. From what the receipts say is in force to a published night and its alerts."""

import fcntl
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from alerts import engine, record
from alerts.catalogue import Catalogue, catalogue_at
from alerts.decisions import Decided, Decisions, decided
from alerts.finding import Results, RuleResult
from alerts.ledger import Answers, Ledger, Noted
from alerts.rule import Horizon, Rule, Verdict
from alerts.stood import alert_rows, mark, matter_rows, moment
from alerts.switches import filtered
from service.acting import matters_of
from service.clock import after, day
from service.home import Home
from service.pins import pinned
from service.settings import Settings
from service.standing import Standing, standing
from service.supply import agreed
from service.typed import with_typed
from service.version import VERSION
from warehouse.build import Means, Night, build
from warehouse.database import NightBroken, NightMissing, Warehouse
from warehouse.proof import prove
from warehouse.publish import keep, kept_nights, night_path, publish, published

log = structlog.get_logger()
NOT_ASKED = "not asked"
MISSING = "feed missing: "  # how a rule that lacks a feed says so


class NightRefused(Exception):
    """The night can't be built as it was ordered."""


@dataclass(frozen=True)
class Order:
    """Which night is wanted."""

    as_of: date
    known: date | None = None  # deliveries received by this day; None: all that came
    full: bool = False  # build it though nothing has changed
    only: Sequence[str] = ()  # codes of the rules to ask; none: all


@dataclass(frozen=True)
class NightReport:
    """What came of one night."""

    as_of: date
    file: Path
    built: bool  # False where nothing had changed since it was built
    published: bool
    rules: int
    answers: int  # results of rules, one for each government and period; 0: nobody delivered
    findings: int
    unknown: int  # results of rules that could not be computed
    errors: Sequence[str]  # codes of the rules that ended in an error
    noted: Noted | None  # what became of the alerts, where the night was noted


@dataclass(frozen=True)
class _Asked:
    """The rules there are, those that are put to the night, and what people decided of them."""

    catalogue: Catalogue
    wanted: Mapping[str, Rule]
    decided: Decided


def run_night(settings: Settings, order: Order, *, now: datetime) -> NightReport:
    """Build a night, prove it, ask every rule, publish it and note the alerts.

    Killed at any moment and run again, it ends as if nothing had happened. A night older than the
    published one, or as known on an earlier day, is built and kept but neither published nor noted.

    Raises:
        NightRefused: a rule's code is unknown.
        CalendarUnreadable: the site's own calendar of working days is not what it must be.
        NotProven: the night does not agree with its receipts; the published night stays.
    """
    home = settings.house
    found = catalogue_at(home.rules)
    wanted = _wanted(found, order.only)
    with _one_at_a_time(home):
        latest = published(home.nights)
        aside = order.known is not None or (latest is not None and order.as_of < latest)
        place = night_path(home.nights, order.as_of)
        if aside:
            place = place.with_stem(f"{order.as_of}~{order.known or day(now)}")
        stands = agreed(settings, order.known)
        with closing(Ledger(settings.ledger)) as ledger:
            ledger.migrate()
            asked = _Asked(found, wanted, _decided(ledger, order.known, found.rules))
            ground = _with_the_ledger(
                standing(home, stands, order.as_of, order.known), ledger, order
            )
            version = f"{VERSION} {_mark(settings, ground, asked)}"
            built = order.full or _version_of(place) != version
            if built:
                night = Night(order.as_of, version, now, order.known, stands.workdays)
                with TemporaryDirectory(prefix=".typed-", dir=home.nights) as folder:
                    whole = with_typed(ground, stands.events, Path(folder))
                    _build(settings, place, whole, night, asked)
        results = record.read(place)
        noted = None
        if not aside:
            publish(home.nights, place, order.as_of)
            noted = _note(settings, order.as_of, results, wanted, now)
            _lapse(settings, order.as_of, now)
            keep(home.nights, settings.nights_kept, pinned(home).keys())
        log.info("night.built", as_of=str(order.as_of), published=not aside, built=built)
        return NightReport(
            order.as_of,
            place,
            built,
            not aside,
            len(wanted),
            len(results.results),
            len(results.findings),
            sum(Verdict.UNKNOWN in result.counts for result in results.results),
            sorted({r.code for r in results.results if Verdict.ERROR in r.counts}),
            noted,
        )


def beside(home: Home) -> list[str]:
    """Name the nights that are kept beside, as `2026-03-31~2026-03-15`, oldest first."""
    return sorted(path.stem for path in home.nights.glob("????-??-??~????-??-??.duckdb"))


def night_file(home: Home, wanted: date | str | None) -> Path:
    """Give the file of a kept night; of the published one where none is wanted.

    A night that was built as known on an earlier day is wanted by name, `2026-03-31~2026-03-15`.

    Raises:
        NightMissing: no night is published, or that one is not kept.
    """
    named = wanted or published(home.nights)
    if named is None:
        raise NightMissing("no night is published yet: run `pursewatch night`")
    file = home.nights / f"{named}.duckdb"
    if not file.exists():
        kept = [str(day) for day in kept_nights(home.nights)]
        told = ", ".join(sorted([*kept, *beside(home)])) or "none"
        raise NightMissing(f"the night of {named} is not kept; these are: {told}")
    return file


def _wanted(found: Catalogue, only: Sequence[str]) -> dict[str, Rule]:
    codes = {code.upper() for code in only}
    rules = found.rules
    for one in found.broken:
        if one.code.upper() in codes:
            raise NightRefused(f"the rule {one.code} can't be asked: {one.reason}")
    unknown = sorted(codes - {rule.code for rule in rules.values()})
    if unknown:
        raise NightRefused(
            f"no rule has the code {', '.join(unknown)}: `pursewatch rules list` shows them all"
        )
    return {name: rule for name, rule in rules.items() if not codes or rule.code in codes}


def _build(
    settings: Settings,
    place: Path,
    ground: Standing,
    night: Night,
    asked: _Asked,
) -> None:
    """Build and ask beside the place, and put the file there only when it is whole."""
    draft = place.with_name(f".{place.name}.building")
    means = Means(settings.memory, settings.threads)
    build(draft, ground.files, night=night, record=ground.record, means=means)
    prove(draft)
    said = engine.ask_all(
        draft,
        asked.wanted,
        night.as_of,
        overrides=asked.decided.overrides,
        switches=asked.decided.switches,
        means=means,
        seconds=settings.rule_seconds,
    )
    said = filtered(said, asked.decided.filters, night.as_of)
    record.write(draft, _with_the_rest(said, asked))
    draft.replace(place)


def _with_the_rest(said: Results, asked: _Asked) -> Results:
    """Add what was not asked as `unknown`, and files that give no rule as `error`.

    Nothing may read as fine that nobody could ask.
    """
    rest = [
        (rule.code, name, engine.edition_of(rule), Verdict.UNKNOWN, NOT_ASKED)
        for name, rule in asked.catalogue.rules.items()
        if name not in asked.wanted
    ]
    known = {rule.code for rule in asked.catalogue.rules.values()}
    for one in asked.catalogue.broken:
        code = one.name if one.code in known else one.code
        known.add(code)
        rest.append((code, one.name, "", Verdict.ERROR, one.reason))
    years = {(result.region, result.period) for result in said.results if result.period.isdigit()}
    added = [
        RuleResult(code, name, edition, region, period, {verdict: 1}, {reason: 1}, {})
        for code, name, edition, verdict, reason in rest
        for region, period in sorted(years)
    ]
    results = sorted([*said.results, *added], key=lambda r: (r.code, r.region, r.period))
    return Results(results, said.findings)


def _decided(ledger: Ledger, known: date | None, rules: Mapping[str, Rule]) -> Decided:
    """Give what stands of what people decided about rules, by the end of the day `known`."""
    until = None if known is None else after(known)
    return decided(Decisions(ledger.engine).all(until), rules)


def _with_the_ledger(ground: Standing, ledger: Ledger, order: Order) -> Standing:
    """Add the alerts and matters as they stood before the night, read only where it is built."""
    before = moment(order.as_of, order.known)
    seen = hashlib.sha256(f"{ground.mark} {mark(ledger.engine, before)}".encode())
    told = replace(
        ground.record,
        alerts=alert_rows(ledger.engine, before),
        matters=matter_rows(ledger.engine, before),
    )
    return replace(ground, record=told, mark=seen.hexdigest())


def _note(
    settings: Settings, as_of: date, results: Results, rules: Mapping[str, Rule], now: datetime
) -> Noted:
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    computed = {Verdict.FAIL, Verdict.PASS, Verdict.NOT_APPLICABLE}
    looked = {
        (result.code, result.region, result.period)
        for result in results.results
        if not result.counts or computed & result.counts.keys()
    }
    unknown = {
        (result.code, result.region, result.period): reason
        for result in results.results
        if not computed & result.counts.keys()
        for reason in result.reasons
        if reason.startswith(MISSING)
    }
    undated = {r.code for r in rules.values() if r.horizon is not Horizon.FISCAL_YEAR}
    told = {(result.code, result.region, result.period) for result in results.results}
    wordings = {
        (result.code, result.region): (result.edition, _limits(result))
        for result in results.results
    }
    return ledger.note(
        as_of,
        results.findings,
        looked=looked,
        now=now,
        answers=Answers(looked, told - looked, undated, unknown, wordings),
        growth=settings.material_growth,
    )


def _lapse(settings: Settings, as_of: date, now: datetime) -> None:
    """Reopen the matters whose exemption has expired."""
    ledger = Ledger(settings.ledger)
    matters_of(settings, ledger).lapse(as_of, now=now)
    ledger.close()


def _limits(result: RuleResult) -> str:
    values = {name: limit.get("value", "") for name, limit in result.limits.items()}
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def _mark(settings: Settings, ground: Standing, asked: _Asked) -> str:
    """Give a hash of all that could change the night.

    That is the files in force, what is agreed, the alerts and matters before it, the rules and
    what was decided about them.
    """
    seen = hashlib.sha256(ground.mark.encode())
    for name, rule in sorted(asked.wanted.items()):
        seen.update(f"{name} {engine.edition_of(rule)}\n".encode())
    for one in asked.catalogue.broken:
        seen.update(f"{one.name} {one.reason}\n".encode())
    seen.update(f"{asked.decided.mark} {settings.rule_seconds}".encode())
    return seen.hexdigest()[:16]


def _version_of(place: Path) -> str | None:
    """Tell by what a night was built; None: it is not there, or can't be read."""
    try:
        with closing(Warehouse.open(place)) as night:
            return str(night.rows("select version from ops.run")[0]["version"])
    except (NightMissing, NightBroken):
        return None


@contextmanager
def _one_at_a_time(home: Home) -> Iterator[None]:
    with (home.root / ".night.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
