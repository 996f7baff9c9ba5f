"""The demo's cameras as a real HTTP server: stills, MJPEG and HLS behind a digest login (RFC 7616), on loopback.

Nothing is drawn while nobody asks.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, tzinfo
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, NamedTuple
from urllib.parse import quote, unquote
from urllib.request import parse_http_list, parse_keqv_list

from data_sources.demo_city.film.coding import init_section, is_kept, piece, playlist
from data_sources.demo_city.film.scene import Place, frame

USER: Final = "viewer"
REALM: Final = "Xiuhua demo cameras"
_BOUNDARY: Final = "frame"
_FILM_EVERY_S: Final = 0.2
_STILL: Final = "snapshot.jpg"
_FILM: Final = "mjpeg"
_LIST: Final = "live/index.m3u8"
_PIECES: Final = "live/"
_MPEGURL: Final = "application/vnd.apple.mpegurl"


class Addresses(NamedTuple):
    """Where a camera gives what."""

    still: str
    film: str
    playlist: str


class Answer(NamedTuple):
    """What stands at an address."""

    content: bytes
    media_type: str


def password_of(secret: str) -> str:
    """Return the password of the demo's cameras in an installation."""
    return hmac.new(secret.encode(), b"xiuhua demo cameras", hashlib.sha256).hexdigest()[:24]


def addresses(base: str, number: str) -> Addresses:
    """Return where a camera gives what; `base` is the server without / at its end."""
    camera = f"{base}/{quote(number, safe='')}"
    return Addresses(f"{camera}/{_STILL}", f"{camera}/{_FILM}", f"{camera}/{_LIST}")


class FilmServer:
    """Serves cameras by their numbers; `names` is asked for those not known yet. A port of 0 is any free one."""

    def __init__(
        self,
        names: Callable[[], Mapping[str, str]],
        password: str,
        zone: tzinfo,
        port: int = 0,
        clock: Callable[[tzinfo], datetime] = datetime.now,
    ) -> None:
        self._names = names
        self._known: Mapping[str, str] = {}
        self.password = password
        self.zone = zone
        self.clock = clock
        self.nonce = secrets.token_hex(16)
        self.stopping = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def run(self) -> None:
        """Serve until `close` is called."""
        self._server.serve_forever(poll_interval=0.2)

    def close(self) -> None:
        """End it, and every film that is being watched."""
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def place(self, number: str) -> Place | None:
        """Return the camera with this number."""
        if number not in self._known:
            self._known = self._names()
        return Place(number, self._known[number]) if number in self._known else None

    def answer(self, place: Place, path: str) -> Answer | None:
        """Return what a camera has there now; None where there is nothing."""
        now = self.clock(self.zone)
        if path == _STILL:
            return Answer(jpeg(place, now), "image/jpeg")
        if path == _LIST:
            return Answer(playlist(now).encode(), _MPEGURL)
        if path == f"{_PIECES}init.mp4":
            return Answer(init_section(self.zone), "video/mp4")
        number = path.removeprefix(_PIECES).removesuffix(".m4s")
        if path == f"{_PIECES}{number}.m4s" and number.isdecimal() and is_kept(int(number), now):
            return Answer(piece(place, int(number), self.zone), "video/mp4")
        return None

    def film(self, place: Place) -> Iterator[bytes]:
        """Return the parts of a camera's MJPEG as they come, until this server ends."""
        while not self.stopping.wait(_FILM_EVERY_S - time.time() % _FILM_EVERY_S):
            picture = jpeg(place, self.clock(self.zone))
            head = f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
            yield head.encode() + picture + b"\r\n"

    def admits(self, method: str, path: str, told: str) -> bool:
        """Return whether an Authorization header is right: MD5 with qop=auth, which is what cameras speak."""
        if not told.startswith("Digest "):
            return False
        said = parse_keqv_list(parse_http_list(told.removeprefix("Digest ")))
        first = _md5(f"{USER}:{REALM}:{self.password}")
        middle = f"{said.get('nonce')}:{said.get('nc')}:{said.get('cnonce')}:{said.get('qop')}"
        wanted = _md5(f"{first}:{middle}:{_md5(f'{method}:{path}')}")
        is_right = hmac.compare_digest(str(said.get("response", "")).encode(), wanted.encode())
        return is_right and said.get("nonce") == self.nonce and said.get("username") == USER


def jpeg(place: Place, at: datetime) -> bytes:
    """Return what a camera sees at a moment; within a tick of its film it is the same picture."""
    tick = int(at.timestamp() / _FILM_EVERY_S)
    return _coded(place, datetime.fromtimestamp(tick * _FILM_EVERY_S, at.tzinfo))


@lru_cache(maxsize=128)
def _coded(place: Place, at: datetime) -> bytes:
    written = io.BytesIO()
    frame(place, at).save(written, "JPEG", quality=76)
    return written.getvalue()


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _handler(server: FilmServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_GET(self) -> None:
            if not server.admits("GET", self.path, self.headers.get("Authorization", "")):
                asked = f'Digest realm="{REALM}", nonce="{server.nonce}", algorithm=MD5, qop="auth"'
                self._send(401, Answer(b"", "text/plain"), asked)
                return
            number, _, path = self.path.partition("?")[0].lstrip("/").partition("/")
            place = server.place(unquote(number))
            if place is not None and path == _FILM:
                self._play(place)
                return
            found = server.answer(place, path) if place else None
            self._send(200 if found else 404, found or Answer(b"", "text/plain"))

        def _send(self, status: int, answer: Answer, asked: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(answer.content)))
            if asked:
                self.send_header("WWW-Authenticate", asked)
            self.end_headers()
            self.wfile.write(answer.content)

        def _play(self, place: Place) -> None:
            self.send_response(200)
            self.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={_BOUNDARY}")
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            with suppress(OSError):  # who watched is gone
                self.wfile.writelines(server.film(place))

        def log_message(self, *_told: Any) -> None:
            """Nothing: it would be a line for each picture."""

    return Handler
