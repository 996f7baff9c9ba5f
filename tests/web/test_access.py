"""Denied by default: every route × every role and every callback × every role, against the repository's tables."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any, Final, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

import api
import callbacks
from api.access import LINES, Line, Open, line_of
from callbacks._access import CALLBACKS, GuardedRegistry, name_of
from dashboard.domain.rights import Actor, Means, Permission, Role, decide_any
from dashboard.errors import Forbidden, Unavailable
from dashboard.services.accounts.signing_in import Known
from layouts.pages import pages
from layouts.sign_in import refusal_document
from tests.actors import SECRET, OpenDoor, acting
from tests.architecture.source import ROOT
from tests.readout_builders import CHINESE
from tests.web.fake_page_services import FakePageServices

TABLE: Final = ROOT / "docs" / "access.md"
NOBODY: Final = "nobody"
ROLES: Final = (NOBODY, *Role)
HTML: Final = {"Accept": "text/html"}
_ROW: Final = re.compile(r"\| `(.+?)` \|(.+)\|")


class Door(OpenDoor):
    """Knows everybody as the same actor, or nobody."""

    known: Actor | None = None

    def who(self, secret: str, address: str) -> Known | None:
        return None if self.known is None else Known(self.known, None)

    whose_token = whose_screen = who


def actor_of(role: str) -> Actor | None:
    """Somebody with the usual rights of a role."""
    if role == NOBODY:
        return None
    means = {Role.WALL: Means.SCREEN, Role.PROGRAM: Means.PROGRAM}.get(Role(role), Means.COMMAND_LINE)
    return acting("somebody", Role(role))._replace(means=means)


@pytest.fixture(scope="module")
def door() -> Door:
    return Door()


@pytest.fixture(scope="module")
def client(door: Door) -> TestClient:
    return client_of(door)


def client_of(door: Door) -> TestClient:
    """A server that answers everything that passes the entrance."""
    server = FastAPI(openapi_url=None)

    async def inside(path: str) -> str:
        return path

    server.add_api_route("/{path:path}", inside, methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    server.state.draw_refusal = lambda why, home, _cookies: refusal_document(CHINESE, why, home, "/style.css")
    api.protect(server, {"testserver"}, door, SECRET)
    return TestClient(server, follow_redirects=False, headers={"Authorization": "Bearer any"})


def asks() -> list[tuple[str, str]]:
    """Method and a path of every line but websockets."""
    return [
        (method, re.sub(r"\{[a-z_]+(:path)?\}", "1", line.path))
        for line in LINES
        for method in line.methods.split()
        if method != "WEBSOCKET"
    ]


def matrix(client: TestClient, door: Door) -> dict[str, str]:
    """For each request, which roles pass: y, and which do not: n."""
    rows = {}
    for method, path in asks():
        letters = ""
        for role in ROLES:
            door.known = actor_of(role)
            letters += "y" if client.request(method, path, headers=HTML).status_code == 200 else "n"
        rows[f"{method} {path}"] = letters
    return rows


def told() -> dict[str, str]:
    """The same as docs/access.md tells it."""
    rows = (_ROW.fullmatch(line) for line in TABLE.read_text(encoding="utf-8").splitlines())
    return {row[1]: "".join("y" if "✓" in cell else "n" for cell in row[2].split("|")) for row in rows if row}


def test_every_route_lets_in_whom_the_table_names(client: TestClient, door: Door) -> None:
    assert matrix(client, door) == told()


def test_who_is_refused_is_told_how_to_get_in(client: TestClient, door: Door) -> None:
    door.known = None
    page, call = client.get("/sensors", headers=HTML), client.get("/api/v1/assets")
    assert (page.status_code, call.status_code) == (303, 401)
    door.known = actor_of(Role.OFFICER)
    assert client.get("/metrics").json()["detail"].startswith("the role 'Officer' has no right to")


def test_an_auditor_begins_at_the_audit_log_and_sees_no_desk(client: TestClient, door: Door) -> None:
    door.known = actor_of(Role.AUDITOR)
    begins = client.get("/", headers=HTML)
    assert (begins.status_code, begins.headers["location"]) == (303, "/admin?tab=audit")
    assert client.get("/admin?tab=audit", headers=HTML).status_code == 200
    assert {client.get(path, headers=HTML).status_code for path in ("/sensors", "/roster", "/squad")} == {403}
    door.known = acting("screen", Role.WALL)
    assert client.get("/", headers=HTML).headers["location"] == "/me"


def test_whoever_follows_a_link_without_the_right_reads_why_on_a_page(client: TestClient, door: Door) -> None:
    door.known = actor_of(Role.OFFICER)
    page = client.get("/inspect", headers=HTML)
    assert page.headers["content-type"].startswith("text/html")
    for words in ("没有权限", "的权限", 'href="/"', 'href="/login"'):
        assert words in page.text, page.text


def test_a_reporter_begins_at_the_list_of_cases_also_by_a_link_to_a_case(client: TestClient, door: Door) -> None:
    door.known = actor_of(Role.DEPARTMENT)
    assert client.get("/?case=7", headers=HTML).headers["location"] == "/cases?case=7"
    assert client.get("/cases?case=7", headers=HTML).status_code == 200
    refused = ("/sensors", "/field", "/squad", "/roster", "/admin", "/dispatch", "/inspect", "/api/v1/assets")
    assert {client.get(path, headers=HTML).status_code for path in refused} == {403}


class Away(Door):
    """A doorkeeper whose database is out of reach."""

    def who(self, secret: str, address: str) -> Known | None:
        raise Unavailable("away")

    whose_token = whose_screen = who


def test_an_outage_keeps_neither_files_nor_the_health_from_whoever_is_signed_in() -> None:
    client = client_of(Away())
    assert {client.get(path).status_code for path in ("/health", "/assets/css/all.css", "/_dash-dependencies")} == {200}
    assert client.get("/api/v1/assets").json()["code"] == "unavailable"


def test_what_has_no_line_is_refused_to_everybody(client: TestClient, door: Door) -> None:
    door.known = acting("root")._replace(means=Means.PROGRAM)
    for method, path in (
        ("DELETE", "/"),
        ("PUT", "/sensors"),
        ("POST", "/health"),
        ("GET", "/_new/thing"),
        ("TRACE", "/"),
    ):
        assert client.request(method, path).status_code == 403, (method, path)


@pytest.mark.parametrize("role", ROLES)
def test_the_live_channel_is_for_those_who_see_walls_or_cases(client: TestClient, door: Door, role: str) -> None:
    door.known = actor = actor_of(role)
    refused = (4401, 1008)
    assert (_code_of(client, "/api/v1/live") in refused) is (actor is None or not decide_any(actor, _HEARS).allowed)


_HEARS: Final = (Permission.VIEW_WALL, Permission.VIEW_CASES)


def _code_of(client: TestClient, path: str) -> int:
    """The code with which a websocket is closed; this server has none, so whoever passes gets another one."""
    with pytest.raises(WebSocketDisconnect) as ended, client.websocket_connect(path) as channel:
        channel.receive_text()
    return ended.value.code


def routes_of(router: Any) -> list[tuple[str, str]]:
    """Method and path of the routes of a router or server."""
    found = []
    for route in router.routes:
        if hasattr(route, "methods") and hasattr(route, "path"):
            found += [(method, route.path) for method in route.methods or () if method not in ("HEAD", "OPTIONS")]
        elif type(route).__name__ == "APIWebSocketRoute":
            found.append(("WEBSOCKET", route.path))
    return found


@pytest.mark.parametrize("ask", [ask for router in api.routers() for ask in routes_of(router)], ids=" ".join)
def test_every_route_of_the_api_has_a_line_of_its_own(ask: tuple[str, str]) -> None:
    line = line_of(ask[0], re.sub(r"\{[a-z_]+(:path)?\}", "1", ask[1]))
    assert line is not None
    assert "{path" not in line.path or line.path.startswith(("/assets/", "/api/v1/map/"))


def test_every_page_has_the_line_that_it_asks_for() -> None:
    lines = {line.path: line for line in LINES}
    for page in pages().values():
        assert lines[page.path].access == (page.permission or Open.PUBLIC), page.path


def test_no_line_stands_behind_one_that_takes_its_requests() -> None:
    for line in LINES:
        method, path = line.methods.split()[0], re.sub(r"\{[a-z_]+(:path)?\}", "1", line.path)
        assert line_of(method, path) == Line(*line), line


class Registry:
    """Keeps the guarded callbacks by their names, as Dash would."""

    def __init__(self) -> None:
        self.guarded: dict[str, Callable[..., Any]] = {}

    def callback(self, *_dependencies: Any, **_options: Any) -> Callable[[Any], Any]:
        def register(controller: Any) -> Any:
            self.guarded[name_of(controller)] = controller
            return controller

        return register

    def clientside_callback(self, *_given: Any, **_options: Any) -> None:
        """Nothing of ours runs."""


def registered(actor: Callable[[], Actor]) -> dict[str, Callable[..., Any]]:
    registry, services = Registry(), FakePageServices()
    callbacks.register_guarded(GuardedRegistry(registry, actor), cast("Any", services))
    return registry.guarded


def is_refused(controller: Callable[..., Any]) -> bool:
    """Whether it is refused; who passes fails for want of inputs."""
    try:
        asyncio.run(controller())
    except Forbidden:
        return True
    except TypeError:
        return False
    return False


def test_every_callback_has_a_line_and_every_line_a_callback() -> None:
    assert set(registered(lambda: acting("somebody"))) == set(CALLBACKS)


@pytest.mark.parametrize("role", Role)
def test_a_callback_answers_only_who_has_the_right(role: Role) -> None:
    actor = acting("somebody", role)
    for name, controller in registered(lambda: actor).items():
        assert is_refused(controller) is not decide_any(actor, CALLBACKS[name]).allowed, name


def test_a_callback_without_a_line_is_not_registered() -> None:
    async def new() -> None:
        """Has no line."""

    with pytest.raises(KeyError):
        GuardedRegistry(Registry()).callback()(new)
