"""INSERT … ON CONFLICT for both databases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    connection: Connection,
    table: Table,
    index_elements: Sequence[Any],
    update: Sequence[str],
    where: Any = None,
    **computed: Any,
) -> Any:
    """An insert that, where the row exists, updates the columns `update` with the new values and `computed` ones.

    With nothing to update the existing row stays as it is. `where` is the condition of a partial unique index.
    """
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    changes = {name: statement.excluded[name] for name in update} | computed
    if not changes:
        return statement.on_conflict_do_nothing(index_elements=index_elements, index_where=where)
    return statement.on_conflict_do_update(index_elements=index_elements, index_where=where, set_=changes)
