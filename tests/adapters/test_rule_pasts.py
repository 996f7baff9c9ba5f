"""The past that a rule is tried on, from both databases."""

from __future__ import annotations

import math

from sqlalchemy import Engine

from dashboard.domain.metrics import METRICS
from dashboard.domain.readings import Device
from dashboard.domain.rule_preview import Band, PastReading, RulePreview, Tally
from dashboard.domain.rules import Level, RuleOverride, Scope
from dashboard.domain.severity import Severity
from dashboard.ports.ingest import ObservationRow
from dashboard.services.alarms.previews import RulePreviews
from data_sources.db.alarms.rule_pasts import SqlRulePasts
from data_sources.db.alarms.store import SqlAlarmStore
from data_sources.db.history_store import SqlHistoryStore
from data_sources.db.ingest.store import SqlIngestStore
from tests.adapters.city_of_four import HOUR, NOW, SECOND, asset, settle

MINUTE = 60 * SECOND
DAY = 24 * HOUR
OVER_TEN = Band(-math.inf, 10.0)
MONTH_AGO = NOW - 30 * DAY


def record(engine: Engine, device: Device, metric: str, *values: tuple[int, float]) -> None:
    """Readings at so many µs before now, the last one also as the newest value."""
    number = METRICS[metric].number
    rows = [
        ObservationRow((NOW - ago) // HOUR, device.asset_key, number, NOW - ago, 7, value, NOW, 0)
        for ago, value in values
    ]
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        work.add_observations(rows)
        latest = work.latest([device.asset_key])[device.asset_key]
        latest.values[metric] = [values[-1][1], NOW - values[-1][0]]
        work.save_latest([latest])


def roll_up(engine: Engine) -> None:
    """All hours that are over."""
    history = SqlHistoryStore(engine)
    for hour in history.pending_hours(NOW // HOUR, 1_000):
        history.roll_up(hour)


def flooded(engine: Engine) -> dict[str, Device]:
    """JG-1 tilted far two days ago and back ten minutes later, JG-2 still, both upright now."""
    devices = settle(engine)
    tilted = (2 * DAY, 50.0), (2 * DAY - 10 * MINUTE, 2.0)
    record(engine, devices["JG-1"], "tilt_deg", (3 * DAY, 1.0), *tilted, (DAY, 1.8), (HOUR, 1.7), (0, 1.5))
    record(engine, devices["JG-2"], "tilt_deg", (3 * DAY, 2.0), (2 * DAY, 3.0), (0, 1.0))
    roll_up(engine)
    return devices


def test_the_assets_that_measure_a_metric_come_with_their_newest_value(engine: Engine) -> None:
    devices = flooded(engine)
    found = SqlRulePasts(engine).measured("manhole", "tilt_deg")
    assert [(one.asset_id, one.value, one.area_key) for one in found] == [
        (key, value, devices[key].area_key) for key, value in (("JG-1", 1.5), ("JG-2", 1.0))
    ]
    assert SqlRulePasts(engine).measured("manhole", "level_m") == []
    assert SqlRulePasts(engine).measured("tree", "tilt_deg") == []


def test_assets_that_left_the_band_are_found_in_hours_and_in_readings_that_are_not_rolled_up(engine: Engine) -> None:
    devices = flooded(engine)
    keys = [devices["JG-1"].asset_key, devices["JG-2"].asset_key]
    pasts = SqlRulePasts(engine)
    found = pasts.reached(keys, "tilt_deg", OVER_TEN, MONTH_AGO)
    assert found == (frozenset(keys[:1]), (NOW - 3 * DAY) // HOUR * HOUR)
    assert pasts.reached(keys, "tilt_deg", Band(2.0, 60.0), MONTH_AGO).asset_keys == frozenset(keys)
    assert pasts.reached(keys, "tilt_deg", OVER_TEN, NOW - 30 * MINUTE) == (frozenset(), None)
    assert pasts.reached([], "tilt_deg", OVER_TEN, MONTH_AGO) == (frozenset(), None)
    record(engine, devices["JG-2"], "tilt_deg", (MINUTE, 11.0))
    assert pasts.reached(keys, "tilt_deg", OVER_TEN, MONTH_AGO).asset_keys == frozenset(keys)


def test_readings_come_for_loud_hours_and_for_those_not_rolled_up(engine: Engine) -> None:
    devices = flooded(engine)
    key, calm = devices["JG-1"].asset_key, devices["JG-2"].asset_key
    found = SqlRulePasts(engine).pasts([key, calm], "tilt_deg", OVER_TEN, MONTH_AGO, 1_000)
    assert [(hour.maximum, hour.reported) for hour in found[key].hours] == [(50.0, 2), (1.8, 1)]
    assert found[key].readings == [
        PastReading(NOW - 2 * DAY, 50.0),
        PastReading(NOW - 2 * DAY + 10 * MINUTE, 2.0),
        PastReading(NOW, 1.5),
    ]
    assert found[calm].readings == [PastReading(NOW, 1.0)]
    assert SqlRulePasts(engine).pasts([], "tilt_deg", OVER_TEN, MONTH_AGO, 1_000) == {}


def test_readings_are_read_for_the_newest_hours_that_fit(engine: Engine) -> None:
    devices = settle(engine)
    key = devices["JG-1"].asset_key
    loud = [(day * DAY + minute * MINUTE, 50.0) for day in (9, 5, 2) for minute in (3, 2, 1)]
    record(engine, devices["JG-1"], "tilt_deg", *loud)
    roll_up(engine)
    pasts = SqlRulePasts(engine)
    numbers = [
        len(pasts.pasts([key], "tilt_deg", OVER_TEN, MONTH_AGO, at_most)[key].readings) for at_most in (9, 8, 3, 2, 0)
    ]
    assert numbers == [9, 6, 3, 0, 0]


def test_a_band_without_a_quiet_value_makes_every_hour_loud(engine: Engine) -> None:
    devices = flooded(engine)
    key = devices["JG-2"].asset_key
    found = SqlRulePasts(engine).pasts([key], "tilt_deg", Band(math.inf, -math.inf), MONTH_AGO, 1_000)
    assert [reading.value for reading in found[key].readings] == [2.0, 3.0, 1.0]
    bounded = SqlRulePasts(engine).pasts([key], "tilt_deg", Band(2.5, 99.0), MONTH_AGO, 1_000)
    assert [reading.value for reading in bounded[key].readings] == [2.0, 1.0]


def previews(engine: Engine) -> RulePreviews:
    return RulePreviews(SqlRulePasts(engine), SqlAlarmStore(engine, lambda: NOW), lambda: NOW)


def tilt(*levels: Level, scope: Scope = Scope.KIND, place: str = "manhole") -> RuleOverride:
    return RuleOverride(rule_key="manhole.tilt", scope=scope, scope_ref=place, levels=levels)


def test_a_change_is_tried_on_what_is_stored(engine: Engine) -> None:
    flooded(engine)
    lower = tilt(Level(Severity.MAJOR, 1.2), Level(Severity.CRITICAL, 45.0))
    past_s = (NOW - (NOW - 3 * DAY) // HOUR * HOUR) / SECOND
    assert previews(engine).preview(lower) == RulePreview(1, 2, 2, past_s, Tally(1, 2, 1, 0))
    higher = tilt(Level(Severity.MAJOR, 55.0), Level(Severity.CRITICAL, 60.0))
    assert previews(engine).preview(higher) == RulePreview(0, 2, 2, past_s, Tally(1, 0, 1, 1))


def test_rain_is_summed_from_readings_and_hours(engine: Engine) -> None:
    gauge = settle(engine, more=[asset("YL-1", "rain", 120.1, 30.1, grid="G1")])["YL-1"]
    shower = [(5 * DAY - part * 5 * MINUTE, 2.0) for part in range(30)]
    record(engine, gauge, "rain_mm", *shower, (4 * DAY, 0.0), (5 * MINUTE, 0.0))
    roll_up(engine)
    change = RuleOverride(
        rule_key="rain.three_hours",
        scope=Scope.AREA,
        scope_ref="B1",
        levels=(Level(Severity.MAJOR, 40.0), Level(Severity.CRITICAL, 100.0)),
    )
    found = previews(engine).preview(change)
    assert found is not None
    assert found.tally == Tally(1, 1, 0, 0)
