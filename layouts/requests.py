"""The request that is being answered, as layouts need it: who looks, and with which query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol, cast
from urllib.parse import urlparse
from zoneinfo import ZoneInfo

import dash
from dash.development.base_component import Component

from dashboard.domain.rights import Actor, Decision, decide_any
from dashboard.domain.text import Language, Text
from layouts.not_found import no_right
from layouts.page import Page, PageContext
from layouts.viewer import Viewer, viewer_from

NOT_SIGNED_IN: Final = Decision(False, Text("登录已过期，请重新登录", "You are not signed in any more"))


class CitySettings(Protocol):
    """What layouts need of the settings."""

    @property
    def language(self) -> Language: ...
    @property
    def timezone(self) -> ZoneInfo: ...
    @property
    def basemap_tiles(self) -> str: ...
    @property
    def track_days(self) -> int: ...


def current_account() -> Actor | None:
    """Who asks, None where that is not known."""
    actor: Actor | None = cast("Any", dash).get_app().backend.request_adapter().context.actor
    return actor


def current_viewer(settings: CitySettings, path: str | None = None) -> Viewer:
    """The viewer of the current request; `path` is the page (default: the one that the browser says it is on)."""
    request = cast("Any", dash).get_app().backend.request_adapter()
    page = path if path is not None else urlparse(request.headers.get("referer") or "/").path
    return viewer_from(request.cookies, path=page, language=settings.language, zone=settings.timezone)


def page_layout(page: Page, settings: CitySettings) -> Callable[..., Component]:
    """The layout function that the router calls with the query's parameters."""

    def layout(**query: str) -> Component:
        viewer = current_viewer(settings, page.path)
        actor = current_account()
        if page.permission is not None:
            decision = decide_any(actor, page.permission) if actor else NOT_SIGNED_IN
            if not decision.allowed:
                return no_right(viewer, decision.why)
        context = PageContext(
            language=viewer.language, theme=viewer.theme, zone=viewer.zone, query=query, basemap=settings.basemap_tiles
        )
        return page.layout(context)

    return layout
