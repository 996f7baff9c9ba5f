"""The way to the unblurred picture of a camera, for those with the right to it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts.texts.shell import Event
from layouts.viewer import Viewer


def clear_link(viewer: Viewer, address: str) -> Component:
    """Return the link; the picture opens by itself, and the audit log has that it was opened."""
    clear = f"{address}{'&' if '?' in address else '?'}clear=true"
    return html.A(
        viewer.say(Event.CLEAR),
        href=clear,
        target="_blank",
        rel="noopener",
        title=viewer.say(Event.CLEAR_HINT),
        className="link clear-picture",
    )
