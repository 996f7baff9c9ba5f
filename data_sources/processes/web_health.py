"""Asks a running Xiuhua how it is: GET /health."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from typing import Final, NamedTuple

_TIMEOUT_S: Final = 5.0


class WebHealth(NamedTuple):
    """What /health says: `ok`, `degraded` or `down`, and the state of each check."""

    status: str
    version: str
    checks: Mapping[str, str]


def ask_health(host: str, port: int, timeout_s: float = _TIMEOUT_S) -> WebHealth | None:
    """The health of the Xiuhua at that address, or None when none answers there."""
    connection = http.client.HTTPConnection(host, port, timeout=timeout_s)
    try:
        connection.request("GET", "/health")
        return _parse(connection.getresponse().read())
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _parse(body: bytes) -> WebHealth | None:
    try:
        document = json.loads(body)
    except ValueError:
        return None
    if not isinstance(document, dict) or "status" not in document or "checks" not in document:
        return None
    checks = {name: str(check.get("status", "?")) for name, check in document["checks"].items()}
    return WebHealth(str(document["status"]), str(document.get("version", "")), checks)
