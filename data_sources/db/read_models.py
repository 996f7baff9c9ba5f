"""What the desk and the search read, in SQLAlchemy Core."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, and_, case, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from dashboard.domain.alarms import last_move, now_and_worst
from dashboard.domain.data_quality import RefusalLine
from dashboard.domain.durations import HOUR_US, hours_between
from dashboard.domain.event_lines import EventLine
from dashboard.domain.metrics import METRICS
from dashboard.domain.people.readouts import AreaHolder
from dashboard.domain.readouts import (
    AlarmLine,
    AlarmMoment,
    AlarmStory,
    AreaStep,
    AssetSheet,
    HistoryPoint,
    Hit,
    LayerCount,
    LiveValue,
)
from dashboard.domain.rule_preview import PastHour
from dashboard.domain.severity import AssetState, Severity
from dashboard.domain.triage.states import EventState
from dashboard.ports.desk import DeskReadModels, SearchIndex
from data_sources.db import quality_reads
from data_sources.db import tables as t
from data_sources.db.area_tree import keys_below
from data_sources.db.asset_states import state_from
from data_sources.db.devices import IS_DEVICE
from data_sources.db.engine import reading
from data_sources.db.event_lines import CASE, EVENT, GRID, case_state, event_line
from data_sources.db.json_columns import unpacked
from data_sources.db.like import like
from data_sources.db.people.holders import holders_of_areas

_DEEPEST_PATH: Final = 12
_NEWEST: Final = t.alarm.c.alarm_key.desc()

_DISTRICT: Final = aliased(t.area)
"""What lies above a grid."""

ALARM: Final[Select[Any]] = (
    select(
        *(column for column in t.alarm.c if column.key not in ("asset_key", "grid_key")),
        t.asset.c.asset_id,
        t.asset.c.name.label("asset_name"),
        t.asset.c.kind,
        t.asset.c.street,
        *GRID,
        _DISTRICT.c.code.label("district_code"),
        _DISTRICT.c.name.label("district_name"),
        t.asset_state.c.last_seen_us,
        t.asset_state.c.memory,
        *CASE,
    )
    .join(t.asset, t.asset.c.asset_key == t.alarm.c.asset_key)
    .outerjoin(t.asset_state, t.asset_state.c.asset_key == t.alarm.c.asset_key)
    .outerjoin(t.area, t.area.c.area_key == t.alarm.c.grid_key)
    .outerjoin(_DISTRICT, _DISTRICT.c.area_key == t.area.c.parent_key)
    .outerjoin(t.case_alarm, t.case_alarm.c.alarm_key == t.alarm.c.alarm_key)
    .outerjoin(t.case_record, t.case_record.c.case_key == t.case_alarm.c.case_key)
)


def live_values(text: str) -> tuple[LiveValue, ...]:
    """The stored latest values, `{metric: [value, measured_us]}`, of metrics that are still known."""
    return tuple(
        LiveValue(metric, value, at_us) for metric, (value, at_us, *_) in unpacked(text).items() if metric in METRICS
    )


class DeskReader(DeskReadModels, SearchIndex):
    """Reads alarms, camera events, single assets and counts. Raises Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open_alarms(self, limit: int) -> Sequence[AlarmLine]:
        """Alarms that have not cleared, the newest first."""
        query = ALARM.where(t.alarm.c.cleared_us.is_(None)).order_by(t.alarm.c.worsened_us.desc(), _NEWEST).limit(limit)
        with reading(self._engine) as connection:
            return [alarm_line(row) for row in connection.execute(query)]

    def alarm_stories(self, asset_id: str, limit: int) -> Sequence[AlarmStory]:
        """The newest alarms of one asset with their timelines, newest entry first."""
        query = ALARM.where(t.asset.c.asset_id == asset_id).order_by(t.alarm.c.raised_us.desc(), _NEWEST).limit(limit)
        with reading(self._engine) as connection:
            alarms = [alarm_line(row) for row in connection.execute(query)]
            moments = moments_of(connection, [alarm.alarm_key for alarm in alarms])
        return [AlarmStory(alarm, tuple(moments.get(alarm.alarm_key, ()))) for alarm in alarms]

    def asset_sheet(self, asset_id: str) -> AssetSheet | None:
        """One asset with its place, duties and newest values."""
        query = (
            select(t.asset, t.asset_state.c.state, t.asset_state.c.last_seen_us, t.asset_state.c["values"])
            .outerjoin(t.asset_state, t.asset_state.c.asset_key == t.asset.c.asset_key)
            .where(t.asset.c.asset_id == asset_id)
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
            if row is None:
                return None
            path = _area_path(connection, row.grid_key)
            extra = _areas(connection, [key for key in (row.line_key, row.unit_grid_key) if key is not None])
            duties = holders_of_areas(connection, [step.area_key for step in [*path, *extra]])
            since_us = _state_since(connection, row.asset_key, row.last_seen_us)
        squad = next((step.squad for step in reversed(path) if step.squad), None)
        return _sheet(row, [*path, *extra], squad, duties, since_us)

    def refusals(self, asset_id: str, since_us: int) -> Sequence[RefusalLine]:
        """The fields of one asset whose values were not taken since then, the most frequent first."""
        with reading(self._engine) as connection:
            return quality_reads.refusals(connection, asset_id, since_us)

    def observations(self, asset_id: str, metric: str, from_us: int, until_us: int) -> Sequence[HistoryPoint]:
        """Raw readings in the order of time; the hours are listed one by one, as the table is clustered by them."""
        hours = hours_between(from_us, until_us)
        o = t.observation.c
        query = (
            select(o.measured_us, o.value)
            .where(o.hour.in_(hours), o.asset_key == _key_of(asset_id), o.metric == METRICS[metric].number)
            .where(o.measured_us.between(from_us, until_us))
            .order_by(o.hour, o.measured_us)
        )
        with reading(self._engine) as connection:
            return [HistoryPoint(at_us, value, value, value) for at_us, value in connection.execute(query)]

    def hourly(self, asset_id: str, metric: str, from_us: int, until_us: int) -> Sequence[PastHour]:
        """Hourly roll-ups in the order of time."""
        h = t.observation_hourly.c
        query = (
            select(h.hour, h.count, h.minimum, h.maximum, h.mean)
            .where(h.asset_key == _key_of(asset_id), h.metric == METRICS[metric].number)
            .where(h.hour.between(from_us // HOUR_US, until_us // HOUR_US))
            .order_by(h.hour)
        )
        with reading(self._engine) as connection:
            return [PastHour(*hour) for hour in connection.execute(query)]

    def camera_events(
        self, limit: int, before: tuple[int, int] | None = None, state: EventState | None = None
    ) -> Sequence[EventLine]:
        """The last seen first, by (last_us, camera_event_key) from below `before`."""
        place = (t.camera_event.c.last_us, t.camera_event.c.camera_event_key)
        query = EVENT.order_by(*(column.desc() for column in place)).limit(limit)
        if before is not None:
            query = query.where(tuple_(*place) < tuple_(*before))
        if state is not None:
            query = query.where(t.camera_event.c.state == state.value)
        with reading(self._engine) as connection:
            return [event_line(row) for row in connection.execute(query)]

    def events_seen(self, from_us: int, until_us: int) -> int:
        """Camera events first seen in that time."""
        return count_between(self._engine, t.camera_event.c.first_us, from_us, until_us)

    def camera_event(self, event_key: int) -> EventLine | None:
        """One event, or None."""
        with reading(self._engine) as connection:
            row = connection.execute(EVENT.where(t.camera_event.c.camera_event_key == event_key)).one_or_none()
        return None if row is None else event_line(row)

    def layer_counts(self) -> Sequence[LayerCount]:
        """All devices by kind, and how many are not offline, in the order of their numbers."""
        online = func.sum(case((t.asset_state.c.state != AssetState.OFFLINE.number, 1), else_=0))
        query = (
            select(t.asset.c.kind, func.count(), online)
            .outerjoin(t.asset_state, t.asset_state.c.asset_key == t.asset.c.asset_key)
            .where(IS_DEVICE)
            .group_by(t.asset.c.kind)
            .order_by(func.count().desc(), t.asset.c.kind)
        )
        with reading(self._engine) as connection:
            return [LayerCount(kind, total, int(up or 0)) for kind, total, up in connection.execute(query)]

    def codes_below(self, codes: Collection[str]) -> frozenset[str]:
        """The codes of these areas and of all areas below them."""
        query = select(t.area.c.code).where(t.area.c.area_key.in_(keys_below(*codes)))
        with reading(self._engine) as connection:
            return frozenset(connection.execute(query).scalars())

    def area_count(self, level: str) -> int:
        """How many areas of a level there are."""
        with reading(self._engine) as connection:
            return int(connection.scalar(select(func.count()).where(t.area.c.level == level)) or 0)

    def find_assets(self, text: str, limit: int) -> Sequence[Hit]:
        """Assets by number, name or street; those whose number begins so come first."""
        a, pattern = t.asset.c, like(text)
        begins = case((a.asset_id.ilike(pattern[1:], escape="\\"), 0), (a.name.ilike(pattern, escape="\\"), 1), else_=2)
        query = (
            select(a.asset_id, a.name, a.street, a.lon, a.lat, a.kind)
            .where(_assets_named(text))
            .order_by(begins, a.asset_id)
        )
        with reading(self._engine) as connection:
            return [Hit(*row) for row in self._hits(connection, query, limit)]

    def find_streets(self, text: str, limit: int) -> Sequence[Hit]:
        """Streets by name; one answer a name."""
        s = t.street.c
        query = select(s.name, s.geometry, s.rank).where(_streets_named(text)).order_by(s.rank, s.name)
        with reading(self._engine) as connection:
            rows = {row.name: row for row in connection.execute(query.limit(limit * 8))}
        return [_street_hit(row.name, unpacked(row.geometry)) for row in list(rows.values())[:limit]]

    def find_grids(self, text: str, limit: int) -> Sequence[Hit]:
        """Grids and blocks by name or code."""
        area, parent = t.area.c, aliased(t.area)
        query = (
            select(area.code, area.name, parent.c.name.label("above"), area.label_lon, area.label_lat, area.level)
            .select_from(t.area)
            .outerjoin(parent, parent.c.area_key == area.parent_key)
            .where(_grids_named(text))
            .order_by(area.level.desc(), area.name)
        )
        with reading(self._engine) as connection:
            return [Hit(*row) for row in self._hits(connection, query, limit)]

    def count_found(self, text: str) -> int:
        """How many assets, streets (by name) and grids there are in all."""
        counts = (
            select(func.count()).where(_assets_named(text)),
            select(func.count(t.street.c.name.distinct())).where(_streets_named(text)),
            select(func.count()).where(_grids_named(text)),
        )
        with reading(self._engine) as connection:
            return sum(int(connection.scalar(count) or 0) for count in counts)

    @staticmethod
    def _hits(connection: Connection, query: Select[Any], limit: int) -> list[tuple[Any, ...]]:
        return [
            (key, name, detail or "", lon, lat, kind)
            for key, name, detail, lon, lat, kind in connection.execute(query.limit(limit))
        ]


def count_between(engine: Engine, column: ColumnElement[int], from_us: int, until_us: int) -> int:
    """How many rows have a time from the first moment on and before the second. Raises Unavailable."""
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).where(column >= from_us, column < until_us)) or 0


def _assets_named(text: str) -> ColumnElement[bool]:
    a = t.asset.c
    return and_(IS_DEVICE, or_(*(each.ilike(like(text), escape="\\") for each in (a.asset_id, a.name, a.street))))


def _streets_named(text: str) -> ColumnElement[bool]:
    return t.street.c.name.ilike(like(text), escape="\\")


def _grids_named(text: str) -> ColumnElement[bool]:
    area = t.area.c
    named = or_(area.name.ilike(like(text), escape="\\"), area.code.ilike(like(text), escape="\\"))
    return and_(named, area.level.in_(("grid", "block")), area.label_lon.is_not(None))


def _key_of(asset_id: str) -> Any:
    return select(t.asset.c.asset_key).where(t.asset.c.asset_id == asset_id).scalar_subquery()


def alarm_line(row: Row[Any]) -> AlarmLine:
    """A row of ALARM as the record of the read side."""
    fields = {key: value for key, value in row._mapping.items() if key in AlarmLine.__dataclass_fields__}
    memory = unpacked(row.memory) if row.memory and row.cleared_us is None else {}
    now, worst = now_and_worst(memory, row.rule_key) or (None, None)
    fields |= {"now": now, "worst": worst, "move": last_move(memory, row.rule_key)}
    fields |= {"severity": Severity(row.severity), "case_state": case_state(row)}
    return AlarmLine(**fields)


def moments_of(connection: Connection, alarm_keys: Sequence[int]) -> dict[int, list[AlarmMoment]]:
    """The timelines of alarms by their key, the newest entry first."""
    e = t.alarm_event.c
    query = select(e.alarm_key, e.at_us, e.what, e.severity, e.value, e.actor, e.detail)
    query = query.where(e.alarm_key.in_(alarm_keys)).order_by(e.at_us.desc(), e.alarm_event_key.desc())
    moments: dict[int, list[AlarmMoment]] = {}
    for alarm_key, at_us, what, severity, value, actor, detail in connection.execute(query):
        severe = Severity(severity) if severity else None
        moments.setdefault(alarm_key, []).append(AlarmMoment(at_us, what, severe, value, actor, detail))
    return moments


def _area_path(connection: Connection, area_key: int | None) -> list[Row[Any]]:
    """The areas from the root down to `area_key`."""
    if area_key is None:
        return []
    first = (
        select(t.area.c.area_key, t.area.c.parent_key, literal(0).label("depth"))
        .where(t.area.c.area_key == area_key)
        .cte("path", recursive=True)
    )
    above = aliased(t.area)
    path = first.union_all(
        select(above.c.area_key, above.c.parent_key, first.c.depth + 1).join(
            first, and_(above.c.area_key == first.c.parent_key, first.c.depth < _DEEPEST_PATH)
        )
    )
    query = _area_columns().join(path, path.c.area_key == t.area.c.area_key).order_by(path.c.depth.desc())
    return list(connection.execute(query))


def _areas(connection: Connection, area_keys: Sequence[int]) -> list[Row[Any]]:
    query = _area_columns().where(t.area.c.area_key.in_(area_keys)).order_by(t.area.c.area_key)
    return list(connection.execute(query)) if area_keys else []


def _area_columns() -> Select[Any]:
    return select(
        t.area.c.area_key, t.area.c.code, t.area.c.name, t.area.c.level, t.squad.c.name.label("squad")
    ).outerjoin(t.squad, t.squad.c.squad_key == t.area.c.squad_key)


def _state_since(connection: Connection, asset_key: int, last_seen_us: int | None) -> int | None:
    """Since when the state is what it is: the oldest open alarm, else the last report."""
    query = select(func.min(t.alarm.c.raised_us)).where(
        t.alarm.c.asset_key == asset_key, t.alarm.c.cleared_us.is_(None)
    )
    return connection.scalar(query) or last_seen_us or None


def _sheet(
    row: Row[Any], areas: Iterable[Row[Any]], squad: str | None, duties: Sequence[AreaHolder], since_us: int | None
) -> AssetSheet:
    return AssetSheet(
        asset_id=row.asset_id,
        kind=row.kind,
        name=row.name,
        lon=row.lon,
        lat=row.lat,
        state=state_from(row.state),
        changed_us=since_us,
        last_seen_us=row.last_seen_us or None,
        values=() if row.values is None else live_values(row._mapping["values"]),
        device_ref=row.device_ref,
        datum_m=row.datum_m,
        street=row.street,
        areas=tuple(AreaStep(area.code, area.name, area.level) for area in areas),
        squad=squad,
        duties=tuple(duties),
        attributes=unpacked(row.attributes),
    )


def _street_hit(name: str, geometry: dict[str, Any]) -> Hit:
    """A street by its middle point."""
    lines = geometry["coordinates"] if geometry["type"] == "MultiLineString" else [geometry["coordinates"]]
    longest = max(lines, key=len)
    lon, lat = longest[len(longest) // 2][:2]
    return Hit(name, name, "", lon, lat, "street")
