"""The frame of the pages that are read and filled in: a head with tabs, and what is below it."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component


def office(title: str, body: Sequence[Component], tabs: Sequence[Component] = ()) -> Component:
    """Return the page."""
    nav = [html.Nav(tabs, className="page-tabs")] if tabs else []
    head = html.Header([html.H1(title), *nav], className="page-head")
    return html.Div([head, html.Div(body, className="page-body")], className="office")


def tab_class(*, is_chosen: bool) -> str:
    """Return the class of a tab's link."""
    return "page-tab is-on" if is_chosen else "page-tab"
