"""Messages leave by HTTP/1.1, one connection each, to the very address that was looked at; no redirect is followed."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from dashboard.domain.webhooks.answers import Answer, Fault
from dashboard.domain.webhooks.targets import may_reach
from dashboard.ports.webhooks import WebhookPost

_PATIENCE_S: Final = 10.0
"""For each step of the connection."""
_WHOLE_PATIENCE_S: Final = 20.0
"""For the whole attempt: who sends a byte now and then is cut off."""
_LONGEST_WAIT_S: Final = 3600


class NotAllowedError(Exception):
    """The name stands for an address to which messages may not go."""


class HttpPost(WebhookPost):
    """Sends messages; `networks` are those to which they may go, none: anywhere but this machine."""

    def __init__(
        self,
        networks: Collection[IPv4Network | IPv6Network],
        agent: str,
        patience_s: float = _PATIENCE_S,
        whole_patience_s: float = _WHOLE_PATIENCE_S,
    ) -> None:
        self._networks = networks
        self._agent = agent
        self._patience_s = patience_s
        self._whole_patience_s = whole_patience_s
        self._tls = ssl.create_default_context()

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send it once."""
        parts = urlsplit(url)
        try:
            address = self._address(parts)
            return self._exchange(parts, address, headers, body)
        except NotAllowedError:
            return Answer(fault=Fault.NOT_ALLOWED)
        except socket.gaierror:
            return Answer(fault=Fault.UNKNOWN_HOST)
        except ssl.SSLError:
            return Answer(fault=Fault.TLS)
        except TimeoutError:
            return Answer(fault=Fault.TIMEOUT)
        except ConnectionRefusedError:
            return Answer(fault=Fault.REFUSED)
        except (OSError, http.client.HTTPException, ValueError):
            return Answer(fault=Fault.BROKEN)

    def _address(self, parts: SplitResult) -> tuple[str, int]:
        """The address of the name, the first that may be reached."""
        assert parts.hostname is not None, "addresses are checked when they are taken"
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
        for *_, address in found:
            host = str(address[0]).partition("%")[0]
            if may_reach(ip_address(host), parts.scheme, self._networks):
                return host, port
        raise NotAllowedError

    def _exchange(
        self, parts: SplitResult, address: tuple[str, int], headers: Mapping[str, str], body: bytes
    ) -> Answer:
        connection = self._connection(parts, address)
        told = {"Content-Type": "application/json", "User-Agent": self._agent, "Connection": "close", **headers}
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        with _cut_off(connection, self._whole_patience_s) as is_over:
            try:
                connection.request("POST", target, body, told)
                response = connection.getresponse()
                status, wait = response.status, response.headers.get("Retry-After", "")
            except (OSError, http.client.HTTPException) as error:
                if is_over():
                    raise TimeoutError from error
                raise
        if 300 <= status < 400:
            return Answer(status, Fault.REDIRECT)
        return Answer(status, wait_us=_wait_us(wait))

    def _connection(self, parts: SplitResult, address: tuple[str, int]) -> http.client.HTTPConnection:
        assert parts.hostname is not None, "addresses are checked when they are taken"
        port = address[1]
        if parts.scheme == "https":
            secure = _Secure(parts.hostname, port, timeout=self._patience_s, context=self._tls)
            secure.address = address
            return secure
        plain = _Plain(parts.hostname, port, timeout=self._patience_s)
        plain.address = address
        return plain


class _Plain(http.client.HTTPConnection):
    """Connects to the address that was looked at, whatever the name stands for by now."""

    address: tuple[str, int]

    def connect(self) -> None:
        self.sock = socket.create_connection(self.address, self.timeout)


class _Secure(http.client.HTTPSConnection):
    """The same with TLS; the certificate is that of the name."""

    address: tuple[str, int]
    _context: ssl.SSLContext

    def connect(self) -> None:
        plain = socket.create_connection(self.address, self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


@contextmanager
def _cut_off(connection: http.client.HTTPConnection, after_s: float) -> Iterator[Callable[[], bool]]:
    """Close the connection at the end, or after that long; what is yielded tells whether the time was over."""
    over = threading.Event()

    def cut() -> None:
        over.set()
        plain: Any = connection.sock
        if plain is not None:
            _shut(plain)

    timer = threading.Timer(after_s, cut)
    timer.daemon = True
    timer.start()
    try:
        yield over.is_set
    finally:
        timer.cancel()
        connection.close()


def _shut(plain: socket.socket) -> None:
    try:
        plain.shutdown(socket.SHUT_RDWR)
    except OSError:
        plain.close()


def _wait_us(told: str) -> int:
    """Seconds of Retry-After; a date is not read."""
    return min(int(told), _LONGEST_WAIT_S) * 1_000_000 if told.isascii() and told.isdecimal() else 0
