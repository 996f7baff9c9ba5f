"""Use case: who looks at an event holds it, and who asks for the next one is given what nobody holds."""

from __future__ import annotations

from typing import Final

from dashboard.domain.event_lines import EventLine
from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Actor, Permission, Reach
from dashboard.domain.triage.claims import Claim, claimed, taken
from dashboard.domain.triage.readouts import QueueQuery
from dashboard.domain.triage.states import OPEN
from dashboard.errors import Conflict
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.ports.triage import TriageStore, TriageWork
from dashboard.services.access import require
from dashboard.services.triage.judging import own_event, waiting_look

TRIED: Final = 5
"""How many events are tried of which others may take hold at the same moment."""


class Claims:
    """Holds events. Raises Forbidden, NotFound, Conflict with who holds it, Unavailable."""

    def __init__(self, store: TriageStore, notifier: LiveNotifier, clock: Clock) -> None:
        self._store = store
        self._notifier = notifier
        self._clock = clock

    def claim(self, event_key: int, actor: Actor) -> Claim | None:
        """Hold an event that waits, in place of what the actor held before; None for one that nobody need judge."""
        require(actor, Permission.JUDGE_EVENTS)
        now_us = self._clock()
        with self._store.begin() as work:
            event = own_event(work, event_key, actor)
            if event.state not in OPEN and waiting_look(work, event, actor) is None:
                work.release_claims(actor.name)
                return None
            before = work.claim_of(event_key)
            claim = claimed(before, event_key, actor.name, now_us)
            if not work.save_claim(claim, now_us):
                raise Conflict(taken(work.claim_of(event_key) or claim))
            is_new = before is None or before.holder != actor.name or before.until_us <= now_us
            feeds = work.bump([Feed.CAMERA_EVENTS]) if is_new else {}
        self._tell(feeds)
        return claim

    def release(self, actor: Actor) -> None:
        """Let go what the actor holds."""
        require(actor, Permission.JUDGE_EVENTS)
        with self._store.begin() as work:
            feeds = work.bump([Feed.CAMERA_EVENTS]) if work.release_claims(actor.name) else {}
        self._tell(feeds)

    def take_next(self, query: QueueQuery, actor: Actor, after: int | None = None) -> EventLine | None:
        """Hold the next event after one, in the order of the query, and return it; from the top again at the end.

        What waits for the actor's second look comes first; without anything left, None. Who skips an event is given it
        again only when all others were offered.
        """
        require(actor, Permission.JUDGE_EVENTS)
        now_us = self._clock()
        with self._store.begin() as work:
            wanted = within_reach(work, query._replace(not_claimed_for=actor.name, now_us=now_us), actor)
            found = self._first_free(work, wanted, actor, after, now_us)
            feeds = work.bump([Feed.CAMERA_EVENTS]) if found is not None else {}
        self._tell(feeds)
        return found

    def _first_free(
        self, work: TriageWork, query: QueueQuery, actor: Actor, after: int | None, now_us: int
    ) -> EventLine | None:
        for event in candidates(work, query, actor, after, TRIED):
            claim = claimed(work.claim_of(event.event_key), event.event_key, actor.name, now_us)
            if work.save_claim(claim, now_us):
                return event
        return None

    def _tell(self, feeds: dict[Feed, int]) -> None:
        if feeds:
            self._notifier.publish([], feeds)


def within_reach(work: TriageWork, query: QueueQuery, actor: Actor) -> QueueQuery:
    """Return the query as far as the actor's right reaches."""
    if actor.rights.get(Permission.JUDGE_EVENTS) is Reach.ALL:
        return query
    own = work.codes_within(actor.areas)
    return query._replace(grids=own if query.grids is None else query.grids & own)


def candidates(work: TriageWork, query: QueueQuery, actor: Actor, after: int | None, limit: int) -> list[EventLine]:
    """Return what comes after an event: a second look unless that was one, what follows, what stands at the top."""
    last = work.event_of(after) if after is not None else None
    looks = work.looks_waiting(query, actor.name, 2) if last is None or last.state in OPEN else ()
    place = (last.first_us, last.event_key) if last is not None else None
    following = list(work.event_queue(query._replace(after=place), limit))
    top = work.event_queue(query, limit) if place is not None and len(following) < limit else ()
    found = {event.event_key: event for event in (*looks, *following, *top) if event.event_key != after}
    return list(found.values())[:limit]
