"""A worker that warns of the clocks of cases, and waits to be killed before that is committed.

Run as `python -m tests.adapters.killed_watch DATABASE_URL NOW_US`.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.services.cases.watching import CaseWatch
from data_sources.db.cases.store import SqlCaseStore
from data_sources.db.engine import create
from data_sources.db.transactions import SqlTransaction
from tests.case_office import Notices, case_rules
from tests.fakes_alarms import FakeClock


class WaitingStore(SqlCaseStore):
    """Prints `ready` with everything written and nothing committed, and waits for ever."""

    @contextmanager
    def begin(self) -> Iterator[SqlTransaction]:
        with super().begin() as work:
            yield work
            work.chain_deeds()
            if work.audited("case_supervise", 0):
                print("ready", flush=True)
                threading.Event().wait()


def main(url: str, now_us: int) -> None:
    """Warn once, as far as it gets."""
    engine, clock = create(url), FakeClock(now_us)
    CaseWatch(WaitingStore(engine, clock), case_rules(engine, clock), Notices()).warn(now_us)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
