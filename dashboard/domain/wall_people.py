"""What a wall tells of people on duty: how many, which squad, in which area; never who."""

from __future__ import annotations

from dataclasses import replace

from dashboard.domain.readouts import AlarmLine
from dashboard.domain.sensors import people_kinds


def is_about_somebody(alarm: AlarmLine) -> bool:
    """Return whether an alarm is about a person and not about a device."""
    return alarm.kind in people_kinds()


def nameless(alarm: AlarmLine) -> AlarmLine:
    """Return an alarm as walls have it: of one about a person the area that it is in, and nothing of the person."""
    if not is_about_somebody(alarm):
        return alarm
    return replace(
        alarm,
        asset_id="",
        asset_name=alarm.grid_name or "",
        grid_name=None,
        street=None,
        acknowledged_by=None,
        shelve_reason=None,
        note=None,
    )
