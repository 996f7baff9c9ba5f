"""Use case: look at cases: one, its timeline, lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from dashboard.domain.cases.demands import closing_conditions
from dashboard.domain.cases.discovery import SeenEvent, alarm_entries, event_entry, joined, reading_entries, stretch_of
from dashboard.domain.cases.machine import steps_of
from dashboard.domain.cases.permits import may, sight_of
from dashboard.domain.cases.photo_roles import Shot
from dashboard.domain.cases.queries import LARGEST_PAGE, SHORTEST_SEARCH, CasePage, CaseQuery, LampCount, Sorting
from dashboard.domain.cases.records import Case, CaseEntry
from dashboard.domain.cases.states import Action
from dashboard.domain.coordinates import Position
from dashboard.domain.photos.gallery import CasePicture, pictures_of
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.domain.triage.timeline import look_entry, verdict_entries
from dashboard.errors import BadInput
from dashboard.ports.cases import CaseStore, CaseWork
from dashboard.ports.operations import Clock
from dashboard.services.access import require
from dashboard.services.cases.moving import seen
from dashboard.services.cases.rules import CaseRules

READINGS_AT_MOST: Final = 20_000
"""How many readings are looked through for those that tell of an alarm."""
TOLD_BY_READINGS: Final = 4
"""Of how many alarms of a case readings are told."""
_TOO_SHORT: Final = Text(f"搜索至少 {SHORTEST_SEARCH} 个字", f"q: at least {SHORTEST_SEARCH} characters are looked for")


class CaseView(NamedTuple):
    """A case, what the asker may do now, its pictures, and what must hold before it is closed.

    `pictures` are the same as `shots`, with what is known of them.
    """

    case: Case
    actions: tuple[Action, ...]
    shots: Sequence[Shot]
    conditions: tuple[tuple[Text, bool], ...]
    pictures: tuple[CasePicture, ...]


class Cases:
    """What people see of cases: only what their right reaches. Raises Forbidden, NotFound, Unavailable."""

    def __init__(self, store: CaseStore, rules: CaseRules, clock: Clock) -> None:
        self._store = store
        self._rules = rules
        self._clock = clock

    def view(self, case_key: int, actor: Actor) -> CaseView:
        """Return one case with what this actor may do with it."""
        require(actor, Permission.VIEW_CASES)
        with self._store.look() as work:
            case = seen(work, case_key, actor)
            shots = work.case_shots(case_key)
            pictures = _pictures(work, case, shots)
        return CaseView(case, actions_of(case, actor), shots, closing_conditions(case, shots), pictures)

    def timeline(self, case_key: int, actor: Actor) -> Sequence[CaseEntry]:
        """Return what happened, the oldest first: the alarms and camera events too, with some readings around them.

        Cases merged into this one tell theirs.
        """
        require(actor, Permission.VIEW_CASES)
        with self._store.look() as work:
            seen(work, case_key, actor)
            keys = [case_key, *work.cases_merged_into(case_key)]
            return joined([*work.case_entries(keys), *_discovered(work, keys, self._clock())])

    def page(self, query: CaseQuery, sorting: Sorting, limit: int, cursor: str | None, actor: Actor) -> CasePage:
        """Return one page of what the actor sees. Raises BadInput on a bad cursor or a search that is too short."""
        return self.lit_page(query, sorting, limit, cursor, actor)[0]

    def lit_page(
        self, query: CaseQuery, sorting: Sorting, limit: int, cursor: str | None, actor: Actor
    ) -> tuple[CasePage, LampCount]:
        """Return the same with how many have each lamp, whichever lamp is asked for; the total is made of them."""
        wanted, at_us = self._wanted(query, limit, actor), self._clock()
        with self._store.look() as work:
            items, following, lamps = work.list_with_lamps(wanted, sorting, limit, cursor, at_us)
        return CasePage(tuple(items), lamps.of(query.lamp), following), lamps

    def _wanted(self, query: CaseQuery, limit: int, actor: Actor) -> CaseQuery:
        require(actor, Permission.VIEW_CASES)
        if not 1 <= limit <= LARGEST_PAGE:
            raise BadInput(f"limit must be between 1 and {LARGEST_PAGE}")
        if query.text and len(query.text) < SHORTEST_SEARCH:
            raise BadInput(_TOO_SHORT)
        return query._replace(sight=sight_of(actor))

    def with_categories(self, query: CaseQuery, code: str | None) -> CaseQuery:
        """Return the query for a category and all that lie below it in the catalogue of today."""
        if not code:
            return query
        catalogue, found, waiting = self._rules.catalogue(), {code}, [code]
        while waiting:
            below = [each.code for each in catalogue.children(waiting.pop())]
            found.update(below)
            waiting += below
        return query._replace(categories=frozenset(found))


def _discovered(work: CaseWork, case_keys: Sequence[int], now_us: int) -> Iterator[CaseEntry]:
    for number, trail in enumerate(work.trails(case_keys)):
        yield from alarm_entries(trail)
        stretch = stretch_of(trail, now_us) if number < TOLD_BY_READINGS else None
        points = work.stretch(stretch, READINGS_AT_MOST) if stretch is not None else ()
        if points:
            yield from reading_entries(trail, points)
    yield from _judged(work, work.seen_events(case_keys))


def _judged(work: CaseWork, events: Sequence[SeenEvent]) -> Iterator[CaseEntry]:
    """What cameras saw, and what people said of it."""
    case_of = {seen.event.event_key: seen.case_key for seen in events}
    yield from map(event_entry, events)
    if not case_of:
        return
    for given in work.verdicts_on(case_of):
        yield from verdict_entries(case_of[given.event_key], [given])
    entries = (look_entry(case_of[look.event_key], look) for look in work.looks_at(case_of))
    yield from (entry for entry in entries if entry is not None)


def _pictures(work: CaseWork, case: Case, shots: Sequence[Shot]) -> tuple[CasePicture, ...]:
    digests, place = [shot.digest for shot in shots], Position(case.place.lon, case.place.lat)
    return pictures_of(shots, place, work.photos(digests), work.photos_elsewhere(digests, case.case_key))


def actions_of(case: Case, actor: Actor) -> tuple[Action, ...]:
    """Return what the actor may do with the case as it stands."""
    return tuple(action for action in steps_of(case) if may(case, action, actor).allowed)
