"""A web process that files a case, which a rule dispatches, and waits to be killed before that is committed.

Run as `python -m tests.adapters.killed_filing DATABASE_URL NOW_US CASE REVISION KEY`.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.states import Action
from dashboard.services.cases.moving import CaseMoves
from dashboard.services.cases.rule_following import RuleFollowing
from data_sources.db.cases.store import SqlCaseStore
from data_sources.db.engine import create
from data_sources.db.transactions import SqlTransaction
from tests.case_office import CHIEF, ZONE, Notices, case_rules
from tests.fakes_alarms import FakeClock


class WaitingStore(SqlCaseStore):
    """Prints `ready` with everything written and nothing committed, and waits for ever."""

    @contextmanager
    def begin(self) -> Iterator[SqlTransaction]:
        with super().begin() as work:
            yield work
            work.chain_deeds()
            print("ready", flush=True)
            threading.Event().wait()


def main(url: str, now_us: int, case: int, revision: int, key: str) -> None:
    """File it, as far as it gets."""
    engine, clock = create(url), FakeClock(now_us)
    rules = case_rules(engine, clock)
    moves = CaseMoves(WaitingStore(engine, clock), rules, Notices(), clock, RuleFollowing(rules, clock, ZONE))
    moves.act(case, Move(action=Action.FILE, revision=revision), CHIEF, key)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
