"""人大金仓. PostgreSQL's dialect over its own driver, which is psycopg2 by another name."""

import importlib
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2


class Kingbase(PGDialect_psycopg2):
    """KingbaseES, which answers as PostgreSQL 12 does, but for its own words for a version."""

    driver = "ksycopg2"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> ModuleType:
        """Give the driver."""
        return importlib.import_module("ksycopg2")

    @property
    def _psycopg2_extras(self) -> ModuleType:
        return importlib.import_module("ksycopg2.extras")

    @property
    def _psycopg2_extensions(self) -> ModuleType:
        return importlib.import_module("ksycopg2.extensions")

    def _get_server_version_info(self, connection: sa.Connection) -> Any:  # noqa: ANN401, ARG002
        return (12, 0)


registry.register("postgresql.ksycopg2", __name__, "Kingbase")
