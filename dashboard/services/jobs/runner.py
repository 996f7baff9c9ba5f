"""Claims jobs and does them, one at a time; a lease that is renewed says that the run is alive."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from dashboard.domain.jobs import (
    ATTEMPTS_AT_MOST,
    FAILED,
    INTERRUPTED,
    KINDS,
    LEASE_US,
    RIGHT_GONE,
    WAIT_US,
    Ending,
    Job,
    JobKind,
    JobState,
)
from dashboard.domain.rights import Actor, decide
from dashboard.domain.text import Text
from dashboard.errors import Unavailable, XiuhuaError
from dashboard.ports.jobs import Do, JobRows, JobStore
from dashboard.ports.operations import Clock

log = logging.getLogger(__name__)
HEARTBEAT_S: Final = 1.0
Owner = Callable[[str, str], Actor | None]
"""Who the account of that name is now, acting from that address; None when it is disabled or gone."""


class JobStoppedError(Exception):
    """The run may not go on: it was called off, or its job belongs to another run."""


class _Running:
    """See Run; its heart beats in a thread of its own."""

    def __init__(
        self, store: JobStore, job: Job, content: bytes, actor: Actor, clock: Clock, heartbeat_s: float
    ) -> None:
        self.job = job
        self._heartbeat_s = heartbeat_s
        self.actor = actor
        self.content = content
        self._store = store
        self._clock = clock
        self._so_far = (0, 0)
        self._is_stopped = False
        self.has_landed = False

    def tell(self, done: int, total: int) -> None:
        self._so_far = (done, total)
        if self._is_stopped:
            raise JobStoppedError

    def land(self, work: JobRows, result: Mapping[str, Any]) -> None:
        if not work.end_job(self.job, Ending(JobState.DONE, result), self._clock()):
            raise JobStoppedError
        self.has_landed = True

    def beat(self, over: threading.Event) -> None:
        """Prolong the lease until `over`; a database that is away for a while is tried again."""
        while not over.wait(self._heartbeat_s):
            self.renew()

    def renew(self) -> None:
        """Prolong the lease once, and hear whether the job was called off."""
        try:
            with self._store.begin() as work:
                known = work.renew_job(self.job, self._clock() + LEASE_US, *self._so_far)
        except Unavailable as error:
            log.debug("the lease of job %s cannot be renewed now: %s", self.job.job_key, error)
            return
        self._is_stopped = known is None or known.cancel_asked


class Runner:
    """Does what is in the queue. Each method raises Unavailable when the database is out of reach."""

    def __init__(
        self,
        store: JobStore,
        owner: Owner,
        kinds: Mapping[JobKind, Do],
        clock: Clock,
        *,
        heartbeat_s: float = HEARTBEAT_S,
    ) -> None:
        self._heartbeat_s = heartbeat_s
        self._store = store
        self._owner = owner
        self._kinds = kinds
        self._clock = clock

    def turn(self) -> bool:
        """Claim one job and do it; False when there is none: wait a little then."""
        claim, now_us = secrets.token_hex(8), self._clock()
        with self._store.begin() as work:
            job = work.claim_job(claim, now_us, now_us + LEASE_US)
            if job is None:
                return False
            if (ending := _unfit(job)) is not None:
                work.end_job(job, ending, now_us)
                return True
            content = work.job_file(job.job_key)
        self._do(job, content)
        return True

    def _do(self, job: Job, content: bytes) -> None:
        actor = self._owner(job.owner, job.address)
        if actor is None or not decide(actor, KINDS[job.kind].permission).allowed:
            self._end(job, Ending(JobState.FAILED, error=RIGHT_GONE))
            return
        run = _Running(self._store, job, content, actor, self._clock, self._heartbeat_s)
        ending = self._kept_alive(run)
        if ending is not None and not run.has_landed:
            self._end(job, ending)

    def _end(self, job: Job, ending: Ending) -> None:
        with self._store.begin() as work:
            if not work.end_job(job, ending, self._clock()):
                # Called off while its last step was done: what landed stays, and it is told as called off.
                work.end_job(job, Ending(JobState.CANCELLED, ending.result), self._clock())

    def _kept_alive(self, run: _Running) -> Ending | None:
        """How it ended, while its lease was renewed; None when it waits again."""
        over = threading.Event()
        heart = threading.Thread(target=run.beat, args=(over,), daemon=True, name="job heart")
        heart.start()
        try:
            return self._ending(run)
        finally:
            over.set()
            heart.join()

    def _ending(self, run: _Running) -> Ending | None:
        """How it ended; None when it waits again."""
        try:
            return Ending(JobState.DONE, self._kinds[run.job.kind](run))
        except JobStoppedError:
            return Ending(JobState.CANCELLED)
        except Unavailable as error:
            log.warning("job %s waits: %s", run.job.job_key, error)
            with self._store.begin() as work:
                work.free_job(run.job, self._clock() + WAIT_US)
            return None
        except XiuhuaError as error:
            return Ending(JobState.FAILED, error=error.told or Text(str(error), str(error)))
        except Exception:
            log.exception("job %s (%s) failed", run.job.job_key, run.job.kind)
            return Ending(JobState.FAILED, error=FAILED)


def _unfit(job: Job) -> Ending | None:
    """How a job ends that is not to be begun again; None for any other."""
    if job.cancel_asked:
        return Ending(JobState.CANCELLED)
    return Ending(JobState.FAILED, error=INTERRUPTED) if job.attempts > ATTEMPTS_AT_MOST else None
