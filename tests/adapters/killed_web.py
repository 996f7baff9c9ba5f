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

from app import server
from data_sources.db.cases.store import SqlCaseStore
from data_sources.db.transactions import SqlTransaction, SqlTransactions

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


SqlCaseStore.begin = _held  # type: ignore[method-assign, assignment]
