"""The assets that stand for people on duty, so that rules, alarms and maintenance hold for them as for devices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import CompoundSelect, Connection, Select, delete, select

from dashboard.domain.durations import HOUR_US
from dashboard.domain.readings import Device
from dashboard.domain.sensors import people_kinds
from dashboard.domain.sensors.patrol import DUTY, POST_ID, SENSOR
from dashboard.domain.severity import AssetState
from dashboard.ports.positions import PatrolPost, PatrolRows, PostPlace
from data_sources.db import tables as t
from data_sources.db.asset_states import NEVER_SEEN
from data_sources.db.json_columns import unpacked
from data_sources.db.part import SqlPart
from data_sources.db.register_rows import keys_of
from data_sources.db.upserts import upsert

_A: Final = t.asset.c
_O: Final = t.observation.c
_H: Final = t.observation_hourly.c
_OF_PEOPLE: Final = select(_A.asset_key).where(_A.kind.in_(sorted(people_kinds())))


class SqlPatrolRows(SqlPart, PatrolRows):
    """One asset for everybody who was ever on duty."""

    def patrol_posts(self) -> Mapping[str, PatrolPost]:
        """Those that there are, by the number of the person."""
        query = (
            select(_A.device_ref, _A.asset_key, _A.asset_id, _A.kind, _A.datum_m, _A.grid_key)
            .add_columns(t.asset_state.c["values"])
            .join(t.asset_state, t.asset_state.c.asset_key == _A.asset_key)
            .where(_A.kind == SENSOR.key)
        )
        return {
            ref.removeprefix(DUTY): PatrolPost(Device(*device), _numbers(values))
            for ref, *device, values in self._connection.execute(query)
        }

    def save_patrol_posts(self, places: Sequence[PostPlace]) -> None:
        """Store them where people are now; a new one begins without an alarm, not as offline.

        The register's revision stays: no list of devices has them, and nobody must read the register again for them.
        """
        if not places:
            return
        areas, ids = keys_of(self._connection, t.area, "code", "area_key"), self._free_ids(places)
        rows = [
            {
                "asset_id": ids[place.number],
                "kind": SENSOR.key,
                "name": place.name,
                "lon": place.lon,
                "lat": place.lat,
                "device_ref": DUTY + place.number,
                "grid_key": areas.get(place.area or ""),
            }
            for place in places
        ]
        moving = ["name", "lon", "lat", "grid_key"]
        self._connection.execute(upsert(self._dialect, t.asset, ["device_ref"], update=moving), rows)
        keys = self._connection.execute(_OF_PEOPLE).scalars()
        states = [{"asset_key": key, **NEVER_SEEN, "state": AssetState.NORMAL.number} for key in keys]
        self._connection.execute(upsert(self._dialect, t.asset_state, ["asset_key"], update=[]), states)

    def forget_watched(self, before_us: int) -> int:
        """Remove what was watched of people in the hours before that; return how many values that were."""
        hours = select(_H.hour).where(_H.asset_key.in_(_OF_PEOPLE), _H.hour < before_us // HOUR_US)
        return _remove(self._connection, _OF_PEOPLE, hours)

    def _free_ids(self, places: Sequence[PostPlace]) -> Mapping[str, str]:
        """The number of each asset, P-{number}; another one where a device of the city is called so."""
        wanted = {POST_ID + place.number: place.number for place in places}
        query = select(_A.asset_id).where(_A.asset_id.in_(wanted), _A.kind != SENSOR.key)
        taken = set(self._connection.execute(query).scalars())
        return {number: f"{DUTY}{number}" if asset_id in taken else asset_id for asset_id, number in wanted.items()}


def erase_watched(connection: Connection, number: str) -> None:
    """Remove what was watched of one person.

    The asset stays, as its alarms are part of the record; it has a number and no name. Its newest values stay until
    the worker sees that nobody of that number is on duty: by them it knows that there is something to clear.
    """
    own = select(_A.asset_key).where(_A.device_ref == DUTY + number)
    hours = select(_H.hour).where(_H.asset_key.in_(own)).union(select(t.rollup_pending.c.hour))
    _remove(connection, own, hours)


def _remove(connection: Connection, keys: Select[Any], hours: Select[Any] | CompoundSelect[Any]) -> int:
    """Remove readings and roll-ups of these hours, which are named one by one: the readings are clustered by them."""
    found = sorted(set(connection.execute(hours).scalars()))
    if not found:
        return 0
    readings = delete(t.observation).where(_O.hour.in_(found), _O.asset_key.in_(keys))
    count = int(connection.execute(readings).rowcount)
    connection.execute(delete(t.observation_hourly).where(_H.hour.in_(found), _H.asset_key.in_(keys)))
    return count


def _numbers(values: Any) -> Mapping[str, float]:
    return {metric: value for metric, (value, *_) in unpacked(values).items()}
