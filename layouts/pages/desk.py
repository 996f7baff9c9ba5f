"""指挥台: the queue, the map, and the city at one glance."""

from __future__ import annotations

from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.rights import Actor, Permission, decide
from dashboard.domain.text import Text
from dashboard.domain.triage.readouts import Order
from layouts.attributes import attributes
from layouts.components.blanks import skeleton
from layouts.components.cases.panel import case_panel
from layouts.components.cases.view import view_from
from layouts.components.city_map import basemap_mark, city_map
from layouts.components.layer_tree import layer_tree, legend
from layouts.components.news import news_of
from layouts.ids import Desk
from layouts.markup import drawn
from layouts.page import MAP_DATA, Page, PageContext
from layouts.requests import current_account
from layouts.texts.cases import CaseList
from layouts.texts.shell import Layers, Overview, Queue
from layouts.texts.triage import Triage
from layouts.viewer import Viewer


def layout(context: PageContext) -> Component:
    """The desk before any data came; callbacks and the live client fill it."""
    viewer = context.viewer
    return html.Div(
        [
            dcc.Store(id=Desk.STANDING, data="current"),
            dcc.Store(id=Desk.MINE, storage_type="local", data=False),
            dcc.Store(id=Desk.LAST_LOOK, storage_type="local", data=0),
            dcc.Store(id=Desk.AREA_STATES),
            dcc.Store(id=Desk.EVENTS_ORDER, data=Order.NEWEST.value),
            dcc.Store(id=Desk.EVENTS_OPENED),
            _queue(viewer),
            _middle(viewer, context),
            html.Aside(_overview(), className="overview", **attributes({"aria-label": viewer.say(Overview.TITLE)})),
            _view_switch(viewer),
        ],
        className="desk",
        **attributes({"data-view": "list"}),
    )


def _middle(viewer: Viewer, context: PageContext) -> Component:
    """The map, and below it the list of cases for whoever may see some."""
    stage = _stage(viewer, context.basemap)
    if not _sees_cases():
        return html.Div(stage, className="desk-middle")
    return html.Div([stage, case_panel(viewer, view_from(context.query))], className="desk-middle has-cases")


def _overview() -> Component:
    return html.Div(id=Desk.OVERVIEW, **attributes({"data-holds": ""}), **drawn(skeleton(8)))


def _queue(viewer: Viewer) -> Component:
    return html.Aside(
        [
            _queue_head(viewer),
            _queue_tabs(viewer),
            _mine(viewer),
            _lists(viewer),
            _keys(viewer),
        ],
        className="queue",
        **attributes({"data-tab": "all"}),
    )


_LISTS: Final = (
    ("alarms", Desk.ALARMS, Queue.ALARMS),
    ("reports", Desk.REPORTS, Queue.REPORTS),
    ("events", Desk.EVENTS, Queue.EVENTS),
)
"""The lists of the queue, in their order where all of them are shown."""


_QUEUE: Final = "queue"
"""The frame whose lists hold still together."""


def _lists(viewer: Viewer) -> Component:
    held = attributes({"data-holds-together": _QUEUE})
    return html.Div([_list(viewer, *each) for each in _LISTS], className="queue-lists", **held)


def _list(viewer: Viewer, pane: str, place: Desk, title: Text) -> Component:
    rows = html.Div(id=place, className="queue-list", **attributes({"data-holds": ""}), **drawn(skeleton(6)))
    return html.Section(
        [html.H3(viewer.say(title), className="queue-part"), rows],
        className="queue-pane",
        **attributes({"data-pane": pane}),
    )


def _queue_head(viewer: Viewer) -> Component:
    seen_all = html.Button(
        viewer.say(Queue.SEEN_ALL),
        className="link seen-all",
        title=viewer.say(Queue.SEEN_ALL_HINT),
        **attributes({"data-seen-all": ""}),
    )
    news = news_of(_QUEUE)
    told = html.Span([html.Span(id=Desk.OLDEST, className="quiet fig"), news], className="queue-told")
    parts = [html.B(viewer.say(Queue.TITLE)), told, seen_all, *_all_cases(viewer)]
    return html.Header(parts, className="queue-head")


def _all_cases(viewer: Viewer) -> list[Component]:
    """On phones the list of cases has no room below the map; it is one tap away."""
    link = html.A(f"{viewer.say(CaseList.PAGE)} →", href="/cases", className="link queue-cases")
    return [link] if _sees_cases() else []


def _sees_cases() -> bool:
    actor = current_account()
    return actor is not None and decide(actor, Permission.VIEW_CASES).allowed


def _queue_tabs(viewer: Viewer) -> Component:
    standing = [
        html.Button(viewer.say(label), className=f"seg-item{on}", **attributes({"data-standing": value}))
        for label, value, on in ((Queue.CURRENT, "current", " is-on"), (Queue.SHELVED, "shelved", ""))
    ]
    return html.Div(
        [
            _tab(viewer.say(Queue.ALL), "all", None, selected=True),
            _tab(viewer.say(Queue.EVENTS), "events", Desk.EVENTS_COUNT, selected=False),
            _tab(viewer.say(Queue.ALARMS), "alarms", Desk.ALARMS_COUNT, selected=False),
            _tab(viewer.say(Queue.REPORTS), "reports", Desk.REPORTS_COUNT, selected=False),
            html.Span(className="spring"),
            html.Div(standing, className="seg small"),
        ],
        className="tabs",
        role="tablist",
    )


def _mine(viewer: Viewer) -> Component:
    """The choice of one's own areas, for whoever has some; it is remembered in the browser."""
    actor = current_account()
    is_somebodys = actor is not None and bool(actor.areas)
    return html.Button(
        viewer.say(Queue.MINE),
        id=Desk.MINE_BUTTON,
        className="queue-mine" if is_somebodys else "queue-mine is-nobodys",
        **attributes({"data-mine": "", "aria-pressed": "false"}),
    )


def _tab(label: str, pane: str, count: Desk | None, *, selected: bool) -> Component:
    return html.Button(
        [label, *([] if count is None else [html.Sup(id=count, className="fig")])],
        className="tab",
        role="tab",
        **attributes({"data-open-pane": pane, "aria-selected": "true" if selected else "false"}),
    )


_KEYS: Final = (
    ("J", Queue.KEY_NEXT),
    ("A", Queue.KEY_ACK),
    ("H", Queue.KEY_SHELVE),
    ("Aevent", Triage.KEY_CONFIRM),
    ("R", Triage.KEY_REJECT),
    ("D", Triage.KEY_DUPLICATE),
    ("Z", Triage.KEY_UNDO),
    ("/", Queue.KEY_SEARCH),
)
"""Each key with its name; what stands behind its letter tells apart what the same key does elsewhere."""


def _keys(viewer: Viewer) -> Component:
    """The keys of the queue; desk-keys.js shows each only while there is something that it acts on."""
    offers = [
        html.Span([html.Kbd(key[0]), viewer.say(text)], className="key", **attributes({"data-key": key}))
        for key, text in _KEYS
    ]
    return html.Footer(offers, className="keys")


def _patrol(actor: Actor | None) -> dict[str, str]:
    """What tells the map to show people on duty: to who may see them, by the layer of people."""
    sees = actor is not None and decide(actor, Permission.VIEW_DUTY).allowed
    return {"data-patrol": "", "data-patrol-people": "yes"} if sees else {}


def _stage(viewer: Viewer, basemap: str) -> Component:
    return html.Section(
        [city_map(Desk.MAP, basemap), _home_button(viewer), layer_tree(viewer), legend(viewer)],
        className="stage",
        **basemap_mark(basemap),
        **attributes(_patrol(current_account())),
    )


def _home_button(viewer: Viewer) -> Component:
    return html.Button(
        [viewer.say(Layers.HOME), html.Kbd("0")],
        className="map-home",
        title=viewer.say(Layers.HOME_HINT),
        **attributes({"data-map-home": "", "aria-label": viewer.say(Layers.HOME_HINT), "aria-keyshortcuts": "0"}),
    )


def _view_switch(viewer: Viewer) -> Component:
    """On phones: list or map."""
    return html.Div(
        [
            html.Button(
                [html.Span(className=f"icon icon-{icon}"), viewer.say(label)],
                className="view-button",
                **attributes({"data-show": view}),
            )
            for view, icon, label in (("map", "map", Queue.MAP), ("list", "list", Queue.LIST))
        ],
        className="view-switch",
    )


PAGE: Final = Page(
    key="desk", path="/", title=Text("指挥台", "Desk"), order=1, icon="desk", layout=layout, early=MAP_DATA
)
