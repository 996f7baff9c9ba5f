"""Boxes of ISO base media files (ISO/IEC 14496-12): read, and written as fragmented MP4 with one film in it."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from data_sources.demo_city.film.scene import SIZE

TIMESCALE: Final = 1000
"""Ticks a second."""
_MATRIX: Final = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_KEY: Final = 0x02000000
_DEPENDENT: Final = 0x01010000
"""Flags of samples: others can be decoded from it; it needs another, and is none to begin with."""


class Sample(NamedTuple):
    """One picture as it is coded; a key can be decoded by itself."""

    content: bytes
    is_key: bool


class Film(NamedTuple):
    """The pictures of a film, and how they are to be decoded (the content of av1C)."""

    samples: tuple[Sample, ...]
    decoding: bytes


def read_film(file: bytes) -> Film:
    """Return the film of an AVIF sequence. Raises ValueError when there is none in it."""
    table = _find(file, "moov", "trak", "mdia", "minf", "stbl")
    sizes = _numbers(_find(table, "stsz"), 8)
    place = _numbers(_find(table, "stco"), 4)[0]
    keys = set(_numbers(_find(table, "stss"), 4))
    entry = _find(_find(table, "stsd")[8:], "av01")
    samples = []
    for number, size in enumerate(sizes, start=1):
        samples.append(Sample(file[place : place + size], number in keys))
        place += size
    return Film(tuple(samples), _find(entry[78:], "av1C"))


def _boxes(content: bytes) -> Iterator[tuple[str, bytes]]:
    place = 0
    while place + 8 <= len(content):
        size = int.from_bytes(content[place : place + 4], "big")
        yield content[place + 4 : place + 8].decode("latin-1"), content[place + 8 : place + size]
        place += max(size, 8)


def _find(content: bytes, *path: str) -> bytes:
    for name in path:
        content = next((inside for kind, inside in _boxes(content) if kind == name), b"")
    if not content:
        raise ValueError(f"there is no {'/'.join(path)} in it")
    return content


def _numbers(table: bytes, head: int) -> list[int]:
    """The numbers of a full box behind version, flags and `head` bytes of which the last four are their count."""
    count = int.from_bytes(table[head : head + 4], "big")
    return list(struct.unpack(f">{count}I", table[head + 4 : head + 4 + 4 * count]))


def begin(decoding: bytes) -> bytes:
    """Return the init section: a film in AV1 of SIZE that comes in fragments."""
    wide, high = SIZE
    entry = struct.pack(">6xH16xHHII4xH32xHh", 1, wide, high, 0x480000, 0x480000, 1, 24, -1) + _box("av1C", decoding)
    empty = b"".join(
        _full(name, 0, b"\0" * size) for name, size in (("stts", 4), ("stsc", 4), ("stsz", 8), ("stco", 4))
    )
    table = _box("stbl", _full("stsd", 0, struct.pack(">I", 1) + _box("av01", entry)) + empty)
    here = _box("dinf", _full("dref", 0, struct.pack(">I", 1) + _full("url ", 1, b"")))
    media = _full("mdhd", 0, struct.pack(">IIIIHH", 0, 0, TIMESCALE, 0, 0x55C4, 0))
    media += _full("hdlr", 0, struct.pack(">I4s12x", 0, b"vide") + b"film\0")
    media += _box("minf", _full("vmhd", 1, b"\0" * 8) + here + table)
    track = _full("tkhd", 3, struct.pack(">IIIII8xHHHH", 0, 0, 1, 0, 0, 0, 0, 0, 0) + _MATRIX + _size(wide, high))
    times = struct.pack(">IIIIIH10x", 0, 0, TIMESCALE, 0, 0x10000, 0x100)
    head = _full("mvhd", 0, times + _MATRIX + b"\0" * 24 + struct.pack(">I", 2))
    extends = _box("mvex", _full("trex", 0, struct.pack(">IIIII", 1, 1, 0, 0, 0)))
    movie = head + _box("trak", track + _box("mdia", media)) + extends
    return _box("ftyp", b"iso5\0\0\x02\0iso5iso6mp41av01") + _box("moov", movie)


def _size(wide: int, high: int) -> bytes:
    return struct.pack(">II", wide << 16, high << 16)


def fragment(number: int, begins_ms: int, samples: Sequence[Sample], each_ms: int) -> bytes:
    """Return a segment: pictures of `each_ms` from `begins_ms` on."""
    rows = b"".join(
        struct.pack(">III", each_ms, len(each.content), _KEY if each.is_key else _DEPENDENT) for each in samples
    )
    head = _full("mfhd", 0, struct.pack(">I", number & 0xFFFFFFFF))
    where = _full("tfhd", 0x020000, struct.pack(">I", 1))  # default-base-is-moof
    when = _full("tfdt", 0x01000000, struct.pack(">Q", begins_ms))

    def movie(offset: int) -> bytes:
        run = _full("trun", 0x000701, struct.pack(">Ii", len(samples), offset) + rows)
        return _box("moof", head + _box("traf", where + when + run))

    moof = movie(len(movie(0)) + 8)
    return moof + _box("mdat", b"".join(each.content for each in samples))


def _box(name: str, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, name.encode()) + content


def _full(name: str, version_and_flags: int, content: bytes) -> bytes:
    return _box(name, struct.pack(">I", version_and_flags) + content)
