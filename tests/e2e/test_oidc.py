"""Signing in at a real OpenID Connect provider, on both databases: the whole way, and everything that may go wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import httpx2
import pytest
from playwright.sync_api import Browser, expect

from api.entrance import SESSION_COOKIE
from api.oidc import LOGIN_COOKIE, RETURN
from dashboard.domain.oidc import OidcRefused
from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.product import PATIENCE_S, ROOT, Product, chromium, eventually, free_ports, new_session

SCRIPT: Final = Path(__file__).with_name("oidc_provider.mjs")
LINKED, DISABLED, UNKNOWN = "248289761001", "u-off", "张三-99"


class Provider:
    """The provider as a process; `localhost` and the product's `127.0.0.1` are two sites to a browser."""

    def __init__(self, return_address: str) -> None:
        (self._port,) = free_ports(1)
        self._return_address = return_address
        self._process: subprocess.Popen[str] | None = None
        self.issuer = f"http://localhost:{self._port}"

    def start(self) -> None:
        """Returns when it answers."""
        command = ["node", str(SCRIPT), str(self._port), self._return_address]
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={"PATH": os.environ["PATH"]},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def stop(self) -> None:
        """Ends it; nothing happens when it is not there."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate(timeout=PATIENCE_S)
            self._process = None


@dataclass
class Site:
    """The product and its provider; `password` is that of the account li."""

    product: Product
    provider: Provider
    password: str


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A web server alone, with an account that is linked, one that is disabled, and the provider that knows both."""
    if shutil.which("node") is None or not (ROOT / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("Node or the package oidc-provider is not installed (make test installs them where it may)")
    url = request.getfixturevalue("postgres").new_database() if request.param == "postgresql" else ""
    product = Product(tmp_path_factory.mktemp("oidc") / "数据", 0, database_url=url)
    provider = Provider(f"{product.url}{RETURN}")
    names = {"ISSUER": provider.issuer, "CLIENT_ID": "xiuhua", "CLIENT_SECRET": "a-secret-of-the-tests"}
    product.environment |= {f"XIUHUA_OIDC_{name}": value for name, value in names.items()}
    with ExitStack() as at_end:
        at_end.callback(provider.stop)
        provider.start()
        product.run("migrate")
        added = product.run("user", "add", "li", "--role", "operator", "--oidc-subject", LINKED)
        product.run("user", "add", "wang", "--role", "officer")
        product.run("user", "link", "wang", "--subject", DISABLED)
        product.run("user", "disable", "wang")
        at_end.callback(product.stop)
        product.start("web")
        eventually(lambda: _answers(product), "the web server answers")
        yield Site(product, provider, added.split()[-1])


def _answers(product: Product) -> bool:
    try:
        return httpx2.get(f"{product.url}/login", trust_env=False).status_code == 200
    except httpx2.TransportError:
        return False


@pytest.fixture
def client() -> Iterator[httpx2.Client]:
    """A browser without a screen; each step is taken by the test."""
    with httpx2.Client(trust_env=False, timeout=30) as client:
        yield client


def changed(name: str, value: str) -> Callable[[str], str]:
    """An address with another value of this parameter."""

    def change(address: str) -> str:
        parts = urlsplit(address)
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        return parts._replace(query=urlencode({**asked, name: value})).geturl()

    return change


def begin(client: httpx2.Client, site: Site) -> str:
    """Where the login begins at the provider."""
    sent = client.get(f"{site.product.url}/login/oidc?next=/sensors%3Ftab=ghosts")
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"])


def sign_in_there(client: httpx2.Client, address: str, subject: str) -> str:
    """With which address the provider sends the browser back, when it signed in there."""
    form = urljoin(address, client.get(address).headers["location"])
    sent = client.post(form, data={"login": subject})
    while RETURN not in sent.headers["location"]:
        sent = client.get(urljoin(str(sent.url), sent.headers["location"]))
    return str(sent.headers["location"])


def audited(site: Site) -> tuple[Any, ...]:
    """The newest entry of the audit log."""
    return site.product.query("SELECT action, actor, means, detail FROM audit ORDER BY number DESC LIMIT 1")[0]


def test_the_whole_way_there_and_back(client: httpx2.Client, site: Site) -> None:
    address = begin(client, site)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert (asked["code_challenge_method"], asked["scope"], asked["response_type"]) == ("S256", "openid", "code")
    back = sign_in_there(client, address, LINKED)
    answer = client.get(back)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sensors?tab=ghosts")
    assert client.get(f"{site.product.url}/api/v1/me").json()["name"] == "li"
    assert audited(site)[:3] == ("sign_in", "li", "oidc")


def test_a_replayed_return_signs_nobody_in(client: httpx2.Client, site: Site) -> None:
    address = begin(client, site)
    sealed = client.cookies[LOGIN_COOKIE]
    back = sign_in_there(client, address, LINKED)
    assert client.get(back).status_code == 303
    client.cookies.clear()
    assert client.get(back).status_code == 401
    with_the_cookie = client.get(back, headers={"Cookie": f"{LOGIN_COOKIE}={sealed}"})
    assert with_the_cookie.status_code == 401
    assert OidcRefused.NOT_VOUCHED.zh in with_the_cookie.text
    assert SESSION_COOKIE not in client.cookies


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(changed("nonce", "another"), OidcRefused.NOT_VOUCHED, id="a changed nonce"),
        pytest.param(changed("code_challenge", "A" * 43), OidcRefused.NOT_VOUCHED, id="another PKCE challenge"),
        pytest.param(changed("state", "another"), OidcRefused.BEGIN_AGAIN, id="a changed state"),
    ],
)
def test_what_was_changed_on_the_way_there_signs_nobody_in(
    client: httpx2.Client, site: Site, change: Callable[[str], str], said: Any
) -> None:
    answer = client.get(sign_in_there(client, change(begin(client, site)), LINKED))
    assert (answer.status_code, said.zh in answer.text) == (401, True)
    assert SESSION_COOKIE not in client.cookies


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("state", "another", OidcRefused.BEGIN_AGAIN),
        ("code", "another", OidcRefused.NOT_VOUCHED),
        ("iss", "https://evil.example", OidcRefused.NOT_VOUCHED),
    ],
)
def test_what_was_changed_on_the_way_back_signs_nobody_in(
    client: httpx2.Client, site: Site, name: str, value: str, said: Any
) -> None:
    back = sign_in_there(client, begin(client, site), LINKED)
    answer = client.get(changed(name, value)(back))
    assert (answer.status_code, said.zh in answer.text) == (401, True)
    assert SESSION_COOKIE not in client.cookies


def test_a_login_that_another_browser_began_signs_nobody_in(client: httpx2.Client, site: Site) -> None:
    back = sign_in_there(client, begin(client, site), LINKED)
    with httpx2.Client(trust_env=False) as victim:
        answer = victim.get(back)
        assert (answer.status_code, SESSION_COOKIE in victim.cookies) == (401, False)


def test_a_subject_that_nobody_linked_is_refused_and_gets_no_account(client: httpx2.Client, site: Site) -> None:
    answer = client.get(sign_in_there(client, begin(client, site), UNKNOWN))
    assert (answer.status_code, UNKNOWN in answer.text) == (401, True)
    action, actor, means, detail = audited(site)
    assert (action, actor, means) == ("refuse_sign_in", UNKNOWN, "oidc")
    assert json.loads(detail) == {"oidc_subject": UNKNOWN}
    names = [row[0] for row in site.product.query("SELECT name FROM account ORDER BY name")]
    assert names == ["admin", "li", "wang"]


def test_a_disabled_account_is_refused(client: httpx2.Client, site: Site) -> None:
    answer = client.get(sign_in_there(client, begin(client, site), DISABLED))
    assert (answer.status_code, OidcRefused.DISABLED.zh in answer.text) == (401, True)
    assert audited(site)[:3] == ("refuse_sign_in", "wang", "oidc")


def test_who_turns_back_there_is_told_so(client: httpx2.Client, site: Site) -> None:
    answer = client.get(sign_in_there(client, begin(client, site), ""))
    assert (answer.status_code, OidcRefused.DECLINED.zh in answer.text) == (401, True)


def test_a_login_that_was_under_way_while_the_server_was_killed_ends_well(client: httpx2.Client, site: Site) -> None:
    back = sign_in_there(client, begin(client, site), LINKED)
    site.product.kill("web")
    site.product.start("web")
    eventually(lambda: _answers(site.product), "the web server answers again")
    assert client.get(back).status_code == 303
    assert client.get(f"{site.product.url}/api/v1/me").json()["name"] == "li"


def test_while_the_provider_is_stopped_the_password_still_works(client: httpx2.Client, site: Site) -> None:
    back = sign_in_there(client, begin(client, site), LINKED)
    site.provider.stop()
    try:
        answers = client.get(f"{site.product.url}/login/oidc"), client.get(back)
        assert new_session(site.product.port, "li", site.password)[SESSION_COOKIE]
    finally:
        site.provider.start()
    for answer in answers:
        assert (answer.status_code, OidcRefused.UNREACHABLE.zh in answer.text) == (503, True)
        assert "<form" in answer.text


needs_chromium = pytest.mark.skipif(
    chromium() is None, reason="Chromium is not installed (make test installs it where it may)"
)


@needs_chromium
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_whole_login_page_can_be_reached_on_a_small_screen(site: Site, browser: Browser, language: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 420})
    page = context.new_page()
    page.goto(f"{site.product.url}/login/oidc/callback?language={language}")
    expect(page.locator(".door-problem")).to_be_visible()
    overflow = "button => [button.scrollHeight - button.clientHeight, button.scrollWidth - button.clientWidth]"
    assert page.locator(".door-oidc").evaluate(overflow) == [0, 0]
    assert page.locator(".door-card").evaluate("card => card.getBoundingClientRect().top + scrollY") >= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


@needs_chromium
def test_a_browser_signs_in_there_and_lands_where_it_wanted(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{site.product.url}/sensors?tab=drainage")
    page.locator(".door-language").click()
    expect(page.locator(".door-oidc")).to_have_text("Sign in with your work account")
    page.locator(".door-oidc").click()
    page.locator("[name=login]").fill(LINKED)
    page.locator("button").click()
    expect(page).to_have_url(f"{site.product.url}/sensors?tab=drainage")
    expect(page.locator(".account-name")).to_contain_text("li")
    context.close()
