"""The quarantine: what could not be read, page by page, and reading it again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from dashboard.domain.feeds import Feed
from dashboard.domain.machine_reads import QuarantinedMessage
from dashboard.domain.quarantine import judged_revision
from dashboard.domain.rights import Actor, Permission, Target
from dashboard.errors import BadInput, Unavailable
from dashboard.ports.ingest import (
    IngestStore,
    IngestWork,
    NewReason,
    QuarantinedDelivery,
    QuarantineReads,
    QuarantineRow,
)
from dashboard.ports.operations import Clock
from dashboard.ports.parts import AuditLog
from dashboard.services.access import require
from dashboard.services.ingest.intake import Sorted
from dashboard.services.ingest.recording import Ingest
from dashboard.services.paging import check_limit, cursor_of, position_of

log = logging.getLogger(__name__)

MOST_MESSAGES: Final = 500
BATCH: Final = 200
SLICE_US: Final = 500_000


class QuarantinePage(NamedTuple):
    """Messages, the newest first; `next` is the cursor of the page after it, None on the last."""

    items: Sequence[QuarantinedMessage]
    next: str | None


class Quarantine:
    """Reads the quarantine. Raises BadInput, or Unavailable."""

    def __init__(self, source: QuarantineReads) -> None:
        self._source = source

    def page(self, reason: str | None = None, limit: int = 50, cursor: str | None = None) -> QuarantinePage:
        """Messages with that reason (None: all), the newest first."""
        check_limit(limit, MOST_MESSAGES)
        position = position_of(cursor, 2)
        if reason is not None and reason not in (known := self._source.reasons()):
            raise BadInput(f"nothing is in quarantine as {reason!r:.60}; there are {', '.join(known) or 'no messages'}")
        before = (position[0], position[1]) if position else None
        items, more = self._source.messages(reason, limit, before)
        return QuarantinePage(items, cursor_of(items[-1].received_us, items[-1].quarantine_key) if more else None)


@dataclass(frozen=True, kw_only=True)
class Requeued:
    """What a requeue came to: messages read again, those released, those that stay, and observations that are new."""

    read: int = 0
    released: int = 0
    kept: int = 0
    accepted: int = 0
    repeated: int = 0
    camera_events: int = 0


class _Noting(NamedTuple):
    """Who asked for a requeue, and the key of its last message, None as long as that is not known."""

    actor: Actor
    last_key: int | None

    def note(self, work: AuditLog, so_far: Requeued, batch: Sequence[QuarantinedDelivery], now_us: int) -> None:
        """Note how far it came, when this batch is the first or the last."""
        is_complete = batch[-1].quarantine_key == self.last_key
        if is_complete or so_far.read == len(batch):
            told = {"read": so_far.read, "released": so_far.released, "kept": so_far.kept, "complete": is_complete}
            work.note_in_audit(self.actor, "requeue_messages", "quarantine", told, now_us)


class Requeue:
    """Reads the quarantine again: all of it at once, or what was judged by older devices and mappings.

    What can be read now is recorded and released in one transaction a batch; what still cannot stays with its new
    reason and counts. As ever only the newest known of a metric is judged. Raises Unavailable: what
    was done until then is done, and a second run goes on.

    Every message in quarantine bears the revision of the devices and mappings that judged it, never a newer one than
    those it was really judged by. A device that is imported while its message is under way raises the revision
    first; however late an ingest with the old registry puts the message into quarantine, the message comes with the
    old revision and is found at the next turn. None is missed, and each is read once after a change.
    """

    def __init__(self, store: IngestStore, ingest: Ingest, clock: Clock) -> None:
        self._store = store
        self._ingest = ingest
        self._clock = clock

    def waiting(self) -> int:
        """Return how many messages are in quarantine."""
        return self._store.quarantine_size()

    def run(self, actor: Actor, tell: Callable[[Requeued], None] = lambda _: None) -> Requeued:
        """Go through the whole quarantine once; `tell` hears after each batch what was done so far.

        The first and the last transaction of it note in the audit log what was read so far. Raises Forbidden.
        """
        require(actor, Permission.REGISTER_DEVICES, Target())
        self._ingest.refresh()
        done, batch = Requeued(), self._store.quarantined(0, BATCH)
        while batch:
            last_key = batch[-1].quarantine_key
            is_last = not self._store.quarantined(last_key, 1)
            done = self._read_again(batch, done, _Noting(actor, last_key if is_last else None))
            tell(done)
            batch = [] if is_last else self._store.quarantined(last_key, BATCH)
        return done

    def catch_up(self, now_us: int) -> int:
        """Read what was judged before the last change of devices or mappings; return how many messages.

        It stops after half a second and goes on at the next turn, so that the worker's other tasks need not wait.
        """
        if not self._store.outdated(judged_revision(self._store.revisions()), 1):
            return 0
        self._ingest.refresh()
        done = Requeued()
        while batch := self._store.outdated(self._ingest.revision, BATCH):
            done = self._read_again(batch, done)
            if self._clock() - now_us >= SLICE_US:
                break
        log.info("read %d quarantined messages again: %d released", done.read, done.released)
        return done.read

    def _read_again(
        self, batch: Sequence[QuarantinedDelivery], done: Requeued, noting: _Noting | None = None
    ) -> Requeued:
        try:
            return self._record(batch, done, noting)
        except Unavailable:
            raise
        except Exception as error:
            if len(batch) == 1:
                log.exception("a message on %s still cannot be recorded", batch[0].delivery.topic)
                return self._keep(batch[0], error, done, noting)
            half = len(batch) // 2
            return self._read_again(batch[half:], self._read_again(batch[:half], done, noting), noting)

    def _record(self, batch: Sequence[QuarantinedDelivery], done: Requeued, noting: _Noting | None) -> Requeued:
        together = Sorted()
        reasons: list[NewReason] = []
        released: list[int] = []
        for item in batch:
            found = self._ingest.read([item.delivery], item.channel)
            together.observations += found.observations
            together.camera_reports += found.camera_reports
            together.camera_pictures += found.camera_pictures
            if found.quarantined:
                reasons.append(_new_reason(item, found.quarantined[0]))
            else:
                # What stays is read at every change: its refused values were counted when it came.
                together.refused += found.refused
                released.append(item.quarantine_key)
        return self._settle(batch, together, released, reasons, done, noting)

    def _keep(self, item: QuarantinedDelivery, error: Exception, done: Requeued, noting: _Noting | None) -> Requeued:
        row = self._ingest.poison(item.delivery, item.channel, error)
        return self._settle([item], Sorted(), [], [_new_reason(item, row)], done, noting)

    def _settle(
        self,
        batch: Sequence[QuarantinedDelivery],
        together: Sorted,
        released: Sequence[int],
        reasons: Sequence[NewReason],
        done: Requeued,
        noting: _Noting | None,
    ) -> Requeued:
        """Record what can be read now, and release it, in one transaction."""
        so_far = _read(done, len(batch), len(released))

        def settle(work: IngestWork) -> Iterable[Feed]:
            work.release(released)
            work.give_new_reasons(reasons)
            if noting is not None:
                noting.note(work, so_far, batch, self._clock())
            return [Feed.QUARANTINE]

        recorded = self._ingest.record_sorted(together, settle)
        return replace(
            so_far,
            accepted=done.accepted + recorded.accepted,
            repeated=done.repeated + recorded.repeated,
            camera_events=done.camera_events + recorded.camera_events,
        )


def _new_reason(item: QuarantinedDelivery, row: QuarantineRow) -> NewReason:
    return NewReason(
        item.quarantine_key, row.reason, row.detail, row.source, row.profile, row.judged_revision, row.device_ref
    )


def _read(done: Requeued, read: int, released: int) -> Requeued:
    kept = done.kept + read - released
    return replace(done, read=done.read + read, released=done.released + released, kept=kept)
