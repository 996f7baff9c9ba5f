"""State marks: colour and shape together, as on the map."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.domain.severity import AssetState, Severity
from layouts.attributes import attributes
from layouts.texts.shell import SEVERITY, STATE_SHORT
from layouts.viewer import Viewer


def state_mark(state: AssetState | Severity) -> Component:
    """A circle, triangle, diamond, octagon or hollow ring for `state`."""
    return html.I(className="mark", **attributes({"data-state": state.value, "aria-hidden": "true"}))


def live_mark(asset_id: str, state: AssetState) -> Component:
    """A mark that the live client repaints whenever the asset's state changes."""
    return html.I(
        className="mark",
        **attributes({"data-state": state.value, "data-asset": asset_id, "data-state-of": "", "aria-hidden": "true"}),
    )


def severity_chip(viewer: Viewer, severity: Severity) -> Component:
    """The severity in words, outlined in its colour."""
    return html.Span(viewer.say(SEVERITY[severity]), className="tag", **attributes({"data-state": severity.value}))


def state_chip(viewer: Viewer, state: AssetState) -> Component:
    """The display state in words, outlined in its colour."""
    return html.Span(viewer.say(STATE_SHORT[state]), className="tag", **attributes({"data-state": state.value}))
