"""The list of cases before any data came: on the desk below the map, and on its own page."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from layouts.attributes import attributes
from layouts.components.blanks import skeleton
from layouts.components.cases.view import CaseListView
from layouts.ids import Cases
from layouts.markup import drawn
from layouts.texts.cases import CaseList
from layouts.viewer import Viewer


def case_panel(viewer: Viewer, view: CaseListView) -> Component:
    """Return the frame; callbacks fill it."""
    news = html.Button(hidden=True, className="queue-news", **attributes({"data-news-of": Cases.ROWS}))
    return html.Section(
        [
            dcc.Store(id=Cases.VIEW, data=view._asdict()),
            html.Header([html.Div(id=Cases.HEAD, className="cases-title"), news], className="cases-head"),
            html.Div(
                id=Cases.ROWS,
                className="cases-rows",
                tabIndex=-1,
                **attributes({"data-holds": ""}),
                **drawn(skeleton(6)),
            ),
        ],
        className="cases",
        **attributes({"aria-label": viewer.say(CaseList.PAGE)}),
    )
