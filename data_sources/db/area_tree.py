"""The tree of areas in SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from data_sources.db import tables as t


def keys_below(code: str) -> Select[Any]:
    """Return the query of the keys of the area with that code and of all areas below it.

    `UNION` leaves out areas that were reached already, so that a tree that bites its own tail ends too.
    """
    tree = select(t.area.c.area_key).where(t.area.c.code == code).cte("tree", recursive=True)
    tree = tree.union(select(t.area.c.area_key).where(t.area.c.parent_key == tree.c.area_key))
    return select(tree.c.area_key)
