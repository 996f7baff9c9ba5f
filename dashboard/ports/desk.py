"""What the desk and the device page read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from dashboard.domain.data_quality import QuarantineGroup, RefusalLine, RefusingDevice
from dashboard.domain.event_lines import EventLine
from dashboard.domain.maintenance import WindowLine
from dashboard.domain.readouts import (
    AlarmLine,
    AlarmStory,
    AssetSheet,
    CarPark,
    HistoryPoint,
    Hit,
    LayerCount,
    Pipe,
    RegisterPage,
    RegisterQuery,
    RoadsideParking,
    Station,
    StreetParking,
)
from dashboard.domain.rule_preview import PastHour
from dashboard.domain.rules import RuleOverride
from dashboard.domain.triage.states import EventState


class AssetHistory(Protocol):
    """An asset and its earlier readings. Each may raise Unavailable."""

    def asset_sheet(self, asset_id: str) -> AssetSheet | None: ...

    def observations(self, asset_id: str, metric: str, from_us: int, until_us: int) -> Sequence[HistoryPoint]:
        """Raw readings in the order of time."""


class EventReads(Protocol):
    """Where events are read from; raises Unavailable when that is out of reach."""

    def camera_events(
        self, limit: int, before: tuple[int, int] | None = None, state: EventState | None = None
    ) -> Sequence[EventLine]:
        """Those of a state, or all, by (last_us, event_key) downwards, from below `before`."""


class DeskReadModels(AssetHistory, EventReads, Protocol):
    """What the desk reads. Times are µs since the epoch; every method may raise Unavailable."""

    def open_alarms(self, limit: int) -> Sequence[AlarmLine]:
        """Alarms that have not cleared, shelved and suppressed ones too, the newest first."""

    def alarm_stories(self, asset_id: str, limit: int) -> Sequence[AlarmStory]:
        """The newest alarms of one asset with their timelines."""

    def refusals(self, asset_id: str, since_us: int) -> Sequence[RefusalLine]:
        """The fields of one asset whose values were not taken since then, the most frequent first."""

    def hourly(self, asset_id: str, metric: str, from_us: int, until_us: int) -> Sequence[PastHour]:
        """Hourly roll-ups in the order of time."""

    def events_seen(self, from_us: int, until_us: int) -> int:
        """Camera events first seen in that time."""

    def camera_event(self, event_key: int) -> EventLine | None: ...

    def layer_counts(self) -> Sequence[LayerCount]: ...

    def area_count(self, level: str) -> int: ...

    def codes_below(self, codes: Collection[str]) -> frozenset[str]:
        """The codes of these areas and of all areas below them."""


class SearchIndex(Protocol):
    """Where names are looked up; `text` is matched anywhere, without regard to case."""

    def find_assets(self, text: str, limit: int) -> Sequence[Hit]:
        """Number first, then name or street."""

    def find_streets(self, text: str, limit: int) -> Sequence[Hit]: ...

    def find_grids(self, text: str, limit: int) -> Sequence[Hit]: ...

    def count_found(self, text: str) -> int:
        """How many assets, streets and grids there are in all."""


class DeviceReadModels(Protocol):
    """What the device page reads. Times are µs since the epoch; every method may raise Unavailable."""

    def register(self, query: RegisterQuery) -> RegisterPage: ...

    def grids(self) -> Sequence[tuple[str, str]]:
        """Code and name of every grid, in the order of their codes."""

    def stations(self, kind: str) -> Sequence[Station]:
        """The devices of a kind with their newest values, without trends."""

    def trends(
        self, metric: str, asset_ids: Sequence[str], from_us: int, until_us: int
    ) -> Mapping[str, tuple[float, ...]]:
        """A metric in slices of two minutes, by asset; silent assets have none."""

    def pipes(self) -> Sequence[Pipe]: ...

    def outlines(self) -> Sequence[tuple[tuple[float, float], ...]]:
        """The outer rings of the areas at the top of the tree and one step below, as (lon, lat)."""

    def rain_mm(self, from_us: int, until_us: int) -> float | None:
        """The mean of all gauges' rain in that time; None without gauges."""

    def open_alarm_count(self, kinds: Sequence[str]) -> int: ...

    def car_parks(self) -> Sequence[CarPark]: ...

    def roadside(self, midnight_us: int, streets: int) -> tuple[RoadsideParking, Sequence[StreetParking]]:
        """All roadside bays, and those `streets` streets that have the most."""

    def quarantine_groups(self, limit: int) -> tuple[Sequence[QuarantineGroup], int]:
        """The groups that were added to last, newest first, and how many messages there are in all."""

    def refusing_devices(self, since_us: int, limit: int) -> tuple[Sequence[RefusingDevice], int]:
        """The devices whose values were not taken since then, the most first, and how many there are in all."""

    def overrides(self) -> Sequence[RuleOverride]: ...

    def windows(self, now_us: int) -> Sequence[WindowLine]:
        """The maintenance windows that run or are coming, the next to end first."""

    def work_areas(self) -> Sequence[tuple[str, str]]:
        """Code and name of the areas that a window may be opened for, the large ones first."""
