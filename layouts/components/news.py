"""What waits while a list holds still: a button with how much is new, which takes it in."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts.attributes import attributes


def news_of(held: str, class_name: str = "queue-news") -> Component:
    """Return the button of the list, or of the frame of lists, that holds still; it shows itself when there is news."""
    return html.Button(hidden=True, type="button", className=class_name, **attributes({"data-news-of": held}))
