"""Opens what people bring: gzipped or not, in whatever encoding their office uses."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import Final

from dashboard.domain.text import Text
from dashboard.errors import BadInput

_GZIP_MAGIC: Final = b"\x1f\x8b"


def unusable(path: Path, zh: str, en: str) -> BadInput:
    """Return the error that says what is wrong with a file, in both languages."""
    return BadInput(Text(f"{path}：{zh}", f"{path}: {en}"))


def read_bytes(path: Path) -> bytes:
    """The content of the file, unpacked when it is gzipped.

    Raises BadInput when the file is missing, unreadable, empty or damaged.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unusable(
            path,
            f"无法打开（{error.strerror}），请检查路径和权限",
            f"cannot be opened ({error.strerror}); check the path and its permissions",
        ) from error
    if data.startswith(_GZIP_MAGIC):
        data = _unpacked(path, data)
    if not data.strip():
        raise unusable(path, "文件是空的，请重新导出", "the file is empty; export it again")
    return data


def _unpacked(path: Path, data: bytes) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise unusable(
            path, f"gzip 文件已损坏（{error}），请重新复制", f"the gzip file is damaged ({error}); copy it again"
        ) from error


def read_text(path: Path) -> str:
    """The text of the file: UTF-8 with or without a mark, UTF-16 with a mark, else GB18030 (which includes GBK)."""
    data = read_bytes(path)
    if data.startswith(b"PK\x03\x04"):
        raise unusable(
            path,
            "这是工作簿或压缩包，不是文本；请另存为 CSV（UTF-8）或解压",
            "this is a workbook or an archive, no text; save it as CSV (UTF-8) or unpack it",
        )
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise unusable(
        path,
        "文本既不是 UTF-8 也不是 GB18030，请另存为 UTF-8",
        "the text is neither UTF-8 nor GB18030; save it as UTF-8",
    )


def plain_suffix(path: Path) -> str:
    """The suffix in lower case that tells the format, `.gz` left out: `.geojson` for `streets.geojson.gz`."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""
