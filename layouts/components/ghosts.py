"""新设备: the devices that nobody registered, the last heard first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.ghost_guesses import Guess
from dashboard.domain.ghosts import Ghost, Reading, choices_of, read_choices
from dashboard.domain.sensors import sensor_types
from layouts.attributes import attributes
from layouts.components.blanks import empty, skeleton
from layouts.components.ghost_readings import meaning_label, named_value, reading_text, standing_values
from layouts.components.panels import panel
from layouts.formatting import number, since
from layouts.ids import Sensors
from layouts.markup import drawn
from layouts.texts.ghosts import Ghosts
from layouts.viewer import Viewer

_FIELDS_SHOWN: Final = 4


def ghosts_tab(viewer: Viewer, chosen: str) -> list[Component]:
    """The tab before any data came; `chosen` is the device whose form is open, "" for none."""
    return [
        dcc.Store(id=Sensors.GHOST_REF, data=chosen),
        html.Div(id=Sensors.GHOST_PREVIEWS, hidden=True),
        html.Div(id=Sensors.GHOST_FAULTS, hidden=True),
        html.P(viewer.say(Ghosts.INTRO), className="quiet intro"),
        html.Div(
            [
                html.Div(id=Sensors.GHOST_FORM, className="ghost-form-place"),
                html.Div(id=Sensors.GHOSTS, **drawn(skeleton(6))),
            ],
            className="ghosts is-open" if chosen else "ghosts",
        ),
    ]


def ghost_list(viewer: Viewer, ghosts: Sequence[Ghost], total: int) -> Component:
    """A row for each ghost, which opens its form."""
    if not ghosts:
        return html.Div(empty(viewer, Ghosts.NONE, Ghosts.NONE_HINT), className="card")
    note = viewer.say(Ghosts.COUNT).format(number(total))
    if total > len(ghosts):
        note = viewer.say(Ghosts.LIST_PART).format(number(len(ghosts)), number(total))
    return panel(viewer.say(Ghosts.LIST), [note], [_row(viewer, ghost) for ghost in ghosts])


def ghost_address(device_ref: str) -> str:
    """Where the form of a ghost is."""
    return f"/sensors?tab=ghosts&ref={quote(device_ref, safe='')}"


def _row(viewer: Viewer, ghost: Ghost) -> Component:
    kind = sensor_types().get(ghost.kind)
    messages = viewer.say(Ghosts.MESSAGES).format(number(ghost.message.times))
    return html.A(
        [
            html.Span(
                [html.B(ghost.device_ref, className="fig"), html.Span(_where(ghost), className="quiet")],
                className="ghost-who",
            ),
            html.Span(viewer.say(kind.label if kind else Ghosts.UNCLEAR), className="tag"),
            html.Span(_fields(viewer, ghost), className="ghost-fields"),
            html.Span(messages, className="fig num"),
            since(ghost.message.last_us),
        ],
        href=ghost_address(ghost.device_ref),
        className="ghost-row",
        **attributes({"data-ghost": ghost.device_ref}),
    )


def _where(ghost: Ghost) -> str:
    """What the row says beside the reference: the model, and the topic where the reference does not tell it."""
    topic = ghost.message.topic
    told = [] if ghost.device_ref.endswith(f":{topic}") else [topic]
    return " · ".join(part for part in (ghost.profile, *told) if part)


def _fields(viewer: Viewer, ghost: Ghost) -> list[Component]:
    if ghost.is_mapped and (values := standing_values(viewer, ghost)):
        return values[:_FIELDS_SHOWN]
    guessed = [field for field in ghost.fields if field.meaning] or list(ghost.fields)
    if not guessed:
        return [html.Span(viewer.say(Ghosts.UNREADABLE), className="quiet")]
    readings = read_choices(ghost, choices_of(ghost), ghost.kind)
    return [_field(viewer, field, readings.get(field.path)) for field in guessed[:_FIELDS_SHOWN]]


def _field(viewer: Viewer, field: Guess, reading: Reading | None) -> Component:
    label = viewer.say(meaning_label(field.meaning)) if field.meaning else field.path
    value = reading_text(viewer, reading) if reading is not None else str(field.value)[:24]
    return named_value(label, value)
