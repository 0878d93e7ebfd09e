"""成批处置. What is done with a set of alerts exactly as it was shown: handed over, or muted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.database import writing
from alerts.desk import Desk
from alerts.matters.desk import Matters
from alerts.matters.given import Draft
from alerts.matters.standing import Stands
from alerts.procedure import WordsMissing
from alerts.quieting import Matcher, merge_within, mute_within
from alerts.schema import alert


def hand_over(matters: Matters, token: str, draft: Draft, *, by: Actor, now: datetime) -> Stands:
    """Open a matter with the alerts of a set, all still as they were shown.

    Raises:
        PreviewUnknown: there is no such preview of this person's.
        MovedMeanwhile: one of the alerts has changed since; nothing was opened.
        MoveForbidden: it is not this person's to open.
        MoveRefused: one of the alerts is not confirmed.
        WordsMissing: something is missing, or a day can't be.
    """
    with writing(matters.engine) as connection:
        held = Desk(matters.engine, matters.workdays).held(connection, token, by=by, now=now)
        places = _places(connection, [row.alert for row in held])
        region, unit = _one_address(places.values())
        joined = replace(draft, region=region, unit=unit, alerts=tuple(places))
        return matters.open(connection, joined, by=by, now=now)


def mute_shown(
    matters: Matters, token: str, *, reason: str, until: date, by: Actor, now: datetime
) -> Sequence[int]:
    """Silence each alert of a set, and no other, up to a day; give the alerts' numbers.

    Raises:
        PreviewUnknown: there is no such preview of this person's.
        MovedMeanwhile: one of the alerts has changed since; nothing was muted.
        MoveForbidden: only an analyst mutes.
        WordsMissing: the reason is missing, or the day past or too far.
    """
    with writing(matters.engine) as connection:
        held = Desk(matters.engine, matters.workdays).held(connection, token, by=by, now=now)
        places = _places(connection, [row.alert for row in held])
        for place in places.values():
            mute_within(connection, place, reason=reason, until=until, by=by, now=now)
    return list(places)


def merge_shown(
    matters: Matters, token: str, *, into: int, reason: str, by: Actor, now: datetime
) -> Sequence[int]:
    """Merge the alerts of a set into one of them; give the alerts' numbers.

    Raises:
        PreviewUnknown: there is no such preview of this person's.
        MovedMeanwhile: one of the alerts has changed since; nothing was merged.
        MoveForbidden: only an analyst merges.
        MoveRefused: the one is merged into another alert itself.
        WordsMissing: the reason is missing, or the one is none of the set.
    """
    with writing(matters.engine) as connection:
        held = Desk(matters.engine, matters.workdays).held(connection, token, by=by, now=now)
        numbers = [row.alert for row in held]
        if into not in numbers:
            raise WordsMissing(
                "say which alert of the set the others are merged into",
                zh="请写明并入哪一条预警",
            )
        merge_within(connection, numbers, into, reason=reason, by=by, now=now)
    return numbers


def _places(connection: sa.Connection, numbers: Sequence[int]) -> Mapping[int, Matcher]:
    """Give what each alert is about, in the order asked."""
    found = {
        row.number: Matcher(row.code, row.region, row.unit, row.subject)
        for start in range(0, len(numbers), 500)
        for row in connection.execute(
            sa.select(alert).where(alert.c.number.in_(numbers[start : start + 500]))
        )
    }
    return {number: found[number] for number in numbers}


def _one_address(places: Collection[Matcher]) -> tuple[str, str | None]:
    """Give the government and the unit that answer for all of them.

    Raises:
        WordsMissing: they are several.
    """
    answering = sorted({(place.region or "", place.unit or "") for place in places})
    if len(answering) > 1:
        listed = ", ".join(" ".join(one).strip() for one in answering[:5])
        raise WordsMissing(
            f"a matter has one addressee, and {len(answering)} answer for these alerts "
            f"({listed}): hand over the alerts of one at a time",
            zh=f"一件事项只有一个主送单位，这些预警分属{len(answering)}个（{listed}）：请按单位分开交办",
        )
    region, unit = answering[0]
    return region, unit or None
