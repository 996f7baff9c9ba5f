"""What shifts are called, and when they are."""

from __future__ import annotations

from dashboard.domain.roster.records import SHIFT_KIND_LABELS, Shift
from layouts.viewer import Viewer


def shift_name(viewer: Viewer, shift: Shift) -> str:
    """Return the name; one that only says its kind in Chinese is said in the viewer's language."""
    label = SHIFT_KIND_LABELS[shift.kind]
    return viewer.say(label) if shift.name == label.zh else shift.name


def shift_times(shift: Shift) -> str:
    """Return the times of the clock, 20:00–02:00."""
    begun, ended = (f"{minute // 60 % 24:02d}:{minute % 60:02d}" for minute in (shift.starts_min, shift.ends_min))
    return f"{begun}–{ended}"
