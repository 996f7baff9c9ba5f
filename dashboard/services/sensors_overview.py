"""What the device page asks: register, drainage, parking, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Final

from dashboard.domain.compiled_rules import effective_rules, overrides_for
from dashboard.domain.data_quality import DataQuality, IngestCounts
from dashboard.domain.durations import HOUR_US, SECOND_US
from dashboard.domain.maintenance import WindowLine
from dashboard.domain.readings import from_us, midnight_before, to_us
from dashboard.domain.readouts import (
    AssetSheet,
    DrainageOverview,
    ParkingOverview,
    RegisterPage,
    RegisterQuery,
    Station,
)
from dashboard.domain.refusals import REFUSALS_COUNT_FOR_US
from dashboard.domain.rules import AlarmRule, RuleOverride
from dashboard.domain.sensors import sensor_types
from dashboard.domain.stations import (
    car_park_standing,
    fullest_first,
    headline,
    highest_first,
    station_standing,
    urgent,
    worst_first,
)
from dashboard.domain.still_order import StillOrder
from dashboard.ports.desk import DeviceReadModels
from dashboard.services.remembered import Answer, Remembered

OVERVIEW_SLICE_US: Final = 10 * SECOND_US
TREND_HOURS: Final = 2
TRENDS_SHOWN: Final = 48
STREETS_SHOWN: Final = 12
LONGEST_PAGE: Final = 200
GROUPS_SHOWN: Final = 100
DEVICES_SHOWN: Final = 100
BESIDE_THE_PATH: Final = frozenset({"line", "unit_grid"})
"""The levels of areas that an asset lies in beside its grid; rules of areas follow the grid alone."""


class SensorsOverview:
    """Reads for the device page; overviews are shared between clients for ten seconds."""

    def __init__(
        self,
        source: DeviceReadModels,
        *,
        clock: Callable[[], int],
        zone: tzinfo,
        ingest_counts: Callable[[], IngestCounts | None],
    ) -> None:
        self._source = source
        self._clock = clock
        self._zone = zone
        self._ingest_counts = ingest_counts
        self._remembered = Remembered()
        self._still_urgent = StillOrder(worst_first, station_standing)
        self._still_car_parks = StillOrder(fullest_first, car_park_standing)

    def register(self, query: RegisterQuery) -> RegisterPage:
        """One page of the register; a page has at most 200 devices."""
        return self._source.register(query._replace(limit=min(query.limit, LONGEST_PAGE), offset=max(query.offset, 0)))

    def grids(self) -> Sequence[tuple[str, str]]:
        """Code and name of every grid."""
        return self._share("grids", self._source.grids)

    def overrides(self) -> Sequence[RuleOverride]:
        """How the site changed the alarm rules."""
        return self._source.overrides()

    def windows(self) -> Sequence[WindowLine]:
        """The maintenance windows that run or are coming, the next to end first."""
        return self._source.windows(self._clock())

    def windows_over(self, sheet: AssetSheet) -> Sequence[WindowLine]:
        """Those of them that cover the asset."""
        path = [area.code for area in sheet.areas]
        return [
            line
            for line in self.windows()
            if line.window.covers(kind=sheet.kind, area_path=path, asset_id=sheet.asset_id)
        ]

    def rules_over(self, sheet: AssetSheet) -> Sequence[AlarmRule]:
        """The alarm rules that hold for the asset, as the site changed them; those without levels are left out."""
        kind = sensor_types().get(sheet.kind)
        if kind is None:
            return ()
        path = [area.code for area in sheet.areas if area.level not in BESIDE_THE_PATH]
        mine = overrides_for(self.overrides(), kind=sheet.kind, area_path=path, asset_id=sheet.asset_id)
        return effective_rules(kind.rules, mine)

    def work_areas(self) -> Sequence[tuple[str, str]]:
        """Code and name of the areas that a window may be opened for, the large ones first."""
        return self._share("work areas", self._source.work_areas)

    def drainage(self) -> DrainageOverview:
        """The pipe network at one glance; at most ten seconds old."""
        return self._share("drainage", self._drainage)

    def parking(self) -> ParkingOverview:
        """Car parks and roadside bays; at most ten seconds old."""
        return self._share("parking", self._parking)

    def quality(self) -> DataQuality:
        """What could not be read, how much could, and which devices' values were not taken; at most ten seconds old."""
        return replace(self._share("quality", self._quality), counts=self._ingest_counts())

    def _quality(self) -> DataQuality:
        groups, total = self._source.quarantine_groups(GROUPS_SHOWN)
        since_us = self._clock() - REFUSALS_COUNT_FOR_US
        devices, devices_total = self._source.refusing_devices(since_us, DEVICES_SHOWN)
        return DataQuality(
            groups=tuple(groups), total=total, counts=None, devices=tuple(devices), devices_total=devices_total
        )

    def hour_now(self) -> int:
        """The hour of the day in the city's time zone."""
        return self._local_now().hour

    def _drainage(self) -> DrainageOverview:
        until_us = self._clock()
        stations, roads = self._stations("drainage", until_us), self._stations("road_water", until_us)
        return DrainageOverview(
            as_of_us=until_us,
            stations=stations,
            roads=roads,
            urgent=tuple(self._still_urgent.sort(urgent(stations, roads))),
            gauges=self._stations("rain", until_us),
            pipes=tuple(self._source.pipes()),
            outlines=tuple(self._source.outlines()),
            rain_mm=self._source.rain_mm(until_us - HOUR_US, until_us),
            alarms=self._source.open_alarm_count(("drainage", "road_water", "rain")),
        )

    def _stations(self, kind: str, until_us: int) -> tuple[Station, ...]:
        """All of a kind, the highest figure first; those that can be shown in rows have trends."""
        stations = highest_first(self._source.stations(kind))
        shown = [station.asset_id for station in stations[:TRENDS_SHOWN]]
        trends = self._source.trends(headline(kind), shown, until_us - TREND_HOURS * HOUR_US, until_us)
        return tuple(replace(station, trend=trends.get(station.asset_id, ())) for station in stations)

    def _parking(self) -> ParkingOverview:
        midnight_us = to_us(midnight_before(self._clock(), self._zone))
        roadside, streets = self._source.roadside(midnight_us, STREETS_SHOWN)
        car_parks = self._still_car_parks.sort(self._source.car_parks())
        return ParkingOverview(car_parks=tuple(car_parks), roadside=roadside, streets=tuple(streets))

    def _local_now(self) -> datetime:
        return from_us(self._clock()).astimezone(self._zone)

    def _share(self, question: str, ask: Callable[[], Answer]) -> Answer:
        return self._remembered.get(question, self._clock() // OVERVIEW_SLICE_US, ask)
