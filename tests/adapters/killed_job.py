"""A process that claims a job, does its effect, and waits to be killed before that is committed.

Run as `python -m tests.adapters.killed_job DATABASE_URL`.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from typing import Any

from bootstrap import now_us
from dashboard.domain.jobs import JobKind
from dashboard.domain.people.records import Squad
from dashboard.domain.rights import system
from dashboard.ports.jobs import Run
from dashboard.services.jobs.runner import Runner
from data_sources.db.engine import create
from data_sources.db.jobs.store import SqlJobStore


def main(url: str) -> None:
    """Print `ready` with the transaction open."""
    store = SqlJobStore(create(url), now_us)

    def do(run: Run) -> Mapping[str, Any]:
        with store.begin() as work:
            work.save_squads([Squad(code="S9", name="half done")])
            run.land(work, {"accepted": 1})
            print("ready", flush=True)
            threading.Event().wait()
        return {}

    Runner(store, lambda name, _address: system(name), {JobKind.SQUADS: do}, now_us).turn()


if __name__ == "__main__":
    main(sys.argv[1])
