"""Film of a camera of the demo as HLS: pieces of a second in AV1, each made by itself when it is asked for.

Pillow writes AV1 as AVIF sequences (libavif with libaom, BSD); the pictures are taken out of them as they are coded and
put into fragmented MP4. See docs/adr/0026.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final

from data_sources.demo_city.film.boxes import Film, begin, fragment, read_film
from data_sources.demo_city.film.scene import Place, frame

PER_S: Final = 8
_EACH_MS: Final = 1000 // PER_S
_LISTED: Final = 6
"""Pieces in a playlist; the newest has just ended."""
_EPOCH: Final = datetime(2026, 1, 1, tzinfo=UTC)


def number_of(at: datetime) -> int:
    """Return the number of the piece in which a moment lies."""
    return int((at - _EPOCH).total_seconds())


def playlist(at: datetime) -> str:
    """Return the playlist of a moment."""
    first = number_of(at) - _LISTED
    head = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:1", f"#EXT-X-MEDIA-SEQUENCE:{first}"]
    pieces = [line for number in range(first, first + _LISTED) for line in ("#EXTINF:1.000,", f"{number}.m4s")]
    return "\n".join([*head, "#EXT-X-INDEPENDENT-SEGMENTS", '#EXT-X-MAP:URI="init.mp4"', *pieces, ""])


def is_kept(number: int, at: datetime) -> bool:
    """Return whether a piece can be had at a moment: it has ended, and is not older than what the list had lately."""
    now = number_of(at)
    return now - 4 * _LISTED <= number < now


def piece(place: Place, number: int, zone: tzinfo) -> bytes:
    """Return a piece of a second."""
    film = _coded(place, number, zone)
    return fragment(number, number * 1000, film.samples, _EACH_MS)


@lru_cache(maxsize=1)
def init_section(zone: tzinfo) -> bytes:
    """Return what stands before all pieces of all cameras."""
    return begin(_coded(Place("CAM-0000", ""), 0, zone).decoding)


@lru_cache(maxsize=64)
def _coded(place: Place, number: int, zone: tzinfo) -> Film:
    begins = (_EPOCH + timedelta(seconds=number)).astimezone(zone)
    first, *others = (frame(place, begins + timedelta(milliseconds=_EACH_MS * count)) for count in range(PER_S))
    written = io.BytesIO()
    first.save(
        written,
        "AVIF",
        save_all=True,
        append_images=others,
        duration=_EACH_MS,
        quality=58,
        speed=10,
        subsampling="4:2:0",
        range="limited",
        max_threads=1,
    )
    return read_film(written.getvalue())
