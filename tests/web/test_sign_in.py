"""Signing in and out over HTTP, with real accounts on a real database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from api.entrance import FORM_COOKIE, FORM_HEADER, SESSION_COOKIE, form_token
from api.sign_in import FORM_FIELD, safe_target
from bootstrap import now_us
from bootstrap.web import Services, build_services
from dashboard.domain.accounts import Attempt
from dashboard.domain.rights import Permission, Reach, Role, system
from dashboard.errors import BadInput, Conflict
from dashboard.services.accounts.administration import NewAccount
from dashboard.services.accounts.signing_in import Origin
from dashboard.settings import Settings
from data_sources.db.accounts.store import SqlAccountStore
from tests.web.conftest import serve

PASSWORD = "Spring-2026"
ADMIN = system()


@pytest.fixture
def services(settings: Settings) -> Services:
    """Services with an operator, a squad leader and an administrator."""
    built = build_services(settings)
    for name, role in (("li", Role.OPERATOR), ("zhang", Role.SQUAD_LEADER), ("root1", Role.ADMINISTRATOR)):
        built.accounts.add(NewAccount(name, role, PASSWORD, must_change_password=False), ADMIN)
    return built


@pytest.fixture
def browser(services: Services) -> Iterator[TestClient]:
    """A browser that is not signed in."""
    server = serve(services, services.doorkeeper)
    server.state.draw_form = lambda view, _cookies: f"{view.kind}: {view.problem.en if view.problem else ''}"
    with TestClient(server, follow_redirects=False) as client:
        yield client


def fill_in(browser: TestClient, name: str, password: str, next_page: str = "/", **fields: str) -> Any:
    """Sends the login form as the page does."""
    browser.get("/login")
    token = browser.cookies[FORM_COOKIE]
    form = {FORM_FIELD: token, "name": name, "password": password, "next": next_page, **fields}
    return browser.post("/login", data=form)


def test_a_browser_is_sent_to_the_login_page_and_back(browser: TestClient) -> None:
    sent = browser.get("/sensors?tab=ghosts", headers={"Accept": "text/html"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/login?next=%2Fsensors%3Ftab%3Dghosts")
    answer = fill_in(browser, "li", PASSWORD, "/sensors?tab=ghosts")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sensors?tab=ghosts")
    cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith(SESSION_COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    me = browser.get("/api/v1/me").json()
    assert (me["name"], me["role"]) == ("li", "operator")
    assert "handle_alarms" in me["permissions"]


@pytest.mark.parametrize("path", ["/api/v1/assets", "/api/v1/me", "/metrics", "/api/nowhere"])
def test_programs_without_a_token_get_401(browser: TestClient, path: str) -> None:
    answer = browser.get(path, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("name", "password"), [("li", "wrong"), ("nobody", PASSWORD), ("", ""), ("li", PASSWORD + "x"), ("LI\0", PASSWORD)]
)
def test_a_wrong_name_or_password_says_the_same(browser: TestClient, name: str, password: str) -> None:
    answer = fill_in(browser, name, password)
    assert (answer.status_code, answer.text) == (401, "login: wrong account or password")
    assert browser.get("/api/v1/me").status_code == 401


def test_who_must_wait_is_told_how_long(browser: TestClient) -> None:
    for _ in range(5):
        fill_in(browser, "li", "wrong")
    answer = fill_in(browser, "li", "wrong")
    assert (answer.status_code, answer.text) == (429, f"login: too many tries; try again in {_seconds(answer)} s")
    assert 0 < _seconds(answer) <= 5


def test_a_long_wait_is_told_in_minutes(browser: TestClient, services: Services) -> None:
    with SqlAccountStore(services.engine, now_us).begin() as work:
        for _ in range(12):
            work.add_attempt(Attempt(now_us(), "li", "testclient", succeeded=False), 0)
    answer = fill_in(browser, "li", PASSWORD)
    assert (answer.status_code, answer.text) == (429, "login: too many tries; try again in 11 min")
    assert 600 < _seconds(answer) <= 640


def _seconds(answer: Any) -> int:
    return int(answer.headers["retry-after"])


def test_twenty_wrong_passwords_do_not_lock_out_a_colleague(browser: TestClient) -> None:
    answers = [fill_in(browser, "li", "wrong").status_code for _ in range(20)]
    assert answers == [401] * 5 + [429] * 15
    assert fill_in(browser, "li", PASSWORD).status_code == 429
    assert fill_in(browser, "zhang", PASSWORD).status_code == 303


def test_beyond_this_machine_nobody_signs_in_over_plain_http(settings: Settings, services: Services) -> None:
    services.settings = settings.model_copy(update={"host": "0.0.0.0"})
    server = serve(services, services.doorkeeper)
    server.state.draw_form = lambda view, _cookies: f"{view.kind}: {view.problem.en if view.problem else ''}"
    answers = {}
    for scheme in ("http", "https"):
        with TestClient(server, base_url=f"{scheme}://testserver", follow_redirects=False) as client:
            answers[scheme] = fill_in(client, "li", PASSWORD)
    assert (answers["http"].status_code, answers["https"].status_code) == (403, 303)
    assert "sign in over https" in answers["http"].text
    assert SESSION_COOKIE not in "".join(answers["http"].headers.get_list("set-cookie"))
    assert "Secure" in "".join(answers["https"].headers.get_list("set-cookie"))


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_form_of_another_site_is_refused(browser: TestClient, token: str) -> None:
    browser.get("/login")
    answer = browser.post("/login", data={FORM_FIELD: token, "name": "li", "password": PASSWORD})
    assert answer.status_code == 403
    assert browser.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a=b&a", b"x" * 10_000, b"=" * 50, b"name=li&name=zhang&form_token="])
def test_a_spoilt_form_is_refused(browser: TestClient, body: bytes) -> None:
    answer = browser.post("/login", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code in (403, 422)


def test_a_session_that_was_left_cannot_be_used_again(browser: TestClient) -> None:
    fill_in(browser, "li", PASSWORD)
    stolen = browser.cookies[SESSION_COOKIE]
    token = browser.cookies[FORM_COOKIE]
    assert browser.post("/logout", data={FORM_FIELD: token}).status_code == 303
    browser.cookies.set(SESSION_COOKIE, stolen)
    assert browser.get("/api/v1/me").status_code == 401


def test_leaving_needs_the_token_of_the_form(browser: TestClient) -> None:
    fill_in(browser, "li", PASSWORD)
    assert browser.post("/logout", data={FORM_FIELD: "x"}).status_code == 422
    assert browser.get("/api/v1/me").status_code == 200


def test_what_changes_something_shows_the_token_of_the_session(browser: TestClient) -> None:
    fill_in(browser, "li", PASSWORD)
    refused = browser.post("/api/v1/alarms/1/acknowledge")
    assert (refused.status_code, refused.json()["code"]) == (403, "form_token")
    token = browser.cookies[FORM_COOKIE]
    answer = browser.post("/api/v1/alarms/1/acknowledge", headers={FORM_HEADER: token})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_the_live_channel_asks_for_the_token_too(browser: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect) as refused, browser.websocket_connect("/api/v1/live") as channel:
        channel.receive_text()
    assert refused.value.code == 4401
    fill_in(browser, "li", PASSWORD)
    with pytest.raises(WebSocketDisconnect) as forged, browser.websocket_connect("/api/v1/live") as channel:
        channel.receive_text()
    assert forged.value.code == 1008
    with browser.websocket_connect(f"/api/v1/live?csrf={browser.cookies[FORM_COOKIE]}&since=5&epoch=x") as channel:
        assert "feeds" in channel.receive_text()


def test_a_channel_ends_with_its_session(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.live.KNOWN_FOR_S", 0.01)
    fill_in(browser, "li", PASSWORD)
    token = browser.cookies[FORM_COOKIE]
    with browser.websocket_connect(f"/api/v1/live?csrf={token}&since=5&epoch=x") as channel:
        assert "feeds" in channel.receive_text()
        browser.post("/logout", data={FORM_FIELD: token})
        with pytest.raises(WebSocketDisconnect) as ended:
            channel.receive_text()
    assert ended.value.code == 4401


def test_a_new_password_ends_the_other_sessions(browser: TestClient, services: Services) -> None:
    other = services.signing_in.sign_in("li", PASSWORD, Origin("10.0.0.9", "another browser"))
    fill_in(browser, "li", PASSWORD)
    form = {FORM_FIELD: browser.cookies[FORM_COOKIE], "old": PASSWORD, "new": "Autumn-2026", "again": "Autumn-2026"}
    assert browser.post("/password", data={**form, "again": "x"}).status_code == 422
    assert browser.post("/password", data={**form, "old": "x"}).status_code == 422
    assert browser.post("/password", data={**form, FORM_FIELD: "x"}).status_code == 403
    assert browser.post("/password", data=form).status_code == 303
    assert browser.get("/api/v1/me").status_code == 200
    assert services.signing_in.who(other.secret, "") is None
    assert fill_in(browser, "li", PASSWORD).status_code in (303, 401)


def test_a_generated_password_is_changed_before_anything_else(browser: TestClient, services: Services) -> None:
    made = services.accounts.add(NewAccount("wang", Role.OPERATOR), ADMIN)
    assert fill_in(browser, "wang", made.password).headers["location"] == "/password"
    assert browser.get("/", headers={"Accept": "text/html"}).headers["location"] == "/password"
    assert browser.get("/api/v1/assets").json()["code"] == "password_change_required"
    form = {FORM_FIELD: browser.cookies[FORM_COOKIE], "old": made.password, "new": PASSWORD, "again": PASSWORD}
    assert browser.post("/password", data=form).status_code == 303
    assert browser.get("/api/v1/assets").status_code == 200


def test_a_disabled_account_is_out_at_once(browser: TestClient, services: Services) -> None:
    fill_in(browser, "li", PASSWORD)
    services.accounts.disable("li", ADMIN)
    assert browser.get("/api/v1/me").status_code == 401
    assert fill_in(browser, "li", PASSWORD).status_code == 401
    services.accounts.enable("li", ADMIN)
    assert fill_in(browser, "li", PASSWORD).status_code == 303


def test_the_last_administrator_stays_one(services: Services) -> None:
    services.accounts.add(NewAccount("root2", Role.ADMINISTRATOR, PASSWORD), ADMIN)
    services.accounts.change_role("root2", Role.MANAGER, ADMIN)
    with pytest.raises(Conflict):
        services.accounts.disable("root1", ADMIN)
    with pytest.raises(Conflict):
        services.accounts.change_role("root1", Role.OPERATOR, ADMIN)
    with pytest.raises(Conflict):
        services.accounts.set_right(Role.ADMINISTRATOR, Permission.MANAGE_ACCOUNTS, None, ADMIN)


def test_a_changed_right_holds_at_once(browser: TestClient, services: Services) -> None:
    fill_in(browser, "zhang", PASSWORD)
    assert browser.get("/metrics").status_code == 403
    services.accounts.set_right(Role.SQUAD_LEADER, Permission.VIEW_PROCESSES, Reach.ALL, ADMIN)
    assert browser.get("/metrics").status_code == 200


@pytest.mark.parametrize("scheme", ["Bearer {}", "bearer {}", "Basic"])
def test_a_token_opens_what_its_scopes_name(browser: TestClient, services: Services, scheme: str) -> None:
    secret = services.accounts.add_token("gauges", ["view_operations"], ADMIN)
    auth: dict[str, Any] = (
        {"auth": ("camera", secret)} if scheme == "Basic" else {"headers": {"Authorization": scheme.format(secret)}}
    )
    assert browser.get("/api/v1/assets", **auth).status_code == 200
    denied = browser.get("/api/v1/quarantine", **auth)
    assert (denied.status_code, denied.json()["code"]) == (403, "forbidden")
    services.accounts.revoke_token("gauges", ADMIN)
    assert browser.get("/api/v1/assets", **auth).status_code == 401


def test_a_wrong_token_is_not_covered_up_by_a_session(browser: TestClient) -> None:
    fill_in(browser, "li", PASSWORD)
    assert browser.get("/api/v1/assets", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert browser.get("/api/v1/assets", headers={"Authorization": "Basic ///"}).status_code == 401


def test_a_push_may_show_its_token_in_the_address_and_nothing_else_may(browser: TestClient, services: Services) -> None:
    secret = services.accounts.add_token("camera", ["push_observations", "view_operations"], ADMIN)
    body = {"device_id": "JG-1", "values": {"tilt_deg": 1.0}}
    assert browser.post(f"/api/v1/observations?token={secret}", json=body).status_code == 202
    assert browser.post("/api/v1/observations?token=wrong", json=body).status_code == 401
    assert browser.get(f"/api/v1/assets?token={secret}").status_code == 401


@pytest.mark.parametrize("scopes", [[], ["manage_accounts"], ["view_operations", "everything"]])
def test_a_token_has_scopes_of_programs_only(services: Services, scopes: list[str]) -> None:
    with pytest.raises(BadInput):
        services.accounts.add_token("bad", scopes, ADMIN)


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "/login", "/api/v1/me", "/a\nb", "x", ""]
)
def test_the_way_on_never_leads_elsewhere(target: str) -> None:
    assert safe_target(target) == "/"


def test_nobody_makes_the_token_of_a_session_without_the_secret() -> None:
    assert form_token(b"a", "session") != form_token(b"b", "session")
    assert form_token(b"a", "session") != form_token(b"a", "other")


def test_everything_about_signing_in_is_in_the_audit_log(browser: TestClient, services: Services) -> None:
    fill_in(browser, "li", "wrong")
    fill_in(browser, "li", PASSWORD)
    browser.post("/logout", data={FORM_FIELD: browser.cookies[FORM_COOKIE]})
    with services.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT action, actor, address FROM audit ORDER BY number").all()
    assert [tuple(row) for row in rows[-3:]] == [
        ("refuse_sign_in", "li", "testclient"),
        ("sign_in", "li", "testclient"),
        ("sign_out", "li", "testclient"),
    ]
