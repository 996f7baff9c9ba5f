"""Our own style sheets and scripts, each kind as one file: a first visit asks for two files instead of fifty.

Scripts that only one page needs are a file of their own, which only that page loads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from fastapi import APIRouter, Response

ROUTER = APIRouter(include_in_schema=False)
_COMMENT_LINES: Final = re.compile(rb"^[ \t]*(?:/\*(?:(?!\*/).)*\*/[ \t]*|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
OF_PAGES: Final[Mapping[str, str]] = {
    "answer-": "/answer",
    "camera-": "#camera",
    "cameras-": "/cameras",
    "field-": "/field",
    "inspect-": "/inspect",
    "snapshot-": "/snapshot",
}
"""By how the names of scripts begin: the page that alone loads them; or, with a #, the part that any page may have."""
_ASSETS: Final = Path(__file__).resolve().parent.parent / "assets"


class Bundle(NamedTuple):
    """Files of one kind, in the order of their names. `address` changes with the content."""

    path: str
    content: bytes

    @property
    def address(self) -> str:
        return f"{self.path}?m={sha256(self.content).hexdigest()[:12]}"


def bundle(folder: Path, *libraries: Path) -> Bundle:
    """The files of a folder that is named like their ending, but scripts of one page. Relative addresses stay right.

    Comments with lines of their own stay here. `libraries` come last: ours use them only once the page is there, and
    the strict mode that our first file asks for holds for the whole bundle.
    """
    ending = folder.name
    apart = tuple(OF_PAGES) if ending == "js" else ()
    files = [path for path in sorted(folder.glob(f"*.{ending}")) if not path.name.startswith(apart)]
    return Bundle(f"/assets/{ending}/all.{ending}", _joined([*files, *libraries]))


def page_bundle(folder: Path, prefix: str, *libraries: Path) -> Bundle:
    """The files of a folder whose names begin so; `libraries` come first, since ours use them at once."""
    ending = folder.name
    files = [*libraries, *sorted(folder.glob(f"{prefix}*.{ending}"))]
    return Bundle(f"/assets/{ending}/{prefix}all.{ending}", _joined(files))


def _joined(files: Sequence[Path]) -> bytes:
    return b"\n".join(without_comments(path.read_bytes()) for path in files)


def without_comments(content: bytes) -> bytes:
    """Scripts or style sheets without those comments that begin and end a line."""
    return _COMMENT_LINES.sub(b"", content)


STYLES: Final = bundle(_ASSETS / "css")
_LIBRARIES: Final = ("idiomorph/idiomorph-0.8.0.js", "regenerator-runtime/regenerator-runtime-0.14.1.js")
"""The second is what Dash's own scripts need of the polyfill that no page loads (layouts/dash_scripts.py)."""
SCRIPTS: Final = bundle(_ASSETS / "js", *(_ASSETS / "vendor" / name for name in _LIBRARIES))
_LIBRARIES_OF_PAGES: Final = {
    "/field": ("vendor/idb/idb-8.0.3.js", "vendor/js-sha256/js-sha256-0.11.1.js"),
    "/snapshot": ("js/field-quick-0-pin.js", "js/field-quick-3-what.js"),
}
"""What a page's own scripts stand on, beside those of all pages; the same file may serve two pages."""
PAGE_SCRIPTS: Final[Mapping[str, Bundle]] = {
    page: page_bundle(_ASSETS / "js", prefix, *(_ASSETS / name for name in _LIBRARIES_OF_PAGES.get(page, ())))
    for prefix, page in OF_PAGES.items()
}
_OFFLINE: Final = (
    *("10-elements", "11-catalogue", "12-clicks", "13-account", "13-tokens", "14-morph", "15-hold"),
    *("20-live", "21-clock", "22-badge", "cases-clock", "desk-markup"),
)
OFFLINE_SCRIPTS: Final = Bundle(
    "/assets/js/offline.js",
    _joined([*(_ASSETS / "js" / f"{name}.js" for name in _OFFLINE), _ASSETS / "vendor" / _LIBRARIES[0]]),
)
"""What the scripts of the phone page need of the others, for the document that has nothing of Dash."""


@ROUTER.get(STYLES.path)
async def styles() -> Response:
    """All style sheets."""
    return Response(STYLES.content, media_type="text/css; charset=utf-8")


@ROUTER.get(SCRIPTS.path)
async def scripts() -> Response:
    """All scripts."""
    return Response(SCRIPTS.content, media_type="text/javascript; charset=utf-8")


@ROUTER.get(OFFLINE_SCRIPTS.path)
async def offline_scripts() -> Response:
    """What the phone page needs besides its own where there is no network."""
    return Response(OFFLINE_SCRIPTS.content, media_type="text/javascript; charset=utf-8")


def _serve(own: Bundle) -> None:
    @ROUTER.get(own.path)
    async def page_scripts() -> Response:
        """The scripts of one page."""
        return Response(own.content, media_type="text/javascript; charset=utf-8")


for _bundle in PAGE_SCRIPTS.values():
    _serve(_bundle)
