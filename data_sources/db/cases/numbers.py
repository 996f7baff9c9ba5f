"""Running numbers of a day."""

from __future__ import annotations

from sqlalchemy import Connection

from data_sources.db import tables as t
from data_sources.db.upserts import upsert


def next_number(connection: Connection, series: str) -> int:
    """Return 1, 2, 3 … of a series; its row is locked until the end of the transaction."""
    numbers = t.case_number
    statement = upsert(connection.dialect.name, numbers, ["day"], update=[], last=numbers.c.last + 1)
    row = {"day": series, "last": 1}
    return int(connection.execute(statement.values(row).returning(numbers.c.last)).scalar_one())
