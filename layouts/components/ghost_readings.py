"""How a field of an unregistered device reads: what it means, and what its value comes to."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.domain.ghost_guesses import DISTANCE, TIME
from dashboard.domain.ghosts import Ghost, Reading, standing_reading
from dashboard.domain.metrics import METRICS
from dashboard.domain.refusals import REFUSALS
from dashboard.domain.text import Text
from layouts.formatting import NONE, full_time, with_unit
from layouts.texts.ghosts import Ghosts
from layouts.viewer import Viewer


def meaning_label(meaning: str) -> Text:
    """What a meaning is called."""
    if meaning == DISTANCE:
        return Ghosts.DISTANCE
    return Ghosts.TIME if meaning == TIME else METRICS[meaning].label


def reading_text(viewer: Viewer, reading: Reading) -> str:
    """The value with its unit, or the moment; a dash for what cannot be read."""
    if reading.moment_us is not None:
        return full_time(viewer, reading.moment_us)
    return NONE if reading.value is None else with_unit(viewer, reading.metric, reading.value)


def named_value(label: str, value: str) -> Component:
    """A value beside what it is called."""
    return html.Span([html.Span(label, className="quiet"), " ", html.B(value, className="fig")])


def standing_values(viewer: Viewer, ghost: Ghost) -> list[Component]:
    """What a device that needs no mapping is read as."""
    values = standing_reading(ghost, ghost.kind)
    return [
        named_value(viewer.say(METRICS[metric].label), with_unit(viewer, metric, value))
        for metric, value in values.items()
    ]


def preview(viewer: Viewer, reading: Reading | None) -> Component:
    """What a field is read as, with a mark when it is plausible and the reason when it is not."""
    if reading is None:
        return html.Span(viewer.say(Ghosts.IGNORE), className="quiet")
    if reading.problem is not None:
        reason = REFUSALS.get(reading.problem.code, Ghosts.BAD_CHOICE)
        return html.Span(viewer.say(reason), className="preview is-bad", title=reading.problem.detail)
    return html.Span(reading_text(viewer, reading), className="preview is-good fig")
