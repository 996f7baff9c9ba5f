"""What judging events needs to keep and to read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from dashboard.domain.event_lines import EventLine
from dashboard.domain.triage.claims import Claim
from dashboard.domain.triage.precision import Precision
from dashboard.domain.triage.readouts import (
    EventGroup,
    PlacePast,
    QueueQuery,
    SecondLooks,
    Waiting,
)
from dashboard.domain.triage.second_look import SecondLook
from dashboard.domain.triage.states import EventState
from dashboard.ports.cases import CaseWork


class TriageRows(Protocol):
    """Claims and second looks inside a transaction."""

    def event_areas(self, event_key: int) -> frozenset[str]:
        """Return the codes of the areas of every level that the event lies in."""

    def codes_within(self, codes: Collection[str]) -> frozenset[str]:
        """Return the codes of these areas and of all that lie below them."""

    def claim_of(self, event_key: int) -> Claim | None:
        """Return the last claim of an event, though it may have ended."""

    def save_claim(self, claim: Claim, now_us: int) -> bool:
        """Store it in place of the holder's others; False when somebody else's has not ended at `now_us`."""

    def release_claims(self, holder: str, event_key: int | None = None) -> bool:
        """Remove the holder's claim of one event, or all of them; return whether there was one."""

    def second_look(self, event_key: int) -> SecondLook | None:
        """Return the second look at an event, locked in a transaction that writes; None when none was picked."""

    def add_second_look(self, look: SecondLook) -> None:
        """Store that a verdict waits for one; an event has at most one."""

    def save_second_look(self, look: SecondLook) -> None:
        """Store what came of it."""

    def remove_second_look(self, event_key: int) -> None:
        """Remove one that nobody took."""

    def count_as(self, event_key: int, is_right: bool, at_us: int) -> None:
        """Store what counts for the precision of the event's camera."""


class TriageReads(Protocol):
    """What is read of the queue; times are µs since the epoch."""

    def event_queue(self, query: QueueQuery, limit: int) -> Sequence[EventLine]:
        """Return events in their order, from the place of `after` (first seen, key) on."""

    def event_groups(self, query: QueueQuery) -> Sequence[EventGroup]:
        """Return what waits by category and district, the most first."""

    def events_waiting(self, query: QueueQuery, aged_before_us: int, looker: str | None) -> Waiting:
        """Return how the queue stands; second looks are counted for who did not give the first verdict."""

    def looks_waiting(self, query: QueueQuery, looker: str, limit: int) -> Sequence[EventLine]:
        """Return what this actor may look at a second time."""

    def event_precision(self, camera_ref: str, category: str | None, label: str, since_us: int) -> Precision:
        """Return the counted verdicts of a camera and category (without one: a label) since then."""

    def past_of(self, event: EventLine, since_us: int) -> PlacePast:
        """Return what the camera saw of that category before the event."""

    def like_events(self, event: EventLine, states: frozenset[EventState], within_us: int) -> Sequence[EventLine]:
        """Return events of the same category, first seen within so much of it, of its camera or of others around."""

    def second_looks(self, since_us: int) -> SecondLooks:
        """Return how those that were taken since then came out."""

    def event_of(self, event_key: int) -> EventLine | None:
        """Return one event as lists show it."""


class TriageWork(CaseWork, TriageRows, TriageReads, Protocol):
    """One transaction."""


class TriageStore(Protocol):
    """The database as triage sees it. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[TriageWork]: ...

    def look(self) -> AbstractContextManager[TriageWork]: ...
