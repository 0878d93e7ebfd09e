"""全部台账表. Every table of the ledger: the folder is the register."""

import importlib
import pkgutil
from functools import cache

import sqlalchemy as sa

import alerts
from alerts.schema import ledger


@cache
def all_tables() -> sa.MetaData:
    """Give the ledger with every table that a module of this floor hangs on it."""
    for module in pkgutil.walk_packages(alerts.__path__, "alerts."):
        if not module.name.startswith(("alerts.rules", "alerts.migrations")):
            importlib.import_module(module.name)
    return ledger
