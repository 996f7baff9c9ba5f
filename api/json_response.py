"""JSON answers by orjson: quick, and NaN can never slip out."""

from __future__ import annotations

import asyncio
import gzip
from typing import Any, Final

import orjson
from fastapi import Request, Response
from starlette.datastructures import Headers

from dashboard.services.documents import Document

JSON: Final = "application/json"
GEOJSON: Final = "application/geo+json"
_LARGE: Final = 64 * 1024
_LEVEL: Final = 4


def json_response(content: Any, status: int = 200, media_type: str = JSON, **headers: str) -> Response:
    """`content` as a JSON answer; header names are written with underscores."""
    return Response(orjson.dumps(content), status_code=status, media_type=media_type, headers=_named(headers))


async def large_json(request: Request, content: Any, media_type: str = JSON, **headers: str) -> Response:
    """`content` as a JSON answer that may be large: written, and packed where the client takes it, off the loop."""
    body, encoding = await asyncio.to_thread(_written, content, takes_gzip(request.headers))
    named = {**_named(headers), **encoding, "Vary": "Accept-Encoding"}
    return Response(body, media_type=media_type, headers=named)


def packed_json(request: Request, document: Document, media_type: str = JSON, **headers: str) -> Response:
    """A document that is written and packed already, in the form that the client takes."""
    named = {**_named(headers), "Vary": "Accept-Encoding"}
    if document.brotli is not None and takes_brotli(request.headers):
        return Response(document.brotli, media_type=media_type, headers={**named, "Content-Encoding": "br"})
    if not takes_gzip(request.headers):
        return Response(document.plain, media_type=media_type, headers=named)
    return Response(document.gzip, media_type=media_type, headers={**named, "Content-Encoding": "gzip"})


def takes_gzip(headers: Headers) -> bool:
    """Whether the client takes its answer packed."""
    return "gzip" in headers.get("accept-encoding", "")


def takes_brotli(headers: Headers) -> bool:
    """Whether the client takes its answer packed with Brotli; browsers do over https and from this machine."""
    return "br" in (coding.split(";")[0].strip() for coding in headers.get("accept-encoding", "").split(","))


def _written(content: Any, takes_gzip: bool) -> tuple[bytes, dict[str, str]]:
    body = orjson.dumps(content)
    if not takes_gzip or len(body) < _LARGE:
        return body, {}
    return gzip.compress(body, compresslevel=_LEVEL, mtime=0), {"Content-Encoding": "gzip"}


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
