"""Assets and their readings as programs ask for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, exists, func, or_, select, tuple_

from dashboard.domain.durations import HOUR_US
from dashboard.domain.machine_reads import AssetEntry, AssetQuery, Bounds, Reading, ReadingQuery
from dashboard.domain.metrics import METRICS, METRICS_BY_NUMBER
from dashboard.domain.readings import ReadingFlag
from dashboard.ports.register import AssetReads
from data_sources.db import tables as t
from data_sources.db.area_tree import keys_below
from data_sources.db.asset_states import state_from
from data_sources.db.devices import IS_DEVICE
from data_sources.db.engine import reading
from data_sources.db.read_models import live_values

_FIRST_HOURS: Final = 4
_MOST_HOURS: Final = 512
_END_OF_TIME: Final = 2**31 - 1
_LATE: Final = int(ReadingFlag.LATE)
_REPLAYED: Final = int(ReadingFlag.REPLAYED)
_A = t.asset.c
_S = t.asset_state.c
_O = t.observation.c
_POSITION: Final = (_O.measured_us, _O.metric, _O.discriminator)

_ENTRY: Final[Select[Any]] = (
    select(
        _A.asset_id,
        _A.kind,
        _A.name,
        _A.lon,
        _A.lat,
        _S.state,
        t.area.c.code.label("area_code"),
        _S.last_seen_us,
        _S["values"].label("known"),
    )
    .outerjoin(t.asset_state, _S.asset_key == _A.asset_key)
    .outerjoin(t.area, t.area.c.area_key == _A.grid_key)
    .where(IS_DEVICE)
    .order_by(_A.asset_id)
)


class AssetReader(AssetReads):
    """Reads assets and readings. Raises Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def area_exists(self, code: str) -> bool:
        """Whether there is such an area, of any level."""
        with reading(self._engine) as connection:
            return bool(connection.scalar(select(exists(select(t.area).where(t.area.c.code == code)))))

    def assets(self, query: AssetQuery) -> Sequence[AssetEntry]:
        """By asset_id upwards."""
        with reading(self._engine) as connection:
            found = _ENTRY.where(*_conditions(query)).limit(query.limit)
            return [_entry(row) for row in connection.execute(found)]

    def asset(self, asset_id: str) -> AssetEntry | None:
        """One asset, or None."""
        with reading(self._engine) as connection:
            row = connection.execute(_ENTRY.where(_A.asset_id == asset_id)).one_or_none()
        return None if row is None else _entry(row)

    def readings(self, query: ReadingQuery) -> Sequence[Reading]:
        """The newest first.

        The table is clustered by hour, so the hours that have readings are looked up first, and read from the newest
        backwards, more and more of them at once until the page is full.
        """
        found: list[Reading] = []
        with reading(self._engine) as connection:
            key = connection.scalar(select(_A.asset_key).where(_A.asset_id == query.asset_id, IS_DEVICE))
            if key is None:
                return found
            for hours in _hours(connection, key, query):
                rows = connection.execute(_readings(key, hours, query).limit(query.limit - len(found)))
                found += [_reading(row) for row in rows]
                if len(found) >= query.limit:
                    break
        return found


def _conditions(query: AssetQuery) -> Iterator[ColumnElement[bool]]:
    if query.kinds:
        yield _A.kind.in_(query.kinds)
    if query.bounds is not None:
        yield _within(query.bounds)
    if query.area is not None:
        keys = keys_below(query.area)
        yield or_(_A.grid_key.in_(keys), _A.unit_grid_key.in_(keys), _A.line_key.in_(keys))
    if query.after is not None:
        yield _A.asset_id > query.after


def _within(bounds: Bounds) -> ColumnElement[bool]:
    return and_(_A.lon.between(bounds.west, bounds.east), _A.lat.between(bounds.south, bounds.north))


def _entry(row: Any) -> AssetEntry:
    return AssetEntry(
        asset_id=row.asset_id,
        kind=row.kind,
        name=row.name,
        lon=row.lon,
        lat=row.lat,
        state=state_from(row.state),
        area_code=row.area_code,
        last_seen_us=row.last_seen_us or None,
        values=() if row.known is None else live_values(row.known),
    )


def _hours(connection: Connection, asset_key: int, query: ReadingQuery) -> Iterator[list[int]]:
    """The hours that may have readings of the asset, the newest first: those rolled up, and those not yet."""
    first = connection.scalar(select(func.min(_O.hour)))
    if first is None:
        return
    first, last = max(first, (query.from_us or 0) // HOUR_US), _last_hour(query)
    rolled, pending = t.observation_hourly.c, t.rollup_pending.c.hour
    of_asset = select(rolled.hour).where(rolled.asset_key == asset_key)
    if query.metric is not None:
        of_asset = of_asset.where(rolled.metric == METRICS[query.metric].number)
    at_once = _FIRST_HOURS
    while last >= first:
        both = of_asset.where(rolled.hour.between(first, last)).union(
            select(pending).where(pending.between(first, last))
        )
        newest = both.order_by(both.selected_columns[0].desc()).limit(at_once)
        hours = list(connection.execute(newest).scalars())
        if not hours:
            return
        yield hours
        last = hours[-1] - 1
        at_once = min(at_once * 2, _MOST_HOURS)


def _last_hour(query: ReadingQuery) -> int:
    ends = [_END_OF_TIME]
    if query.until_us is not None:
        ends.append(query.until_us // HOUR_US)
    if query.after is not None:
        ends.append(query.after.measured_us // HOUR_US)
    return min(ends)


def _readings(asset_key: int, hours: Sequence[int], query: ReadingQuery) -> Select[Any]:
    found = select(*_POSITION, _O.value, _O.received_us, _O.flags).where(_O.hour.in_(hours), _O.asset_key == asset_key)
    if query.metric is not None:
        found = found.where(_O.metric == METRICS[query.metric].number)
    if query.from_us is not None:
        found = found.where(_O.measured_us >= query.from_us)
    if query.until_us is not None:
        found = found.where(_O.measured_us < query.until_us)
    if query.after is not None:
        found = found.where(tuple_(*_POSITION) < tuple_(*query.after))
    return found.order_by(*(column.desc() for column in _POSITION))


def _reading(row: Any) -> Reading:
    return Reading(
        measured_us=row.measured_us,
        metric=METRICS_BY_NUMBER[row.metric].key,
        discriminator=row.discriminator,
        value=row.value,
        received_us=row.received_us,
        late=bool(row.flags & _LATE),
        replayed=bool(row.flags & _REPLAYED),
    )
