"""导出下单. A wish to have a list written to a file, counted before it is taken."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from alerts.exports import Export, Order
from api.deps import House, Person
from api.desk import NO_ROOM, DeskFailed
from dashboards.export import Asker, kind_of
from dashboards.look import local_time
from warehouse.database import NightMissing, Warehouse
from warehouse.writers import FileForm


class ExportTooLarge(Exception):
    """The list has more rows than one export may."""

    def __init__(self, message: str, *, rows: int, most: int) -> None:
        super().__init__(message)
        self.given = {"rows": f"{rows:,}", "most": f"{most:,}"}


def order(
    house: House,
    me: Person,
    what: str,
    form: FileForm,
    filters: Mapping[str, Sequence[str]],
    *,
    now: datetime,
) -> Export:
    """Count the rows of a list, and take the order.

    Raises:
        KindUnknown: nothing of that name is exported.
        RoleRefused: the list is not the role's to see.
        FilterRefused: a filter is not known, missing, or can't be read.
        ExportTooLarge: it would be more rows than the site allows; the message counts them.
        ExportsMany: the account has many orders that are not done yet.
    """
    kind = kind_of(what)
    me.must(kind.right)
    room = house.exports
    if room is None:
        raise DeskFailed(NO_ROOM)
    night = _night(house)
    by = Asker(
        me.scope, me.deliveries, me.actor, house.ledger, night, house.rules, local_time(now).date()
    )
    asked = kind.asked(by, filters)
    rows = kind.count(asked)
    if rows > room.most:
        raise ExportTooLarge(
            f"this would be {rows:,} rows, where at most {room.most:,} are exported: narrow it by "
            f"{', '.join(name for name in kind.filters if name not in filters) or 'another night'}",
            rows=rows,
            most=room.most,
        )
    wanted = Order(
        what,
        form.value,
        dict(asked.given),
        night.name if night else None,
        rows,
        me.purpose if me.scope.clear else "",
    )
    return house.orders.order(wanted, by=me.account, now=now)


def _night(house: House) -> Warehouse | None:
    try:
        return house.window.current()
    except NightMissing:
        return None
