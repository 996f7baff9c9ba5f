"""The files that pages are made of: kept packed, and for good in the browser."""

from __future__ import annotations

from typing import Any

import brotli

from api.page_files import PageFiles, ask
from tests.loops import complete


class Counting:
    """An application that counts how often it is asked."""

    def __init__(self, status: int = 200, body: bytes = b"ab") -> None:
        self.status, self.body, self.asked = status, body, 0
        self.encodings: list[bytes] = []

    async def __call__(self, scope: Any, _receive: Any, send: Any) -> None:
        self.asked += 1
        self.encodings.append(dict(scope["headers"])[b"accept-encoding"])
        await send({"type": "http.response.start", "status": self.status, "headers": [(b"cache-control", b"no-cache")]})
        await send({"type": "http.response.body", "body": self.body[:1], "more_body": True})
        await send({"type": "http.response.body", "body": self.body[1:]})


def get(files: PageFiles, address: str, encoding: bytes = b"gzip") -> tuple[int, bytes, dict[bytes, bytes]]:
    path, _, query = address.partition("?")
    headers = [(b"accept-encoding", encoding)]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": headers}
    answer = complete(ask(files, scope))
    return answer.status, answer.body, dict(answer.headers)


def test_a_file_named_by_its_content_is_asked_for_once() -> None:
    app = Counting()
    files = PageFiles(app)
    for _ in range(3):
        status, body, headers = get(files, "/assets/js/20-live.js?m=1795301151.7")
        assert (status, body) == (200, b"ab")
        assert headers[b"cache-control"] == b"public, max-age=31536000, immutable"
    assert app.asked == 1
    get(files, "/assets/js/20-live.js?m=1795301152.0")
    assert app.asked == 2


def test_who_takes_brotli_gets_it_and_others_get_theirs() -> None:
    app = Counting(body=b"a" * 5000)
    files = PageFiles(app)
    for encoding, packed in ((b"gzip", False), (b"gzip, deflate, br", True), (b"gzip", False), (b"br;q=1, gzip", True)):
        _, body, headers = get(files, "/assets/js/20-live.js?m=1", encoding=encoding)
        assert (brotli.decompress(body) if packed else body) == b"a" * 5000
        assert headers.get(b"content-encoding") == (b"br" if packed else None)
    assert (app.asked, app.encodings) == (2, [b"gzip", b"identity"])


def test_what_gets_no_smaller_stays_as_it_is() -> None:
    files = PageFiles(Counting())
    _, body, headers = get(files, "/assets/fonts/a.woff2?m=1", encoding=b"gzip, br")
    assert (body, b"content-encoding" in headers) == (b"ab", False)


def test_what_may_change_under_its_address_is_asked_for_each_time() -> None:
    app = Counting()
    files = PageFiles(app)
    for address in ("/", "/assets/icons/ui-search.svg", "/api/v1/map/areas"):
        for _ in range(2):
            assert get(files, address)[2][b"cache-control"] == b"no-cache"
    get(files, "/assets/js/20-live.js?m=1", encoding=b"identity")
    get(files, "/assets/js/20-live.js?m=1", encoding=b"identity")
    assert app.asked == 8


def test_a_missing_file_is_not_kept() -> None:
    app = Counting(status=404)
    files = PageFiles(app)
    assert {get(files, "/assets/js/gone.js?m=1")[0] for _ in range(2)} == {404}
    assert app.asked == 2
