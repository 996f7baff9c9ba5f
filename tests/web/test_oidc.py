"""The way to the identity provider and back, over HTTP; a provider in memory stands for the real one of tests/e2e."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from fastapi.testclient import TestClient

from api.entrance import SESSION_COOKIE
from api.oidc import LOGIN_COOKIE, seal, unseal
from bootstrap import now_us
from bootstrap.web import Services, build_services
from dashboard.domain.oidc import OidcLogin, OidcRefused
from dashboard.domain.rights import Role, system
from dashboard.errors import NotSignedIn, Unavailable
from dashboard.ports.accounts import IdentityProvider
from dashboard.services.accounts.administration import NewAccount
from dashboard.services.accounts.oidc import Oidc
from dashboard.settings import Settings
from tests.web.conftest import serve

ISSUER = "https://sso.example"
BACK = "http://testserver/login/oidc/callback"


class FakeProvider(IdentityProvider):
    """Knows each subject by its code, which is good once; `is_down` when it cannot be reached."""

    def __init__(self) -> None:
        self.is_down = False
        self.codes: dict[str, str] = {}

    async def login_address(self, login: OidcLogin, return_address: str) -> str:
        if self.is_down:
            raise Unavailable(OidcRefused.UNREACHABLE)
        return f"{ISSUER}/auth?state={login.state}&redirect_uri={quote(return_address, safe='')}"

    async def subject(self, login: OidcLogin, code: str, return_address: str) -> str:
        if self.is_down:
            raise Unavailable(OidcRefused.UNREACHABLE)
        if code not in self.codes or return_address != BACK:
            raise NotSignedIn(OidcRefused.NOT_VOUCHED)
        return self.codes.pop(code)


@pytest.fixture
def provider() -> FakeProvider:
    return FakeProvider()


@pytest.fixture
def services(settings: Settings, provider: FakeProvider) -> Services:
    """Services with an operator whom the provider knows as u-17."""
    whole = {"oidc_issuer": ISSUER, "oidc_client_id": "xiuhua", "oidc_client_secret": "geheim"}
    built = build_services(settings.model_copy(update=whole))
    built.oidc = Oidc(provider, built.signing_in, ISSUER, now_us)
    built.accounts.add(NewAccount("li", Role.OPERATOR, subject="u-17"), system())
    return built


@pytest.fixture
def browser(services: Services) -> Iterator[TestClient]:
    """A browser that is not signed in."""
    server = serve(services, services.doorkeeper)
    server.state.draw_form = lambda view, _cookies: (
        f"{view.kind} {view.next}: {view.problem.en if view.problem else ''}"
    )
    with TestClient(server, follow_redirects=False) as client:
        yield client


def begin(browser: TestClient, target: str = "/sensors?tab=ghosts") -> str:
    """Begins a login and returns its state."""
    sent = browser.get(f"/login/oidc?next={quote(target, safe='')}")
    assert sent.status_code == 303, sent.text
    asked = parse_qs(urlsplit(sent.headers["location"]).query)
    assert asked["redirect_uri"] == [BACK]
    return asked["state"][0]


def come_back(browser: TestClient, **told: str) -> Any:
    """What the callback answers."""
    return browser.get("/login/oidc/callback", params=told, headers={"Accept": "text/html"})


def test_somebody_known_there_comes_back_to_the_page_that_was_asked_for(
    browser: TestClient, provider: FakeProvider
) -> None:
    state = begin(browser)
    provider.codes["c"] = "u-17"
    answer = come_back(browser, state=state, code="c", iss=ISSUER)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sensors?tab=ghosts")
    assert browser.get("/api/v1/me").json()["name"] == "li"
    assert LOGIN_COOKIE not in browser.cookies
    assert browser.get("/login/oidc?next=/sensors").headers["location"] == "/sensors"


def test_the_login_that_is_under_way_is_the_browsers_own_and_not_for_scripts(browser: TestClient) -> None:
    sent = browser.get("/login/oidc")
    (cookie,) = [each for each in sent.headers.get_list("set-cookie") if each.startswith(LOGIN_COOKIE)]
    assert {"HttpOnly", "SameSite=lax", "Path=/login/oidc", "Max-Age=600"} <= set(cookie.split("; "))
    assert sent.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "/" + "a" * 5_000])
def test_the_way_back_leads_to_our_own_pages_only(browser: TestClient, provider: FakeProvider, target: str) -> None:
    provider.codes["c"] = "u-17"
    assert come_back(browser, state=begin(browser, target), code="c").headers["location"] == "/"


def test_a_return_is_good_once(browser: TestClient, provider: FakeProvider) -> None:
    state = begin(browser)
    sealed = browser.cookies[LOGIN_COOKIE]
    provider.codes["c"] = "u-17"
    assert come_back(browser, state=state, code="c").status_code == 303
    browser.cookies.clear()
    again = come_back(browser, state=state, code="c")
    assert (again.status_code, again.text) == (401, f"login /: {OidcRefused.BEGIN_AGAIN.en}")
    browser.cookies.set(LOGIN_COOKIE, sealed, path="/login/oidc")
    stolen = come_back(browser, state=state, code="c")
    assert (stolen.status_code, SESSION_COOKIE in browser.cookies) == (401, False)


@pytest.mark.parametrize(
    "told", [{"code": "c"}, {"state": "x", "code": "c"}, {"error": "access_denied"}, {"state": "\0", "code": "c"}, {}]
)
def test_a_return_that_nobody_began_signs_nobody_in(
    browser: TestClient, provider: FakeProvider, told: dict[str, str]
) -> None:
    begin(browser)
    provider.codes["c"] = "u-17"
    answer = come_back(browser, **told)
    assert (answer.status_code, answer.text) == (401, f"login /sensors?tab=ghosts: {OidcRefused.BEGIN_AGAIN.en}")
    assert (SESSION_COOKIE in browser.cookies, provider.codes) == (False, {"c": "u-17"})


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"error": "access_denied"}, OidcRefused.DECLINED),
        ({"code": "unknown"}, OidcRefused.NOT_VOUCHED),
        ({"code": "c", "iss": "https://evil.example"}, OidcRefused.NOT_VOUCHED),
    ],
)
def test_what_went_wrong_there_is_told_on_the_login_page(
    browser: TestClient, provider: FakeProvider, told: dict[str, str], said: Any
) -> None:
    provider.codes["c"] = "u-17"
    answer = come_back(browser, state=begin(browser), **told)
    assert (answer.status_code, answer.text) == (401, f"login /sensors?tab=ghosts: {said.en}")


def test_who_is_linked_with_no_account_or_a_disabled_one_is_told_so(
    browser: TestClient, provider: FakeProvider, services: Services
) -> None:
    provider.codes.update(a="u-99", b="u-17")
    assert "tell the administrator your subject: u-99" in come_back(browser, state=begin(browser), code="a").text
    services.accounts.disable("li", system())
    assert "your account is disabled" in come_back(browser, state=begin(browser), code="b").text
    assert [account.name for account in services.accounts.accounts(system())] == ["li"]


def test_while_the_provider_is_away_the_login_page_says_so(browser: TestClient, provider: FakeProvider) -> None:
    state = begin(browser)
    provider.is_down = True
    for answer in (come_back(browser, state=state, code="c"), browser.get("/login/oidc")):
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
        assert OidcRefused.UNREACHABLE.en in answer.text


def test_without_a_provider_there_is_no_such_way(browser: TestClient, services: Services) -> None:
    services.oidc = None
    assert [browser.get(path).status_code for path in ("/login/oidc", "/login/oidc/callback")] == [404, 404]


def test_where_somebody_may_listen_nobody_signs_in(
    browser: TestClient, services: Services, provider: FakeProvider
) -> None:
    state = begin(browser)
    provider.codes["c"] = "u-17"
    services.settings = services.settings.model_copy(update={"host": "0.0.0.0"})
    assert browser.get("/login/oidc").status_code == 403
    assert come_back(browser, state=state, code="c").status_code == 403


LOGIN = OidcLogin("state", "nonce", "verifier", "/街道", 1)


def test_a_login_comes_back_as_it_was_sealed() -> None:
    assert unseal(b"secret", seal(b"secret", LOGIN)) == LOGIN


@pytest.mark.parametrize(
    "spoil", [lambda text: text[1:], lambda text: text[:-1], lambda text: "x" + text, lambda _: ""]
)
def test_a_login_that_was_changed_is_none(spoil: Any) -> None:
    assert unseal(b"secret", spoil(seal(b"secret", LOGIN))) is None
    assert unseal(b"secret", spoil(seal(b"other", LOGIN))) is None
    assert unseal(b"secret", seal(b"other", LOGIN)) is None
