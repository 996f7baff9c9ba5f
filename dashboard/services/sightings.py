"""Camera events for programs, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from dashboard.domain.event_lines import EventLine
from dashboard.domain.triage.states import EventState
from dashboard.ports.desk import EventReads
from dashboard.services.paging import check_limit, cursor_of, position_of

MOST_EVENTS: Final = 1_000


class EventPage(NamedTuple):
    """Events, the last seen first; `next` is the cursor of the page after it, None on the last."""

    items: Sequence[EventLine]
    next: str | None


class Sightings:
    """The reads. Raises BadInput or Unavailable."""

    def __init__(self, events: EventReads) -> None:
        self._events = events

    def page(self, limit: int = 100, cursor: str | None = None, state: EventState | None = None) -> EventPage:
        """The events of a state, or all, the last seen first."""
        check_limit(limit, MOST_EVENTS)
        position = position_of(cursor, 2)
        before = (position[0], position[1]) if position else None
        found = self._events.camera_events(limit + 1, before, state)
        items = found[:limit]
        more = len(found) > limit
        return EventPage(items, cursor_of(items[-1].last_us, items[-1].event_key) if more else None)
