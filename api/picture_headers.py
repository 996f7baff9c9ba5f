"""With which headers pictures go out."""

from __future__ import annotations

from typing import Final

SAFE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}
"""Of whatever came from a camera: it is what it is said to be, and no page."""


def blurred_headers(tag: str) -> dict[str, str]:
    """Return those of what is shown to everybody who may see it at all: it stands under the digest of its bytes."""
    return {"Cache-Control": "private, max-age=31536000, immutable", "ETag": f'"{tag}"', **SAFE}


def clear_headers() -> dict[str, str]:
    """Return those of what one person may see, who is noted each time: no browser keeps it for the next one."""
    return {"Cache-Control": "no-store", **SAFE}
