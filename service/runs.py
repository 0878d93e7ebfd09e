"""The run ledger of scheduled jobs: what was due, when it ran, how it ended."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from alerts.schema import job_run

BEGAN = "began"  # the line that says since when a job is watched
DONE, FAILED = "done", "failed"


@dataclass
class Run:
    """One run under way; `detail` is kept with its end."""

    detail: str = ""


class Runs:
    """Lines of the run ledger, one for each (job, instant due)."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def began(self, job: str, now: datetime) -> datetime:
        """Give since when the job is watched, noting `now` where it was not yet."""
        with self._engine.begin() as connection:
            first: datetime | None = connection.execute(
                sa.select(sa.func.min(job_run.c.due_at)).where(
                    job_run.c.job == job, job_run.c.outcome == BEGAN
                )
            ).scalar()
            if first is None:
                connection.execute(
                    sa.insert(job_run).values(
                        job=job, due_at=now, started_at=now, ended_at=now, outcome=BEGAN, detail=""
                    )
                )
                return now
        return first

    def is_done(self, job: str, due: datetime) -> bool:
        """Tell whether this run came to a good end."""
        with self._engine.connect() as connection:
            outcome = connection.execute(
                sa.select(job_run.c.outcome).where(job_run.c.job == job, job_run.c.due_at == due)
            ).scalar()
        return outcome == DONE

    def latest(self, job: str) -> tuple[datetime, str, str] | None:
        """Give the last run of a job: when it was due, its outcome and its detail."""
        with self._engine.connect() as connection:
            row = connection.execute(
                sa.select(job_run.c.due_at, job_run.c.outcome, job_run.c.detail)
                .where(job_run.c.job == job, job_run.c.outcome != BEGAN)
                .order_by(job_run.c.due_at.desc())
                .limit(1)
            ).one_or_none()
        return None if row is None else (row.due_at, row.outcome or "running", row.detail or "")

    @contextmanager
    def running(self, job: str, due: datetime, clock: Callable[[], datetime]) -> Iterator[Run]:
        """Note the start and the end of a run; a failure is noted and swallowed, not lost."""
        self._start(job, due, clock())
        run = Run()
        try:
            yield run
        except Exception as error:  # noqa: BLE001 - the next night must have its turn
            self._end(job, due, clock(), FAILED, f"{type(error).__name__}: {error}"[:2000])
        else:
            self._end(job, due, clock(), DONE, run.detail)

    def _start(self, job: str, due: datetime, now: datetime) -> None:
        with self._engine.begin() as connection:
            connection.execute(
                sa.delete(job_run).where(job_run.c.job == job, job_run.c.due_at == due)
            )
            connection.execute(
                sa.insert(job_run).values(
                    job=job, due_at=due, started_at=now, ended_at=None, outcome=None, detail=None
                )
            )

    def _end(self, job: str, due: datetime, now: datetime, outcome: str, detail: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(job_run)
                .where(job_run.c.job == job, job_run.c.due_at == due)
                .values(ended_at=now, outcome=outcome, detail=detail)
            )
