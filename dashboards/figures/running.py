"""运行. How the site itself fares: its nights, its jobs, its disk, its accounts and keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from alerts.accounts import Accounts
from alerts.schema import job_run
from alerts.tokens import Tokens
from dashboards.page import View

BEGAN = "began"  # the line that says since when a job is watched
SOON = timedelta(days=30)
LEAST_DISK = 1_000_000_000  # bytes
"""Below it the next night may not find room: what `pursewatch doctor` says too."""


@dataclass(frozen=True)
class Job:
    """The last run of a scheduled job."""

    name: str
    due_at: datetime
    ended_at: datetime | None
    outcome: str  # done, failed, running
    detail: str


@dataclass(frozen=True)
class Key:
    """A machine's token that ends soon, or ended."""

    account: str
    name: str
    expires_at: datetime
    days: int  # negative: it is over


def jobs(engine: sa.Engine) -> Sequence[Job]:
    """Give the last run of every job, by name."""
    last = (
        sa.select(job_run.c.job, sa.func.max(job_run.c.due_at).label("due_at"))
        .where(sa.func.coalesce(job_run.c.outcome, "") != BEGAN)
        .group_by(job_run.c.job)
        .subquery()
    )
    query = (
        sa.select(job_run)
        .join(last, (last.c.job == job_run.c.job) & (last.c.due_at == job_run.c.due_at))
        .order_by(job_run.c.job)
    )
    with engine.connect() as connection:
        return [
            Job(row.job, row.due_at, row.ended_at, row.outcome or "running", row.detail or "")
            for row in connection.execute(query)
        ]


def locked(view: View) -> Mapping[str, datetime]:
    """Name the accounts that wait after wrong passwords, and until when."""
    return Accounts(view.ledger.engine).waiting(view.now)


def keys(view: View) -> Sequence[Key]:
    """Give the tokens that end within a month or ended, the first to end first."""
    found = [one for one in Tokens(view.ledger.engine).list() if one.expires_at < view.now + SOON]
    return [
        Key(one.account, one.name, one.expires_at, (one.expires_at - view.now).days)
        for one in sorted(found, key=lambda one: (one.expires_at, one.number))
    ]


@dataclass(frozen=True)
class Certificate:
    """The site's own certificate; nothing is known of one that can't be read."""

    ends_at: datetime | None = None
    days: int = 0  # that it is still valid; negative: it is over

    @property
    def well(self) -> bool:
        """Whether there is time to have it renewed."""
        return self.ends_at is not None and self.days >= SOON.days


def certificate(view: View) -> Certificate | None:
    """Tell until when the certificate is valid; None: the site speaks no TLS itself."""
    if view.certificate is None:
        return None
    ends_at = view.certificate()
    return Certificate(ends_at, (ends_at - view.now).days) if ends_at else Certificate()


def space(view: View) -> tuple[int, int] | None:
    """Tell how many bytes are free, and how many there are; None: nobody knows."""
    return view.disk() if view.disk is not None else None
