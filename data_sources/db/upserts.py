"""INSERT … ON CONFLICT for both databases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    dialect: str,
    table: Table,
    index_elements: Sequence[Any],
    update: Sequence[str],
    where: Any = None,
    source: Select[Any] | None = None,
    only_if: Any = None,
    **computed: Any,
) -> Any:
    """An insert for `dialect` that, where the row exists, sets the columns `update` anew and those of `computed`.

    With nothing to update the existing row stays as it is. `where` is the condition of a partial unique index,
    `source` a query whose rows are inserted (its columns in the order of the table's), and
    `only_if` a condition that the existing row must meet to be updated.
    """
    statement: Any = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    if source is not None:
        statement = statement.from_select([column.name for column in table.c], source)
    changes = {name: statement.excluded[name] for name in update} | computed
    if not changes:
        return statement.on_conflict_do_nothing(index_elements=index_elements, index_where=where)
    return statement.on_conflict_do_update(
        index_elements=index_elements, index_where=where, set_=changes, where=only_if
    )
