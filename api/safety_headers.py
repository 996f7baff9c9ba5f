"""Headers that hold for every answer: no other site shows it in a frame, guesses its type or learns its address."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders

_POLICY: Final = "Content-Security-Policy"
_FRAMED_BY_NONE: Final = "frame-ancestors 'none'"
SAFETY_HEADERS: Final = {
    _POLICY: _FRAMED_BY_NONE,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def add_safety_headers(headers: MutableHeaders) -> None:
    """Adds them; what the answer's own policy forbids besides stays forbidden."""
    own = headers.get(_POLICY)
    headers.update(SAFETY_HEADERS)
    if own is not None and own != _FRAMED_BY_NONE:
        headers[_POLICY] = f"{own}; {_FRAMED_BY_NONE}"
