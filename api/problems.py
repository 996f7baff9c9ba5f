"""Errors as RFC 9457 problem documents with a stable code."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.json_response import json_response
from api.safety_headers import add_safety_headers
from dashboard.domain.text import Text
from dashboard.errors import TooManyTries, XiuhuaError

log = logging.getLogger(__name__)

PROBLEM: Final = "application/problem+json"
_METHODS: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_CODES: Final = {400: "bad_request", 404: "no_such_route", 405: "method_not_allowed"}


def install_problem_handlers(server: FastAPI, routers: Sequence[APIRouter]) -> None:
    """Turns errors into problem documents, also where none of the routers has such a route below /api."""
    server.add_exception_handler(XiuhuaError, _of_error)
    server.add_exception_handler(RequestValidationError, _of_parameters)
    server.add_exception_handler(HTTPException, _of_http)
    server.add_exception_handler(Exception, _of_failure)
    server.add_api_route("/api/{path:path}", _nowhere(routers), methods=_METHODS, include_in_schema=False)


async def _of_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, XiuhuaError)
    content = _content(error.http_status, error.code, str(error))
    if error.told is not None:
        content["told"] = error.told._asdict()
    return json_response(content, error.http_status, PROBLEM, **retry_after(error))


def retry_after(error: XiuhuaError) -> dict[str, str]:
    """Return the header that says when to try again, where that is known."""
    if isinstance(error, TooManyTries):
        return {"Retry_After": str(error.wait_s)}
    return {"Retry_After": "2"} if error.http_status == HTTPStatus.SERVICE_UNAVAILABLE else {}


async def _of_parameters(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return problem(400, "bad_json", f"the body is not JSON: {first.get('ctx', {}).get('error', first['msg'])}")
    where = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
    return problem(422, "bad_input", f"{where}: {first['msg']}")


async def _of_http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = {name.replace("-", "_"): value for name, value in (error.headers or {}).items()}
    return problem(error.status_code, _CODES.get(error.status_code, "http_error"), str(error.detail), **headers)


async def _of_failure(request: Request, error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    answer = problem(500, "internal_error", "something went wrong here; the log of the web server says what")
    add_safety_headers(answer.headers)  # this answer is made outside of the guard
    return answer


def _nowhere(routers: Sequence[APIRouter]) -> Callable[[Request], Awaitable[Response]]:
    """The route that takes what no other took: a wrong method, or no such route."""

    async def nowhere(request: Request) -> Response:
        routes = [route for router in routers for route in router.routes]
        allowed = sorted({method for route in routes for method in _other_methods(route, request)})
        if allowed:
            detail = f"{request.url.path} takes {', '.join(allowed)}"
            return problem(405, _CODES[405], detail, Allow=", ".join(allowed))
        return problem(404, _CODES[404], f"there is no {request.url.path}; /openapi.json lists what there is")

    return nowhere


def _other_methods(route: Any, request: Request) -> set[str]:
    """The methods of a route that has this path, but not for the method of this request."""
    match, _ = route.matches(request.scope)
    return set(route.methods) if match is Match.PARTIAL else set()


def problem(status: int, code: str, detail: str | Text, **headers: str) -> Response:
    """A problem document; `code` is stable, `detail` says what to do, and is told in both languages where it can be."""
    if isinstance(detail, Text):
        content = {**_content(status, code, detail.en), "told": detail._asdict()}
    else:
        content = _content(status, code, detail)
    return json_response(content, status, PROBLEM, **headers)


def _content(status: int, code: str, detail: str) -> dict[str, Any]:
    return {"type": f"urn:xiuhua:problem:{code}", "title": code, "status": status, "detail": detail, "code": code}
