"""The list of cases before any data came: on the desk below the map, and on its own page."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.cases.desk import VIEW_NAME_LENGTH
from layouts.attributes import attributes
from layouts.components.alarms.dialog_buttons import dialog_button
from layouts.components.blanks import skeleton
from layouts.components.cases.view import CaseListView
from layouts.components.news import news_of
from layouts.ids import Cases
from layouts.markup import drawn
from layouts.texts.case_report import Report
from layouts.texts.cases import CaseList
from layouts.texts.snapshot import Snapshots
from layouts.viewer import Viewer


def case_panel(viewer: Viewer, view: CaseListView, *, is_page: bool = False, has_desk: bool = True) -> Component:
    """Return the frame; callbacks fill it. On the desk the filters unfold, on the page they are open."""
    return html.Section(
        [
            dcc.Store(id=Cases.VIEW, data=view._asdict()),
            dcc.Store(id=Cases.FORGET),
            _head(viewer, is_page=is_page, has_desk=has_desk),
            html.Div(id=Cases.FILTERS, className="cases-filters", **attributes({"data-case-filters": ""})),
            html.Div(
                id=Cases.ROWS,
                className="cases-rows",
                tabIndex=-1,
                **attributes({"data-holds": ""}),
                **drawn(skeleton(6)),
            ),
        ],
        className="cases is-page" if is_page else "cases",
        **attributes({"aria-label": viewer.say(CaseList.PAGE), "data-cases": ""}),
    )


def _head(viewer: Viewer, *, is_page: bool, has_desk: bool) -> Component:
    news = news_of(Cases.ROWS)
    unfold = html.Button(
        viewer.say(CaseList.FILTER),
        className="chip case-unfold",
        **attributes({"data-case-unfold": "", "aria-expanded": "false"}),
    )
    whole = CaseList.TO_DESK if is_page else CaseList.WHOLE_PAGE_HINT
    blank = {"data-report-case": ""}
    report = dialog_button(viewer.say(Report.BLANK), "btn small report-case", blank)
    other = html.A(
        viewer.say(CaseList.TO_DESK) if is_page else "↗",
        href="/" if is_page else "/cases",
        className="link case-whole",
        hidden=not has_desk,
        title=None if is_page else viewer.say(whole),
        **attributes({"data-case-whole": "", "aria-label": viewer.say(whole)}),
    )
    return html.Header(
        [
            html.Div(id=Cases.HEAD, className="cases-title"),
            news,
            html.Div(id=Cases.VIEWS, className="case-views"),
            _save(viewer),
            html.Span(className="spring"),
            unfold,
            report,
            html.A(viewer.say(Snapshots.TITLE), href="/snapshot", className="btn small case-snapshot"),
            other,
        ],
        className="cases-head",
    )


def _save(viewer: Viewer) -> Component:
    field = dcc.Input(
        id=Cases.NAME,
        type="text",
        maxLength=VIEW_NAME_LENGTH,
        placeholder=viewer.say(CaseList.SAVE_NAME),
        autoComplete="off",
        className="field",
    )
    button = html.Button(viewer.say(CaseList.SAVE_DO), id=Cases.SAVE, className="btn small primary")
    return html.Details(
        [
            html.Summary(f"＋ {viewer.say(CaseList.SAVE)}", className="chip"),
            html.Div([field, button], className="case-save-form"),
        ],
        className="case-save",
    )
