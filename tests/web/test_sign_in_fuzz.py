"""Whatever is sent to the forms at the door, on either database: never a failure of ours, never a session."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any, Final
from urllib.parse import quote_from_bytes, urlencode

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.entrance import FORM_COOKIE, SESSION_COOKIE
from api.oidc import LOGIN_COOKIE
from api.sign_in import FORM_FIELD, FormView
from bootstrap.web import Services, build_services
from dashboard.domain.rights import Role, system
from dashboard.services.accounts.administration import NewAccount
from dashboard.settings import Settings
from layouts.sign_in import DoorForm, login_document, password_document
from layouts.viewer import viewer_from
from tests.web.bad_values import ODD
from tests.web.conftest import serve

PASSWORD: Final = "Spring-2026"
FORM: Final = "application/x-www-form-urlencoded"
FUZZ: Final = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

odd_bytes = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace")),
    st.sampled_from([b"\0", b"\xed\xa0\x80", b"li\0", b"\xff\xfe", b"%00", b"li", "李".encode(), b"'--", b"x" * 300]),
)
fields = st.sampled_from(["name", "password", "next", "old", "new", "again", FORM_FIELD, "x", ""])
pairs = st.lists(st.tuples(fields, odd_bytes), max_size=25)
kinds = st.sampled_from(
    [
        FORM,
        "",
        "application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "text/\xff",
        f"{FORM}; charset=x",
    ]
)
bodies = st.one_of(
    st.binary(max_size=400),
    pairs.map(lambda found: "&".join(f"{name}={quote_from_bytes(value)}" for name, value in found).encode()),
    pairs.map(lambda found: b"&".join(name.encode() + b"=" + value for name, value in found)),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def services(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Services]:
    """Services with one operator."""
    with ExitStack() as at_end:
        if request.param == "postgresql":
            cluster = request.getfixturevalue("postgres")
            url = cluster.new_database()
            at_end.callback(cluster.give_back, url)
            settings = settings.model_copy(update={"database_url": url})
        built = build_services(settings)
        at_end.callback(built.engine.dispose)
        built.accounts.add(NewAccount("li", Role.OPERATOR, PASSWORD, must_change_password=False), system())
        yield built


@pytest.fixture
def browser(services: Services) -> Iterator[TestClient]:
    """A browser that has the cookie of the login form."""

    def draw(view: FormView, cookies: Mapping[str, str]) -> str:
        viewer = viewer_from(cookies, path="/", language=services.settings.language, zone=services.settings.timezone)
        form = DoorForm({FORM_FIELD: view.token, "next": view.next}, view.name, view.problem)
        return (login_document if view.kind == "login" else password_document)(viewer, form, "/style.css")

    server = serve(services, services.doorkeeper)
    server.state.draw_form = draw
    with TestClient(server, follow_redirects=False) as client:
        client.get("/login")
        yield client


def post(browser: TestClient, path: str, body: bytes | str, kind: str = FORM) -> Any:
    """The answer to a body that is said to be of this kind."""
    return browser.post(path, content=body, headers=[(b"content-type", kind.encode("latin-1"))])


def forget_tries(services: Services) -> None:
    """So that every example is looked at and none held up."""
    with services.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM sign_in_attempt")


def token_of(browser: TestClient) -> str:
    """What a good form shows."""
    return browser.cookies[FORM_COOKIE]


def assert_refused(browser: TestClient, answer: Any) -> None:
    """It was told to be wrong, and nobody is signed in by it."""
    assert 400 <= answer.status_code < 500, answer.status_code
    assert SESSION_COOKIE not in answer.headers.get("set-cookie", "")
    assert SESSION_COOKIE not in browser.cookies


@FUZZ
@given(body=bodies, kind=kinds)
def test_garbage_at_the_login_is_refused(browser: TestClient, services: Services, body: bytes, kind: str) -> None:
    forget_tries(services)
    assert_refused(browser, post(browser, "/login", body, kind))


@FUZZ
@given(name=odd_bytes, password=odd_bytes, target=odd_bytes)
def test_odd_names_and_passwords_in_a_good_form_are_refused(
    browser: TestClient, services: Services, name: bytes, password: bytes, target: bytes
) -> None:
    forget_tries(services)
    form = urlencode({FORM_FIELD: token_of(browser), "name": name, "password": password, "next": target})
    assert_refused(browser, post(browser, "/login", form))


@pytest.mark.parametrize("odd", [name for name, value in ODD.items() if isinstance(value, str)])
def test_odd_text_in_any_field_is_refused(browser: TestClient, odd: str) -> None:
    raw = ODD[odd][:3_000].encode("utf-8", "surrogatepass")
    for field in ("name", "password", "next", FORM_FIELD):
        form = {FORM_FIELD: token_of(browser), "name": "li", "password": "wrong", field: raw}
        assert_refused(browser, post(browser, "/login", urlencode(form)))


@pytest.mark.parametrize("size", [8_193, 1_000_000, 9_000_000])
def test_a_huge_form_is_refused(browser: TestClient, size: int) -> None:
    for path in ("/login", "/password"):
        assert_refused(browser, post(browser, path, b"name=" + b"x" * size))


@FUZZ
@given(body=bodies, kind=kinds, old=odd_bytes, new=odd_bytes)
def test_garbage_at_the_password_form_changes_nothing(
    browser: TestClient, body: bytes, kind: str, old: bytes, new: bytes
) -> None:
    if SESSION_COOKIE not in browser.cookies:
        signed_in = browser.post("/login", data={FORM_FIELD: token_of(browser), "name": "li", "password": PASSWORD})
        assert signed_in.status_code == 303
    form = urlencode({FORM_FIELD: token_of(browser), "old": old, "new": new, "again": new})
    answers = [
        post(browser, "/password", body, kind),
        post(browser, "/password", form),
    ]
    assert [answer.status_code in (403, 422) for answer in answers] == [True, True]
    assert [answer.headers.get("set-cookie") for answer in answers] == [None, None]
    assert browser.get("/api/v1/me").status_code == 200


@FUZZ
@given(session=st.text(st.characters(codec="latin-1", exclude_characters=';, "\\\r\n\0'), max_size=80), other=odd_bytes)
def test_garbage_cookies_are_nobody(browser: TestClient, session: str, other: bytes) -> None:
    shown = f"{SESSION_COOKIE}={session}; {LOGIN_COOKIE}={quote_from_bytes(other)}; {FORM_COOKIE}={session}"
    for path in ("/api/v1/me", "/login/oidc/callback?state=x&code=y"):
        answer = browser.get(path, headers=[(b"cookie", shown.encode("latin-1")), (b"accept", b"application/json")])
        assert answer.status_code in (401, 404)
        assert SESSION_COOKIE not in answer.headers.get("set-cookie", "")
