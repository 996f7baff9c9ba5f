"""The dialog that shelves an alarm: a reason, and for how long."""

from __future__ import annotations

from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from layouts.attributes import attributes
from layouts.components.alarms.dialog_buttons import dialog_button
from layouts.ids import Shell
from layouts.texts.shell import Shelve
from layouts.viewer import Viewer

USUAL_HOURS: Final = 4


def shelve_dialog(viewer: Viewer) -> Component:
    """Opened by the browser (`data-shelve`), which fills in which alarm and hands the command to its store."""
    actions = [
        dialog_button(viewer.say(Shelve.CANCEL), "btn", {"data-dialog-cancel": ""}),
        dialog_button(viewer.say(Shelve.DO), "btn primary", {"data-dialog-confirm": ""}),
    ]
    return html.Dialog(
        [
            html.H2(viewer.say(Shelve.TITLE)),
            html.P(className="dialog-subject", **attributes({"data-shelve-subject": ""})),
            html.Label(viewer.say(Shelve.REASON), htmlFor=Shell.SHELVE_REASON),
            dcc.Input(id=Shell.SHELVE_REASON, type="text", maxLength=200, className="field"),
            html.Div(_reasons(viewer), className="chips"),
            html.Label(viewer.say(Shelve.FOR)),
            html.Div(_hours(viewer), className="seg"),
            html.P(viewer.say(Shelve.EXPLAIN), className="quiet"),
            html.Div(actions, className="dialog-actions"),
        ],
        className="dialog",
        **attributes({"data-shelve-dialog": ""}),
    )


def _reasons(viewer: Viewer) -> list[Component]:
    return [dialog_button(viewer.say(reason), "chip", {"data-reason": viewer.say(reason)}) for reason in Shelve.REASONS]


def _hours(viewer: Viewer) -> list[Component]:
    return [
        dialog_button(
            viewer.say(label), "seg-item is-on" if hours == USUAL_HOURS else "seg-item", {"data-hours": str(hours)}
        )
        for hours, label in Shelve.HOURS
    ]
