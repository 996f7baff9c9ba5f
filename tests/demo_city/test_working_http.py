"""Sessions of many accounts over one client, and a web process that does not answer."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

import httpx2
import pytest

from dashboard.errors import Unavailable
from data_sources.demo_city.working.http_api import HttpApi

Handler = Callable[[httpx2.Request], httpx2.Response]


class Door:
    """Lets everybody in but `shut`, and knows the sessions that it gave until they are over."""

    def __init__(self) -> None:
        self.open: dict[str, str] = {}
        self.shut: set[str] = set()
        self.asked: list[tuple[str, str, str]] = []
        self.answer: Handler = lambda _: httpx2.Response(200, json={"items": []})

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/login":
            return self._let_in(parse_qs(request.content.decode())["name"][0])
        cookies = dict(each.split("=", 1) for each in request.headers["cookie"].split("; "))
        account = self.open.get(cookies["xiuhua_session"])
        if account is None:
            return httpx2.Response(401, json={"code": "not_signed_in"})
        assert request.headers["x-csrftoken"] == cookies["_csrf_token"] == f"form-of-{account}"
        self.asked.append((account, request.method, request.url.path))
        return self.answer(request)

    def _let_in(self, account: str) -> httpx2.Response:
        if account in self.shut:
            return httpx2.Response(403, text="no")
        session = f"session-{len(self.open)}"
        self.open[session] = account
        cookies = [("set-cookie", f"xiuhua_session={session}"), ("set-cookie", f"_csrf_token=form-of-{account}")]
        return httpx2.Response(303, headers=[("location", "/"), *cookies])


def api_at(handler: Handler) -> HttpApi:
    return HttpApi(httpx2.Client(transport=httpx2.MockTransport(handler), base_url="http://127.0.0.1"), "Spring-2026")


def test_each_account_has_a_session_of_its_own() -> None:
    door = Door()
    api = api_at(door)
    for account in ("xc0001", "xc0002", "xc0001"):
        assert api.get(account, "/cases", open="true").ok
    api.post("xc0002", "/cases/1/accept", {"revision": 1}, "key")
    assert [account for account, *_ in door.asked] == ["xc0001", "xc0002", "xc0001", "xc0002"]
    assert len(door.open) == 2


def test_whose_session_is_over_signs_in_again() -> None:
    door = Door()
    api = api_at(door)
    api.get("xc0001", "/cases")
    door.open = {"another": "xc0009"}
    assert api.get("xc0001", "/cases").ok


def test_who_is_not_let_in_is_told_so_and_keeps_nobody_else_out() -> None:
    door = Door()
    door.shut = {"xc0001"}
    api = api_at(door)
    assert api.get("xc0001", "/cases").status == 401
    assert api.get("xc0002", "/cases").ok


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_server_that_cannot_do_it_now_is_asked_later(status: int) -> None:
    door = Door()
    door.answer = lambda _: httpx2.Response(status, json={})
    with pytest.raises(Unavailable):
        api_at(door).get("xc0001", "/cases")


def test_nobody_at_the_other_end_is_said() -> None:
    def broken(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused", request=request)

    with pytest.raises(Unavailable, match="refused"):
        api_at(broken).get("xc0001", "/cases")


def test_a_refusal_is_an_answer_and_not_a_fault() -> None:
    door = Door()
    door.answer = lambda _: httpx2.Response(
        409, json={"case": {}}, headers={"content-type": "application/problem+json"}
    )
    answer = api_at(door).post("xc0001", "/cases/1/accept", {"revision": 1}, "key")
    assert (answer.status, answer.body) == (409, {"case": {}})


def test_a_picture_goes_with_its_case() -> None:
    door = Door()
    bodies: list[bytes] = []
    door.answer = lambda request: bodies.append(request.read()) or httpx2.Response(201, json={"digest": "d"})  # type: ignore[func-returns-value]
    assert api_at(door).send_picture("xc0001", b"\xff\xd8jpeg", 17).body == {"digest": "d"}
    assert b'name="case"\r\n\r\n17' in bodies[0]
    assert b"\xff\xd8jpeg" in bodies[0]
