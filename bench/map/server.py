"""A loopback server with the real assets/js, Leaflet out of dash-leaflet's bundle, and a fake live channel."""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import dash
import dash_leaflet
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from bench.map.synthetic import EPOCH, areas, changes, make_city, snapshot
from dashboard.domain.map_detail import MapPart, layers_of
from layouts.catalogue import catalogue_element

ROOT: Final = Path(__file__).resolve().parents[2]
REACT: Final = Path(dash.__file__).parent / "deps"
LEAFLET: Final = Path(dash_leaflet.__file__).parent
FRAMES_PER_S: Final = 10

PAGE: Final = """<!doctype html><html lang="{lang}" data-theme="{theme}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>Map bench</title>
{styles}<style>html,body,#map{{margin:0;height:100%}}
header{{position:absolute;right:16px;top:16px;z-index:900;color:var(--text-1)}}</style></head>
<body><header data-live-badge><span data-live-age></span></header><div data-basemap="builtin" style="height:100%">
<div id="map" class="xiuhua-map"></div></div>
<script>window.xiuhuaBegun = {{}};</script>{catalogue}
<script src="/react/react@18.3.1.min.js"></script><script src="/react/react-dom@18.3.1.min.js"></script>
<script src="/leaflet/dash_leaflet.js"></script>{scripts}
<script>window.benchMap = L.map('map', {{zoomControl: false, attributionControl: false, minZoom: 10, maxZoom: 19}});
L.control.zoom({{position: 'bottomright'}}).addTo(benchMap);
benchMap.setView([29.655, 121.405], 14);</script></body></html>"""


class Board:
    """What the bench serves; frames are made once and given to every listener."""

    def __init__(self, assets: int | None, rate: int) -> None:
        city = make_city(assets)
        self.assets = city.assets
        self.rate = rate
        self.number = 0
        self.bodies = {"assets": snapshot(city.assets, 7, now_ms())}
        for part in MapPart:
            self.bodies[f"areas?part={part}"] = areas(city, part)
            self.bodies[f"basemap?part={part}"] = {**city.basemap, "layers": layers_of(city.basemap["layers"], part)}
        self.texts = {key: json.dumps(body, ensure_ascii=False) for key, body in self.bodies.items()}
        self.listeners: set[asyncio.Queue[str]] = set()
        self.chance = random.Random(11)

    async def beat(self) -> None:
        """Publishes frames for ever."""
        while True:
            await asyncio.sleep(1 / FRAMES_PER_S)
            text = json.dumps(self.frame())
            for queue in self.listeners:
                queue.put_nowait(text)

    def frame(self) -> dict[str, Any]:
        """The next numbered frame."""
        self.number += 1
        changed = changes(self.assets, self.rate // FRAMES_PER_S, self.chance, now_ms())
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime()) + "Z"
        return {"n": self.number, "t": moment, "epoch": EPOCH, "assets": changed, "feeds": {}}


def now_ms() -> int:
    """Epoch milliseconds."""
    return time.time_ns() // 1_000_000


def page(request: Request) -> HTMLResponse:
    """The harness page."""
    scripts = sorted(path.name for path in (ROOT / "assets/js").glob("[1-6]*.js"))
    styles = [f'<link rel="stylesheet" href="/assets/css/{name}.css">' for name in ("tokens", "map")]
    return HTMLResponse(
        PAGE.format(
            lang=request.query_params.get("lang", "zh-CN"),
            theme=request.query_params.get("theme", "dark"),
            styles="".join(styles),
            catalogue=catalogue_element(),
            scripts="".join(f'<script src="/assets/js/{name}"></script>' for name in scripts),
        )
    )


def application(board: Board) -> Starlette:
    """The whole server."""

    def data(request: Request) -> Response:
        query = request.url.query
        return Response(
            board.texts[request.url.path.rsplit("/", 1)[1] + (f"?{query}" if query else "")],
            media_type="application/json",
        )

    async def live(socket: WebSocket) -> None:
        await socket.accept()
        queue: asyncio.Queue[str] = asyncio.Queue()
        board.listeners.add(queue)
        try:
            while True:
                await socket.send_text(await queue.get())
        except WebSocketDisconnect:
            return
        finally:
            board.listeners.discard(queue)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        beating = asyncio.create_task(board.beat())
        yield
        beating.cancel()

    return Starlette(
        lifespan=lifespan,
        middleware=[Middleware(GZipMiddleware, minimum_size=1000)],
        routes=[
            Route("/", page),
            Route("/api/v1/map/{part}", data),
            WebSocketRoute("/api/v1/live", live),
            Mount("/assets", StaticFiles(directory=ROOT / "assets")),
            Mount("/react", StaticFiles(directory=REACT)),
            Mount("/leaflet", StaticFiles(directory=LEAFLET)),
        ],
    )


def main() -> None:
    """Serves until it is ended; prints nothing but its own problems."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=int, default=50_000)
    parser.add_argument("--rate", type=int, default=1_000)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    app = application(Board(options.assets or None, options.rate))
    uvicorn.run(app, host="127.0.0.1", port=options.port, log_level="warning")


if __name__ == "__main__":
    main()
