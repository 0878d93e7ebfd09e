"""运行情况. Did last night go well, has all come that was due, and does the site fare well?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alerts.access import Right, roles_with
from dashboards.figures import supply
from dashboards.figures.names import names
from dashboards.figures.running import (
    LEAST_DISK,
    Certificate,
    Job,
    Key,
    certificate,
    jobs,
    keys,
    locked,
    space,
)
from dashboards.figures.supply import dues, open_ones, reach, within
from dashboards.frame import Night, behind, look_of, night
from dashboards.look import local_time, number
from dashboards.page import Page, Row, View
from dashboards.words import say

REFUSED = """
    select f.number, f.name, f.feed, f.region, f.period, f.supplier, f.reason, d.received_at
    from ops.delivery_file f join ops.delivery d on d.number = f.delivery, ops.run
    where f.status = 'refused' and d.received_at >= as_of - interval 30 day
        and not exists (
            select 1 from ops.delivery_file later
            where later.number > f.number and later.status = 'kept' and later.in_force
                and later.feed = f.feed and later.region = f.region and later.period = f.period
        )
    order by f.number desc
"""
"""Files of the last thirty days that were refused and did not come again."""
MOST = 12
GIGA = 1_000_000_000


@dataclass(frozen=True)
class Fares:
    """What there is to say of the site."""

    tonight: Night | None
    owed: bool  # anything was due, in time or not
    late: Sequence[Row]
    refused: Sequence[Row]
    jobs: Sequence[Job]
    locked: Mapping[str, object]
    keys: Sequence[Key]
    free: int | None
    whole: int | None
    certificate: Certificate | None  # None: the site speaks no TLS itself

    @property
    def failed(self) -> Sequence[Job]:
        """The jobs whose last run did not end well."""
        return [job for job in self.jobs if job.outcome == "failed"]

    @property
    def full(self) -> bool:
        """Whether the disk has too little room for a night."""
        return self.free is not None and self.free < LEAST_DISK

    def stale(self, view: View) -> bool:
        """Whether the published night is older than two days."""
        return behind(view, self.tonight) > 0


def fares(view: View) -> Fares:
    """Look at the site."""
    scope = reach(view)
    room = space(view)
    owed: Sequence[Row] = []
    refused: Sequence[Row] = []
    if view.warehouse is not None:
        owed = within(scope, dues(view.warehouse, None, None))
        refused = within(scope, view.warehouse.rows(REFUSED))
    return Fares(
        night(view), bool(owed), open_ones(owed), refused, jobs(view.ledger.engine),
        locked(view), keys(view), room[0] if room else None, room[1] if room else None,
        certificate(view),
    )  # fmt: skip


def draw(view: View) -> Mapping[str, object]:
    """Say how the site fares, the worst first."""
    found = fares(view)
    regions = [(row["region"], "", None) for row in [*found.late, *found.refused]]
    named = names(view.warehouse, regions)
    return {
        "answer": answer(view, found),
        "fares": found,
        "stale": found.stale(view),
        "late": found.late[:MOST],
        "refused": found.refused[:MOST],
        "more_late": max(0, len(found.late) - MOST),
        "more_refused": max(0, len(found.refused) - MOST),
        "look": look_of(view),
        "feed_name": lambda feed: supply.feed_name(feed, view.language),
        "region_name": lambda region: named.region(region) if region else "",
        "local_day": lambda instant: local_time(instant).date(),
        "giga": lambda size: number(size / GIGA, 1),
    }


def answer(view: View, found: Fares) -> str:
    """Say whether the night is there, and what is not well."""
    language, look = view.language, look_of(view)
    if found.tonight is None:
        said = say(language, "running.no_night")
    else:
        key = "running.stale" if found.stale(view) else "running.night"
        day, built = look.full_day(found.tonight.as_of), look.moment(found.tonight.built_at)
        since = (local_time(view.now).date() - found.tonight.as_of).days
        said = say(language, key, day=day, built=built, n=since)
    troubles = {
        "failed": len(found.failed),
        "full": int(found.full),
        "certificate": int(found.certificate is not None and not found.certificate.well),
        "refused": len(found.refused),
        "late": len(found.late),
        "locked": len(found.locked),
        "keys": len(found.keys),
    }
    told = [say(language, f"running.count_{name}", n=n) for name, n in troubles.items() if n]
    if not told and found.tonight is None:
        return said + say(language, "running.unknown")
    if not told:
        return said + say(language, "running.well" if found.owed else "running.nothing_owed")
    return said + say(language, "running.but", troubles=say(language, "list.comma").join(told[:4]))


def rows(view: View) -> list[Row]:
    """Give everything that was looked at, a line each, well or not."""
    found = fares(view)
    lines: list[Row] = []

    def line(what: str, name: str, well: bool, says: str) -> None:
        lines.append({"what": what, "name": name, "well": well, "says": says})

    if found.tonight is not None:
        line("night", str(found.tonight.as_of), not found.stale(view), str(found.tonight.built_at))
    if found.free is not None:
        line("disk", "", not found.full, str(found.free))
    if (tls := found.certificate) is not None:
        line("certificate", "", tls.well, tls.ends_at.isoformat() if tls.ends_at else "unreadable")
    for job in found.jobs:
        line("job", job.name, job.outcome != "failed", f"{job.due_at.isoformat()} {job.outcome}")
    for row in found.refused:
        line("refused", row["name"], False, row["reason"] or "")
    for row in found.late:
        name = f"{row['supplier']} {row['region']} {row['feed']} {row['period']}"
        line(row["state"], name, False, str(row["due_on"]))
    for name, until in found.locked.items():
        line("locked", name, False, str(until))
    for key in found.keys:
        line("key", f"{key.account} {key.name}", key.days > 0, str(key.expires_at))
    return lines


PAGE = Page(
    path="/running",
    title_key="running.title",
    question_key="running.question",
    draw=draw,
    template="running.html",
    rows=rows,
    menu=1,
    group="site",
    roles=roles_with(Right.USERS),
)
