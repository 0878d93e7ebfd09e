"""查看留痕. An account's first look at an alert or a matter on a day is a line of the record."""

from collections import OrderedDict
from threading import Lock

from alerts.witness import witness
from api.deps import House, Person

MOST = 50_000
_noted: OrderedDict[tuple[int, str, str, str], None] = OrderedDict()
_lock = Lock()


def looked(house: House, me: Person, noun: str, number: int | str) -> None:
    """Note a look; one that this process noted today already is not noted again."""
    now = house.clock()
    key = (id(house.ledger), me.name, f"{noun} {number}", now.date().isoformat())
    with _lock:
        if key in _noted:
            return
    witness(house.ledger.engine, me.name, f"{noun}.read", f"{noun} {number}", now=now)
    with _lock:
        _noted[key] = None
        while len(_noted) > MOST:
            _noted.popitem(last=False)
