"""A control of a form with what it is called."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component


def labelled(label: str, control: Component, *below: Component) -> Component:
    """Return the control under its label; the form that it stands in may put the two side by side."""
    return html.Label([html.Span(label), control, *below], className="form-field")
