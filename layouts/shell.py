"""The frame around every page: top bar, navigation, search, drawer, dialogs and the stores that feeds write to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.rights import Actor, Permission, decide, decide_any
from dashboard.domain.text import Language
from layouts.attributes import attributes
from layouts.catalogue import catalogue_element
from layouts.components.account_menu import account_menu
from layouts.components.alarms.maintenance_dialog import maintenance_dialog
from layouts.components.alarms.shelve_dialog import shelve_dialog
from layouts.components.cases.report import report_dialog
from layouts.components.search_box import search_box
from layouts.components.walls.director import director_entry, director_panel
from layouts.first_page import FirstPage, page_container
from layouts.ids import Shell
from layouts.page import Page
from layouts.texts.shell import Brand, Detail, Top
from layouts.viewer import (
    DARK_PATHS,
    FIELD_PATH,
    LANGUAGE_COOKIE,
    OWN_THEMES,
    THEME_COOKIE,
    WALL_THEME_COOKIE,
    Viewer,
)

TICK_MS: Final = 20_000
CASES: Final = "cases"
"""The page of the list of cases, which is part of the desk."""

# Language, theme and chrome are set before the first paint, so that nothing flashes in the wrong ones; what the page
# will need from the server is asked for while its scripts load. That stands before the style sheets: a script behind
# one waits for it.
_INDEX: Final = """<!doctype html>
<html lang=CITY_LANGUAGE data-theme="dark">
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>{%title%}</title>
<link rel="icon" type="image/svg+xml" href="/assets/icons/favicon.svg">
<script>
(function () {
  var root = document.documentElement;
  function cookie(name) {
    var found = document.cookie.match('(?:^|; )' + name + '=([^;]*)');
    return found && decodeURIComponent(found[1]);
  }
  var bare = BARE_PATHS.indexOf(location.pathname) >= 0;
  var asked = bare && location.search.match(/[?&]theme=(dark|light)(?:&|$)/);
  if (asked) document.cookie = WALL_THEME_COOKIE + '=' + asked[1] + ';path=/;max-age=31536000;samesite=lax';
  window.xiuhuaThemes = OWN_THEMES;
  root.dataset.theme = cookie(bare ? WALL_THEME_COOKIE : window.xiuhuaThemes[location.pathname] || THEME_COOKIE)
    || (location.pathname === FIELD_PATH ? 'sunlight' : DARK_PATHS.indexOf(location.pathname) < 0 ? 'light' : 'dark');
  root.dataset.chrome = bare ? 'none' : 'full';
  root.lang = cookie(LANGUAGE_COOKIE) || root.lang;
  window.xiuhuaScripts = PAGE_SCRIPTS;
  window.xiuhuaBegun = {};
  (EARLY[location.pathname] || []).forEach(function (address) { window.xiuhuaBegun[address] = fetch(address); });
})();
</script>
{%css%}
<link rel="stylesheet" href=STYLES>
<link rel="preload" href="/_dash-layout" as="fetch" crossorigin="anonymous">
<link rel="preload" href="/_dash-dependencies" as="fetch" crossorigin="anonymous">
CATALOGUE
</head>
<body>
{%app_entry%}
<footer>{%config%}{%scripts%}<script src=SCRIPTS></script>{%renderer%}</footer>
</body>
</html>"""


def index(
    pages: Sequence[Page],
    styles: str,
    scripts: str,
    language: Language = Language.CHINESE,
    page_scripts: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The document that holds the app: it knows which of `pages` have no chrome, and what each will need.

    `styles` and `scripts` are the addresses of our own, `page_scripts` those of scripts that one page alone loads, by
    its path; `language` is that of people who chose none.
    """
    known = {
        "CITY_LANGUAGE": language.value,
        "STYLES": styles,
        "PAGE_SCRIPTS": dict(page_scripts),
        "SCRIPTS": scripts,
        "WALL_THEME_COOKIE": WALL_THEME_COOKIE,
        "OWN_THEMES": dict(OWN_THEMES),
        "FIELD_PATH": FIELD_PATH,
        "THEME_COOKIE": THEME_COOKIE,
        "LANGUAGE_COOKIE": LANGUAGE_COOKIE,
        "DARK_PATHS": DARK_PATHS,
        "BARE_PATHS": [page.path for page in pages if not page.chrome],
        "EARLY": {page.path: page.early for page in pages if page.early},
    }
    document = _INDEX
    for name, value in known.items():
        document = document.replace(name, json.dumps(value))
    return document.replace("CATALOGUE", catalogue_element())


def shell(
    viewer: Viewer, pages: Sequence[Page], actor: Actor | None = None, first: FirstPage | None = None
) -> Component:
    """The frame for `viewer` with links to those `pages` that the actor may see, in their order.

    It holds the `first` page; others are mounted by the router. What the actor may not do is not offered; the server
    refuses it anyway.
    """
    ordered = sorted(
        (page for page in pages if page.chrome and _is_offered(actor, page) and _may_see(actor, page)),
        key=lambda page: page.order,
    )
    reports = _may(actor, Permission.REPORT_CASES)
    return html.Div(
        id=Shell.ROOT,
        className="shell",
        lang=viewer.language.value,
        **attributes({"data-reports": ""} if reports else {}),
        children=[
            html.A(viewer.say(Brand.SKIP), href="#page", className="skip"),
            _top_bar(viewer, ordered, actor),
            html.Main(page_container(first), id="page", className="page"),
            _drawer(viewer),
            _bottom_bar(viewer, ordered),
            shelve_dialog(viewer),
            maintenance_dialog(viewer),
            *([report_dialog(viewer)] if reports else []),
            *([director_panel(viewer)] if _may(actor, Permission.DIRECT_WALLS) else []),
            html.Div(id=Shell.NOTICE, className="notice", role="status", **attributes({"aria-live": "polite"})),
            *_stores(viewer),
        ],
    )


def _top_bar(viewer: Viewer, pages: Sequence[Page], actor: Actor | None) -> Component:
    brand = html.A([viewer.say(Brand.NAME), html.Small(viewer.say(Brand.LATIN))], href="/", className="brand")
    navigation = html.Nav(
        [dcc.Link(viewer.say(page.title), href=page.path, className="nav-link") for page in pages],
        className="nav",
        **attributes({"aria-label": viewer.say(Top.NAVIGATION)}),
    )
    return html.Header(
        [
            brand,
            navigation,
            html.Span(className="spring"),
            *([search_box(viewer)] if _may(actor, Permission.VIEW_OPERATIONS) else []),
            html.Span(id=Shell.HEALTH, className="system-health", role="status"),
            _live_badge(viewer),
            *([director_entry(viewer)] if _may(actor, Permission.DIRECT_WALLS) else []),
            *_switches(viewer),
            *([account_menu(viewer, actor)] if actor else []),
        ],
        className="top",
    )


def _may(actor: Actor | None, permission: Permission) -> bool:
    return actor is not None and decide(actor, permission).allowed


def _is_offered(actor: Actor | None, page: Page) -> bool:
    """Whether the navigation has it: whoever sees no desk finds the list of cases there instead."""
    return page.in_navigation or (page.key == CASES and not _may(actor, Permission.VIEW_OPERATIONS))


def _may_see(actor: Actor | None, page: Page) -> bool:
    return page.permission is None or (actor is not None and decide_any(actor, page.permission).allowed)


def _live_badge(viewer: Viewer) -> Component:
    return html.Span(
        [html.I(className="live-dot"), html.Span(viewer.say(Top.CONNECTING), **attributes({"data-live-age": ""}))],
        className="live fig",
        **attributes({"data-live-badge": "", "data-state": "connecting"}),
    )


def _switches(viewer: Viewer) -> list[Component]:
    return [
        html.Button(
            viewer.say(Top.LANGUAGE),
            className="switch",
            title=viewer.say(Top.LANGUAGE_HINT),
            **attributes({"data-switch-language": ""}),
        ),
        html.Button(
            html.Span(className="icon icon-theme"),
            className="switch",
            title=viewer.say(Top.THEME),
            **attributes({"data-switch-theme": "", "aria-label": viewer.say(Top.THEME)}),
        ),
    ]


def _drawer(viewer: Viewer) -> Component:
    return html.Aside(
        [
            html.Button(
                html.Span(className="icon icon-close"),
                className="drawer-close",
                title=viewer.say(Detail.CLOSE),
                **attributes({"data-close-drawer": "", "aria-label": viewer.say(Detail.CLOSE)}),
            ),
            html.Div(id=Shell.DRAWER_BODY, className="drawer-body"),
        ],
        id=Shell.DRAWER,
        className="drawer",
    )


def _bottom_bar(viewer: Viewer, pages: Sequence[Page]) -> Component:
    return html.Nav(
        [
            dcc.Link(
                [html.Span(className=f"icon icon-{page.icon}"), html.Span(viewer.say(page.title))],
                href=page.path,
                className="nav-link",
            )
            for page in pages
        ],
        className="bottom",
        **attributes({"aria-label": viewer.say(Top.NAVIGATION)}),
    )


def _stores(viewer: Viewer) -> list[Component]:
    stores: list[Component] = [
        dcc.Store(id=store)
        for store in (
            Shell.FEED_ALARMS,
            Shell.FEED_CAMERA_EVENTS,
            Shell.FEED_CASES,
            Shell.FEED_CATALOGUE,
            Shell.FEED_GATES,
            Shell.FEED_PEOPLE,
            Shell.FEED_ROSTER,
            Shell.FEED_QUARANTINE,
            Shell.FEED_REGISTRY,
            Shell.SELECTED_ASSET,
            Shell.SELECTED_EVENT,
            Shell.SELECTED_PERSON,
            Shell.SELECTED_CASE,
            Shell.CASE_ACTION,
            Shell.ALARM_COMMAND,
            Shell.RULE_COMMAND,
            Shell.WINDOW_COMMAND,
            Shell.GHOST_COMMAND,
            Shell.GHOST_DRAFT,
            Shell.ROSTER_COMMAND,
            Shell.TRIAGE_COMMAND,
        )
    ]
    return [*stores, dcc.Store(id=Shell.THEME, data=viewer.theme.value), dcc.Interval(id=Shell.TICK, interval=TICK_MS)]
