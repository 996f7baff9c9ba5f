"""Where jobs are kept, and what a run may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from dashboard.domain.jobs import Ending, Job
from dashboard.domain.rights import Actor
from dashboard.ports.parts import AuditLog


class JobRows(Protocol):
    """Jobs inside a transaction."""

    def add_job(self, job: Job, content: bytes) -> int:
        """Store it with the file that it reads, and return its key."""

    def job(self, job_key: int) -> Job | None: ...

    def job_file(self, job_key: int) -> bytes: ...

    def jobs(self, owner: str | None, limit: int) -> Sequence[Job]:
        """The newest first, of one owner or of all."""

    def claim_job(self, claim: str, now_us: int, until_us: int) -> Job | None:
        """Give the oldest job that waits, or whose lease ran out, to this run; None when there is none.

        However many ask at once, one of them gets it.
        """

    def renew_job(self, job: Job, until_us: int, done: int, total: int) -> Job | None:
        """Prolong the lease and note how far it came; None when it belongs to another run by now."""

    def end_job(self, job: Job, ending: Ending, now_us: int) -> bool:
        """End it and let its file go; False when it belongs to another run by now.

        One that was called off is not ended as done: False too.
        """

    def free_job(self, job: Job, not_before_us: int) -> None:
        """Let it wait again until then at least, unless it belongs to another run by now."""

    def forget_jobs(self, ended_before_us: int) -> int:
        """Remove those that ended before; return how many."""

    def ask_to_cancel(self, job_key: int, now_us: int) -> None:
        """What waits is cancelled at once, what runs at its next sign of life."""


class JobWork(JobRows, AuditLog, Protocol):
    """One transaction of jobs."""


class JobStore(Protocol):
    """The database as jobs see it. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[JobWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[JobWork]:
        """The same for reading only."""


class Run(Protocol):
    """A job that is being done, as its kind sees it."""

    @property
    def job(self) -> Job: ...
    @property
    def content(self) -> bytes: ...
    @property
    def actor(self) -> Actor:
        """Who asked for it, with the right to it."""

    def tell(self, done: int, total: int) -> None:
        """Say how far it came. Raises JobStoppedError (services/jobs/runner.py) when it may not go on."""

    def land(self, work: JobRows, result: Mapping[str, Any]) -> None:
        """End the job inside the transaction of its effect, so that either both are there or neither is.

        Raises JobStoppedError, which undoes the effect.
        """


Do = Callable[[Run], Mapping[str, Any]]
"""How a kind is done; returns what came of it, landed or not."""
