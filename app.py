"""The web process: Settings → services → Dash on FastAPI with pages, callbacks and the API."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

import dash
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

import api
import callbacks
from api.answer import ANSWERS, AnswerView, DrawAnswer
from api.bundles import PAGE_SCRIPTS, SCRIPTS, STYLES
from api.entrance import DrawRefusal
from api.field_offline import FIELD_SCRIPTS, OFFLINE, DrawOffline
from api.lifespan import lifespan
from api.oidc import BEGIN as OIDC
from api.page_files import PageFiles
from api.page_status import PageStatus
from api.safety_headers import ContentPolicy
from api.sign_in import DOORS, FORM_FIELD, DrawForm, FormView
from bootstrap.web import Services, build_services
from callbacks._calls import check_call
from callbacks._first import FilledDash
from callbacks._problems import explain
from dashboard.domain.text import Text
from dashboard.settings import Settings, load_settings
from dashboard.version import VERSION
from layouts.answer import AnswerSheet, Files, answer_document
from layouts.dash_scripts import needed_scripts
from layouts.field_offline import PATH as OFFLINE_OF
from layouts.field_offline import offline_document
from layouts.first_page import first_page
from layouts.not_found import not_found
from layouts.pages import pages
from layouts.requests import current_account, current_viewer, page_layout
from layouts.shell import index, shell
from layouts.sign_in import DoorForm, login_document, password_document, refusal_document
from layouts.texts.shell import NotFound
from layouts.viewer import viewer_from


def create_server(settings: Settings) -> FastAPI:
    """The ASGI application; it opens its connections when it starts to serve, not before."""
    services = build_services(settings)
    server = FastAPI(title="Xiuhua", version=VERSION, lifespan=lifespan(services), docs_url=None, redoc_url=None)
    server.state.services = services
    server.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    server.add_middleware(PageFiles)
    server.add_middleware(PageStatus, paths=[*DOORS, OFFLINE, *(page.path for page in pages().values())], own=ANSWERS)
    api.install(server)
    policy = ContentPolicy(settings.basemap_tiles)
    app = _create_dash(server, services, policy)
    server.state.draw_form = _door(services, settings)
    server.state.draw_refusal = _refusal(settings)
    server.state.draw_offline = _without_network(settings)
    server.state.draw_answer = _answering(settings)
    secret, check = settings.session_secret(), partial(check_call, registered=app.callback_map)
    api.protect(server, settings.host_names, services.doorkeeper, secret, check, policy)
    if settings.trusted_proxies:
        # Outermost: whoever is further in sees the client's own address and scheme.
        server.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
    return server


def _door(services: Services, settings: Settings) -> DrawForm:
    """The pages that need no session, drawn for whoever asks."""

    def draw(view: FormView, cookies: Mapping[str, str]) -> str:
        viewer = viewer_from(cookies, path="/", language=settings.language, zone=settings.timezone)
        hidden = {FORM_FIELD: view.token, "next": view.next}
        if view.kind != "login":
            return password_document(viewer, DoorForm(hidden, view.name, view.problem), STYLES.address)
        demo = services.demo_accounts() if settings.is_local else None
        elsewhere = f"{OIDC}?next={quote(view.next, safe='')}" if services.oidc else ""
        shown = DoorForm(hidden, view.name, view.problem, elsewhere, *(demo or ()))
        return login_document(viewer, shown, STYLES.address)

    return draw


def _refusal(settings: Settings) -> DrawRefusal:
    def draw(why: Text, home: str, cookies: Mapping[str, str]) -> str:
        viewer = viewer_from(cookies, path="/", language=settings.language, zone=settings.timezone)
        return refusal_document(viewer, why, home, STYLES.address)

    return draw


def _without_network(settings: Settings) -> DrawOffline:
    def draw(cookies: Mapping[str, str]) -> str:
        viewer = viewer_from(cookies, path=OFFLINE_OF, language=settings.language, zone=settings.timezone)
        return offline_document(viewer, STYLES.address, FIELD_SCRIPTS)

    return draw


def _document(settings: Settings) -> str:
    own = {page: scripts.address for page, scripts in PAGE_SCRIPTS.items()}
    return index(list(pages().values()), STYLES.address, SCRIPTS.address, settings.language, own)


def _answering(settings: Settings) -> DrawAnswer:
    """The page of an answer by link, drawn for whoever has it."""
    files = Files(STYLES.address, PAGE_SCRIPTS["/answer"].address)

    def draw(view: AnswerView, cookies: Mapping[str, str]) -> str:
        viewer = viewer_from(cookies, path="/answer", language=settings.language, zone=settings.timezone)
        return answer_document(viewer, AnswerSheet(*view), files)

    return draw


def _create_dash(server: FastAPI, services: Services, policy: ContentPolicy) -> Any:
    # Dash's annotations know no other server than Flask, and leave register_page untyped.
    untyped: Any = dash
    filled_dash: Any = FilledDash
    settings = services.settings
    app = filled_dash(
        __name__,
        server=server,
        use_pages=True,
        pages_folder="",
        suppress_callback_exceptions=True,
        index_string=_document(settings),
        include_assets_files=False,  # they come as bundles
        update_title="",
        title="绣花 Xiuhua",
        on_error=explain(settings),
    )
    whole_index = app.interpolate_index
    app.interpolate_index = lambda scripts, **rest: policy.follow(whole_index(scripts=needed_scripts(scripts), **rest))
    # Pages have their own live channel; without this every page opens a second websocket that nothing uses.
    app.backend.websocket_capability = False
    for page in pages().values():
        untyped.register_page(page.key, path=page.path, title=page.title.zh, layout=page_layout(page, settings))
    # The name under which Dash looks for the page of unknown addresses.
    untyped.register_page(
        "not_found_404",
        path="/404",
        title=NotFound.PAGE.zh,
        layout=lambda **_query: not_found(current_viewer(settings)),
    )
    own = list(pages().values())
    app.layout = lambda: shell(current_viewer(settings), own, current_account(), first_page(own, settings))
    app.fill = callbacks.register(app, services)
    return app


server = create_server(load_settings())
