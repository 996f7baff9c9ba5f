"""Our own style sheets and scripts, each kind as one file: a first visit asks for two files instead of fifty."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from fastapi import APIRouter, Response

ROUTER = APIRouter(include_in_schema=False)
_COMMENT_LINES: Final = re.compile(rb"^[ \t]*(?:/\*(?:(?!\*/).)*\*/[ \t]*|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
_ASSETS: Final = Path(__file__).resolve().parent.parent / "assets"


class Bundle(NamedTuple):
    """All files of one kind, in the order of their names. `address` changes with the content."""

    path: str
    content: bytes

    @property
    def address(self) -> str:
        return f"{self.path}?m={sha256(self.content).hexdigest()[:12]}"


def bundle(folder: Path, *libraries: Path) -> Bundle:
    """The files of a folder that is named like their ending. Relative addresses in them stay right.

    Comments with lines of their own stay here. `libraries` come last: ours use them only once the page is there, and
    the strict mode that our first file asks for holds for the whole bundle.
    """
    ending = folder.name
    files = [*sorted(folder.glob(f"*.{ending}")), *libraries]
    content = b"\n".join(without_comments(path.read_bytes()) for path in files)
    return Bundle(f"/assets/{ending}/all.{ending}", content)


def without_comments(content: bytes) -> bytes:
    """Scripts or style sheets without those comments that begin and end a line."""
    return _COMMENT_LINES.sub(b"", content)


STYLES: Final = bundle(_ASSETS / "css")
_LIBRARIES: Final = ("idiomorph/idiomorph-0.8.0.js", "regenerator-runtime/regenerator-runtime-0.14.1.js")
"""The second is what Dash's own scripts need of the polyfill that no page loads (layouts/dash_scripts.py)."""
SCRIPTS: Final = bundle(_ASSETS / "js", *(_ASSETS / "vendor" / name for name in _LIBRARIES))


@ROUTER.get(STYLES.path)
async def styles() -> Response:
    """All style sheets."""
    return Response(STYLES.content, media_type="text/css; charset=utf-8")


@ROUTER.get(SCRIPTS.path)
async def scripts() -> Response:
    """All scripts."""
    return Response(SCRIPTS.content, media_type="text/javascript; charset=utf-8")
