"""Errors as RFC 9457 problem documents with a stable code."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError

from api.json_response import json_response
from dashboard.errors import XiuhuaError

_MEDIA_TYPE = "application/problem+json"


def install_problem_handlers(server: FastAPI) -> None:
    """Turns Xiuhua's own errors and wrong parameters into problem documents."""
    server.add_exception_handler(XiuhuaError, _of_error)
    server.add_exception_handler(RequestValidationError, _of_parameters)


async def _of_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, XiuhuaError)
    return problem(error.http_status, error.code, str(error))


async def _of_parameters(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
    return problem(422, "bad_input", f"{where}: {first['msg']}")


def problem(status: int, code: str, detail: str) -> Response:
    """A problem document; `code` is stable, `detail` says what to do."""
    content = {"type": f"urn:xiuhua:problem:{code}", "title": code, "status": status, "detail": detail, "code": code}
    return json_response(content, status, Content_Type=_MEDIA_TYPE)
