"""What the device page asks: register, drainage, parking, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import Final, Protocol

from dashboard.domain.maintenance import WindowLine
from dashboard.domain.readings import from_us, to_us
from dashboard.domain.readouts import (
    AssetSheet,
    CarPark,
    DataQuality,
    DrainageOverview,
    IngestCounts,
    ParkingOverview,
    Pipe,
    QuarantineLine,
    RegisterPage,
    RegisterQuery,
    RoadsideParking,
    Station,
    StreetParking,
)
from dashboard.domain.rules import RuleOverride
from dashboard.services.remembered import Answer, Remembered

OVERVIEW_SLICE_US: Final = 10_000_000
TREND_HOURS: Final = 2
LONGEST_PAGE: Final = 200
QUARANTINE_SHOWN: Final = 100
_HOUR_US: Final = 3_600_000_000


class DeviceReadModels(Protocol):
    """What the device page reads. Times are µs since the epoch; every method may raise Unavailable."""

    def register(self, query: RegisterQuery) -> RegisterPage: ...

    def grids(self) -> Sequence[tuple[str, str]]:
        """Code and name of every grid, in the order of their codes."""

    def stations(self, kind: str, trend_from_us: int, until_us: int) -> Sequence[Station]:
        """The devices of a kind with their newest values and the trend of its headline metric."""

    def pipes(self) -> Sequence[Pipe]: ...

    def rain_mm(self, from_us: int, until_us: int) -> float | None:
        """The mean of all gauges' rain in that time; None without gauges."""

    def open_alarm_count(self, kinds: Sequence[str]) -> int: ...

    def car_parks(self) -> Sequence[CarPark]: ...

    def roadside(self, midnight_us: int) -> RoadsideParking: ...

    def street_parking(self, midnight_us: int, limit: int) -> Sequence[StreetParking]:
        """The streets with the most bays."""

    def quarantine(self, limit: int) -> tuple[Sequence[QuarantineLine], int]:
        """The newest lines, and how many there are in all."""

    def overrides(self) -> Sequence[RuleOverride]: ...

    def windows(self, now_us: int) -> Sequence[WindowLine]:
        """The maintenance windows that run or are coming, the next to end first."""

    def work_areas(self) -> Sequence[tuple[str, str]]:
        """Code and name of the areas that a window may be opened for, the large ones first."""


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

    def register(self, query: RegisterQuery) -> RegisterPage:
        """One page of the register; a page has at most 200 devices."""
        return self._source.register(query._replace(limit=min(query.limit, LONGEST_PAGE), offset=max(query.offset, 0)))

    def grids(self) -> Sequence[tuple[str, str]]:
        """Code and name of every grid."""
        return self._shared("grids", self._source.grids)

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

    def work_areas(self) -> Sequence[tuple[str, str]]:
        """Code and name of the areas that a window may be opened for, the large ones first."""
        return self._shared("work areas", self._source.work_areas)

    def drainage(self) -> DrainageOverview:
        """The pipe network at one glance; at most ten seconds old."""
        return self._shared("drainage", self._drainage)

    def parking(self) -> ParkingOverview:
        """Car parks and roadside bays; at most ten seconds old."""
        return self._shared("parking", self._parking)

    def quality(self) -> DataQuality:
        """What could not be read, and how much could."""
        lines, total = self._source.quarantine(QUARANTINE_SHOWN)
        return DataQuality(lines=tuple(lines), total=total, counts=self._ingest_counts())

    def hour_now(self) -> int:
        """The hour of the day in the city's time zone."""
        return self._local_now().hour

    def _drainage(self) -> DrainageOverview:
        until_us = self._clock()
        trend_from_us = until_us - TREND_HOURS * _HOUR_US
        return DrainageOverview(
            stations=tuple(self._source.stations("drainage", trend_from_us, until_us)),
            roads=tuple(self._source.stations("road_water", trend_from_us, until_us)),
            gauges=tuple(self._source.stations("rain", trend_from_us, until_us)),
            pipes=tuple(self._source.pipes()),
            rain_mm=self._source.rain_mm(until_us - _HOUR_US, until_us),
            alarms=self._source.open_alarm_count(("drainage", "road_water", "rain")),
        )

    def _parking(self) -> ParkingOverview:
        midnight_us = to_us(self._local_now().replace(hour=0, minute=0, second=0, microsecond=0))
        return ParkingOverview(
            car_parks=tuple(self._source.car_parks()),
            roadside=self._source.roadside(midnight_us),
            streets=tuple(self._source.street_parking(midnight_us, 12)),
        )

    def _local_now(self) -> datetime:
        return from_us(self._clock()).astimezone(self._zone)

    def _shared(self, question: str, ask: Callable[[], Answer]) -> Answer:
        return self._remembered.get(question, self._clock() // OVERVIEW_SLICE_US, ask)
