"""What stands where an address leads nowhere, or where one may not go."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.text import Text
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


def no_right(viewer: Viewer, why: Text) -> Component:
    """Why the page is not shown, and the way back."""
    return html.Div(
        [
            html.H1(viewer.say(NotFound.NO_RIGHT)),
            html.P(viewer.say(why)),
            html.A(viewer.say(NotFound.SIGN_IN), href="/login", className="btn"),
        ],
        className="office not-found",
    )
