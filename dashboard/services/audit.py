"""Use cases: search the record, and take it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import Final, NamedTuple

from dashboard.domain.audit import AuditQuery, Entry, Link, name_now
from dashboard.domain.readings import to_us
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from dashboard.ports.audit import AuditReads, AuditStore
from dashboard.ports.operations import Clock
from dashboard.services.access import require
from dashboard.services.paging import check_limit, cursor_of, position_of

MOST_ENTRIES: Final = 1_000
_SLICE: Final = 2_000


class AuditPage(NamedTuple):
    """Entries, the newest first; `next` is the cursor of the page after it, None on the last."""

    entries: Sequence[Entry]
    next: str | None


def day_begins_us(typed: str, zone: tzinfo) -> int | None:
    """Return the midnight at which a day begins, in µs; None when nothing was typed. Raises BadInput."""
    if not typed:
        return None
    try:
        return to_us(datetime.strptime(typed, "%Y-%m-%d").replace(tzinfo=zone))
    except ValueError as error:
        raise BadInput(
            Text(f"日期「{typed}」请写成 2026-11-26", f"{typed!r} is no day; write it such as 2026-11-26")
        ) from error


class Audit:
    """The record, for whoever may see it. Each method raises Forbidden, and Unavailable."""

    def __init__(self, reads: AuditReads, store: AuditStore, clock: Clock) -> None:
        self._reads = reads
        self._store = store
        self._clock = clock

    def head(self, actor: Actor) -> Link:
        """Return number and digest of the newest entry."""
        require(actor, Permission.VIEW_AUDIT)
        return self._reads.head()

    def actions(self, actor: Actor) -> Sequence[str]:
        """Return every action that was ever noted, by the name of today, in the order of the alphabet."""
        require(actor, Permission.VIEW_AUDIT)
        return sorted({name_now(action) for action in self._reads.actions()})

    def page(self, query: AuditQuery, limit: int, cursor: str | None, actor: Actor) -> AuditPage:
        """Return the entries that match, the newest first. Raises BadInput for a limit or cursor that cannot be."""
        require(actor, Permission.VIEW_AUDIT)
        check_limit(limit, MOST_ENTRIES)
        position = position_of(cursor, 1)
        found = self._reads.find(query, limit + 1, position[0] if position else None)
        entries = found[:limit]
        return AuditPage(entries, cursor_of(entries[-1].number) if len(found) > limit else None)

    def export(self, query: AuditQuery, actor: Actor) -> Iterator[Entry]:
        """Note that the actor takes these entries out, then return them, the newest first, slice by slice."""
        require(actor, Permission.VIEW_AUDIT)
        asked = {name: value for name, value in query._asdict().items() if value}
        with self._store.begin() as work:
            work.note_in_audit(actor, "export_audit", "audit", asked, self._clock())
        return self._slices(query)

    def _slices(self, query: AuditQuery) -> Iterator[Entry]:
        before: int | None = None
        while found := self._reads.find(query, _SLICE, before):
            yield from found
            before = found[-1].number
