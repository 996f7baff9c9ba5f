"""The tree of areas in SQL."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from data_sources.db import tables as t


def keys_below(*codes: str) -> Select[Any]:
    """Return the query of the keys of the areas with these codes and of all areas below them.

    `UNION` leaves out areas that were reached already, so that a tree that bites its own tail ends too.
    """
    tree = select(t.area.c.area_key).where(t.area.c.code.in_(codes)).cte("tree", recursive=True)
    tree = tree.union(select(t.area.c.area_key).where(t.area.c.parent_key == tree.c.area_key))
    return select(tree.c.area_key)


def codes_above(connection: Connection, keys: Collection[int | None]) -> frozenset[str]:
    """Return the codes of the areas with these keys and of all areas above them."""
    own = [key for key in keys if key is not None]
    tree = select(t.area.c.area_key, t.area.c.parent_key).where(t.area.c.area_key.in_(own)).cte("above", recursive=True)
    tree = tree.union(select(t.area.c.area_key, t.area.c.parent_key).where(t.area.c.area_key == tree.c.parent_key))
    query = select(t.area.c.code).where(t.area.c.area_key.in_(select(tree.c.area_key)))
    return frozenset(connection.execute(query).scalars()) if own else frozenset()


def keys_in(connection: Connection, codes: Collection[str]) -> Sequence[int]:
    """Return the keys themselves: asked beforehand, so that the database can weigh how many rows they stand for."""
    return connection.execute(keys_below(*codes)).scalars().all() if codes else []
