"""`/field-worker.js` and `/field/offline`: by which a phone starts the page of the street without a network."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.bundles import OFFLINE_SCRIPTS, PAGE_SCRIPTS, STYLES

ROUTER = APIRouter(include_in_schema=False)
OFFLINE: Final = "/field/offline"
FILES_HEADER: Final = "X-Xiuhua-Files"
DrawOffline = Callable[[Mapping[str, str]], str]
"""Draws the document for a browser with these cookies, which say its language and theme."""
_ASSETS: Final = Path(__file__).resolve().parent.parent / "assets"
_WORKER: Final = (_ASSETS / "workers" / "field-worker.js").read_text(encoding="utf-8")
FIELD_SCRIPTS: Final = (OFFLINE_SCRIPTS.address, PAGE_SCRIPTS["/field"].address)
_FILES: Final = (
    STYLES.address,
    *FIELD_SCRIPTS,
    *(f"/assets/{path.relative_to(_ASSETS).as_posix()}" for path in sorted(_ASSETS.glob("fonts/*.woff2"))),
    *(f"/assets/{path.relative_to(_ASSETS).as_posix()}" for path in sorted(_ASSETS.glob("icons/*.svg"))),
)


@ROUTER.get("/field-worker.js")
async def worker(request: Request) -> Response:
    """The worker with what it keeps. It changes with every file, so that browsers take the new ones as a whole."""
    about = json.dumps({"version": _version(request), "files": _FILES})
    content = f"self.xiuhuaFiles = {about};\n{_WORKER}"
    return Response(content, media_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@ROUTER.get(OFFLINE, response_class=HTMLResponse)
async def offline(request: Request) -> Response:
    """The page without anything of anybody: its scripts fill it from what the phone keeps."""
    draw: DrawOffline = request.app.state.draw_offline
    headers = {"Cache-Control": "no-cache", FILES_HEADER: _version(request)}
    return HTMLResponse(draw(request.cookies), headers=headers)


def _version(request: Request) -> str:
    state: Any = request.app.state
    if not hasattr(state, "field_version"):
        told = "".join((*_FILES, _WORKER, state.draw_offline({})))
        state.field_version = sha256(told.encode()).hexdigest()[:16]
    return str(state.field_version)
