"""A camera on a free port of this machine: a still picture or MJPEG over HTTP, behind a digest login."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.request import parse_http_list, parse_keqv_list

REALM: Final = "camera"
NONCE: Final = "f00d"


class Camera:
    """`body` is what it shows at any address; `asked` are the Authorization headers that came."""

    def __init__(self) -> None:
        self.user, self.password = "viewer", "geheim-7"
        self.scheme = "Digest"
        self.status, self.body, self.media_type = 200, b"\xff\xd8\xff a picture", "image/jpeg"
        self.headers: dict[str, str] = {}
        self.asked: list[str] = []
        self.url = ""

    def admits(self, method: str, path: str, told: str) -> bool:
        """RFC 7616 with MD5 and qop=auth, which is what cameras speak."""
        if not self.user:
            return True
        if not told.startswith("Digest "):
            return False
        said = parse_keqv_list(parse_http_list(told.removeprefix("Digest ")))
        first = _md5(f"{self.user}:{REALM}:{self.password}")
        second = _md5(f"{method}:{path}")
        middle = f"{said.get('nonce')}:{said.get('nc')}:{said.get('cnonce')}:{said.get('qop')}"
        return said.get("nonce") == NONCE and said.get("response") == _md5(f"{first}:{middle}:{second}")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


@contextmanager
def playing(camera: Camera) -> Iterator[Camera]:
    """The camera, while somebody may ask it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(camera))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    camera.url = f"http://127.0.0.1:{server.server_port}/snapshot.jpg"
    try:
        yield camera
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(camera: Camera) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = self.headers.get("Authorization", "")
            camera.asked.append(told)
            if not camera.admits("GET", self.path, told):
                self.send_response(401)
                self.send_header("WWW-Authenticate", f'{camera.scheme} realm="{REALM}", nonce="{NONCE}", qop="auth"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.send_response(camera.status)
            self.send_header("Content-Type", camera.media_type)
            for name, value in camera.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(camera.body)

        def log_message(self, *_told: Any) -> None:
            """Nothing."""

    return Handler
