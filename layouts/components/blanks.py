"""What is shown instead of content: nothing yet, still loading, out of reach."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.texts.shell import Said
from layouts.viewer import Viewer


def empty(viewer: Viewer, title: Text, hint: Text, *, about: str = "") -> Component:
    """Says what would appear here and how to make it appear; `about` fills the title's placeholder."""
    return html.Div(
        [html.B(viewer.say(title).format(about)), html.P(viewer.say(hint))],
        className="blank",
    )


def skeleton(rows: int) -> Component:
    """Quiet bars in the place of `rows` rows that are being read."""
    return html.Div(
        [html.Div(className="bone") for _ in range(rows)], className="skeleton", **attributes({"aria-busy": "true"})
    )


def said(viewer: Viewer, sentence: Text, *details: str) -> Component:
    """A short notice that a command was done."""
    return html.Div(viewer.say(sentence).format(*details), className="toast")


def failed(viewer: Viewer, reason: str) -> Component:
    """A notice that a command was not done: what happened, what is safe, what to do."""
    return html.Div(
        [html.B(viewer.say(Said.FAILED).format(reason)), html.P(viewer.say(Said.NOTHING_LOST))],
        className="toast is-bad",
        role="alert",
    )
