"""The web process: Settings → services → Dash on FastAPI with pages, callbacks and the API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import dash
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware

import api
import callbacks
from api.page_files import PageFiles, open_once
from bootstrap import now_us
from bootstrap.web import Services, build_services
from callbacks._problems import explain
from dashboard.settings import Settings, load_settings
from dashboard.version import VERSION
from layouts.pages import pages
from layouts.requests import current_viewer, page_layout
from layouts.shell import index, shell


def create_server(settings: Settings) -> FastAPI:
    """The ASGI application; it opens its connections when it starts to serve, not before."""
    services = build_services(settings)
    server = FastAPI(title="Xiuhua", version=VERSION, lifespan=_lifespan(services), docs_url=None, redoc_url=None)
    server.state.services = services
    server.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    server.add_middleware(PageFiles)
    api.install(server)
    _create_dash(server, services)
    return server


def _create_dash(server: FastAPI, services: Services) -> None:
    # Dash's annotations know no other server than Flask, and leave register_page untyped.
    untyped: Any = dash
    app = untyped.Dash(
        __name__,
        server=server,
        use_pages=True,
        pages_folder="",
        suppress_callback_exceptions=True,
        index_string=index(list(pages().values())),
        update_title="",
        title="绣花 Xiuhua",
        on_error=explain(services.settings),
    )
    # Pages have their own live channel; without this every page opens a second websocket that nothing uses.
    app.backend.websocket_capability = False
    settings = services.settings
    for page in pages().values():
        untyped.register_page(page.key, path=page.path, title=page.title.zh, layout=page_layout(page, settings))
    app.layout = lambda: shell(current_viewer(settings), list(pages().values()))
    callbacks.register(app, services)


def _lifespan(services: Services) -> Any:
    @asynccontextmanager
    async def lifespan(server: FastAPI) -> AsyncIterator[None]:
        services.live.hub.attach(asyncio.get_running_loop())
        await asyncio.to_thread(services.start)
        await open_once(server)
        beating = asyncio.create_task(_beat(services))
        yield
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
        await asyncio.to_thread(services.stop)

    return lifespan


async def _beat(services: Services) -> None:
    """Once a second: a frame that proves the channel lives, and whatever must be read anew."""
    while True:
        await asyncio.sleep(1.0)
        services.live.hub.beat(now_us())
        await asyncio.to_thread(services.follow)


server = create_server(load_settings())
