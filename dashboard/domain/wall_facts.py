"""What the wall shows beyond the desk: today against yesterday, weather, ranks, batteries, and the news."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.domain.cases.board import CaseBoard
    from dashboard.domain.city import CityProfile
    from dashboard.domain.data_quality import DataQuality
    from dashboard.domain.event_lines import EventLine
    from dashboard.domain.positions.standing import Dot, SquadDuty
    from dashboard.domain.readouts import AlarmLine, DrainageOverview, LayerCount, ParkingOverview
    from dashboard.domain.severity import AssetState, Severity

BATTERY_STEPS = (10, 20, 40, 60, 80, 101)
"""Upper bounds of the battery classes in per cent, each exclusive."""


class WallPeople(StrEnum):
    """How much walls show of people on duty: how many there are, or where they are too; never who."""

    COUNTS = "counts"
    DOTS = "dots"


class Weather(NamedTuple):
    """The city's own stations: rain of the last hour in mm/h and the mean temperature; None without stations."""

    rain_mmh: float | None
    temperature_c: float | None


class Then(NamedTuple):
    """A count since midnight, and the same until this time yesterday; None when nothing is known of yesterday."""

    today: int
    yesterday: int | None


class CategoryCount(NamedTuple):
    """Camera events of one category (None: not classified) today."""

    category: str | None
    events: int


class GridCount(NamedTuple):
    """One grid with its open alarms (and how many of them are red) and its camera events of today."""

    code: str
    name: str
    alarms: int
    critical: int
    events: int


class SilentAsset(NamedTuple):
    """A device that has not reported for too long; `last_seen_us` is None when it never did."""

    asset_id: str
    name: str
    kind: str
    last_seen_us: int | None


class Battery(NamedTuple):
    """The battery of one device in per cent."""

    asset_id: str
    name: str
    kind: str
    percent: float


class BatteryHealth(NamedTuple):
    """How many devices lie in each class of BATTERY_STEPS, and the emptiest of all."""

    classes: tuple[int, ...]
    lowest: tuple[Battery, ...]


class RainSlice(NamedTuple):
    """The mean rain of all gauges in mm within the slice that begins at `at_us`."""

    at_us: int
    rain_mm: float


class NewsKind(StrEnum):
    """What a line of the ticker tells."""

    RAISED = "raised"
    WORSENED = "worsened"
    CLEARED = "cleared"
    SEEN = "seen"
    FILED = "filed"
    ENDED = "ended"


class News(NamedTuple):
    """One line of the ticker: an alarm raised, worse or cleared, a camera event, a case filed or ended.

    `about` is the rule, the category of the event, or the name of the case's category. Of an alarm about a person
    `asset_id` is empty and `place` the area, empty where there is none.
    """

    key: str
    at_us: int
    kind: NewsKind
    severity: Severity | None
    about: str
    asset_kind: str
    asset_id: str
    place: str


def alarms_first(news: Sequence[News]) -> list[News]:
    """Return alarms that were raised or grew worse before all else, each part in the order given."""
    return sorted(news, key=lambda line: line.kind not in (NewsKind.RAISED, NewsKind.WORSENED))


class ClassifiedEvents(NamedTuple):
    """Camera events of today: in all against yesterday, by hour of the day and by category, the most first."""

    total: Then
    by_hour: tuple[int, ...]
    by_category: tuple[CategoryCount, ...]


class BusyCamera(NamedTuple):
    """A camera that can be watched, and how many events it told of."""

    asset_id: str
    name: str
    events: int


@dataclass(frozen=True, kw_only=True, slots=True)
class WallPicture:
    """Everything a wall shows at one moment. `at_us` is when it was read, `hour_now` the hour of the city's day."""

    at_us: int
    hour_now: int
    city: CityProfile
    weather: Weather
    counts: Sequence[LayerCount]
    alarms: Sequence[AlarmLine]
    alarms_raised: Then
    events: Sequence[EventLine]
    classified: ClassifiedEvents
    grids: Sequence[GridCount]
    drainage: DrainageOverview
    rain: Sequence[RainSlice]
    parking: ParkingOverview
    arrivals_yesterday: tuple[int, ...] | None
    silent: Sequence[SilentAsset]
    batteries: BatteryHealth
    quality: DataQuality
    news: Sequence[News]
    cases: CaseBoard
    duty: Sequence[SquadDuty] = ()
    dots: Sequence[Dot] = ()
    busiest_cameras: Sequence[BusyCamera] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmFocus:
    """A red alarm that comes forward.

    `rise` is how much its metric grew within `RISE_WINDOW_S` (None for metrics with states or without an earlier
    reading); `event` is a recent camera event with a picture close by.
    """

    alarm: AlarmLine
    state: AssetState
    lon: float
    lat: float
    metric: str | None
    value: float | None
    rise: float | None
    squad: str | None
    event: EventLine | None


RISE_WINDOW_S = 600
EVENT_RADIUS_M = 150.0
EVENT_AGE_S = 3600
