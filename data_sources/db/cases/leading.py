"""Which index SQLite goes by: it does not know how many rows one leads to. PostgreSQL does, and goes by that."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy.sql.selectable import HasHints

from data_sources.db import tables as t
from data_sources.db.tables.cases import OPEN_INDEX

Query = TypeVar("Query", bound=HasHints)


def led_by(query: Query, index: str) -> Query:
    """Return a query of cases that goes by this index on SQLite."""
    return query.with_hint(t.case_record, f"INDEXED BY {index}", "sqlite")


def among_open(query: Query) -> Query:
    """Return a query of what is open that SQLite answers from the index of that alone."""
    return led_by(query, OPEN_INDEX)
