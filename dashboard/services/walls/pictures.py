"""What a wall asks: one picture of the whole city, shared by all walls, and the red alarm that comes forward."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta, tzinfo
from typing import Any, Final, NamedTuple

from dashboard.domain.cases.board import CaseBoard
from dashboard.domain.durations import HOUR_US, SECOND_US
from dashboard.domain.metrics import METRICS
from dashboard.domain.positions.standing import Dot, SquadDuty
from dashboard.domain.readings import from_us, midnight_before, to_us
from dashboard.domain.rules import AlarmRule, Comparison
from dashboard.domain.sensors import alarm_rules
from dashboard.domain.wall_facts import (
    EVENT_AGE_S,
    EVENT_RADIUS_M,
    RISE_WINDOW_S,
    AlarmFocus,
    ClassifiedEvents,
    News,
    Then,
    WallPicture,
    Weather,
)
from dashboard.domain.wall_people import is_about_somebody, nameless
from dashboard.ports.desk import AssetHistory
from dashboard.ports.walls import CaseBoards, WallReadModels
from dashboard.services.remembered import Remembered
from dashboard.services.sensors_overview import SensorsOverview
from dashboard.services.views import Views

SLOW_SLICE_US: Final = 10 * SECOND_US
QUICK_SLICE_US: Final = SECOND_US
NEWS_SHOWN: Final = 24
CASE_NEWS_SHOWN: Final = 8
RANKED: Final = 16
RAIN_HOURS: Final = 6
WATCHED: Final = 12
"""Cameras of which a wall may show the live picture."""


class _Day(NamedTuple):
    """Now, and where the city's day and the one before begin; all in µs."""

    now_us: int
    midnight_us: int
    yesterday_us: int
    hour: int


class Wall:
    """Reads for walls. Quick parts (alarms, events, news) are at most a second old, the others ten."""

    def __init__(
        self,
        source: WallReadModels,
        history: AssetHistory,
        views: Views,
        overview: SensorsOverview,
        *,
        clock: Callable[[], int],
        zone: tzinfo,
        cases: CaseBoards,
        duty: Callable[[], Sequence[SquadDuty]] = tuple,
        dots: Callable[[], Sequence[Dot]] = tuple,
    ) -> None:
        self._source = source
        self._history = history
        self._views = views
        self._overview = overview
        self._duty = duty
        self._cases = cases
        self._dots = dots
        self._clock = clock
        self._zone = zone
        self._remembered = Remembered()

    def picture(self) -> WallPicture:
        """Return the whole picture. Raises Unavailable."""
        slow = self._remembered.get("slow", self._clock() // SLOW_SLICE_US, self._read_slow_parts)
        quick = self._remembered.get("quick", self._clock() // QUICK_SLICE_US, self._read_quick_parts)
        return replace(slow, **quick)

    def focus(self, alarm_key: int) -> AlarmFocus | None:
        """What is told about a red alarm that comes forward; None for one that is no longer open or about a person."""
        alarm = next((alarm for alarm in self._views.alarms(None) if alarm.alarm_key == alarm_key), None)
        if alarm is None or is_about_somebody(alarm):
            return None
        sheet = self._history.asset_sheet(alarm.asset_id)
        if sheet is None:
            return None
        metric = _metric(alarm_rules().get(alarm.rule_key))
        value, rise = self._measure_rise(alarm.asset_id, metric)
        since_us = self._clock() - EVENT_AGE_S * SECOND_US
        return AlarmFocus(
            alarm=alarm,
            state=sheet.state,
            lon=sheet.lon,
            lat=sheet.lat,
            metric=metric,
            value=alarm.value if value is None else value,
            rise=rise,
            squad=sheet.squad,
            event=self._source.event_near(sheet.lon, sheet.lat, EVENT_RADIUS_M, since_us),
        )

    def _measure_rise(self, asset_id: str, metric: str | None) -> tuple[float | None, float | None]:
        """The newest reading of a metric, and how much it grew within the window."""
        if metric is None or METRICS[metric].states:
            return None, None
        now_us = self._clock()
        points = self._history.observations(asset_id, metric, now_us - 2 * RISE_WINDOW_S * SECOND_US, now_us)
        if not points:
            return None, None
        newest = points[-1]
        edge_us = newest.at_us - RISE_WINDOW_S * SECOND_US
        earlier = [point for point in points if point.at_us <= edge_us] or list(points[:1])
        rise = newest.value - earlier[-1].value if len(points) > 1 else None
        return newest.value, rise

    def _read_quick_parts(self) -> dict[str, Any]:
        day = self._find_day()
        source = self._source
        return {
            "at_us": day.now_us,
            "alarms": tuple(nameless(alarm) for alarm in self._views.alarms(None) if alarm.shelved_until_us is None),
            "events": self._views.events(None),
            "classified": ClassifiedEvents(
                self._compare_with_yesterday(source.events_seen, day),
                source.events_by_hour(day.midnight_us),
                tuple(source.events_by_category(day.midnight_us)),
            ),
            "alarms_raised": self._compare_with_yesterday(source.alarms_raised, day),
            "news": self._read_news(),
            "cases": self._cases.board(day.now_us, day.midnight_us, day.yesterday_us),
        }

    def _read_news(self) -> tuple[News, ...]:
        """The newest first; a storm of alarms leaves what became of cases its room."""
        told = self._cases.news(CASE_NEWS_SHOWN)
        others = self._source.news(NEWS_SHOWN - len(told))
        return tuple(sorted((*told, *others), key=lambda line: -line.at_us))

    def _read_slow_parts(self) -> WallPicture:
        day, source, overview = self._find_day(), self._source, self._overview
        drainage = overview.drainage()
        temperature_c = source.temperature_c(day.now_us - HOUR_US)
        return WallPicture(
            at_us=day.now_us,
            hour_now=day.hour,
            city=source.profile(),
            weather=Weather(drainage.rain_mm, temperature_c),
            counts=self._views.layer_counts(),
            alarms=(),
            alarms_raised=Then(0, None),
            events=(),
            classified=ClassifiedEvents(Then(0, None), (), ()),
            grids=source.hot_grids(day.midnight_us, RANKED),
            drainage=drainage,
            rain=source.rain_curve(day.now_us - RAIN_HOURS * HOUR_US, day.now_us),
            parking=overview.parking(),
            arrivals_yesterday=source.arrivals_by_hour(day.yesterday_us),
            silent=source.silent_longest(RANKED),
            batteries=source.batteries(RANKED),
            quality=overview.quality(),
            news=(),
            cases=CaseBoard(),
            duty=self._duty(),
            dots=self._dots(),
            busiest_cameras=source.busiest_cameras(day.midnight_us, WATCHED),
        )

    def _compare_with_yesterday(self, count: Callable[[int, int], int], day: _Day) -> Then:
        """Today so far, and yesterday until this time of day.

        Yesterday is not known when it has nothing at all, or when nothing is older: the record began in it.
        """
        today = count(day.midnight_us, day.now_us)
        yesterday = count(day.yesterday_us, day.yesterday_us + day.now_us - day.midnight_us)
        before = count(2 * day.yesterday_us - day.midnight_us, day.yesterday_us)
        return Then(today, yesterday if yesterday and before else None)

    def _find_day(self) -> _Day:
        now_us = self._clock()
        local = from_us(now_us).astimezone(self._zone)
        midnight = midnight_before(now_us, self._zone)
        return _Day(now_us, to_us(midnight), to_us(midnight - timedelta(days=1)), local.hour)


def _metric(rule: AlarmRule | None) -> str | None:
    """The metric that a rule compares, where its value tells how bad it is."""
    if rule is None or rule.metric not in METRICS or rule.comparison in (Comparison.SILENCE, Comparison.TOTAL):
        return None
    return rule.metric
