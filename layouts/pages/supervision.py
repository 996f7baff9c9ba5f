"""督办: tasks given to units about late and important cases, followed to their end."""

from __future__ import annotations

from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.rights import Permission, Target, decide
from layouts.components.blanks import skeleton
from layouts.components.office import office
from layouts.components.supervision import PATH, issue_form, no_task
from layouts.ids import Supervision
from layouts.page import Page, PageContext
from layouts.requests import current_account
from layouts.texts.supervision import Supervising


def layout(context: PageContext) -> Component:
    """The page before any data came; `?task=` is the chosen one."""
    viewer, actor = context.viewer, current_account()
    issues = actor is not None and decide(actor, Permission.SUPERVISE_CASES, Target()).allowed
    form = [html.Div(issue_form(viewer))] if issues else []
    body = [
        dcc.Store(id=Supervision.TASK, data=context.chosen("task")),
        dcc.Store(id=Supervision.REQUEST),
        dcc.Store(id=Supervision.DONE),
        html.Div(id=Supervision.SAID, className="supervision-said-line"),
        html.Div(
            [
                html.Section([*form, html.Div(skeleton(8), id=Supervision.LIST)], className="panel"),
                html.Section(html.Div(no_task(viewer), id=Supervision.VIEW), className="panel supervision-view"),
            ],
            className="supervision-stage",
        ),
    ]
    return office(viewer.say(PAGE.title), body)


PAGE: Final = Page(
    key="supervision",
    path=PATH,
    title=Supervising.TITLE,
    order=4,
    icon="list",
    layout=layout,
    permission=Permission.VIEW_CASES,
)
