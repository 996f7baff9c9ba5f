"""Our own style sheets and scripts, each kind as one file: a first visit asks for two files instead of fifty."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from fastapi import APIRouter, Response

ROUTER = APIRouter(include_in_schema=False)
_ASSETS: Final = Path(__file__).resolve().parent.parent / "assets"


class Bundle(NamedTuple):
    """All files of one kind, in the order of their names. `address` changes with the content."""

    path: str
    content: bytes

    @property
    def address(self) -> str:
        return f"{self.path}?m={sha256(self.content).hexdigest()[:12]}"


def bundle(folder: Path) -> Bundle:
    """The files of a folder that is named like their ending. Relative addresses in them stay right."""
    ending = folder.name
    files = sorted(folder.glob(f"*.{ending}"))
    return Bundle(f"/assets/{ending}/all.{ending}", b"\n".join(path.read_bytes() for path in files))


STYLES: Final = bundle(_ASSETS / "css")
SCRIPTS: Final = bundle(_ASSETS / "js")


@ROUTER.get(STYLES.path)
async def styles() -> Response:
    """All style sheets."""
    return Response(STYLES.content, media_type="text/css; charset=utf-8")


@ROUTER.get(SCRIPTS.path)
async def scripts() -> Response:
    """All scripts."""
    return Response(SCRIPTS.content, media_type="text/javascript; charset=utf-8")
