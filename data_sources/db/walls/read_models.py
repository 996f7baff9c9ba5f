"""What the wall reads, in SQLAlchemy Core."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Engine, Row, and_, case, func, or_, select

from dashboard.domain.city import CityProfile
from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US, hours_between
from dashboard.domain.event_lines import EventLine
from dashboard.domain.metrics import METRICS
from dashboard.domain.severity import AssetState, Severity
from dashboard.domain.wall_facts import (
    BATTERY_STEPS,
    Battery,
    BatteryHealth,
    BusyCamera,
    CategoryCount,
    GridCount,
    News,
    NewsKind,
    RainSlice,
    SilentAsset,
)
from dashboard.ports.walls import WallReadModels
from data_sources.db import tables as t
from data_sources.db.city import CityReader
from data_sources.db.devices import IS_DEVICE
from data_sources.db.engine import reading
from data_sources.db.event_lines import EVENT, event_line
from data_sources.db.json_columns import unpacked
from data_sources.db.read_models import count_between

_RAIN_SLICE_US: Final = 10 * MINUTE_US
_DEGREE_M: Final = 111_320.0
_A = t.asset.c
_S = t.asset_state.c
_E = t.camera_event.c
_TOLD: Final = tuple(kind.value for kind in (NewsKind.RAISED, NewsKind.WORSENED, NewsKind.CLEARED))
_METERS: Final = ("rain", "road_water")


class WallReader(WallReadModels):
    """Reads for the wall. Raises Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._city = CityReader(engine)

    def profile(self) -> CityProfile:
        """What the city calls itself."""
        return self._city.profile()

    def busiest_cameras(self, since_us: int, limit: int) -> Sequence[BusyCamera]:
        """Of those that can be watched the ones that told of most events since then, then by number."""
        count = func.count(_E.camera_event_key)
        seen = and_(_E.camera_ref == _A.device_ref, _E.first_us >= since_us)
        query = (
            select(_A.asset_id, _A.name, count)
            .join(t.camera_access, t.camera_access.c.camera == _A.device_ref)
            .outerjoin(t.camera_event, seen)
            .where(_A.kind == "camera", or_(t.camera_access.c.url != "", t.camera_access.c.mjpeg_url != ""))
            .group_by(_A.asset_id, _A.name)
            .order_by(count.desc(), _A.asset_id)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return [BusyCamera(*row) for row in connection.execute(query)]

    def temperature_c(self, since_us: int) -> float | None:
        """The mean of the outdoor stations that reported a temperature since then."""
        query = select(_S["values"]).join(t.asset, _A.asset_key == _S.asset_key).where(_A.kind.in_(_METERS))
        with reading(self._engine) as connection:
            latest = [unpacked(values).get("temperature_c") for values in connection.scalars(query)]
        fresh = [value for value, at_us, *_ in filter(None, latest) if at_us >= since_us]
        return sum(fresh) / len(fresh) if fresh else None

    def alarms_raised(self, from_us: int, until_us: int) -> int:
        """Alarms first raised in that time."""
        return count_between(self._engine, t.alarm.c.raised_us, from_us, until_us)

    def events_seen(self, from_us: int, until_us: int) -> int:
        """Camera events first seen in that time."""
        return count_between(self._engine, _E.first_us, from_us, until_us)

    def events_by_hour(self, midnight_us: int) -> tuple[int, ...]:
        """Camera events since midnight by hour of the day."""
        hour = (_E.first_us - midnight_us) // HOUR_US
        query = select(hour, func.count()).where(_E.first_us >= midnight_us).group_by(hour)
        with reading(self._engine) as connection:
            found = {int(at): count for at, count in connection.execute(query)}
        return tuple(found.get(at, 0) for at in range(24))

    def events_by_category(self, since_us: int) -> Sequence[CategoryCount]:
        """Camera events by category, the most first."""
        query = (
            select(_E.category, func.count())
            .where(_E.first_us >= since_us)
            .group_by(_E.category)
            .order_by(func.count().desc(), _E.category.asc().nulls_first())
        )
        with reading(self._engine) as connection:
            return [CategoryCount(*row) for row in connection.execute(query)]

    def hot_grids(self, since_us: int, limit: int) -> Sequence[GridCount]:
        """The grids with the most open alarms, then the most camera events since then."""
        alarm, area = t.alarm.c, t.area.c
        red = func.sum(case((alarm.severity == Severity.CRITICAL.value, 1), else_=0))
        opened = (
            select(alarm.grid_key, func.count(), red)
            .where(alarm.cleared_us.is_(None), alarm.shelved_until_us.is_(None), alarm.suppressed.is_(False))
            .where(alarm.grid_key.is_not(None))
            .group_by(alarm.grid_key)
        )
        seen = select(_E.grid_key, func.count()).where(_E.first_us >= since_us, _E.grid_key.is_not(None))
        with reading(self._engine) as connection:
            alarms = {key: (count, int(reds or 0)) for key, count, reds in connection.execute(opened)}
            events: dict[int, int] = dict(connection.execute(seen.group_by(_E.grid_key)).all())
            names = connection.execute(
                select(area.area_key, area.code, area.name).where(area.area_key.in_([*alarms, *events]))
            ).all()
        grids = [GridCount(row.code, row.name, *alarms.get(row[0], (0, 0)), events.get(row[0], 0)) for row in names]
        return sorted(grids, key=lambda grid: (-grid.critical, -grid.alarms - grid.events, grid.code))[:limit]

    def rain_curve(self, from_us: int, until_us: int) -> Sequence[RainSlice]:
        """The mean rain of all gauges in slices of ten minutes, dry ones too; nothing without gauges."""
        o = t.observation.c
        piece = o.measured_us // _RAIN_SLICE_US
        hours = hours_between(from_us, until_us)
        with reading(self._engine) as connection:
            gauges = connection.scalars(select(_A.asset_key).where(_A.kind == "rain")).all()
            if not gauges:
                return []
            query = (
                select(piece, func.sum(o.value))
                .where(o.hour.in_(hours), o.asset_key.in_(gauges), o.metric == METRICS["rain_mm"].number)
                .group_by(piece)
            )
            sums = {int(at): total for at, total in connection.execute(query)}
        pieces = range(from_us // _RAIN_SLICE_US, until_us // _RAIN_SLICE_US + 1)
        return [RainSlice(at * _RAIN_SLICE_US, sums.get(at, 0.0) / len(gauges)) for at in pieces]

    def arrivals_by_hour(self, from_us: int) -> tuple[int, ...] | None:
        """Roadside arrivals of the 24 hours from then on; None when nothing was recorded."""
        change = t.parking_change.c
        hour = (change.at_us - from_us) // HOUR_US
        query = (
            select(hour, func.count())
            .where(change.at_us >= from_us, change.at_us < from_us + DAY_US, change.occupied)
            .group_by(hour)
        )
        with reading(self._engine) as connection:
            found = {int(at): count for at, count in connection.execute(query)}
        return tuple(found.get(at, 0) for at in range(24)) if found else None

    def silent_longest(self, limit: int) -> Sequence[SilentAsset]:
        """Offline devices: those silent for longest first, those that never reported last."""
        query = (
            select(_A.asset_id, _A.name, _A.kind, _S.last_seen_us)
            .join(t.asset_state, _S.asset_key == _A.asset_key)
            .where(_S.state == AssetState.OFFLINE.number, _A.device_ref.is_not(None), IS_DEVICE)
            .order_by(_S.last_seen_us == 0, _S.last_seen_us, _A.asset_id)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return [SilentAsset(row[0], row[1], row[2], row[3] or None) for row in connection.execute(query)]

    def batteries(self, limit: int) -> BatteryHealth:
        """All batteries that are known, in classes, and the emptiest."""
        query = (
            select(_A.asset_id, _A.name, _A.kind, _S["values"])
            .join(t.asset_state, _S.asset_key == _A.asset_key)
            .where(_S["values"].contains('"battery_pct"'))
        )
        with reading(self._engine) as connection:
            known = [
                Battery(row[0], row[1], row[2], float(unpacked(row[3])["battery_pct"][0]))
                for row in connection.execute(query)
            ]
        classes = Counter(next(step for step in BATTERY_STEPS if battery.percent < step) for battery in known)
        lowest = sorted(known, key=lambda battery: (battery.percent, battery.asset_id))[:limit]
        return BatteryHealth(tuple(classes[step] for step in BATTERY_STEPS), tuple(lowest))

    def news(self, limit: int) -> Sequence[News]:
        """The newest alarms raised, worse and cleared, and camera events, the newest first."""
        told, area = t.alarm_event.c, t.area.c
        alarms = (
            select(told.alarm_event_key, told.at_us, told.what, told.severity, t.alarm.c.rule_key)
            .add_columns(_A.kind, case((IS_DEVICE, _A.asset_id), else_="").label("asset_id"))
            .add_columns(case((IS_DEVICE, _A.name), else_=func.coalesce(area.name, "")).label("name"))
            .join(t.alarm, t.alarm.c.alarm_key == told.alarm_key)
            .join(t.asset, _A.asset_key == t.alarm.c.asset_key)
            .outerjoin(t.area, area.area_key == t.alarm.c.grid_key)
            .where(told.what.in_(_TOLD), t.alarm.c.suppressed.is_(False))
            .order_by(told.alarm_event_key.desc())
            .limit(limit)
        )
        seen = EVENT.order_by(_E.camera_event_key.desc()).limit(limit)
        with reading(self._engine) as connection:
            lines = [_alarm_news(row) for row in connection.execute(alarms)]
            lines += [_event_news(event_line(row)) for row in connection.execute(seen)]
        return sorted(lines, key=lambda line: -line.at_us)[:limit]

    def event_near(self, lon: float, lat: float, radius_m: float, since_us: int) -> EventLine | None:
        """The newest camera event with a picture within `radius_m`, last seen since then."""
        north, east = radius_m / _DEGREE_M, radius_m / (_DEGREE_M * math.cos(math.radians(lat)))
        query = (
            EVENT.where(_E.last_us >= since_us, _E.image_digest.is_not(None))
            .where(_A.lat.between(lat - north, lat + north), _A.lon.between(lon - east, lon + east))
            .order_by(_E.last_us.desc())
            .limit(1)
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else event_line(row)


def _alarm_news(row: Row[Any]) -> News:
    fields = row._mapping
    return News(
        key=f"a{fields['alarm_event_key']}",
        at_us=fields["at_us"],
        kind=NewsKind(fields["what"]),
        severity=Severity(fields["severity"]) if fields["severity"] else None,
        about=fields["rule_key"],
        asset_kind=fields["kind"],
        asset_id=fields["asset_id"],
        place=fields["name"],
    )


def _event_news(event: EventLine) -> News:
    return News(
        key=f"e{event.event_key}",
        at_us=event.last_us,
        kind=NewsKind.SEEN,
        severity=None,
        about=event.category or event.label,
        asset_kind="camera",
        asset_id=event.asset_id or event.camera_ref,
        place=event.place or event.camera_ref,
    )
