"""Revision numbers of the feeds: they only ever rise."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, select

from dashboard.ports.parts import FeedRevisions
from data_sources.db import tables as t
from data_sources.db.engine import reading
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert


@cache
def _statement(dialect: str) -> Any:
    return upsert(dialect, t.feed, ["key"], update=[], revision=t.feed.c.revision + 1)


def bump(connection: Connection, feeds: Iterable[str]) -> dict[str, int]:
    """Raise the revision of each feed by one inside the caller's transaction and return the new numbers."""
    keys = sorted(set(feeds))
    if not keys:
        return {}
    statement = _statement(connection.dialect.name)
    connection.execute(statement, [{"key": key, "revision": 1} for key in keys])
    rows = connection.execute(select(t.feed.c.key, t.feed.c.revision).where(t.feed.c.key.in_(keys)))
    return dict(rows.all())


def revisions(engine: Engine) -> dict[str, int]:
    """The present revision of each feed."""
    with reading(engine) as connection:
        return dict(connection.execute(select(t.feed.c.key, t.feed.c.revision)).all())


class SqlFeeds(SqlPart, FeedRevisions):
    """The revisions of the feeds."""

    def bump(self, feeds: Iterable[str]) -> dict[str, int]:
        """Raise the revision of each feed by one; the feed's row stays locked until the end of the transaction."""
        return bump(self._connection, feeds)
