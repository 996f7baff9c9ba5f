"""Figures of a squad's cases: medians, hours and places, counted by the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from dashboard.domain.cases.records import Flag
from dashboard.domain.cases.similar import NEAR_M, box_around
from dashboard.domain.cases.states import CaseState
from dashboard.domain.durations import DAY_US, HOUR_US
from dashboard.domain.squads.hours import HOURS, DayGroup, HourCount, day_number
from dashboard.domain.squads.periods import Span
from dashboard.domain.squads.places import Spot, SpotHour
from dashboard.domain.squads.readouts import CaseScope
from dashboard.domain.squads.speeds import InTime, Pace, Speed, Speeds
from data_sources.db import tables as t
from data_sources.db.cases.leading import among_open, led_by
from data_sources.db.medians import median_s
from data_sources.db.part import SqlPart
from data_sources.db.squads.scope import around, of_squad

_C: Final = t.case_record.c
_LINE: Final = t.area.c
_CLOSED: Final = (CaseState.CLOSED.value, CaseState.FORCED_CLOSE.value)
_NOTHING_WRONG: Final = (CaseState.REJECTED.value, CaseState.VOID.value)
_CELLS_PER_DEGREE: Final = 2_000
"""About 55 m from south to north: neighbouring cells of one place are put together afterwards."""
_FEWEST_IN_CELL: Final = 2
_EXCUSED: Final = _C.flags.like(f"% {Flag.EXEMPT.value} %")


class SqlSquadFigures(SqlPart):
    """No case is read one by one."""

    def speeds(self, scope: CaseScope, span: Span) -> Speeds:
        """By the indexes of the moments at which each stretch ends."""
        own = list(of_squad(self._connection, scope))
        paces = {speed: self._pace(_ended_in(query.where(*own), ends, span)) for speed, ends, query in _stretches()}
        return Speeds(paces, self._in_time(own, span))

    def hour_counts(self, scope: CaseScope, group: DayGroup) -> Sequence[HourCount]:
        """A row for each category and hour."""
        local_us = _C.reported_us + group.offset_us
        hour = (local_us // HOUR_US % HOURS).label("hour")
        first, last = day_number(min(group.days)), day_number(max(group.days))
        query = (
            select(_C.category_name, hour, func.count())
            .where(*around(self._connection, scope), _C.state.not_in(_NOTHING_WRONG))
            .where(_C.reported_us >= first * DAY_US - group.offset_us)
            .where(_C.reported_us < (last + 1) * DAY_US - group.offset_us)
            .where((local_us // DAY_US).in_([day_number(day) for day in group.days]))
            .group_by(_C.category_name, hour)
        )
        return [HourCount(*row) for row in self._connection.execute(led_by(query, "ix_case_record_reported_us"))]

    def closed_spots(self, scope: CaseScope, since_us: int, limit: int) -> Sequence[Spot]:
        """By cells, of which those with a single case are left out."""
        cell = (func.round(_C.lat * _CELLS_PER_DEGREE), func.round(_C.lon * _CELLS_PER_DEGREE))
        count = func.count()
        query = (
            select(_C.category, func.max(_C.category_name), func.avg(_C.lon), func.avg(_C.lat), count)
            .where(*around(self._connection, scope), _C.ended_us >= since_us, _C.state.in_(_CLOSED))
            .group_by(_C.category, *cell)
            .having(count >= _FEWEST_IN_CELL)
            .order_by(count.desc(), _C.category, func.avg(_C.lat))
            .limit(limit)
        )
        return [Spot(*row) for row in self._connection.execute(led_by(query, "ix_case_record_ended_us"))]

    def spot_hours(self, scope: CaseScope, spot: Spot, since_us: int, offset_us: int) -> Sequence[SpotHour]:
        """By the index of category and latitude."""
        box = box_around(spot.lon, spot.lat, NEAR_M)
        hour = ((_C.reported_us + offset_us) // HOUR_US % HOURS).label("hour")
        line = func.coalesce(_LINE.code, "").label("line")
        query = (
            select(hour, line, _C.address, func.count())
            .outerjoin(t.area, _LINE.area_key == _C.line_key)
            .where(*around(self._connection, scope), _C.category == spot.category, _C.ended_us >= since_us)
            .where(_C.lat.between(box.south, box.north), _C.lon.between(box.west, box.east), _C.state.in_(_CLOSED))
            .group_by(hour, line, _C.address)
        )
        return [SpotHour(*row) for row in self._connection.execute(led_by(query, "ix_case_record_category_lat"))]

    def _pace(self, took: Select[Any]) -> Pace:
        count = int(self._connection.execute(select(func.count()).select_from(took.subquery())).scalar_one())
        return Pace(median_s(self._connection, took, count), count)

    def _in_time(self, own: Sequence[ColumnElement[bool]], span: Span) -> InTime:
        """Handled in that time, and due in it but not handled by its end."""
        good = func.sum(case((or_(_C.handled_us <= _C.due_us, _EXCUSED), 1), else_=0))
        handled = select(func.count(), good).where(
            *own, _C.handled_us >= span.from_us, _C.handled_us < span.until_us, _C.due_us.is_not(None)
        )
        late = select(func.count()).where(
            *own,
            _C.due_us >= span.from_us,
            _C.due_us < span.until_us,
            or_(_C.handled_us.is_(None), _C.handled_us >= span.until_us),
        )
        count, in_time = self._connection.execute(_led(handled.select_from(t.case_record), _C.handled_us)).one()
        still = among_open(late.where(_C.ended_us.is_(None)).select_from(t.case_record))
        since = _led(late.where(_C.ended_us >= span.until_us).select_from(t.case_record), _C.ended_us)
        overdue = sum(self._connection.execute(query).scalar_one() for query in (still, since))
        return InTime(int(in_time or 0), int(count) + int(overdue))


def _ended_in(took: Any, ends: ColumnElement[int], span: Span) -> Any:
    return _led(took.where(ends >= span.from_us, ends < span.until_us), ends)


def _led(query: Any, moment: Any) -> Any:
    """Each of these moments has an index."""
    return led_by(query, f"ix_case_record_{moment.name}")


def _stretches() -> Iterator[tuple[Speed, Any, Select[Any]]]:
    """Each with when it ends, and how long it took."""
    sign_us = func.coalesce(t.alarm.c.raised_us, t.camera_event.c.first_us, _C.reported_us)
    first_us = case((sign_us < _C.reported_us, sign_us), else_=_C.reported_us)
    found = (
        select((_C.filed_us - first_us).label("took"))
        .select_from(t.case_record)
        .outerjoin(t.alarm, t.alarm.c.alarm_key == _C.alarm_key)
        .outerjoin(t.camera_event, t.camera_event.c.camera_event_key == _C.camera_event_key)
    )
    handled = select((_C.handled_us - _C.dispatched_us - _C.paused_us).label("took")).where(
        _C.dispatched_us.is_not(None), _C.handled_us.is_not(None)
    )
    put_right = select((_C.ended_us - _C.filed_us - _C.paused_us).label("took")).where(
        and_(_C.state.in_(_CLOSED), _C.filed_us.is_not(None))
    )
    yield Speed.FIND, _C.filed_us, found
    yield Speed.HANDLE, _C.handled_us, handled
    yield Speed.PUT_RIGHT, _C.ended_us, put_right
