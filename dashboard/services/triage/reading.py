"""What the desk asks of events: the queue in groups, and one with all that helps to judge it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dashboard.domain.cases.similar import SAME_TIME_US
from dashboard.domain.coordinates import Position, distance_m
from dashboard.domain.durations import SECOND_US
from dashboard.domain.event_lines import EventLine
from dashboard.domain.rights import Actor, Permission, Target, decide
from dashboard.domain.triage.claims import AGES_AFTER_US, Claim
from dashboard.domain.triage.precision import TRUST_WINDOW_US, Precision
from dashboard.domain.triage.readouts import (
    PAST_US,
    EventFile,
    EventGroup,
    EventQueue,
    GroupKey,
    LikeCase,
    LikeEvent,
    QueuePart,
    QueueQuery,
    Waiting,
)
from dashboard.domain.triage.states import BEARS_OTHERS, OPEN
from dashboard.domain.triage.verdicts import Judged, undo_problem
from dashboard.ports.operations import Clock
from dashboard.ports.triage import TriageStore, TriageWork
from dashboard.services.access import require
from dashboard.services.cases.similar import duplicates_at
from dashboard.services.remembered import Remembered
from dashboard.services.triage.claiming import candidates, within_reach
from dashboard.services.triage.judging import waiting_look

MOST_GROUPS: Final = 7
SHOWN_OF_GROUP: Final = 8
MOST_SHOWN_OF_GROUP: Final = 200
MARK_US: Final = 10 * SECOND_US
"""Ageing moves without the feed: an answer is at most ten seconds old."""
EVERYTHING: Final = QueueQuery()
_LIKE_SHOWN: Final = 3


class TriageReading:
    """The reads. Raises Forbidden, Unavailable."""

    def __init__(self, store: TriageStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._remembered = Remembered()

    def queue(
        self, query: QueueQuery, actor: Actor, revision: int | None, opened: tuple[GroupKey, int] | None = None
    ) -> EventQueue:
        """Return the queue as of a revision of the feed: the seven largest groups, each with its first events.

        Of the group that is `opened` so many are listed; the others have as many as fit a glance.
        """
        require(actor, Permission.VIEW_OPERATIONS)
        mark = None if revision is None else (revision, self._clock() // MARK_US)
        question = ("queue", query.grids, query.order, opened)
        parts, left_out = self._remembered.get(question, mark, lambda: self._parts(query, opened))
        return EventQueue(parts, left_out, self.waiting(query, actor, revision))

    def waiting(self, query: QueueQuery, actor: Actor, revision: int | None) -> Waiting:
        """Return how the queue stands for this actor."""
        mark = None if revision is None else (revision, self._clock() // MARK_US)
        looker = actor.name if decide(actor, Permission.JUDGE_EVENTS).allowed else None

        def ask() -> Waiting:
            with self._store.look() as work:
                now_us = self._clock()
                waiting = work.events_waiting(query, now_us - AGES_AFTER_US, looker)
                return waiting._replace(looked=work.second_looks(now_us - TRUST_WINDOW_US))

        return self._remembered.get(("waiting", query.grids, looker), mark, ask)

    def file_of(self, event_key: int, actor: Actor, query: QueueQuery = EVERYTHING) -> EventFile | None:
        """Return what somebody sees who opens the event; None when there is none."""
        require(actor, Permission.VIEW_OPERATIONS)
        now_us = self._clock()
        with self._store.look() as work:
            event, judged = work.event_of(event_key), work.judged_event(event_key)
            if event is None or judged is None:
                return None
            place = Target(areas=work.event_areas(event_key))
            may = decide(actor, Permission.JUDGE_EVENTS, place).allowed
            is_look = may and waiting_look(work, judged, actor) is not None
            held = _held(work, event_key, actor, now_us)
            file = EventFile(
                event=event,
                trust=_trust(work, event, now_us),
                past=work.past_of(event, event.first_us - PAST_US),
                may_judge=may and held is None and (is_look or event.state in OPEN),
                is_second_look=is_look,
                holder=held,
                following=_following(work, query._replace(now_us=now_us), actor, event_key) if may else None,
            )
            return file if is_look else _with_what_was_said(work, file, judged, actor, now_us, may=may)

    def _parts(self, query: QueueQuery, opened: tuple[GroupKey, int] | None) -> tuple[Sequence[QueuePart], int]:
        with self._store.look() as work:
            groups = work.event_groups(query)
            shown = groups[:MOST_GROUPS]
            parts = [QueuePart(group, _first_of(work, query, group, opened)) for group in shown]
        return parts, len(groups) - len(shown)


def _held(work: TriageWork, event_key: int, actor: Actor, now_us: int) -> Claim | None:
    claim = work.claim_of(event_key)
    return claim if claim is not None and claim.holds_against(actor.name, now_us) else None


def _following(work: TriageWork, query: QueueQuery, actor: Actor, event_key: int) -> EventLine | None:
    wanted = within_reach(work, query._replace(not_claimed_for=actor.name), actor)
    return next(iter(candidates(work, wanted, actor, event_key, 1)), None)


def _with_what_was_said(
    work: TriageWork, file: EventFile, judged: Judged, actor: Actor, now_us: int, *, may: bool
) -> EventFile:
    return replace(
        file,
        like_events=_like_events(work, file.event),
        like_cases=_like_cases(work, file.event, now_us),
        verdicts=work.verdicts_on([judged.event_key]),
        may_undo=may and _may_undo(work, judged, actor),
    )


def _first_of(
    work: TriageWork, query: QueueQuery, group: EventGroup, opened: tuple[GroupKey, int] | None
) -> Sequence[EventLine]:
    wanted = opened[1] if opened is not None and opened[0] == group.key else SHOWN_OF_GROUP
    limit = min(max(wanted, SHOWN_OF_GROUP), MOST_SHOWN_OF_GROUP)
    return work.event_queue(query._replace(group=group.key), limit)


def _trust(work: TriageWork, event: EventLine, now_us: int) -> Precision:
    return work.event_precision(event.camera_ref, event.category, event.label, now_us - TRUST_WINDOW_US)


def _like_events(work: TriageWork, event: EventLine) -> list[LikeEvent]:
    if event.state not in OPEN:
        return []
    found = work.like_events(event, BEARS_OTHERS, SAME_TIME_US)
    return [LikeEvent(each, _away_m(event, each), event.first_us - each.first_us) for each in found][:_LIKE_SHOWN]


def _away_m(event: EventLine, other: EventLine) -> float | None:
    if event.lon is None or event.lat is None or other.lon is None or other.lat is None:
        return None
    return distance_m(Position(event.lon, event.lat), Position(other.lon, other.lat))


def _like_cases(work: TriageWork, event: EventLine, now_us: int) -> list[LikeCase]:
    if event.state not in OPEN or event.category is None or event.lon is None or event.lat is None:
        return []
    found = duplicates_at(work, event.category, event.lon, event.lat, now_us)
    return [LikeCase(each.case.case_key, each.case.number, each.away_m) for each in found[:_LIKE_SHOWN]]


def _may_undo(work: TriageWork, event: Judged, actor: Actor) -> bool:
    look = work.second_look(event.event_key)
    return undo_problem(event, actor.name, looked_again=look is not None and look.looked_us is not None) is None
