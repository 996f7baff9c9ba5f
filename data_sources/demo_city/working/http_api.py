"""The API over HTTP, with a session for each account: as browsers and phones use it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from typing import Any, Final

import httpx2

from dashboard.errors import Unavailable
from data_sources.demo_city.working.api import Answer

_PATIENCE_S: Final = 20.0
_FORM_COOKIE: Final = "_csrf_token"
_FORM_HEADER: Final = "x-csrftoken"
_PREFIX: Final = "/api/v1"
_NOT_SIGNED_IN: Final = 401
_LATER: Final = (408, 429)


def new_client(url: str) -> httpx2.Client:
    """Return a client of the web process at an address; no proxy stands between, and not each request is logged."""
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    return httpx2.Client(base_url=url, timeout=_PATIENCE_S, trust_env=False)


class HttpApi:
    """Signs everybody in when they first come, and again when their session is over."""

    def __init__(self, client: httpx2.Client, password: str) -> None:
        self._client = client
        self._password = password
        self._sessions: dict[str, dict[str, str]] = {}

    def get(self, account: str, path: str, **asked: str | int) -> Answer:
        return self._as(account, "GET", path, params=asked)

    def post(self, account: str, path: str, body: Mapping[str, Any], key: str) -> Answer:
        return self._as(account, "POST", path, json=body, more={"Idempotency-Key": key})

    def send_picture(self, account: str, picture: bytes, case: int | None) -> Answer:
        told = {} if case is None else {"case": str(case)}
        return self._as(account, "POST", "/photos", data=told, files={"file": ("photo.jpg", picture, "image/jpeg")})

    def _as(
        self, account: str, method: str, path: str, more: Mapping[str, str] | None = None, **content: Any
    ) -> Answer:
        for _ in range(2):
            session = self._sessions.get(account) or self._sign_in(account)
            if session is None:
                break
            headers = {**_shown(session), **(more or {})}
            answer = self._ask(method, f"{_PREFIX}{path}", headers=headers, **content)
            if answer.status_code != _NOT_SIGNED_IN:
                return Answer(answer.status_code, _json(answer))
            self._sessions.pop(account, None)
        return Answer(_NOT_SIGNED_IN, {"detail": f"the account {account} is not let in"})

    def _sign_in(self, account: str) -> dict[str, str] | None:
        """The cookies of a new session; None when the door stays shut, as for an account that was disabled."""
        token = secrets.token_hex(32)
        form = {"form_token": token, "name": account, "password": self._password, "next": "/"}
        headers = {"Cookie": f"{_FORM_COOKIE}={token}"}
        answer = self._ask("POST", "/login", data=form, headers=headers, follow_redirects=False)
        if answer.status_code != httpx2.codes.SEE_OTHER:
            return None
        found = self._sessions[account] = dict(answer.cookies)
        return found

    def _ask(self, method: str, path: str, **content: Any) -> httpx2.Response:
        """The answer; no cookie of one account is left for another."""
        try:
            answer = self._client.request(method, path, **content)
        except httpx2.HTTPError as error:
            raise Unavailable(f"the web process does not answer: {error or type(error).__name__}") from error
        finally:
            self._client.cookies.clear()
        if answer.is_server_error or answer.status_code in _LATER:
            raise Unavailable(f"{method} {path} was answered with {answer.status_code}")
        return answer


def _shown(session: Mapping[str, str]) -> dict[str, str]:
    cookies = "; ".join(f"{name}={value}" for name, value in session.items())
    return {"Cookie": cookies, _FORM_HEADER: session.get(_FORM_COOKIE, "")}


def _json(answer: httpx2.Response) -> Mapping[str, Any]:
    if "json" not in answer.headers.get("content-type", ""):
        return {}
    told: Mapping[str, Any] = answer.json()
    return told
