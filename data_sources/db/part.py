"""What every part of a transaction stands on."""

from __future__ import annotations

from sqlalchemy import Connection

from data_sources.db.bulk import bulk_for


class SqlPart:
    """A connection inside a transaction; `now_us` is when that began."""

    def __init__(self, connection: Connection, now_us: int) -> None:
        self._connection = connection
        self._now_us = now_us
        self._dialect = connection.dialect.name
        self._bulk = bulk_for(self._dialect)
