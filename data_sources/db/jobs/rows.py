"""Jobs inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, case, delete, insert, select, true, update

from dashboard.domain.jobs import OPEN_STATES, Ending, Job, JobKind, JobState
from dashboard.domain.rights import Role
from dashboard.domain.text import Text
from dashboard.ports.jobs import JobRows
from data_sources.db import tables as t
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.part import SqlPart
from data_sources.db.storable import storable

_J = t.job.c
_COLUMNS = tuple(_J[name] for name in Job._fields)


class SqlJobRows(SqlPart, JobRows):
    """Jobs, as they are asked for and claimed."""

    def add_job(self, job: Job, content: bytes) -> int:
        """Store it with the file that it reads, and return its key."""
        told = {name: value for name, value in job._asdict().items() if name not in ("job_key", "result", "error")}
        told |= {"arguments": packed(dict(job.arguments)), "file_name": storable(job.file_name), "content": content}
        return int(self._connection.execute(insert(t.job).values(told).returning(_J.job_key)).scalar_one())

    def job(self, job_key: int) -> Job | None:
        """One job; None when there is none."""
        row = self._connection.execute(select(*_COLUMNS).where(_J.job_key == job_key)).first()
        return None if row is None else job_of(row)

    def job_file(self, job_key: int) -> bytes:
        """The file that it reads."""
        return bytes(self._connection.execute(select(_J.content).where(_J.job_key == job_key)).scalar_one() or b"")

    def jobs(self, owner: str | None, limit: int) -> Sequence[Job]:
        """The newest first, of one owner or of all."""
        query = select(*_COLUMNS).order_by(_J.job_key.desc()).limit(limit)
        if owner is not None:
            query = query.where(_J.owner == owner)
        return [job_of(row) for row in self._connection.execute(query)]

    def claim_job(self, claim: str, now_us: int, until_us: int) -> Job | None:
        """Give the oldest job that waits, or whose lease ran out, to this run."""
        taken = (
            update(t.job)
            .where(_J.job_key == _free(now_us).scalar_subquery())
            .values(
                state=JobState.RUNNING.value,
                claim=claim,
                lease_until_us=until_us,
                attempts=_J.attempts + 1,
                started_us=case((_J.started_us.is_(None), now_us), else_=_J.started_us),
            )
            .returning(*_COLUMNS)
        )
        row = self._connection.execute(taken).first()
        return None if row is None else job_of(row)

    def renew_job(self, job: Job, until_us: int, done: int, total: int) -> Job | None:
        """Prolong the lease and note how far it came."""
        changes = {"lease_until_us": until_us, "done": done, "total": total}
        row = self._connection.execute(update(t.job).where(_own(job)).values(changes).returning(*_COLUMNS)).first()
        return None if row is None else job_of(row)

    def end_job(self, job: Job, ending: Ending, now_us: int) -> bool:
        """End it and let its file go; as done only while nobody called it off."""
        changes = {
            "state": ending.state.value,
            "result": None if ending.result is None else packed(dict(ending.result)),
            "error": None if ending.error is None else packed(list(ending.error)),
            "ended_us": now_us,
            "content": None,
        }
        wanted = _J.cancel_asked.is_(False) if ending.state is JobState.DONE else true()
        return self._connection.execute(update(t.job).where(_own(job), wanted).values(changes)).rowcount == 1

    def free_job(self, job: Job, not_before_us: int) -> None:
        """Let it wait again; the attempt does not count."""
        changes = {
            "state": JobState.QUEUED.value,
            "claim": None,
            "attempts": _J.attempts - 1,
            "lease_until_us": not_before_us,
        }
        self._connection.execute(update(t.job).where(_own(job)).values(changes))

    def ask_to_cancel(self, job_key: int, now_us: int) -> None:
        """What waits is cancelled at once, what runs at its next sign of life."""
        waits = and_(_J.job_key == job_key, _J.state == JobState.QUEUED.value)
        ended = {"state": JobState.CANCELLED.value, "ended_us": now_us, "content": None}
        self._connection.execute(update(t.job).where(waits).values(ended))
        self._connection.execute(update(t.job).where(_J.job_key == job_key).values(cancel_asked=True))

    def forget_jobs(self, ended_before_us: int) -> int:
        """Remove those that ended before."""
        return self._connection.execute(delete(t.job).where(_J.ended_us < ended_before_us)).rowcount


def _free(now_us: int) -> Select[Any]:
    """Those that wait, and those whose run gave no sign of life; a lease in the future holds either back."""
    open_states = [state.value for state in OPEN_STATES]
    query = select(_J.job_key).where(_J.state.in_(open_states), _J.lease_until_us < now_us).order_by(_J.job_key)
    return query.limit(1).with_for_update(skip_locked=True)


def _own(job: Job) -> Any:
    """The job, as long as it belongs to this run."""
    return and_(_J.job_key == job.job_key, _J.claim == job.claim, _J.state.in_([state.value for state in OPEN_STATES]))


def job_of(row: Row[Any]) -> Job:
    """A row of the jobs as a record."""
    fields = row._asdict()
    return Job(
        **{
            **fields,
            "kind": JobKind(fields["kind"]),
            "role": Role(fields["role"]),
            "state": JobState(fields["state"]),
            "arguments": unpacked(fields["arguments"]),
            "result": unpacked(fields["result"]) if fields["result"] else None,
            "error": Text(*unpacked(fields["error"])) if fields["error"] else None,
        }
    )
