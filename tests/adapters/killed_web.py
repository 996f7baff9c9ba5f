"""The web server as it is, whose workers wait to be killed where the test says.

A file `before` or `after` in the folder HOLD_IN is taken by the next transaction that moves a case: its worker writes
`held-PID` and waits for ever, with everything written and nothing committed, or with all committed and nobody told.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, event

_ENGINES: Final[set[Engine]] = set()


@event.listens_for(Engine, "engine_connect")
def _note(connection: Connection) -> None:
    _ENGINES.add(connection.engine)


from app import server  # noqa: E402 - whatever it asks of the database is noted
from data_sources.db.cases.store import SqlCaseStore  # noqa: E402
from data_sources.db.transactions import SqlTransaction, SqlTransactions  # noqa: E402

HOLD: Final = Path(os.environ["HOLD_IN"])
__all__ = ["server"]


@contextmanager
def _held(store: SqlCaseStore) -> Iterator[SqlTransaction]:
    with SqlTransactions.begin(store) as work:
        yield work
        _wait("before")
    _wait("after")


def _wait(point: str) -> None:
    try:
        (HOLD / point).rename(HOLD / f"held-{os.getpid()}")
    except FileNotFoundError:
        return
    threading.Event().wait()


def _forget_connections() -> None:
    """What was loaded once for all workers shares no connection with them."""
    for engine in _ENGINES:
        engine.dispose(close=False)


os.register_at_fork(after_in_child=_forget_connections)
SqlCaseStore.begin = _held  # type: ignore[method-assign, assignment]
