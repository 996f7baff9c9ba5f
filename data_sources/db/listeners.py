"""The ingest processes that listen to the devices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, select

from dashboard.domain.presence import Listener
from dashboard.ports.parts import Listeners
from data_sources.db import tables as t
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

FORGOTTEN_AFTER_US: Final = 86_400_000_000
_L = t.listener.c


class SqlListeners(SqlPart, Listeners):
    """Rows of ingest processes."""

    def listeners(self) -> Sequence[Listener]:
        """Return what each said last of itself."""
        return [Listener(*row) for row in self._connection.execute(select(_L.name, _L.since_us, _L.seen_us))]

    def save_listener(self, listener: Listener) -> None:
        """Store it in place of what it said before; those that said nothing for a day are forgotten."""
        statement = upsert(self._dialect, t.listener, ["name"], update=["since_us", "seen_us"])
        self._connection.execute(statement, listener._asdict())
        self._connection.execute(delete(t.listener).where(_L.seen_us < listener.seen_us - FORGOTTEN_AFTER_US))

    def remove_listener(self, name: str) -> None:
        """Forget a process that ends in good order."""
        self._connection.execute(delete(t.listener).where(_L.name == name))
