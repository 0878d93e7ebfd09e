"""The one place that looks at the clock; everybody else is told the time."""

from datetime import UTC, date, datetime, time, timedelta

from warehouse.period import SHANGHAI


def now() -> datetime:
    """Give the present instant, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the roof's own clock


def day(instant: datetime) -> date:
    """Give the calendar day that an instant falls on in China."""
    return instant.astimezone(SHANGHAI).date()


def after(day: date) -> datetime:
    """Give the instant at which a calendar day in China is over."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)
