"""What the desk asks: open alarms, camera events, one asset with its history, and the layers' counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Final

from dashboard.analytics.trends import thinned, thinned_states
from dashboard.domain.alarms import amounts
from dashboard.domain.asset_charts import Chart
from dashboard.domain.compiled_rules import compile_rule
from dashboard.domain.data_quality import RefusalLine
from dashboard.domain.durations import HOUR_US, SECOND_US
from dashboard.domain.event_lines import EventLine
from dashboard.domain.grouping import Story, tell_stories
from dashboard.domain.metrics import METRICS
from dashboard.domain.readings import midnight_before, to_us
from dashboard.domain.readouts import AlarmLine, AlarmStory, AssetSheet, History, HistoryPoint, HistoryRange, LayerCount
from dashboard.domain.refusals import REFUSALS_COUNT_FOR_US
from dashboard.domain.rule_preview import PastHour, PastReading, hour_as_readings
from dashboard.domain.rules import AlarmRule, Comparison
from dashboard.ports.desk import DeskReadModels
from dashboard.services.remembered import Remembered

ALARMS_AT_MOST: Final = 2_000
EVENTS_SHOWN: Final = 60
STORIES_SHOWN: Final = 12
CHART_POINTS: Final = 900
RAW_HOURS_AT_MOST: Final = 48
COUNTS_SLICE_US: Final = 10 * SECOND_US
ALARMS_SLICE_US: Final = 20 * SECOND_US
AREAS_SLICE_US: Final = 60 * SECOND_US


class Views:
    """Reads for people. Answers are shared between clients: one question per revision of a feed."""

    def __init__(self, source: DeskReadModels, *, clock: Callable[[], int], zone: tzinfo) -> None:
        self._source = source
        self._clock = clock
        self.zone = zone
        self._remembered = Remembered()

    def now_us(self) -> int:
        """The present, in µs since the epoch."""
        return self._clock()

    def alarms(self, revision: int | None) -> Sequence[AlarmLine]:
        """All alarms that have not cleared, except those under maintenance, as of `revision` of the feed.

        What they compare moves without the feed, so that an answer is at most twenty seconds old.
        """
        return [alarm for alarm in self._all_alarms(revision) if not alarm.suppressed]

    def suppressed_count(self, revision: int | None) -> int:
        """How many alarms that have not cleared are kept quiet by maintenance."""
        return sum(alarm.suppressed for alarm in self._all_alarms(revision))

    def _all_alarms(self, revision: int | None) -> Sequence[AlarmLine]:
        mark = None if revision is None else (revision, self._clock() // ALARMS_SLICE_US)
        return self._remembered.get("alarms", mark, lambda: self._source.open_alarms(ALARMS_AT_MOST))

    def events(self, revision: int | None) -> Sequence[EventLine]:
        """The newest camera events as of `revision` of the feed."""
        return self._remembered.get("events", revision, lambda: self._source.camera_events(EVENTS_SHOWN))

    def events_today(self, revision: int | None) -> int:
        """How many camera events were first seen since midnight in the city, as of `revision` of the feed."""
        now_us = self._clock()
        midnight_us = to_us(midnight_before(now_us, self.zone))
        mark = None if revision is None else (revision, midnight_us)
        return self._remembered.get("events today", mark, lambda: self._source.events_seen(midnight_us, now_us))

    def grids_of(self, areas: frozenset[str]) -> frozenset[str]:
        """The codes of these areas and of all that lie below them; at most a minute old."""
        mark = self._clock() // AREAS_SLICE_US
        return self._remembered.get(("areas below", areas), mark, lambda: self._source.codes_below(areas))

    def event(self, event_key: int) -> EventLine | None:
        """One camera event; None when there is none, or none any more."""
        return self._source.camera_event(event_key)

    def asset(self, asset_id: str) -> AssetSheet | None:
        """One asset; None when there is none, or none any more."""
        return self._source.asset_sheet(asset_id)

    def stories(self, asset_id: str) -> Sequence[AlarmStory]:
        """The newest alarms of one asset with their timelines."""
        return self._source.alarm_stories(asset_id, STORIES_SHOWN)

    def refusals(self, asset_id: str) -> Sequence[RefusalLine]:
        """Which values of an asset were not taken within the last seven days, the most frequent first."""
        return self._source.refusals(asset_id, self._clock() - REFUSALS_COUNT_FOR_US)

    def chart(self, asset_id: str, chart: Chart, span: HistoryRange) -> History:
        """What a chart shows: the past of its metric, or of what its rule makes of it over a time."""
        if chart.windowed is None:
            return self.history(asset_id, chart.metric, span)
        return self.amounts(asset_id, chart.windowed, span)

    def history(self, asset_id: str, metric: str, span: HistoryRange) -> History:
        """One metric's past: raw readings up to two days, beyond that hourly roll-ups with the newest hours raw."""
        until_us = self._clock()
        from_us = until_us - span.hours * HOUR_US
        hourly = span.hours > RAW_HOURS_AT_MOST
        read = self._long if hourly else self._source.observations
        points = read(asset_id, metric, from_us, until_us)
        shown = thinned_states(points) if METRICS[metric].states and not hourly else thinned(points, CHART_POINTS)
        return History(
            asset_id=asset_id, metric=metric, from_us=from_us, until_us=until_us, hourly=hourly, points=tuple(shown)
        )

    def amounts(self, asset_id: str, rule: AlarmRule, span: HistoryRange) -> History:
        """What a rule that looks at a window compared at each reading.

        Older hours add their sum; how fast something rose in them cannot be told, so that rises begin with readings.
        """
        compiled, until_us = compile_rule(rule), self._clock()
        from_us = until_us - span.hours * HOUR_US
        raw_from_us = max(from_us, until_us - RAW_HOURS_AT_MOST * HOUR_US) - compiled.window_us
        hours_from_us = from_us - compiled.window_us if rule.comparison is Comparison.TOTAL else raw_from_us
        hours, readings = self._past(asset_id, rule.metric, hours_from_us, raw_from_us, until_us)
        past = [reading for hour in hours for reading in hour_as_readings(compiled, hour)]
        past += [PastReading(point.at_us, point.value) for point in readings]
        points = [HistoryPoint(at_us, each, each, each) for at_us, each in amounts(compiled, past) if at_us >= from_us]
        return History(
            asset_id=asset_id,
            metric=rule.metric,
            from_us=from_us,
            until_us=until_us,
            hourly=len(points) > CHART_POINTS,
            points=tuple(thinned(points, CHART_POINTS)),
        )

    def _long(self, asset_id: str, metric: str, from_us: int, until_us: int) -> Sequence[HistoryPoint]:
        raw_from_us = until_us - RAW_HOURS_AT_MOST * HOUR_US
        hours, readings = self._past(asset_id, metric, from_us, raw_from_us, until_us)
        return [*(HistoryPoint(at.hour * HOUR_US, at.mean, at.minimum, at.maximum) for at in hours), *readings]

    def _past(
        self, asset_id: str, metric: str, from_us: int, raw_from_us: int, until_us: int
    ) -> tuple[Sequence[PastHour], Sequence[HistoryPoint]]:
        """Roll-ups, and the readings after them or from `raw_from_us` on; without older hours readings alone."""
        hours = self._source.hourly(asset_id, metric, from_us, until_us) if from_us < raw_from_us else []
        if hours:
            raw_from_us = max(raw_from_us, (hours[-1].hour + 1) * HOUR_US)
        return hours, self._source.observations(asset_id, metric, raw_from_us, until_us)

    def layer_counts(self) -> Sequence[LayerCount]:
        """How many assets of each kind there are and are online; at most ten seconds old."""
        return self._remembered.get("counts", self._clock() // COUNTS_SLICE_US, self._source.layer_counts)

    def grid_count(self, revision: int | None) -> int:
        """How many grids there are."""
        return self._remembered.get("grids", revision, lambda: self._source.area_count("grid"))


def queue(alarms: Sequence[AlarmLine], last_look_us: int) -> list[Story[AlarmLine]]:
    """The stories of the desk's list; shelved alarms are not in it."""
    return tell_stories([alarm for alarm in alarms if alarm.shelved_until_us is None], last_look_us)
