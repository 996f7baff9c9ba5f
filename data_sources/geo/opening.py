"""Opens what people bring: gzipped or not, in whatever encoding their office uses."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import Final

from dashboard.errors import BadInput

_GZIP_MAGIC: Final = b"\x1f\x8b"


def read_bytes(path: Path) -> bytes:
    """The content of the file, unpacked when it is gzipped.

    Raises BadInput when the file is missing, unreadable, empty or damaged.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: cannot be opened ({error.strerror}); check the path and its permissions") from error
    if data.startswith(_GZIP_MAGIC):
        data = _unpacked(path, data)
    if not data.strip():
        raise BadInput(f"{path}: the file is empty; export it again")
    return data


def _unpacked(path: Path, data: bytes) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"{path}: the gzip file is damaged ({error}); copy it again") from error


def read_text(path: Path) -> str:
    """The text of the file: UTF-8 with or without a mark, UTF-16 with a mark, else GB18030 (which includes GBK)."""
    data = read_bytes(path)
    if data.startswith(b"PK\x03\x04"):
        raise BadInput(f"{path}: this is a workbook or an archive, no text; save it as CSV (UTF-8) or unpack it")
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(f"{path}: the text is neither UTF-8 nor GB18030; save it as UTF-8")


def plain_suffix(path: Path) -> str:
    """The suffix in lower case that tells the format, `.gz` left out: `.geojson` for `streets.geojson.gz`."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""
