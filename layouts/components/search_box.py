"""The search box of the top bar.

Its field is a plain input: Dash's own sets the caret a moment after each key, into the next key's way, while it waits
for a pause. assets/js/desk-search.js hands the text to the store after a pause.
"""

from __future__ import annotations

from html import escape

from dash import dcc, html
from dash.development.base_component import Component

from layouts.attributes import attributes
from layouts.ids import Shell
from layouts.texts.shell import Top
from layouts.viewer import Viewer


def search_box(viewer: Viewer) -> Component:
    """The field, and the place where what was found is drawn."""
    return html.Div(
        [
            html.Span(className="icon icon-search"),
            html.Div(className="search-field", **attributes({"data-html": _field(viewer.say(Top.SEARCH))})),
            html.Kbd("/"),
            html.Div(id=Shell.SEARCH_RESULTS, className="search-results"),
            dcc.Store(id=Shell.SEARCH_TEXT),
        ],
        className="search",
        role="search",
        **attributes({"data-search": ""}),
    )


def _field(label: str) -> str:
    shown = escape(label)
    return (
        f'<input type="search" maxlength="100" autocomplete="off" spellcheck="false"'
        f' placeholder="{shown}" aria-label="{shown}">'
    )
