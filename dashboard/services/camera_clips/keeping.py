"""The worker's task on clips: forget those whose time is over, and remove files that nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from dashboard.ports.camera_clips import ClipFiles, ClipStore
from dashboard.services.photos.keeping import SETTLED


@dataclass(frozen=True)
class ClipKeeping:
    """Clips of cases are kept for so long after the last of their cases ended."""

    store: ClipStore
    files: ClipFiles
    kept: timedelta

    def forget(self, now_us: int) -> int:
        """Remove rows first, then files: a crash between leaves files, which the next run finds; give how many."""
        with self.store.begin() as work:
            work.forget_clips(now_us - self.kept // timedelta(microseconds=1))
        return sum(map(self._remove_if_free, self.files.older_than(now_us - SETTLED // timedelta(microseconds=1))))

    def _remove_if_free(self, digest: str) -> bool:
        """Nobody stores the same clip meanwhile: they wait for the end of the transaction."""
        with self.store.begin() as work:
            is_free = work.is_clip_free(digest)
            if is_free:
                self.files.remove(digest)
        return is_free
