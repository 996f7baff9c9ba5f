"""Maintenance windows as the pages read them, on both databases."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Engine

from dashboard.domain.alarms import AlarmTransition, Change
from dashboard.domain.maintenance import MaintenanceWindow
from dashboard.domain.rules import Scope
from dashboard.domain.severity import Severity
from data_sources.db.alarms.store import SqlAlarmStore
from data_sources.db.device_read_models import DeviceReader
from tests.adapters.city_of_four import HOUR, NOW, settle

WINDOW = MaintenanceWindow(
    scope=Scope.ASSET, scope_ref="JG-1", from_us=NOW, until_us=NOW + HOUR, reason="desilting", opened_by="duty-1"
)


def test_windows_that_run_or_come_are_listed_with_their_place_and_what_they_suppress(engine: Engine) -> None:
    device = settle(engine)["JG-1"]
    raised = AlarmTransition(Change.RAISED, "manhole.tilt", Severity.MAJOR, 22.4, 15.0, NOW)
    with SqlAlarmStore(engine, lambda: NOW).begin() as work:
        work.apply_transitions(device, [raised], suppressed=True)
        work.save_window(WINDOW)
        work.save_window(replace(WINDOW, scope=Scope.AREA, scope_ref="B1", until_us=NOW + 2 * HOUR))
        work.save_window(replace(WINDOW, scope=Scope.KIND, scope_ref="rain", until_us=NOW + 3 * HOUR))
        work.save_window(replace(WINDOW, from_us=NOW + HOUR, until_us=NOW + 4 * HOUR))
        work.save_window(replace(WINDOW, closed_us=NOW))
        work.save_window(replace(WINDOW, from_us=NOW - HOUR, until_us=NOW))
    lines = DeviceReader(engine).windows(NOW)
    assert [(line.window.scope_ref, line.suppressed, line.runs(NOW)) for line in lines] == [
        ("JG-1", 1, True),
        ("B1", 1, True),
        ("rain", 0, True),
        ("JG-1", 0, False),
    ]
    assert [line.place is None for line in lines] == [False, False, True, False]


def test_a_window_may_be_opened_for_blocks_and_grids(engine: Engine) -> None:
    settle(engine)
    assert [code for code, _ in DeviceReader(engine).work_areas()] == ["B1", "G1", "G2"]
