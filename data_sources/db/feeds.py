"""Revision numbers of the feeds: they only ever rise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, select

from dashboard.domain.feeds import Feed
from dashboard.ports.parts import FeedReads, FeedRevisions
from data_sources.db import tables as t
from data_sources.db.engine import reading
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert


@cache
def _statement(dialect: str) -> Any:
    return upsert(dialect, t.feed, ["key"], update=[], revision=t.feed.c.revision + 1)


def bump(connection: Connection, feeds: Iterable[Feed]) -> dict[Feed, int]:
    """Raise the revision of each feed by one inside the caller's transaction and return the new numbers."""
    keys = sorted({feed.value for feed in feeds})
    if not keys:
        return {}
    statement = _statement(connection.dialect.name)
    connection.execute(statement, [{"key": key, "revision": 1} for key in keys])
    return _revisions(connection, keys)


def revisions(engine: Engine) -> dict[Feed, int]:
    """Return the present revision of each feed that ever changed."""
    with reading(engine) as connection:
        return _revisions(connection, [feed.value for feed in Feed])


def _revisions(connection: Connection, keys: Sequence[str]) -> dict[Feed, int]:
    rows = connection.execute(select(t.feed.c.key, t.feed.c.revision).where(t.feed.c.key.in_(keys)))
    return {Feed(key): revision for key, revision in rows}


class SqlFeeds(SqlPart, FeedRevisions):
    """The revisions of the feeds."""

    def bump(self, feeds: Iterable[Feed]) -> dict[Feed, int]:
        """Raise the revision of each feed by one; the feed's row stays locked until the end of the transaction."""
        return bump(self._connection, feeds)


class FeedReader(FeedReads):
    """Reads the revisions. Raises Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def revisions(self) -> dict[Feed, int]:
        """Return the present revision of each feed that ever changed."""
        return revisions(self._engine)
