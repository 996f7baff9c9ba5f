"""The life of an alarm as a record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.domain.alarm_records import Alarm, acknowledged, changed, first_raised, shelved, suppressed, unshelved
from dashboard.domain.alarms import AlarmTransition, Change
from dashboard.domain.maintenance import MaintenanceWindow
from dashboard.domain.readings import Device
from dashboard.domain.readouts import AlarmStanding
from dashboard.domain.rules import Scope
from dashboard.domain.severity import Severity

MINOR, MAJOR, CRITICAL = Severity
NOW = 1_763_700_000_000_000
HOUR = 3_600_000_000
DEVICE = Device(asset_key=7, asset_id="JG-0413", kind="manhole", datum_m=None, area_key=3)


def transition(change: Change, severity: Severity = MAJOR, at_us: int = NOW) -> AlarmTransition:
    """A change of the tilt alarm."""
    return AlarmTransition(change, "manhole.tilt", severity, 22.4, 15.0, at_us)


def raised(severity: Severity = MAJOR, previous: Alarm | None = None, now_us: int = NOW) -> Alarm:
    """A new alarm, measured a second before it came."""
    told = transition(Change.RAISED, severity, now_us - 1_000_000)
    return first_raised(DEVICE, "JP-02", told, now_us, previous=previous, suppressed=False)


def test_a_new_alarm_is_open_and_asks_for_attention_by_the_servers_clock() -> None:
    alarm = raised()
    assert alarm.standing is AlarmStanding.OPEN
    assert (alarm.raised_us, alarm.worsened_us, alarm.raise_count) == (NOW - 1_000_000, NOW, 1)


def test_worse_takes_the_acknowledgement_back() -> None:
    seen = acknowledged(raised(), "duty-1", "on it", NOW)
    assert seen.standing is AlarmStanding.ACKNOWLEDGED
    worse = changed(seen, transition(Change.WORSENED, CRITICAL), NOW + HOUR)
    assert worse.standing is AlarmStanding.OPEN
    assert (worse.severity, worse.peak_severity, worse.worsened_us) == (CRITICAL, CRITICAL, NOW + HOUR)


def test_easing_keeps_acknowledgement_and_peak() -> None:
    seen = acknowledged(raised(CRITICAL), "duty-1", None, NOW)
    eased = changed(seen, transition(Change.EASED, MINOR), NOW + HOUR)
    assert eased.standing is AlarmStanding.ACKNOWLEDGED
    assert (eased.severity, eased.peak_severity, eased.worsened_us) == (MINOR, CRITICAL, NOW)


def test_a_condition_that_fires_again_is_counted_and_stays_acknowledged() -> None:
    seen = acknowledged(raised(), "duty-1", None, NOW)
    again = changed(seen, transition(Change.RERAISED, MAJOR, NOW + HOUR), NOW + HOUR)
    assert again.standing is AlarmStanding.ACKNOWLEDGED
    assert (again.raise_count, again.last_raised_us, again.worsened_us) == (2, NOW + HOUR, NOW)


def test_a_second_process_that_raises_the_same_alarm_changes_nothing() -> None:
    alarm = raised()
    assert changed(alarm, transition(Change.RAISED), NOW + 1) == alarm
    assert changed(alarm, transition(Change.RAISED, CRITICAL), NOW + 1).severity is CRITICAL


def test_clearing_keeps_the_record() -> None:
    seen = acknowledged(raised(), "duty-1", "on it", NOW)
    cleared = changed(seen, transition(Change.CLEARED, MAJOR, NOW + HOUR), NOW + HOUR)
    assert cleared == replace(seen, cleared_us=NOW + HOUR)
    assert cleared.standing is AlarmStanding.CLEARED


class TestShelf:
    alarm = shelved(raised(MINOR), "duty-1", "sensor will be changed", NOW + 8 * HOUR, NOW)

    def test_a_shelved_alarm_remembers_how_bad_it_was(self) -> None:
        assert self.alarm.standing is AlarmStanding.SHELVED
        assert self.alarm.as_open.shelved_severity is MINOR

    def test_worse_than_when_shelved_comes_back(self) -> None:
        worse = changed(self.alarm, transition(Change.WORSENED, MAJOR), NOW + HOUR)
        assert worse.standing is AlarmStanding.OPEN
        assert worse.shelve_reason is None

    def test_as_bad_again_as_when_shelved_stays_shelved(self) -> None:
        shelf = shelved(raised(MAJOR), "duty-1", "known", NOW + 8 * HOUR, NOW)
        eased = changed(shelf, transition(Change.EASED, MINOR), NOW + 1)
        assert changed(eased, transition(Change.WORSENED, MAJOR), NOW + 2).standing is AlarmStanding.SHELVED

    def test_unshelving_asks_for_attention_again(self) -> None:
        back = unshelved(acknowledged(self.alarm, "duty-1", None, NOW), NOW + HOUR)
        assert back.standing is AlarmStanding.OPEN
        assert back.worsened_us == NOW + HOUR

    @pytest.mark.parametrize(
        ("severity", "later_us", "expected"),
        [
            pytest.param(MINOR, HOUR, AlarmStanding.SHELVED, id="the shelf outlives the alarm"),
            pytest.param(MAJOR, HOUR, AlarmStanding.OPEN, id="worse is not covered"),
            pytest.param(MINOR, 9 * HOUR, AlarmStanding.OPEN, id="the shelf has ended"),
        ],
    )
    def test_raised_again_after_clearing(self, severity: Severity, later_us: int, expected: AlarmStanding) -> None:
        previous = changed(self.alarm, transition(Change.CLEARED, MINOR), NOW + 1)
        assert raised(severity, previous, NOW + later_us).standing is expected


def test_after_maintenance_an_alarm_that_is_still_there_asks_for_attention() -> None:
    quiet = suppressed(raised(), NOW, by_maintenance=True)
    assert quiet.as_open.suppressed
    back = suppressed(quiet, NOW + HOUR, by_maintenance=False)
    assert not back.as_open.suppressed
    assert back.worsened_us == NOW + HOUR


WINDOW = MaintenanceWindow(
    scope=Scope.AREA, scope_ref="B1", from_us=NOW, until_us=NOW + HOUR, reason="pipes are flushed", opened_by="duty-1"
)

WINDOWS: dict[str, tuple[MaintenanceWindow, int, bool]] = {
    "an area covers those below it": (WINDOW, NOW, True),
    "before": (WINDOW, NOW - 1, False),
    "the end is outside": (WINDOW, NOW + HOUR, False),
    "closed early": (replace(WINDOW, closed_us=NOW + 1), NOW + 2, False),
    "another area": (replace(WINDOW, scope_ref="B2"), NOW, False),
    "the kind": (replace(WINDOW, scope=Scope.KIND, scope_ref="manhole"), NOW, True),
    "another kind": (replace(WINDOW, scope=Scope.KIND, scope_ref="tree"), NOW, False),
    "the asset": (replace(WINDOW, scope=Scope.ASSET, scope_ref="JG-0413"), NOW, True),
    "another asset": (replace(WINDOW, scope=Scope.ASSET, scope_ref="JG-0414"), NOW, False),
}


@pytest.mark.parametrize(("window", "now_us", "expected"), WINDOWS.values(), ids=WINDOWS.keys())
def test_a_maintenance_window_holds(window: MaintenanceWindow, now_us: int, expected: bool) -> None:
    assert window.holds(kind="manhole", area_path=("CITY", "B1", "G2"), asset_id="JG-0413", now_us=now_us) is expected
