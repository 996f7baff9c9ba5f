"""What stands where an address leads nowhere."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from layouts.texts.shell import NotFound
from layouts.viewer import Viewer


def not_found(viewer: Viewer) -> Component:
    """The way back to the desk, in words that say what happened."""
    return html.Div(
        [
            html.H1(viewer.say(NotFound.TITLE)),
            html.P(viewer.say(NotFound.HINT)),
            dcc.Link(viewer.say(NotFound.BACK), href="/", className="btn"),
        ],
        className="office not-found",
    )
