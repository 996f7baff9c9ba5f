"""HLS playlists (RFC 8216) as they may go to a browser: no address of the camera, no word that is not needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from dashboard.domain.camera_streams import ELSEWHERE, NO_PLAYLIST
from dashboard.errors import Unavailable

MEDIA_TYPE: Final = "application/vnd.apple.mpegurl"
_FIRST: Final = "#EXTM3U"
_URI: Final = re.compile(r'(?<![A-Z-])URI="([^"]*)"')
_WITH_URI: Final = frozenset(("#EXT-X-MAP", "#EXT-X-KEY", "#EXT-X-MEDIA", "#EXT-X-I-FRAME-STREAM-INF"))
_PLAIN: Final = frozenset(
    (
        *("#EXTM3U", "#EXTINF", "#EXT-X-VERSION", "#EXT-X-TARGETDURATION", "#EXT-X-MEDIA-SEQUENCE", "#EXT-X-BYTERANGE"),
        *("#EXT-X-DISCONTINUITY", "#EXT-X-DISCONTINUITY-SEQUENCE", "#EXT-X-ENDLIST", "#EXT-X-PLAYLIST-TYPE"),
        *("#EXT-X-INDEPENDENT-SEGMENTS", "#EXT-X-START", "#EXT-X-GAP", "#EXT-X-BITRATE", "#EXT-X-STREAM-INF"),
    )
)
"""Tags that go on as they are. Times of the camera (PROGRAM-DATE-TIME) do not, for its clock may be off by hours; nor
do parts of segments, for which a server would keep a request waiting."""


class Rewritten(NamedTuple):
    """A playlist in our words. `newest` is the address of its last segment at the camera; empty where it has none."""

    text: str
    newest: str


def is_playlist(content: bytes) -> bool:
    """Return whether these bytes begin as a playlist does."""
    return content.lstrip(b"\xef\xbb\xbf").startswith(_FIRST.encode())


def rewrite(content: bytes, url: str, name_of: Callable[[str], str]) -> Rewritten:
    """Return the playlist that stood at `url` with each address in it replaced by what `name_of` calls it.

    Raises Unavailable when it is none, or names an address on another host.
    """
    if not is_playlist(content):
        raise Unavailable(NO_PLAYLIST)
    text = content.decode("utf-8-sig", errors="replace")
    newest = ""
    lines: list[str] = []
    for line in _lines(text):
        if line.startswith("#"):
            lines += _tag(line, url, name_of)
            continue
        address = _within(url, line)
        newest = address
        lines.append(name_of(address))
    is_media = any(line.startswith("#EXTINF") for line in lines)
    return Rewritten("\n".join([*lines, ""]), newest if is_media else "")


def _lines(text: str) -> Iterator[str]:
    return (line for line in (each.strip() for each in text.splitlines()) if line)


def _tag(line: str, url: str, name_of: Callable[[str], str]) -> list[str]:
    name = line.partition(":")[0]
    if name == "#EXTINF":
        return [line.partition(",")[0] + ","]  # what follows is a title in the camera's words
    if name in _PLAIN:
        return [line]
    if name not in _WITH_URI:
        return []
    return [_URI.sub(lambda found: f'URI="{name_of(_within(url, found[1]))}"', line)]


def _within(url: str, told: str) -> str:
    """The whole address of what a playlist names; it must be of the same scheme, host and port."""
    try:
        address = urljoin(url, told)
        is_same = _origin(address) == _origin(url) and urlsplit(address).username is None
    except ValueError:
        is_same = False
    if not is_same:
        raise Unavailable(ELSEWHERE)
    return address


def _origin(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
