"""A camera on a port of this machine: pictures, answers and endless streams over HTTP, behind a digest login."""

from __future__ import annotations

import hashlib
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.request import parse_http_list, parse_keqv_list

REALM: Final = "camera"
NONCE: Final = "f00d"


class Camera:
    """`body` is what it shows at any address that is not in `answers`; `asked` are the Authorization headers that came.

    `guards_posts` asks for the login of what is posted too; `bodies` are those that came with a GET.

    At addresses in `kinds` it says that media type, and knows nothing of those that are `missing`.

    With a `stream` it goes on after the body with what is put there, until None, and stalls while nothing is.
    """

    def __init__(self) -> None:
        self.user, self.password = "viewer", "geheim-7"
        self.scheme = "Digest"
        self.status, self.body, self.media_type = 200, b"\xff\xd8\xff a picture", "image/jpeg"
        self.headers: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.answers: dict[str, bytes] = {}
        self.missing: set[str] = set()
        self.stream: queue.Queue[bytes | None] | None = None
        self.asked: list[str] = []
        self.paths: list[str] = []
        self.posted: list[bytes] = []
        self.post_status = 200
        self.guards_posts = False
        self.bodies: list[bytes] = []
        self.url = ""

    def begin_film(self) -> queue.Queue[bytes | None]:
        """From now on it streams MJPEG; return where its parts are put."""
        self.stream = queue.Queue()
        self.body, self.media_type = b"", "multipart/x-mixed-replace; boundary=--frame"
        return self.stream

    def begin_stream(self) -> queue.Queue[bytes | None]:
        """From now on it streams multipart as alertStream does; return where its parts are put."""
        self.stream = queue.Queue()
        self.body, self.media_type = b"", "multipart/mixed; boundary=boundary"
        return self.stream

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
def playing(camera: Camera, port: int = 0) -> Iterator[Camera]:
    """The camera, while somebody may ask it; at the end it is gone with all its connections."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(camera))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    camera.url = f"http://127.0.0.1:{server.server_port}/snapshot.jpg"
    try:
        yield camera
    finally:
        if camera.stream is not None:
            camera.stream.put(None)
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(camera: Camera) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = self.headers.get("Authorization", "")
            camera.asked.append(told)
            camera.paths.append(self.path)
            if not camera.admits("GET", self.path, told):
                self.send_response(401)
                self.send_header("WWW-Authenticate", f'{camera.scheme} realm="{REALM}", nonce="{NONCE}", qop="auth"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            path = self.path.partition("?")[0]
            if length := int(self.headers.get("Content-Length", "0")):
                camera.bodies.append(self.rfile.read(length))
            self.send_response(404 if path in camera.missing else camera.status)
            self.send_header("Content-Type", camera.kinds.get(path, camera.media_type))
            for name, value in camera.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(camera.answers.get(path, camera.body))
            while camera.stream is not None and (chunk := camera.stream.get()) is not None:
                self.wfile.write(chunk)
                self.wfile.flush()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if camera.guards_posts and not camera.admits("POST", self.path, self.headers.get("Authorization", "")):
                self.send_response(401)
                self.send_header("WWW-Authenticate", f'{camera.scheme} realm="{REALM}", nonce="{NONCE}", qop="auth"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            camera.posted.append(body)
            answer = camera.answers.get(self.path, b"")
            self.send_response(camera.post_status)
            self.send_header("Set-Cookie", "frigate_token=t; HttpOnly")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_told: Any) -> None:
            """Nothing."""

    return Handler


def film_part(picture: bytes) -> bytes:
    """One picture of MJPEG."""
    head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
    return head.encode() + picture + b"\r\n"
