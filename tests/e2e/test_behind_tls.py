"""Beyond loopback: browsers come over TLS to a proxy before gunicorn, and only what a named proxy says is believed."""

from __future__ import annotations

import http.client
import json
import secrets
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from http.cookies import SimpleCookie
from typing import Final, NamedTuple
from urllib.parse import urlencode

import httpx2
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.e2e.product import Product, eventually
from tests.tls_proxy import Certificate, TlsProxy, certify, running

NAME: Final = "xiuhua.test"
CLIENT: Final = "127.0.0.9"
NAMED, UNNAMED = "127.0.0.3", "127.0.0.4"
"""Where the proxy that the settings name comes from, and one that they do not."""
FORM: Final = "application/x-www-form-urlencoded"
PASSWORD: Final = "Spring-2026-x"


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: str
    cookies: dict[str, str]
    """Each with its attributes, as it was set."""


class Browser:
    """Comes over TLS from CLIENT, trusts the authority of the tests alone, and keeps cookies."""

    def __init__(self, port: int, certificate: Certificate) -> None:
        self.origin = f"https://{NAME}:{port}"
        self.cookies: dict[str, str] = {}
        self._port = port
        self.context = ssl.create_default_context(cafile=certificate.authority)

    def reach(self) -> socket.socket:
        """A connection to the proxy, without TLS yet."""
        return socket.create_connection(("127.0.0.1", self._port), timeout=60, source_address=(CLIENT, 0))

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> Answer:
        """The answer to a request."""
        shown = {"Cookie": self.shown(), "Accept": "text/html", **{k.replace("_", "-"): v for k, v in headers.items()}}
        connection = http.client.HTTPConnection(NAME, self._port)
        connection.sock = self.context.wrap_socket(self.reach(), server_hostname=NAME)
        with closing(connection):
            connection.request(method, path, body or None, shown)
            answer = connection.getresponse()
            text = answer.read().decode()
        told = SimpleCookie()
        for line in answer.headers.get_all("set-cookie") or []:
            told.load(line)
        self.cookies |= {name: morsel.value for name, morsel in told.items()}
        return Answer(
            answer.status, answer.headers, text, {name: morsel.OutputString() for name, morsel in told.items()}
        )

    def shown(self) -> str:
        """The cookies as they are sent."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def sign_in(self, **headers: str) -> Answer:
        """Opens the form and sends it."""
        self.ask("GET", "/login")
        form = {"form_token": self.cookies["_csrf_token"], "name": "li", "password": PASSWORD, "next": "/"}
        return self.ask("POST", "/login", urlencode(form), Content_Type=FORM, Origin=self.origin, **headers)


class Site(NamedTuple):
    """A web server beyond loopback, and the ports of the proxies before it."""

    product: Product
    certificate: Certificate
    ports: Mapping[str, int]

    def browser(self, proxy: str = NAMED) -> Browser:
        """A new browser that comes through that proxy."""
        return Browser(self.ports[proxy], self.certificate)

    def addresses(self, action: str) -> list[str]:
        """From where the audit log has this deed, the newest first."""
        rows = self.product.query("SELECT address FROM audit WHERE action = ? ORDER BY number DESC", action)
        return [str(row[0]) for row in rows]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """gunicorn on all addresses, which knows one of two proxies."""
    folder = tmp_path_factory.mktemp("tls")
    product, certificate = Product(folder / "data", 0), certify(folder, NAME)
    product.environment |= {
        "XIUHUA_HOST": "0.0.0.0",
        "XIUHUA_ALLOWED_HOSTS": NAME,
        "XIUHUA_TRUSTED_PROXIES": NAMED,
        "XIUHUA_SECRET_KEY": secrets.token_hex(32),
    }
    product.run("migrate")
    with ExitStack() as at_end:
        at_end.callback(product.stop)
        product.start("web")
        eventually(lambda: answers(product), "the web server answers")
        first = product.run("user", "add", "li", "--role", "operator").split()[-1]
        proxies = {each: TlsProxy(product.port, each, certificate) for each in (NAMED, UNNAMED)}
        ports = {each: at_end.enter_context(running(proxy)) for each, proxy in proxies.items()}
        made = Site(product, certificate, ports)
        choose_password(made.browser(), first)
        yield made


def choose_password(browser: Browser, first: str) -> None:
    """Signs in for the first time."""
    browser.ask("GET", "/login")
    form = {"form_token": browser.cookies["_csrf_token"], "name": "li", "password": first, "next": "/"}
    assert browser.ask("POST", "/login", urlencode(form), Content_Type=FORM).headers["location"] == "/password"
    form = {"form_token": browser.cookies["_csrf_token"], "old": first, "new": PASSWORD, "again": PASSWORD}
    assert browser.ask("POST", "/password", urlencode(form), Content_Type=FORM).status == 303


def answers(product: Product) -> bool:
    """Whether the server is there."""
    try:
        return httpx2.get(f"{product.url}/login", trust_env=False).status_code == 200
    except httpx2.TransportError:
        return False


def test_every_cookie_is_for_https_alone_and_browsers_are_told_to_stay_there(site: Site) -> None:
    browser = site.browser()
    answer = browser.sign_in()
    assert (answer.status, answer.headers["location"]) == (303, "/")
    set_here = {**browser.ask("GET", "/login?language=en").cookies, **answer.cookies}
    assert set(set_here) == {"xiuhua_session", "_csrf_token"}
    assert [name for name, cookie in set_here.items() if "Secure" not in cookie] == []
    assert "HttpOnly" in set_here["xiuhua_session"]
    assert "SameSite=lax" in set_here["xiuhua_session"]
    for path in ("/", "/login", "/api/v1/me", "/assets/icons/favicon.svg", "/nowhere"):
        assert browser.ask("GET", path).headers["strict-transport-security"] == "max-age=31536000", path
    assert json.loads(browser.ask("GET", "/api/v1/me").body)["name"] == "li"


def test_the_choice_of_a_language_at_the_door_is_a_cookie_for_https_too(site: Site) -> None:
    cookies = site.browser().ask("GET", "/login?language=en").cookies
    assert {name: "Secure" in cookie for name, cookie in cookies.items()} == {
        "xiuhua_language": True,
        "_csrf_token": True,
    }


def test_the_record_has_the_address_of_the_browser_and_none_that_it_made_up(site: Site) -> None:
    assert site.browser().sign_in().status == 303
    assert site.browser().sign_in(X_Forwarded_For="203.0.113.7").status == 303
    assert site.browser().sign_in(X_Forwarded_For=f"203.0.113.7, {NAMED}", X_Forwarded_Proto="http").status == 303
    assert site.addresses("sign_in")[:3] == [CLIENT] * 3


def test_what_an_unnamed_proxy_says_is_not_believed(site: Site) -> None:
    browser = site.browser(UNNAMED)
    answer = browser.sign_in()
    assert (answer.status, "https" in answer.body, "xiuhua_session" in browser.cookies) == (403, True, False)
    assert "strict-transport-security" not in answer.headers
    signed_in = site.browser()
    assert signed_in.sign_in().status == 303
    stolen = site.browser(UNNAMED)
    stolen.cookies = dict(signed_in.cookies)
    assert stolen.ask("POST", "/logout", urlencode({"form_token": stolen.cookies["_csrf_token"]}), Content_Type=FORM)
    assert site.addresses("sign_out")[0] == UNNAMED


def test_nobody_signs_in_past_the_proxy(site: Site) -> None:
    form = {"form_token": "0" * 64, "name": "li", "password": PASSWORD}
    with httpx2.Client(trust_env=False, cookies={"_csrf_token": "0" * 64}, timeout=30) as client:
        answer = client.post(f"{site.product.url}/login", data=form, headers={"X-Forwarded-Proto": "https"})
    assert (answer.status_code, "xiuhua_session" in answer.cookies) == (403, False)


def test_names_and_origins_that_are_not_ours_are_refused_through_the_proxy_too(site: Site) -> None:
    browser = site.browser()
    assert browser.sign_in().status == 303
    token = browser.cookies["_csrf_token"]
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": f"https://{NAME}"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
    ):
        answer = browser.ask("POST", "/logout", urlencode({"form_token": token}), Content_Type=FORM, **headers)
        assert (answer.status, json.loads(answer.body)["code"]) == (403, "foreign_origin"), headers
    rebound = browser.ask("GET", "/", Host="evil.example")
    assert (rebound.status, json.loads(rebound.body)["code"]) == (421, "unknown_host")
    assert browser.ask("GET", "/api/v1/me").status == 200


def test_the_live_channel_opens_for_our_own_pages_alone(site: Site) -> None:
    browser = site.browser()
    assert browser.sign_in().status == 303
    address = f"wss://{browser.origin.removeprefix('https://')}/api/v1/live?csrf={browser.cookies['_csrf_token']}"

    def first_frame(url: str, origin: str) -> str:
        with connect(
            url,
            sock=browser.reach(),
            ssl=browser.context,
            server_hostname=NAME,
            origin=Origin(origin),
            additional_headers={"Cookie": browser.shown()},
            proxy=None,
        ) as channel:
            return str(channel.recv(timeout=60))

    assert "feeds" in first_frame(f"{address}&since=5&epoch=x", browser.origin)
    for origin in ("https://evil.example", f"https://{NAME}", "null"):
        with pytest.raises(InvalidStatus) as refused:
            first_frame(address, origin)
        assert refused.value.response.status_code == 403, origin
