"""派遣规则: which cases go out by themselves and to whom, how well that went, and what came back."""

from __future__ import annotations

from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.cases.dispatch_rules import DispatchRule
from dashboard.domain.rights import Permission
from layouts.case_ids import Dispatch
from layouts.components.blanks import skeleton
from layouts.components.dispatch.form import rule_form
from layouts.components.dispatch.rules import NEW, PATH
from layouts.components.office import office
from layouts.markup import drawn
from layouts.page import Page, PageContext
from layouts.texts.dispatch import Review, Ruling
from layouts.viewer import Viewer

_DAYS: Final = (1, 7, 30, 90)
_USUAL_DAYS: Final = 30


def layout(context: PageContext) -> Component:
    """The page before any data came; `?rule=` is the chosen one, a number or `new`."""
    viewer, chosen = context.viewer, 0 if context.query.get("rule") == NEW else context.chosen("rule")
    days = [
        {"label": viewer.say(Ruling.DAY if each == 1 else Ruling.DAYS).format(each), "value": each} for each in _DAYS
    ]
    body = [
        dcc.Store(id=Dispatch.RULE, data=chosen),
        dcc.Store(id=Dispatch.DONE),
        html.P(viewer.say(Ruling.INTRO), className="quiet intro"),
        html.Div(id=Dispatch.SAID),
        html.Section(
            [
                dcc.RadioItems(days, _USUAL_DAYS, id=Dispatch.DAYS, inline=True, className="dispatch-days"),
                html.Div(id=Dispatch.FIGURES, className="dispatch-tiles", **drawn(skeleton(2))),
            ],
            className="panel",
        ),
        _stage(viewer, chosen),
    ]
    return office(viewer.say(Ruling.HEAD), body)


def _stage(viewer: Viewer, chosen: int | None) -> Component:
    """The list, and beside it the chosen rule; without one what came back, which else is below."""
    form = html.Div(rule_form(viewer, DispatchRule(name=""), None, may_edit=False), id=Dispatch.FORM)
    return html.Div(
        [
            html.Section(
                [html.H2(viewer.say(Ruling.RULES)), html.Div(skeleton(8), id=Dispatch.LIST)], className="panel"
            ),
            html.Section(
                [
                    html.H2(viewer.say(Ruling.NEW if chosen == 0 else Ruling.EDIT)),
                    form,
                    html.Div(id=Dispatch.TRIED),
                    html.Div(id=Dispatch.VERSIONS, className="dispatch-versions", **drawn("")),
                ],
                className="panel dispatch-sheet",
                hidden=chosen is None,
            ),
            html.Section(
                [html.H2(viewer.say(Review.TITLE)), html.Div(skeleton(4), id=Dispatch.RETURNED)],
                className="panel dispatch-review",
            ),
        ],
        className="dispatch-stage" if chosen is not None else "dispatch-stage is-alone",
    )


PAGE: Final = Page(
    key="dispatch",
    path=PATH,
    title=Ruling.TITLE,
    order=5,
    icon="list",
    layout=layout,
    permission=Permission.DISPATCH_CASES,
)
