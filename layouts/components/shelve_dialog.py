"""The dialog that shelves an alarm: a reason, and for how long."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from layouts.attributes import attributes
from layouts.ids import Shell
from layouts.texts import Shelve
from layouts.viewer import Viewer


def shelve_dialog(viewer: Viewer) -> Component:
    """Opened by the browser (`data-shelve`), which fills in which alarm and hands the command to its store."""
    reasons = [
        html.Button(
            viewer.say(reason), type="button", className="chip", **attributes({"data-reason": viewer.say(reason)})
        )
        for reason in Shelve.REASONS
    ]
    hours = [
        html.Button(
            viewer.say(label),
            type="button",
            className="seg-item is-on" if count == 4 else "seg-item",
            **attributes({"data-hours": str(count)}),
        )
        for count, label in Shelve.HOURS
    ]
    return html.Dialog(
        [
            html.H2(viewer.say(Shelve.TITLE)),
            html.P(className="dialog-subject", **attributes({"data-shelve-subject": ""})),
            html.Label(viewer.say(Shelve.REASON), htmlFor=Shell.SHELVE_REASON),
            dcc.Input(id=Shell.SHELVE_REASON, type="text", maxLength=200, className="field"),
            html.Div(reasons, className="chips"),
            html.Label(viewer.say(Shelve.FOR)),
            html.Div(hours, className="seg"),
            html.P(viewer.say(Shelve.EXPLAIN), className="quiet"),
            html.Div(
                [
                    html.Button(
                        viewer.say(Shelve.CANCEL),
                        type="button",
                        className="btn",
                        **attributes({"data-dialog-cancel": ""}),
                    ),
                    html.Button(
                        viewer.say(Shelve.DO),
                        type="button",
                        className="btn primary",
                        **attributes({"data-dialog-confirm": ""}),
                    ),
                ],
                className="dialog-actions",
            ),
        ],
        className="dialog",
        **attributes({"data-shelve-dialog": ""}),
    )
