"""Blurred copies of what cameras saw: made once, the first time that somebody looks, and kept as files."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from dashboard.domain.camera_events import Box
from dashboard.domain.text import Text
from dashboard.errors import BadInput, NotFound
from dashboard.ports.camera_privacy import BlurredFiles, CoversPictures

log = logging.getLogger(__name__)

_CANNOT: Final = Text(
    "这张图片无法打码，因此不显示", "this picture cannot be blurred, and is therefore not shown without the right to it"
)


COPIES_KEPT: Final = timedelta(days=7)
"""A copy that is wanted later is made anew."""


@dataclass(frozen=True)
class BlurredKeeping:
    """The worker's task on copies."""

    files: BlurredFiles

    def forget(self, now_us: int) -> int:
        """Remove the old ones, and those of what blurred before; return how many."""
        return self.files.forget(now_us - COPIES_KEPT // timedelta(microseconds=1))


class Blurring:
    """Blurs one picture at a time: memory is bounded, and who waits for a copy that is there waits for nobody."""

    def __init__(self, covers: CoversPictures, files: BlurredFiles) -> None:
        self._covers = covers
        self._files = files
        self._one_at_a_time = threading.Lock()

    def copy(self, key: str, content: bytes, boxes: Sequence[Box]) -> bytes:
        """Return the JPEG with these boxes, faces and plates blurred. Raises NotFound for what cannot be."""
        kept = self._files.content(key)
        if kept is not None:
            return kept
        with self._one_at_a_time:
            return self._files.content(key) or self._made(key, content, boxes)

    def _made(self, key: str, content: bytes, boxes: Sequence[Box]) -> bytes:
        try:
            made = self._covers.blurred(content, boxes)
        except BadInput as error:
            log.info("the picture %s cannot be blurred: %s", key, error)
            raise NotFound(_CANNOT) from error
        self._files.keep(key, made)
        return made
