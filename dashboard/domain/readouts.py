"""What the pages read out: the records of the read side, free of layout and language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from dashboard.domain.alarms import Move
from dashboard.domain.cases.states import CaseState
from dashboard.domain.people.readouts import AreaHolder
from dashboard.domain.rules import Comparison
from dashboard.domain.sensors import alarm_rules
from dashboard.domain.severity import AssetState, Severity

_BADNESS_STEP: Final = 0.05


class AlarmStanding(StrEnum):
    """Where an alarm stands for the operator."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    SHELVED = "shelved"
    CLEARED = "cleared"


class Handled(Protocol):
    """An alarm, in whatever record, with the times of what was done about it."""

    @property
    def cleared_us(self) -> int | None: ...
    @property
    def shelved_until_us(self) -> int | None: ...
    @property
    def acknowledged_us(self) -> int | None: ...


def standing_of(alarm: Handled) -> AlarmStanding:
    """Return where an alarm stands: cleared goes before shelved, shelved before acknowledged."""
    if alarm.cleared_us is not None:
        return AlarmStanding.CLEARED
    if alarm.shelved_until_us is not None:
        return AlarmStanding.SHELVED
    return AlarmStanding.OPEN if alarm.acknowledged_us is None else AlarmStanding.ACKNOWLEDGED


class Placed(Protocol):
    """Something in a grid, or in none."""

    @property
    def grid_code(self) -> str | None: ...


PlacedLine = TypeVar("PlacedLine", bound=Placed)


def within(lines: Sequence[PlacedLine], grids: frozenset[str] | None) -> Sequence[PlacedLine]:
    """Return the lines that lie in these grids, in their order; all of them without grids to look at."""
    return lines if grids is None else [line for line in lines if line.grid_code in grids]


class HistoryRange(StrEnum):
    """How far back a history chart looks."""

    DAY = "24h"
    WEEK = "7d"
    MONTH = "30d"
    YEAR = "1y"

    @property
    def hours(self) -> int:
        """The length in hours."""
        return _RANGE_HOURS[self]


_RANGE_HOURS = {
    HistoryRange.DAY: 24,
    HistoryRange.WEEK: 168,
    HistoryRange.MONTH: 720,
    HistoryRange.YEAR: 8784,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmLine:
    """One alarm as a list shows it. Times are microseconds since the epoch; `value` is in its metric's unit.

    `value` is what was compared when the alarm last changed, `now` what was compared last and `worst` the worst of it
    since the alarm was raised; both None when nothing was compared since, as with silence. `move` is the last step
    that it took. `case_…` tell the case that it was reported as last.
    """

    alarm_key: int
    asset_id: str
    asset_name: str
    kind: str
    rule_key: str
    severity: Severity
    value: float | None
    threshold: float | None
    raised_us: int
    last_raised_us: int
    worsened_us: int
    raise_count: int
    acknowledged_us: int | None = None
    acknowledged_by: str | None = None
    shelved_until_us: int | None = None
    shelve_reason: str | None = None
    cleared_us: int | None = None
    suppressed: bool = False
    note: str | None = None
    grid_code: str | None = None
    grid_name: str | None = None
    district_code: str | None = None
    district_name: str | None = None
    street: str | None = None
    last_seen_us: int | None = None
    now: float | None = None
    worst: float | None = None
    move: Move | None = None
    case_key: int | None = None
    case_number: str | None = None
    case_state: CaseState | None = None

    @property
    def standing(self) -> AlarmStanding:
        """Where the alarm stands for the operator."""
        return standing_of(self)

    @property
    def badness(self) -> float:
        """How bad it is now, as a multiple of its threshold in steps of 5 %; greater is always worse."""
        amount = self.value if self.now is None else self.now
        if amount is None or not self.threshold:
            return 0.0
        share = round(amount / self.threshold / _BADNESS_STEP) * _BADNESS_STEP
        rule = alarm_rules().get(self.rule_key)
        return -share if rule and rule.comparison is Comparison.BELOW else abs(share)


class AlarmMoment(NamedTuple):
    """One entry of an alarm's timeline."""

    at_us: int
    what: str
    severity: Severity | None
    value: float | None
    actor: str | None
    detail: str | None


class AlarmStory(NamedTuple):
    """An alarm with its timeline, newest entry first."""

    alarm: AlarmLine
    moments: tuple[AlarmMoment, ...]


class LiveValue(NamedTuple):
    """The newest reading of one metric: the stored number and when it was measured."""

    metric: str
    value: float
    measured_us: int


class AreaStep(NamedTuple):
    """One step of the path from the built-up area down to the grid."""

    code: str
    name: str
    level: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AssetSheet:
    """Everything the drawer says about one asset."""

    asset_id: str
    kind: str
    name: str
    lon: float
    lat: float
    state: AssetState
    changed_us: int | None
    last_seen_us: int | None
    values: tuple[LiveValue, ...]
    device_ref: str | None
    datum_m: float | None
    street: str | None
    areas: tuple[AreaStep, ...]
    squad: str | None
    duties: tuple[AreaHolder, ...]
    attributes: dict[str, Any] = field(default_factory=dict)


class HistoryPoint(NamedTuple):
    """One point of a history: a raw reading (`low` = `high` = `value`) or the mean, minimum and maximum of an hour."""

    at_us: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """The history of one metric of one asset; `hourly` tells roll-ups from raw readings."""

    asset_id: str
    metric: str
    from_us: int
    until_us: int
    hourly: bool
    points: tuple[HistoryPoint, ...]


class LayerCount(NamedTuple):
    """How many assets of one kind there are, and how many of them are online (`offline` is not)."""

    kind: str
    total: int
    online: int


class Hit(NamedTuple):
    """One search result: an asset, a street or a grid, and where to fly."""

    key: str
    name: str
    detail: str
    lon: float
    lat: float
    kind: str


class Hits(NamedTuple):
    """What a search found, by group, and how many more there are."""

    assets: tuple[Hit, ...]
    streets: tuple[Hit, ...]
    grids: tuple[Hit, ...]
    more: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterRow:
    """One device in the register."""

    asset_id: str
    kind: str
    name: str
    grid_name: str | None
    street: str | None
    device_ref: str | None
    state: AssetState
    last_seen_us: int | None
    values: tuple[LiveValue, ...]


class RegisterPage(NamedTuple):
    """One page of the register and how many devices match in all."""

    rows: tuple[RegisterRow, ...]
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Station:
    """A drainage station, rain gauge or water point with its newest values and its last hours as a short series."""

    asset_id: str
    name: str
    kind: str
    state: AssetState
    lon: float
    lat: float
    last_seen_us: int | None
    values: dict[str, float]
    trend: tuple[float, ...]


class Pipe(NamedTuple):
    """A sewer between two stations, drawn as a line of (lon, lat)."""

    upstream: str
    downstream: str
    diameter_mm: int
    line: tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DrainageOverview:
    """The pipe network at one glance; `rain_mm` is the mean of the gauges over the last hour (None without gauges).

    Stations, roads and gauges come by their figure, the highest first; `urgent` are the roads and stations of the
    shortest list, in an order that holds still. `outlines` are the borders of the largest areas as rings of (lon, lat).
    """

    as_of_us: int
    stations: tuple[Station, ...]
    roads: tuple[Station, ...]
    gauges: tuple[Station, ...]
    pipes: tuple[Pipe, ...]
    outlines: tuple[tuple[tuple[float, float], ...], ...]
    rain_mm: float | None
    alarms: int
    urgent: tuple[Station, ...]


class CarPark(NamedTuple):
    """A car park: how many of its bays are taken (None when it has not reported)."""

    asset_id: str
    name: str
    capacity: int
    occupied: int | None
    state: AssetState


@dataclass(frozen=True, kw_only=True, slots=True)
class RoadsideParking:
    """Roadside bays today: occupancy now, arrivals by hour of the city's day, and the mean stay in minutes."""

    bays: int
    reporting: int
    occupied: int
    arrivals_by_hour: tuple[int, ...]
    mean_stay_min: float | None

    @property
    def arrivals(self) -> int:
        """Arrivals since midnight in the city's time zone."""
        return sum(self.arrivals_by_hour)

    @property
    def turnover(self) -> float | None:
        """Arrivals per bay since midnight; None without bays."""
        return self.arrivals / self.bays if self.bays else None


class StreetParking(NamedTuple):
    """One street's roadside bays."""

    street: str
    bays: int
    occupied: int
    arrivals: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ParkingOverview:
    """Car parks and roadside bays."""

    car_parks: tuple[CarPark, ...]
    roadside: RoadsideParking
    streets: tuple[StreetParking, ...]


class RegisterQuery(NamedTuple):
    """What the register shows: filters (empty: all), the order, and which page of it."""

    kind: str = ""
    state: str = ""
    area_code: str = ""
    text: str = ""
    sort: str = "asset_id"
    descending: bool = False
    offset: int = 0
    limit: int = 50
