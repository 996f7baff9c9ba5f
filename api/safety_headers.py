"""Headers that hold for every answer: what a page may load, who may frame it, and what it may ask of the device."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders

_POLICY: Final = "Content-Security-Policy"
_FRAMED_BY_NONE: Final = "frame-ancestors 'none'"
_INLINE: Final = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
STAY_ON_HTTPS: Final = {"Strict-Transport-Security": "max-age=31536000"}
"""For answers over https: a browser that has come so once comes no other way for a year."""
SAFETY_HEADERS: Final = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(self)",
}


def content_policy(script_hashes: Iterable[str], tiles: str = "") -> str:
    """Return the policy of all pages: everything comes from this server, and no script but its own runs.

    `script_hashes` are those of the scripts in the document, such as 'sha256-…'; `tiles` is the address of a basemap,
    whose host may be asked for pictures. Styles in the document stay allowed: Dash and Leaflet place things with them.
    """
    basemap = urlsplit(tiles)
    pictures = "img-src 'self' data: blob:" + (f" {basemap.scheme}://{basemap.netloc}" if basemap.netloc else "")
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(["script-src 'self'", *script_hashes]),
            "style-src 'self' 'unsafe-inline'",
            pictures,
            "media-src 'self' blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            _FRAMED_BY_NONE,
        )
    )


class ContentPolicy:
    """The policy of this process's pages: it follows the document that the application draws.

    Dash adds its own scripts to the document when a page is asked for first, and never others after that.
    """

    def __init__(self, tiles: str = "") -> None:
        self._tiles = tiles
        self._document = ""
        self.text = content_policy((), tiles)

    def follow(self, document: str) -> str:
        """Allow the scripts that stand in the document, and return it."""
        if document != self._document:
            self._document, self.text = document, content_policy(_inline_hashes(document), self._tiles)
        return document


def _inline_hashes(document: str) -> list[str]:
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE.findall(document))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def add_safety_headers(headers: MutableHeaders, policy: str = _FRAMED_BY_NONE) -> None:
    """Adds them; what the answer's own policy forbids besides stays forbidden."""
    own = headers.get(_POLICY)
    headers.update(SAFETY_HEADERS)
    headers[_POLICY] = policy if own in (None, policy) else f"{own}; {_FRAMED_BY_NONE}"
