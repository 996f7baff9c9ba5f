"""Sessions across processes and restarts: two web servers on one database, one of them killed, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, Final

import httpx2
import pytest

from api.entrance import FORM_COOKIE, SESSION_COOKIE
from api.sign_in import FORM_FIELD
from tests.e2e.product import Product, eventually

PASSWORD: Final = "Spring-2026"
AGAIN: Final = "页面已过期，请再试一次"


class Pair:
    """Two web servers on one database; `password` is that of the account li."""

    def __init__(self, first: Product, second: Product, password: str) -> None:
        self.first, self.second, self.password = first, second, password

    def restart(self, product: Product) -> None:
        """Kills the web server of a product with -9 and starts it again."""
        product.kill("web")
        product.start("web")
        eventually(lambda: answers(product), "the web server answers again")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Web servers alone, which start at the same moment on a database that has no administrator yet."""
    url = request.getfixturevalue("postgres").new_database() if request.param == "postgresql" else ""
    folder = tmp_path_factory.mktemp("sessions") / "数据"
    first, second = (Product(folder, 0, database_url=url) for _ in range(2))
    first.run("migrate")
    with ExitStack() as at_end:
        for product in (first, second):
            at_end.callback(product.stop)
            product.start("web")
        for product in (first, second):
            eventually(lambda product=product: answers(product), "the web server answers")  # type: ignore[misc]
        assert first.query("SELECT name FROM account") == [("admin",)]
        password = first.run("user", "add", "li", "--role", "operator").split()[-1]
        yield Pair(first, second, password)


def answers(product: Product) -> bool:
    """Whether the login page is there."""
    try:
        return httpx2.get(f"{product.url}/login", trust_env=False).status_code == 200
    except httpx2.TransportError:
        return False


@pytest.fixture
def client(pair: Pair) -> Iterator[httpx2.Client]:
    """A browser that is signed in at the first server; cookies do not tell ports apart."""
    with httpx2.Client(trust_env=False, timeout=30) as client:
        client.get(f"{pair.first.url}/login")
        assert sign_in(client, pair.first, pair.password).status_code == 303
        yield client


def sign_in(client: httpx2.Client, product: Product, password: str) -> Any:
    """Sends the login form that this browser has."""
    form = {FORM_FIELD: client.cookies.get(FORM_COOKIE, ""), "name": "li", "password": password, "next": "/"}
    return client.post(f"{product.url}/login", data=form)


def status(client: httpx2.Client, product: Product) -> int:
    """200 when the browser is known there."""
    return client.get(f"{product.url}/api/v1/me").status_code


def test_a_session_is_known_to_every_process_and_ends_in_all_at_once(client: httpx2.Client, pair: Pair) -> None:
    assert [status(client, product) for product in (pair.first, pair.second)] == [200, 200]
    stolen = {name: client.cookies[name] for name in (SESSION_COOKIE, FORM_COOKIE)}
    left = client.post(f"{pair.second.url}/logout", data={FORM_FIELD: stolen[FORM_COOKIE]})
    assert (left.status_code, SESSION_COOKIE in client.cookies) == (303, False)
    with httpx2.Client(trust_env=False, cookies=stolen) as thief:
        assert [status(thief, product) for product in (pair.first, pair.second)] == [401, 401]


def test_a_restart_ends_nobodys_session(client: httpx2.Client, pair: Pair) -> None:
    pair.restart(pair.first)
    assert status(client, pair.first) == 200


def test_a_form_that_was_open_while_the_server_was_killed_is_taken_after_it(pair: Pair) -> None:
    with httpx2.Client(trust_env=False, timeout=30) as client:
        client.get(f"{pair.first.url}/login")
        pair.first.kill("web")
        with pytest.raises(httpx2.TransportError):
            sign_in(client, pair.first, pair.password)
        pair.first.start("web")
        eventually(lambda: answers(pair.first), "the web server answers again")
        assert sign_in(client, pair.first, pair.password).status_code == 303
        assert status(client, pair.second) == 200


def test_a_form_that_the_browser_lost_hold_of_meanwhile_is_given_anew(pair: Pair) -> None:
    with httpx2.Client(trust_env=False, timeout=30) as client:
        client.get(f"{pair.first.url}/login")
        old = client.cookies[FORM_COOKIE]
        pair.restart(pair.first)
        client.cookies.clear()
        form = {FORM_FIELD: old, "name": "li", "password": pair.password, "next": "/sensors"}
        again = client.post(f"{pair.first.url}/login", data=form)
        assert (again.status_code, AGAIN in again.text, SESSION_COOKIE in client.cookies) == (403, True, False)
        assert f'name="{FORM_FIELD}" value="{client.cookies[FORM_COOKIE]}"' in again.text
        assert sign_in(client, pair.first, pair.password).status_code == 303
