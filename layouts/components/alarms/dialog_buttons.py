"""The buttons of the dialogs about alarms."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts.attributes import attributes


def dialog_button(label: str, class_name: str, data: dict[str, str]) -> Component:
    """Return a button that the browser knows by the names in `data`; it sends no form."""
    return html.Button(label, type="button", className=class_name, **attributes(data))
