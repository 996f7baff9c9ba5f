"""Builders of read-side records for the tests of layouts, figures and callbacks."""

from __future__ import annotations

import json
from typing import Any, Final
from zoneinfo import ZoneInfo

from dashboard.domain.data_quality import QuarantineGroup, RefusalLine
from dashboard.domain.event_lines import EventLine
from dashboard.domain.ghost_guesses import guess_fields
from dashboard.domain.ghosts import Ghost, WaitingMessage
from dashboard.domain.maintenance import MaintenanceWindow, WindowLine
from dashboard.domain.people.readouts import AreaHolder
from dashboard.domain.readouts import (
    AlarmLine,
    AlarmMoment,
    AlarmStory,
    AreaStep,
    AssetSheet,
    CarPark,
    DrainageOverview,
    History,
    HistoryPoint,
    LiveValue,
    ParkingOverview,
    Pipe,
    RoadsideParking,
    Station,
)
from dashboard.domain.rules import Scope
from dashboard.domain.severity import AssetState, Severity
from dashboard.domain.text import Language
from layouts.viewer import Theme, Viewer

NOW_US = 1_795_266_462_000_000  # 2026-11-21 21:07:42 in Shanghai
HOUR_US = 3_600_000_000
CHINESE = Viewer(Language.CHINESE, Theme.DARK, ZoneInfo("Asia/Shanghai"))
ENGLISH = Viewer(Language.ENGLISH, Theme.LIGHT, ZoneInfo("Asia/Shanghai"))


REFUSED = RefusalLine("tilt_deg", "no_measurement", "6553.5", 3, NOW_US - HOUR_US, NOW_US)
WRONG_TIME = RefusalLine("time", "wrong_clock", "+8 h", 2, NOW_US - HOUR_US, NOW_US)


def quarantine_group(**changes: Any) -> QuarantineGroup:
    """Messages of unknown devices of one model."""
    values: dict[str, Any] = {
        "source": "chirpstack",
        "profile": "EM500-SWL",
        "reason": "unknown_device",
        "messages": 2,
        "times": 3,
        "first_us": NOW_US - HOUR_US,
        "last_us": NOW_US,
        "channel": "mqtt",
        "topic": "a/<b>",
        "detail": "who?",
        "preview": "{<script>}",
        "payload_bytes": 10,
    }
    return QuarantineGroup(**{**values, **changes})


def alarm_line(key: int = 1, **changes: Any) -> AlarmLine:
    """A tilted cover."""
    values: dict[str, Any] = {
        "alarm_key": key,
        "asset_id": "JG-0413",
        "asset_name": "方桥路口",
        "kind": "manhole",
        "rule_key": "manhole.tilt",
        "severity": Severity.MAJOR,
        "value": 22.4,
        "threshold": 15.0,
        "raised_us": NOW_US,
        "last_raised_us": NOW_US,
        "worsened_us": NOW_US,
        "raise_count": 1,
        "grid_code": "G1",
        "grid_name": "方桥-02",
    }
    return AlarmLine(**{**values, **changes})


def story(alarm: AlarmLine) -> AlarmStory:
    """An alarm with the entry of its raising."""
    return AlarmStory(alarm, (AlarmMoment(alarm.raised_us, "raised", alarm.severity, alarm.value, None, None),))


def window_line(key: int = 1, *, hours: int = 0, **changes: Any) -> WindowLine:
    """A window of four hours that begins in `hours`; three alarms are suppressed."""
    begins_us = NOW_US + hours * HOUR_US
    values: dict[str, Any] = {
        "window_key": key,
        "scope": Scope.ASSET,
        "scope_ref": "JG-0413",
        "from_us": begins_us,
        "until_us": begins_us + 4 * HOUR_US,
        "reason": "清淤",
        "opened_by": "operator",
    }
    return WindowLine(MaintenanceWindow(**{**values, **changes}), None, 3)


def asset_sheet_of(**changes: Any) -> AssetSheet:
    """A manhole cover with two live values."""
    values: dict[str, Any] = {
        "asset_id": "JG-0413",
        "kind": "manhole",
        "name": "方桥路口",
        "lon": 121.4,
        "lat": 29.65,
        "state": AssetState.MAJOR,
        "changed_us": NOW_US,
        "last_seen_us": NOW_US,
        "values": (LiveValue("battery_pct", 88.0, NOW_US), LiveValue("tilt_deg", 22.4, NOW_US)),
        "device_ref": "canonical:JG-0413",
        "datum_m": 1.2,
        "street": "方桥路",
        "areas": (AreaStep("B1", "方桥", "block"), AreaStep("G1", "方桥-02", "grid")),
        "squad": "方桥中队",
        "duties": (AreaHolder("G1", "方桥-02", "grid", "grid_leader", title="方桥-02 网格长"),),
    }
    return AssetSheet(**{**values, **changes})


def event_line(key: int = 7, **changes: Any) -> EventLine:
    """Goods before a shop, seen three times."""
    values: dict[str, Any] = {
        "event_key": key,
        "label": "stall",
        "category": "0504",
        "confidence": 0.94,
        "camera_ref": "CAM-0217",
        "asset_id": "CAM-0217",
        "place": "县前街 128 号",
        "grid_code": "G2",
        "grid_name": "县前-02",
        "zone": None,
        "bbox": (0.25, 0.5, 0.2, 0.3),
        "first_us": NOW_US - 60_000_000,
        "last_us": NOW_US,
        "ended_us": None,
        "count": 3,
        "image_digest": "ab12",
    }
    return EventLine(**{**values, **changes})


WELL_BODY: Final = {"data": {"level_mm": 840, "tilt": 1.5}, "fw": "<b>x</b>"}


def ghost_of(body: object = WELL_BODY, **changes: Any) -> Ghost:
    """A device that nobody registered, on a topic of its own."""
    payload = json.dumps(body).encode()
    message = WaitingMessage("generic:city/7/A-1", "mqtt", "city/7/A-1", payload, len(payload), 2, 3, NOW_US, NOW_US)
    ghost = Ghost(message, "generic", "", body, "manhole", guess_fields(body, ()), is_mapped=False, entry=None)
    return ghost._replace(**changes)


def history_of(*values: float, metric: str = "tilt_deg", hourly: bool = False) -> History:
    """One point a minute up to now, each with a range of ±1 when it is a roll-up."""
    spread = 1.0 if hourly else 0.0
    points = tuple(
        HistoryPoint(NOW_US - (len(values) - place) * 60_000_000, value, value - spread, value + spread)
        for place, value in enumerate(values)
    )
    hours = 168 if hourly else 24
    return History(
        asset_id="JG-0413",
        metric=metric,
        from_us=NOW_US - hours * HOUR_US,
        until_us=NOW_US,
        hourly=hourly,
        points=points,
    )


def station_of(asset_id: str, fill: float | None = 0.4, state: AssetState = AssetState.NORMAL) -> Station:
    """A drainage station with that fill ratio."""
    values = {} if fill is None else {"fill_ratio": fill}
    return Station(
        asset_id=asset_id,
        name=f"{asset_id} 泵站",
        kind="drainage",
        state=state,
        lon=121.4,
        lat=29.65,
        last_seen_us=NOW_US,
        values=values,
        trend=(0.1, 0.2, 0.3, 0.4),
    )


def drainage_of(*stations: Station) -> DrainageOverview:
    """These stations, each draining into the next."""
    pipes = tuple(
        Pipe(upper.asset_id, lower.asset_id, 800, ((121.4, 29.65), (121.41, 29.66)))
        for upper, lower in zip(stations, stations[1:], strict=False)
    )
    return DrainageOverview(
        as_of_us=NOW_US,
        stations=stations,
        roads=(),
        gauges=(),
        pipes=pipes,
        outlines=(),
        rain_mm=None,
        alarms=1,
        urgent=stations,
    )


def parking_of() -> ParkingOverview:
    """One full car park, and roadside bays with 30 arrivals at seven o'clock."""
    arrivals = tuple(30 if hour == 7 else 0 for hour in range(24))
    return ParkingOverview(
        car_parks=(CarPark("TCC-1", "中医院", 400, 384, AssetState.NORMAL),),
        roadside=RoadsideParking(bays=20, reporting=19, occupied=10, arrivals_by_hour=arrivals, mean_stay_min=47.0),
        streets=(),
    )
