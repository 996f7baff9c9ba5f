"""The bytes of pictures in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from dashboard.domain.photos.records import PhotoSize
from dashboard.ports.photos import PhotoFiles


class MemoryPhotoFiles(PhotoFiles):
    """Keeps what was put in place."""

    def __init__(self) -> None:
        self.kept: dict[str, Mapping[PhotoSize, bytes]] = {}

    @contextmanager
    def drafted(self, digest: str, sizes: Mapping[PhotoSize, bytes]) -> Iterator[Callable[[], None]]:
        """Nobody reads a draft."""
        yield lambda: self.kept.update({digest: sizes})

    def content(self, digest: str, size: PhotoSize) -> bytes | None:
        """None of what is not kept."""
        return self.kept.get(digest, {}).get(size)

    def remove(self, digest: str) -> None:
        """In every size."""
        self.kept.pop(digest, None)

    def older_than(self, before_us: int) -> Iterator[str]:
        """Memory has no times of files: whatever is there is older."""
        yield from tuple(self.kept)
