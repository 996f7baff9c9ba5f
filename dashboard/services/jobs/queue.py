"""Use cases: ask for long work, see how far it is, call it off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dashboard.domain.jobs import KEPT_US, KINDS, LARGEST_FILE, OPEN_STATES, TOO_LARGE, Job, JobKind, new_job
from dashboard.domain.rights import Actor, Permission, decide
from dashboard.domain.text import Text
from dashboard.errors import BadInput, Conflict, NotFound
from dashboard.ports.jobs import JobStore
from dashboard.ports.operations import Clock, NameLeases
from dashboard.services.access import require

SHOWN: Final = 30
PRESENCE: Final = "jobs"
"""The lease that a process which takes jobs holds."""
_NAME_LENGTH: Final = 120
_NO_FILE: Final = Text("请先选择文件", "choose a file first")
_EMPTY: Final = Text("文件是空的，请重新导出", "the file is empty; export it again")
_GONE: Final = Text("没有这项任务", "there is no such job")
_OVER: Final = Text("任务已经结束", "the job has ended already")


class Jobs:
    """What is asked of the queue. Each method raises Forbidden, and Unavailable; nothing was changed then."""

    def __init__(self, store: JobStore, leases: NameLeases, clock: Clock) -> None:
        self._store = store
        self._leases = leases
        self._clock = clock

    def is_taken_care_of(self) -> bool:
        """Whether a process is there that takes jobs."""
        lease = self._leases.lease(PRESENCE)
        return lease is not None and lease.until_us > self._clock()

    def ask(self, kind: JobKind, actor: Actor, *, file_name: str = "", content: bytes = b"", **arguments: Any) -> int:
        """Put work in the queue and return its key. Raises BadInput for a file that is missing, empty or too large."""
        facts = KINDS[kind]
        require(actor, facts.permission)
        if facts.takes_file and not content:
            raise BadInput(_EMPTY if file_name else _NO_FILE)
        if len(content) > LARGEST_FILE:
            raise BadInput(TOO_LARGE)
        job = new_job(kind, actor, file_name[-_NAME_LENGTH:], arguments, self._clock())
        with self._store.begin() as work:
            job_key = work.add_job(job, content)
            told = {"job": job_key, "file": job.file_name, **arguments}
            work.note_in_audit(actor, f"ask_{kind}", job.file_name, told, self._clock())
        return job_key

    def listed(self, actor: Actor) -> Sequence[Job]:
        """Return the newest jobs: the actor's own, and everybody's for whoever sees processes."""
        owner = None if decide(actor, Permission.VIEW_PROCESSES).allowed else actor.name
        with self._store.look() as work:
            return work.jobs(owner, SHOWN)

    def forget(self, now_us: int) -> int:
        """Remove jobs that ended long ago; return how many."""
        with self._store.begin() as work:
            return work.forget_jobs(now_us - KEPT_US)

    def cancel(self, job_key: int, actor: Actor) -> None:
        """Call work off: what landed stays, no more is begun. Raises NotFound for another's, Conflict when it ended."""
        with self._store.begin() as work:
            job = work.job(job_key)
            if job is None or (job.owner != actor.name and not decide(actor, Permission.VIEW_PROCESSES).allowed):
                raise NotFound(_GONE)
            if job.state not in OPEN_STATES:
                raise Conflict(_OVER)
            work.ask_to_cancel(job_key, self._clock())
            work.note_in_audit(actor, "cancel_job", str(job_key), {"kind": job.kind}, self._clock())
