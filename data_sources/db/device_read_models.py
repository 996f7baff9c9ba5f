"""What the device page reads, in SQLAlchemy Core."""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, case, func, or_, select

from dashboard.domain.data_quality import QuarantineGroup, RefusingDevice
from dashboard.domain.durations import HOUR_US, MINUTE_US, hours_between
from dashboard.domain.maintenance import WindowLine
from dashboard.domain.metrics import METRICS
from dashboard.domain.readouts import (
    CarPark,
    Pipe,
    RegisterPage,
    RegisterQuery,
    RegisterRow,
    RoadsideParking,
    Station,
    StreetParking,
)
from dashboard.domain.rules import RuleOverride
from dashboard.domain.severity import AssetState
from dashboard.ports.desk import DeviceReadModels
from data_sources.db import quality_reads
from data_sources.db import tables as t
from data_sources.db.alarms import maintenance_reads
from data_sources.db.alarms.rule_source import SqlRuleSource
from data_sources.db.asset_states import state_from
from data_sources.db.devices import IS_DEVICE
from data_sources.db.engine import reading
from data_sources.db.json_columns import unpacked
from data_sources.db.like import like
from data_sources.db.read_models import live_values

_TREND_SLICE_US: Final = 2 * MINUTE_US
_A = t.asset.c
_S = t.asset_state.c
_WITH_STATE: Final = t.asset.outerjoin(t.asset_state, _S.asset_key == _A.asset_key)
_SORTS: Final[Mapping[str, ColumnElement[Any]]] = {
    "asset_id": _A.asset_id,
    "name": _A.name,
    "kind": _A.kind,
    "state": case({state.number: place for place, state in enumerate(AssetState)}, value=_S.state),
    "last_seen": _S.last_seen_us,
}


class DeviceReader(DeviceReadModels):
    """Reads the register, drainage, parking and quarantine. Raises Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._rules = SqlRuleSource(engine)

    def register(self, query: RegisterQuery) -> RegisterPage:
        """One page of the register; equal rows are ordered by their number."""
        sort = _SORTS.get(query.sort, _A.asset_id)
        rows = (
            select(t.asset, _S.state, _S.last_seen_us, _S["values"], t.area.c.name.label("grid_name"))
            .select_from(_WITH_STATE.outerjoin(t.area, t.area.c.area_key == _A.grid_key))
            .order_by(sort.desc().nulls_last() if query.descending else sort.asc().nulls_first(), _A.asset_id)
            .limit(query.limit)
            .offset(query.offset)
        )
        count = select(func.count()).select_from(_WITH_STATE)
        with reading(self._engine) as connection:
            found = connection.execute(_filter(rows, query)).all()
            total = connection.scalar(_filter(count, query)) or 0
        return RegisterPage(tuple(_register_row(row) for row in found), total)

    def grids(self) -> Sequence[tuple[str, str]]:
        """Code and name of every grid."""
        query = select(t.area.c.code, t.area.c.name).where(t.area.c.level == "grid").order_by(t.area.c.code)
        with reading(self._engine) as connection:
            return [(code, name) for code, name in connection.execute(query)]

    def stations(self, kind: str) -> Sequence[Station]:
        """The devices of a kind with their newest values, without trends."""
        query: Select[Any] = (
            select(_A.asset_id, _A.name, _A.lon, _A.lat, _S.state, _S.last_seen_us, _S["values"])
            .select_from(_WITH_STATE)
            .where(_A.kind == kind)
            .order_by(_A.asset_id)
        )
        with reading(self._engine) as connection:
            return [_station(row, kind) for row in connection.execute(query).all()]

    def trends(
        self, metric: str, asset_ids: Sequence[str], from_us: int, until_us: int
    ) -> Mapping[str, tuple[float, ...]]:
        """A metric's means in slices of two minutes, by asset; silent assets have none."""
        o = t.observation.c
        piece = o.measured_us // _TREND_SLICE_US
        keys = select(_A.asset_key, _A.asset_id).where(_A.asset_id.in_(asset_ids))
        found: dict[str, list[float]] = defaultdict(list)
        with reading(self._engine) as connection:
            ids = dict(connection.execute(keys).all())
            query = (
                select(o.asset_key, func.avg(o.value))
                .where(
                    o.hour.in_(hours_between(from_us, until_us)),
                    o.asset_key.in_(ids),
                    o.metric == METRICS[metric].number,
                )
                .group_by(o.asset_key, piece)
                .order_by(o.asset_key, piece)
            )
            for asset_key, mean in connection.execute(query).all():
                found[ids[asset_key]].append(mean)
        return {asset_id: tuple(means) for asset_id, means in found.items()}

    def pipes(self) -> Sequence[Pipe]:
        """The pipe network of the city document; nothing where none was imported."""
        query = select(t.city_document.c.content).where(t.city_document.c.key == "pipes")
        with reading(self._engine) as connection:
            content = connection.scalar(query)
        return [] if content is None else [_pipe(pipe) for pipe in orjson.loads(gzip.decompress(content))]

    def outlines(self) -> Sequence[tuple[tuple[float, float], ...]]:
        """The outer rings of the areas at the top of the tree and one step below, as (lon, lat)."""
        area = t.area.c
        top = select(area.area_key).where(area.parent_key.is_(None))
        query = select(area.geometry).where(or_(area.parent_key.is_(None), area.parent_key.in_(top)))
        query = query.order_by(area.area_key)
        with reading(self._engine) as connection:
            return [ring for geometry in connection.scalars(query) for ring in _outer_rings(unpacked(geometry))]

    def rain_mm(self, from_us: int, until_us: int) -> float | None:
        """The mean of all gauges' rain in that time; None without gauges."""
        o = t.observation.c
        with reading(self._engine) as connection:
            gauges = connection.scalars(select(_A.asset_key).where(_A.kind == "rain")).all()
            if not gauges:
                return None
            total = connection.scalar(
                select(func.sum(o.value)).where(
                    o.hour.in_(hours_between(from_us, until_us)),
                    o.asset_key.in_(gauges),
                    o.metric == METRICS["rain_mm"].number,
                    o.measured_us > from_us,
                )
            )
        return float(total or 0.0) / len(gauges)

    def open_alarm_count(self, kinds: Sequence[str]) -> int:
        """Alarms of these kinds that ask for attention: neither cleared nor shelved nor under maintenance."""
        alarm = t.alarm.c
        query = (
            select(func.count())
            .select_from(t.alarm.join(t.asset, _A.asset_key == alarm.asset_key))
            .where(alarm.cleared_us.is_(None), alarm.shelved_until_us.is_(None), alarm.suppressed.is_(False))
            .where(_A.kind.in_(kinds))
        )
        with reading(self._engine) as connection:
            return connection.scalar(query) or 0

    def car_parks(self) -> Sequence[CarPark]:
        """Every car park by name."""
        query: Select[Any] = select(_A.asset_id, _A.name, _A.attributes, _S.state, _S["values"])
        query = query.select_from(_WITH_STATE).where(_A.kind == "car_park").order_by(_A.name, _A.asset_id)
        with reading(self._engine) as connection:
            return [_car_park(row) for row in connection.execute(query)]

    def roadside(self, midnight_us: int, streets: int) -> tuple[RoadsideParking, Sequence[StreetParking]]:
        """The roadside bays now with arrivals and stays since midnight, and the `streets` streets with the most."""
        with reading(self._engine) as connection:
            bays = _bays(connection)
            by_hour, by_street, mean_s = _traffic(connection, midnight_us)
        roadside = RoadsideParking(
            bays=len(bays),
            reporting=sum(taken is not None for _, taken in bays),
            occupied=sum(taken is True for _, taken in bays),
            arrivals_by_hour=tuple(by_hour.get(at, 0) for at in range(24)),
            mean_stay_min=None if mean_s is None else mean_s / 60,
        )
        taken_in = Counter(street for street, taken in bays if taken)
        longest = Counter(street for street, _ in bays if street).most_common(streets)
        return roadside, [
            StreetParking(street, count, taken_in[street], by_street.get(street, 0)) for street, count in longest
        ]

    def quarantine_groups(self, limit: int) -> tuple[Sequence[QuarantineGroup], int]:
        """The groups that were added to last, newest first, and how many messages there are in all."""
        with reading(self._engine) as connection:
            return quality_reads.quarantine_groups(connection, limit)

    def refusing_devices(self, since_us: int, limit: int) -> tuple[Sequence[RefusingDevice], int]:
        """The devices whose values were not taken since then, the most first, and how many there are in all."""
        with reading(self._engine) as connection:
            return quality_reads.refusing_devices(connection, since_us, limit)

    def overrides(self) -> Sequence[RuleOverride]:
        """How the site changed the alarm rules."""
        return self._rules.rule_overrides()

    def windows(self, now_us: int) -> Sequence[WindowLine]:
        """The maintenance windows that run or are coming, the next to end first."""
        with reading(self._engine) as connection:
            windows = maintenance_reads.standing_windows(connection, now_us)
        if not windows:
            return []
        paths = self._rules.area_paths()
        with reading(self._engine) as connection:
            return maintenance_reads.window_lines(connection, windows, paths, now_us)

    def work_areas(self) -> Sequence[tuple[str, str]]:
        """Code and name of blocks and grids, blocks first."""
        with reading(self._engine) as connection:
            return maintenance_reads.work_areas(connection)


def _filter(query: Select[Any], wanted: RegisterQuery) -> Select[Any]:
    query = query.where(IS_DEVICE)
    if wanted.kind:
        query = query.where(_A.kind == wanted.kind)
    if wanted.state in set(AssetState):
        query = query.where(_S.state == AssetState(wanted.state).number)
    if wanted.area_code:
        area = select(t.area.c.area_key).where(t.area.c.code == wanted.area_code).scalar_subquery()
        query = query.where(_A.grid_key == area)
    if wanted.text:
        columns = (_A.asset_id, _A.name, _A.street, _A.device_ref)
        query = query.where(or_(*(column.ilike(like(wanted.text), escape="\\") for column in columns)))
    return query


def _register_row(row: Row[Any]) -> RegisterRow:
    values = row._mapping["values"]
    return RegisterRow(
        asset_id=row.asset_id,
        kind=row.kind,
        name=row.name,
        grid_name=row.grid_name,
        street=row.street,
        device_ref=row.device_ref,
        state=state_from(row.state),
        last_seen_us=row.last_seen_us or None,
        values=() if values is None else live_values(values),
    )


def _station(row: Row[Any], kind: str) -> Station:
    stored = row._mapping["values"]
    return Station(
        asset_id=row.asset_id,
        name=row.name,
        kind=kind,
        state=state_from(row.state),
        lon=row.lon,
        lat=row.lat,
        last_seen_us=row.last_seen_us or None,
        values={metric: value for metric, (value, *_) in unpacked(stored or "{}").items() if metric in METRICS},
        trend=(),
    )


def _pipe(pipe: Mapping[str, Any]) -> Pipe:
    line = tuple((lon, lat) for lon, lat, *_ in pipe["geometry"]["coordinates"])
    return Pipe(pipe["from"], pipe["to"], int(pipe["diameter_mm"]), line)


def _outer_rings(geometry: Mapping[str, Any]) -> list[tuple[tuple[float, float], ...]]:
    """Of a GeoJSON Polygon or MultiPolygon; other shapes have none."""
    polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}.get(geometry["type"], [])
    return [tuple((lon, lat) for lon, lat, *_ in rings[0]) for rings in polygons]


def _car_park(row: Row[Any]) -> CarPark:
    values = unpacked(row._mapping["values"] or "{}")
    occupied = values.get("occupied_bays")
    capacity = int(unpacked(row.attributes).get("capacity") or 0)
    taken = None if occupied is None else int(occupied[0])
    return CarPark(row.asset_id, row.name, capacity, taken, state_from(row.state))


def _bays(connection: Connection) -> list[tuple[str | None, bool | None]]:
    """Street and occupancy of every roadside bay; None when the bay has not reported."""
    query = (
        select(_A.street, _S["values"]).select_from(_WITH_STATE).where(_A.kind == "parking_bay").order_by(_A.asset_key)
    )
    bays = []
    for street, stored in connection.execute(query).all():
        reported = unpacked(stored or "{}").get("occupied")
        bays.append((street, None if reported is None else bool(reported[0])))
    return bays


def _traffic(connection: Connection, midnight_us: int) -> tuple[dict[int, int], dict[str, int], float | None]:
    """Arrivals since midnight by hour and by street, and the mean stay in seconds (None before the first end)."""
    change = t.parking_change.c
    today = change.at_us >= midnight_us
    hour = (change.at_us - midnight_us) // HOUR_US
    by_hour = select(hour, func.count()).where(today, change.occupied).group_by(hour)
    by_street = (
        select(_A.street, func.count())
        .select_from(t.parking_change.join(t.asset, _A.asset_key == change.asset_key))
        .where(today, change.occupied)
        .group_by(_A.street)
    )
    stay = select(func.avg(change.lasted_s)).where(today, ~change.occupied)
    return (
        dict(connection.execute(by_hour).all()),
        dict(connection.execute(by_street).all()),
        connection.scalar(stay),
    )
