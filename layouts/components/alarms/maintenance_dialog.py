"""The dialog that plans maintenance: what is done, from when, until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.alarms.dialog_buttons import dialog_button
from layouts.ids import Shell
from layouts.texts.maintenance import Maintenance
from layouts.viewer import Viewer

USUAL_HOURS: Final = 4


def maintenance_dialog(viewer: Viewer) -> Component:
    """Opened by the browser (`data-maintain`), which knows the place and adds the two fields for date and time."""
    begin = [("now", Maintenance.NOW), ("at", Maintenance.AT)]
    end = [*((str(hours), label) for hours, label in Maintenance.HOURS), ("at", Maintenance.UNTIL_TIME)]
    reasons = [
        dialog_button(viewer.say(reason), "chip", {"data-reason": viewer.say(reason)}) for reason in Maintenance.REASONS
    ]
    actions = [
        dialog_button(viewer.say(Maintenance.CANCEL), "btn", {"data-dialog-cancel": ""}),
        dialog_button(viewer.say(Maintenance.OPEN), "btn primary", {"data-window-confirm": ""}),
    ]
    return html.Dialog(
        [
            html.H2(viewer.say(Maintenance.TITLE)),
            html.P(className="dialog-subject", **attributes({"data-window-subject": ""})),
            html.Label(viewer.say(Maintenance.REASON), htmlFor=Shell.WINDOW_REASON),
            dcc.Input(id=Shell.WINDOW_REASON, type="text", maxLength=200, className="field"),
            html.Div(reasons, className="chips"),
            html.Label(viewer.say(Maintenance.BEGIN)),
            _moment(viewer, "from", begin, "now"),
            html.Label(viewer.say(Maintenance.END)),
            _moment(viewer, "until", end, str(USUAL_HOURS)),
            html.P(viewer.say(Maintenance.EXPLAIN), className="quiet"),
            html.Div(actions, className="dialog-actions"),
        ],
        className="dialog window-dialog",
        **attributes({"data-window-dialog": "", "data-zone": viewer.zone_name}),
    )


def _moment(viewer: Viewer, name: str, choices: Sequence[tuple[str, Text]], chosen: str) -> Component:
    """A choice whose last item shows a field for date and time, which the browser adds."""
    items = [
        dialog_button(
            viewer.say(label),
            "seg-item is-on" if value == chosen else "seg-item",
            {"data-window-choice": value},
        )
        for value, label in choices
    ]
    return html.Div(
        [html.Div(items, className="seg"), html.Span(className="moment-field", **attributes({"data-moment": ""}))],
        className="moment",
        **attributes({"data-window-moment": name, "data-choice": chosen}),
    )
