"""Why an event is held back, in words."""

from __future__ import annotations

from dashboard.domain.event_lines import EventLine
from dashboard.domain.triage.states import EventState
from layouts.texts.gates import HELD_LABELS
from layouts.viewer import Viewer


def held_words(viewer: Viewer, event: EventLine) -> str | None:
    """Return the gate that holds it, with the name and number of the place or permit; None for what is not held."""
    if event.state is not EventState.HELD or event.held_because is None:
        return None
    by = " ".join(dict.fromkeys(part for part in (event.held_by_name, event.held_by) if part))
    return " · ".join(part for part in (viewer.say(HELD_LABELS[event.held_because]), by) if part)
