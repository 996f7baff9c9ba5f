"""A receiver of webhooks on a free loopback port that can be slow, wrong, gone or down."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any, Final, NamedTuple

from data_sources.webhooks.posting import HttpPost

LOOPBACK: Final = (ip_network("127.0.0.0/8"),)
BREAK: Final = -1
"""An answer that breaks off in its middle."""
HANG: Final = -2
"""An answer that does not come before the receiver ends."""
DRIP: Final = -3
"""An answer of which now and then a letter comes, and which has no end."""


class Came(NamedTuple):
    """A message that came."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """Its name."""
        return self.headers["webhook-id"]

    @property
    def told(self) -> dict[str, Any]:
        """What it says."""
        told: dict[str, Any] = json.loads(self.body)
        return told


class Receiver:
    """Notes what comes, and answers as `answer` says: a status, BREAK, HANG or DRIP."""

    def __init__(self, port: int = 0) -> None:
        self.came: list[Came] = []
        self.answer: Callable[[Came], int] = lambda _came: 204
        self.over = threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                came = Came({name.lower(): value for name, value in self.headers.items()}, body)
                receiver.came.append(came)
                self._answer(receiver.answer(came))

            def _answer(self, status: int) -> None:
                if status == HANG:
                    receiver.over.wait()
                if status < 0:
                    self.wfile.write(b"HTTP/1.1 ")
                    if status == DRIP:
                        self._drip()
                    self.close_connection = True
                    return
                self.send_response(status)
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def _drip(self) -> None:
                with suppress(OSError):
                    while not receiver.over.wait(0.01):
                        self.wfile.write(b"2")

            def log_message(self, *_said: Any) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/hook?from=xiuhua"

    @contextmanager
    def running(self) -> Iterator[Receiver]:
        """Listen while the block runs."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.over.set()
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def ids(self) -> list[str]:
        """The names of what came, in the order in which it came."""
        return [each.id for each in self.came]


def posting(patience_s: float = 10.0, whole_patience_s: float = 20.0) -> HttpPost:
    """What takes messages to receivers on this machine."""
    return HttpPost(LOOPBACK, "Xiuhua/test", patience_s, whole_patience_s)
