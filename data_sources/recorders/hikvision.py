"""Hikvision ISAPI: a time of a channel is searched for (ContentMgmt/search), then downloaded by what was found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import uuid4
from xml.sax.saxutils import escape

from dashboard.domain.camera_clips import GONE, ClipWish
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.readings import from_us
from dashboard.errors import NotFound, Unavailable, UnreadablePayload
from dashboard.ports.camera_clips import Recorder
from data_sources.camera_http import NO_ANSWER, login, require_ok
from data_sources.recorders._download import asking, streamed
from data_sources.xml_payloads import parse_xml, without_namespaces, word_of

_SEARCH: Final = "/ISAPI/ContentMgmt/search"
_DOWNLOAD: Final = "/ISAPI/ContentMgmt/download"
_XML: Final = {"Content-Type": "application/xml"}
_LARGEST_ANSWER: Final = 1024 * 1024


def clip(access: CameraAccess, wish: ClipWish) -> Iterator[bytes]:
    """The first recording that was found in that time, as the recorder packs it: MP4, or a program stream."""
    with asking(access, login(access)) as client:
        answer = client.post(_SEARCH, content=_search(wish), headers=_XML)
        require_ok(answer)
        found = _playback_uri(answer.content[:_LARGEST_ANSWER])
        if found is None:
            raise NotFound(GONE)
        asked = f"<downloadRequest><playbackURI>{escape(found)}</playbackURI></downloadRequest>"
        yield from streamed(client, "GET", _DOWNLOAD, content=asked.encode(), headers=_XML)


def _search(wish: ClipWish) -> bytes:
    begun, ended = (from_us(at_us).strftime("%Y-%m-%dT%H:%M:%SZ") for at_us in (wish.from_us, wish.until_us))
    track = f"{wish.channel}01" if wish.channel.isdigit() else "101"
    return (
        '<?xml version="1.0" encoding="UTF-8"?><CMSearchDescription>'
        f"<searchID>{str(uuid4()).upper()}</searchID><trackList><trackID>{track}</trackID></trackList>"
        f"<timeSpanList><timeSpan><startTime>{begun}</startTime><endTime>{ended}</endTime></timeSpan></timeSpanList>"
        "<maxResults>1</maxResults><searchResultPostion>0</searchResultPostion>"
        "<metadataList><metadataDescriptor>//recordType.meta.std-cgi.com</metadataDescriptor></metadataList>"
        "</CMSearchDescription>"
    ).encode()


def _playback_uri(answer: bytes) -> str | None:
    """The address of the first match, which is the recorder's own and is only handed back to it."""
    try:
        root = without_namespaces(parse_xml(answer))
    except UnreadablePayload as error:
        raise Unavailable(NO_ANSWER) from error
    return word_of(root, ".//playbackURI")


RECORDER: Final = Recorder(key="hikvision", clip=clip)
