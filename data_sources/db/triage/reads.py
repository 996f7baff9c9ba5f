"""The queue of camera events: what waits, in groups, and what is known of one that is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, tuple_
from sqlalchemy.orm import aliased

from dashboard.domain.cases.similar import NEAR_M, box_around
from dashboard.domain.event_lines import EventLine
from dashboard.domain.triage.precision import Precision
from dashboard.domain.triage.readouts import (
    EventGroup,
    GroupKey,
    Order,
    PlacePast,
    QueueQuery,
    SecondLooks,
    Waiting,
)
from dashboard.domain.triage.states import EventState, HeldBecause
from dashboard.ports.triage import TriageReads
from data_sources.db import tables as t
from data_sources.db.event_lines import EVENT, event_line
from data_sources.db.part import SqlPart

_E: Final = t.camera_event.c
_L: Final = t.camera_second_look.c
_GRID: Final = aliased(t.area, name="grid_of_group")
_ABOVE: Final = aliased(t.area, name="district_of_group")
_PLACE: Final = (_E.first_us, _E.camera_event_key)
MOST_LIKE: Final = 8


class SqlTriageReads(SqlPart, TriageReads):
    """What the desk reads of events."""

    def event_queue(self, query: QueueQuery, limit: int) -> Sequence[EventLine]:
        """By the index of the state and when it was first seen."""
        return self._lines(self._ordered(_with_district(EVENT), query).limit(limit))

    def event_groups(self, query: QueueQuery) -> Sequence[EventGroup]:
        """By category, label where there is none, and the area above the grid."""
        parts = (_E.category, func.coalesce(_E.category, _E.label), _ABOVE.c.code, _ABOVE.c.name)
        counted = select(*parts, func.count(), func.min(_E.first_us), func.max(_E.first_us))
        rows = self._connection.execute(
            _with_district(counted.select_from(t.camera_event)).where(*_meant(query)).group_by(*parts)
        )
        found = [EventGroup(GroupKey(row[0], row[1], row[2]), row[3], *row[4:]) for row in rows]
        return sorted(found, key=lambda group: (-group.total, -group.newest_us, group.key.label))

    def events_waiting(self, query: QueueQuery, aged_before_us: int, looker: str | None) -> Waiting:
        """Counted truly, whatever the list shows."""
        aged = func.count().filter(_E.first_us < aged_before_us)
        counted = select(func.count(), func.min(_E.first_us), aged).select_from(t.camera_event)
        count, oldest_us, ageing = self._connection.execute(counted.where(*_meant(query))).one()
        held = query._replace(states=frozenset({EventState.HELD}))
        by_gate = select(_E.held_because, func.count()).where(*_meant(held)).group_by(_E.held_because)
        gates = {HeldBecause(gate) if gate else None: number for gate, number in self._connection.execute(by_gate)}
        looks = select(func.count()).select_from(_looks(looker)) if looker is not None else select(literal(0))
        return Waiting(count, oldest_us, ageing, gates, self._connection.execute(looks).scalar_one())

    def looks_waiting(self, query: QueueQuery, looker: str, limit: int) -> Sequence[EventLine]:
        """The first picked first."""
        waiting = _looks(looker)
        lines = EVENT.join(waiting, waiting.c.camera_event_key == _E.camera_event_key)
        if query.not_claimed_for is not None:
            lines = lines.where(_free(query))
        if query.grids is not None:
            lines = lines.where(t.area.c.code.in_(query.grids))
        return self._lines(lines.order_by(waiting.c.picked_us, _E.camera_event_key).limit(limit))

    def event_precision(self, camera_ref: str, category: str | None, label: str, since_us: int) -> Precision:
        """By the index of what counts."""
        right = func.count().filter(_E.is_right.is_(True))
        counted = select(right, func.count()).where(
            _E.camera_ref == camera_ref, _E.is_right.is_not(None), _E.judged_us >= since_us, *_alike(category, label)
        )
        return Precision(*self._connection.execute(counted).one())

    def past_of(self, event: EventLine, since_us: int) -> PlacePast:
        """By the index of camera, label and time."""
        right, cases = func.count().filter(_E.is_right.is_(True)), _E.state == EventState.CONVERTED.value
        counted = select(func.count(), right, func.count().filter(cases)).where(
            _E.camera_ref == event.camera_ref,
            _E.last_us >= since_us,
            _E.first_us <= event.first_us,
            _E.camera_event_key != event.event_key,
            *_alike(event.category, event.label),
        )
        return PlacePast(*self._connection.execute(counted).one())

    def like_events(self, event: EventLine, states: frozenset[EventState], within_us: int) -> Sequence[EventLine]:
        """Of the same camera, and of cameras within fifty metres."""
        here = _E.camera_ref == event.camera_ref
        if event.lon is not None and event.lat is not None:
            box = box_around(event.lon, event.lat, NEAR_M)
            a = t.asset.c
            here |= and_(a.lat.between(box.south, box.north), a.lon.between(box.west, box.east))
        query = EVENT.where(
            here,
            _E.state.in_([state.value for state in states]),
            _E.first_us.between(event.first_us - within_us, event.first_us + within_us),
            _E.camera_event_key != event.event_key,
            *_alike(event.category, event.label),
        )
        return self._lines(query.order_by(func.abs(_E.first_us - event.first_us)).limit(MOST_LIKE))

    def second_looks(self, since_us: int) -> SecondLooks:
        """Those that were taken."""
        different = func.count().filter(_L.agrees.is_(False))
        counted = select(func.count(), different).where(_L.looked_us >= since_us)
        return SecondLooks(*self._connection.execute(counted).one())

    def event_of(self, event_key: int) -> EventLine | None:
        """By its key."""
        row = self._connection.execute(EVENT.where(_E.camera_event_key == event_key)).one_or_none()
        return None if row is None else event_line(row)

    def _ordered(self, select_from: Select[Any], query: QueueQuery) -> Select[Any]:
        told = select_from.where(*_meant(query))
        is_newest = query.order is Order.NEWEST
        if query.after is not None:
            place = tuple_(*_PLACE)
            after = tuple_(*(literal(part) for part in query.after))
            told = told.where(place < after if is_newest else place > after)
        return told.order_by(*(column.desc() if is_newest else column for column in _PLACE))

    def _lines(self, query: Select[Any]) -> Sequence[EventLine]:
        return [event_line(row) for row in self._connection.execute(query)]


def _with_district(query: Select[Any]) -> Select[Any]:
    return query.outerjoin(_GRID, _GRID.c.area_key == _E.grid_key).outerjoin(
        _ABOVE, _ABOVE.c.area_key == _GRID.c.parent_key
    )


def _meant(query: QueueQuery) -> Iterator[ColumnElement[bool]]:
    yield _E.state.in_(sorted(state.value for state in query.states))
    if query.grids is not None:
        inside = select(t.area.c.area_key).where(t.area.c.code.in_(query.grids))
        yield _E.grid_key.in_(inside)
    if query.group is not None:
        yield from _alike(query.group.category, query.group.label)
        yield _ABOVE.c.code.is_(None) if query.group.district is None else _ABOVE.c.code == query.group.district
    if query.not_claimed_for is not None:
        yield _free(query)


def _free(query: QueueQuery) -> ColumnElement[bool]:
    """Nobody else holds it now."""
    claim = aliased(t.camera_event_claim).c
    others = select(claim.camera_event_key).where(
        claim.camera_event_key == _E.camera_event_key,
        claim.until_us > query.now_us,
        claim.holder != query.not_claimed_for,
    )
    return ~others.exists()


def _alike(category: str | None, label: str) -> Iterator[ColumnElement[bool]]:
    if category is not None:
        yield _E.category == category
    else:
        yield and_(_E.category.is_(None), _E.label == label)


def _looks(looker: str | None) -> Any:
    query = select(_L.camera_event_key, _L.picked_us).where(_L.looked_us.is_(None), _L.first_by != looker)
    return query.subquery("looks")
