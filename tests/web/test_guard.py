"""Who may ask, by which name, and what every answer forbids."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.datastructures import MutableHeaders
from starlette.websockets import WebSocketDisconnect

import api
from api.safety_headers import ContentPolicy, add_safety_headers, content_policy
from tests.actors import SECRET, TOKEN, OpenDoor
from tests.web.conftest import Site

HOSTS = frozenset({"127.0.0.1", "::1", "localhost", "board.example"})
PATHS = ("/", "/api/v1/assets", "/openapi.json", "/health", "/metrics", "/_dash-layout", "/nowhere")
LINK = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.fixture(scope="module")
def client() -> TestClient:
    """A server that answers everything, behind the guard."""
    server = FastAPI()

    async def everything(path: str) -> str:
        if path == "fails":
            raise RuntimeError(path)
        return path

    api.install(server)
    server.add_api_route("/{path:path}", everything, methods=["GET", "POST", "PUT", "DELETE"])
    api.protect(server, HOSTS, OpenDoor(), SECRET)
    return TestClient(server, raise_server_exceptions=False, headers=TOKEN)


def asked(client: TestClient, method: str = "GET", path: str = "/", **headers: str) -> Any:
    """Status and code of the answer."""
    answer = client.request(method, path, headers={"Host": "127.0.0.1:8050", **headers})
    return answer.status_code, answer.json().get("code") if answer.status_code >= 400 else None


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_a_foreign_name_is_not_answered(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path, headers={"Host": "evil.example:8050"})
    assert answer.status_code == 421
    assert method == "HEAD" or answer.json()["code"] == "unknown_host"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "169.254.1.1", "[::2]", "", ":8050", "localhost:port", "[::1", "a@b"],
)
def test_neither_is_any_other_name(client: TestClient, host: str) -> None:
    assert asked(client, Host=host) == (421, "unknown_host")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:9000",
        "localhost:8050",
        "LOCALHOST",
        "localhost.",
        "[::1]:8050",
        "board.example",
        "Board.Example:443",
    ],
)
def test_our_own_names_are_answered_on_any_port(client: TestClient, host: str) -> None:
    assert asked(client, Host=host) == (200, None)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "https://127.0.0.1.evil.example:8050"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    ],
    ids=["other site", "hidden", "empty", "other port", "lookalike", "cross-site", "picture", "frame"],
)
def test_another_site_s_page_gets_nothing(client: TestClient, method: str, path: str, headers: dict[str, str]) -> None:
    answer = client.request(method, path, headers={"Host": "127.0.0.1:8050", **headers})
    assert answer.status_code == 403
    assert method == "HEAD" or answer.json()["code"] == "foreign_origin"


def test_a_link_on_another_site_may_be_followed_but_no_form_sent(client: TestClient) -> None:
    assert asked(client, **LINK) == (200, None)
    assert asked(client, "POST", **LINK) == (403, "foreign_origin")


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://127.0.0.1:8050", "127.0.0.1:8050"),
        ("http://[::1]:8050", "[::1]:8050"),
        ("https://board.example", "board.example"),
        ("https://board.example", "board.example:443"),
        ("http://localhost", "localhost:80"),
    ],
)
def test_our_own_page_may_ask_and_change(client: TestClient, origin: str, host: str) -> None:
    assert asked(client, Origin=origin, Host=host) == (200, None)
    assert asked(client, "POST", "/api/nowhere", Origin=origin, Host=host) == (404, "no_such_route")


def test_programs_send_no_origin_and_may_ask(site: Site) -> None:
    for path in ("/health", "/metrics"):
        assert site.client.get(path, headers={"Host": "127.0.0.1:8050"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_another_site_s_page_may_not_listen(site: Site, headers: dict[str, str]) -> None:
    with pytest.raises(WebSocketDisconnect), site.client.websocket_connect("/api/v1/live", headers=headers):
        pass
    assert site.client.get("/api/v1/live", headers=headers).status_code in (403, 421)


@pytest.mark.parametrize("path", ["/", "/fails", "/api/nowhere", "/api/v1/assets?what=1", "/metrics"])
@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_every_answer_forbids_frames_guesses_and_telling_its_address(client: TestClient, path: str, host: str) -> None:
    headers = client.get(path, headers={"Host": host}).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_load_from_this_server_alone_but_for_the_tiles_of_a_basemap() -> None:
    policy = content_policy(["'sha256-abc='"], "https://tiles.example:8443/{z}/{x}/{y}.png")
    parts = dict(part.split(" ", 1) for part in policy.split("; "))
    assert parts["script-src"] == "'self' 'sha256-abc='"
    assert parts["img-src"] == "'self' data: blob: https://tiles.example:8443"
    assert "https" not in content_policy([], "/api/v1/map/tiles/{z}/{x}/{y}")
    assert "https" not in content_policy([], "builtin")
    assert {parts[name] for name in ("object-src", "frame-ancestors")} == {"'none'"}


def test_the_policy_follows_the_scripts_of_the_document() -> None:
    policy = ContentPolicy()
    document = '<script>go()</script><script src="/a.js"></script><script id="x" type="module">on()</script>'
    assert policy.follow(document) == document
    assert policy.text.count("sha256-") == 2
    policy.follow("<p>none</p>")
    assert "sha256-" not in policy.text


def test_an_answer_s_own_policy_stays() -> None:
    headers = MutableHeaders({"Content-Security-Policy": "default-src 'none'; sandbox"})
    add_safety_headers(headers)
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
