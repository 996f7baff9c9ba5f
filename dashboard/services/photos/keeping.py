"""The worker's task on pictures: forget those whose time is over, and remove files that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Final

from dashboard.ports.cases import CaseStore
from dashboard.ports.photos import PhotoFiles

UNUSED: Final = timedelta(days=2)
"""How long a picture waits for a case."""
_AT_ONCE: Final = 500
SETTLED: Final = timedelta(hours=1)
"""After this nobody is still about to store a file."""


@dataclass(frozen=True)
class PhotoKeeping:
    """Pictures of cases are kept for so long after the last of their cases ended."""

    store: CaseStore
    files: PhotoFiles
    kept: timedelta

    def forget(self, now_us: int) -> int:
        """Remove rows first, then files: a crash between leaves files, which the next run finds; give how many."""
        with self.store.begin() as work:
            gone = work.forget_photos(unused_us=_before(now_us, UNUSED), ended_us=_before(now_us, self.kept))
        return self._remove(gone) + self._remove_unknown(self.files.older_than(_before(now_us, SETTLED)))

    def _remove_unknown(self, digests: Iterator[str]) -> int:
        removed = 0
        while some := list(islice(digests, _AT_ONCE)):
            with self.store.look() as work:
                known = work.photos(some)
            removed += self._remove(digest for digest in some if digest not in known)
        return removed

    def _remove(self, digests: Iterable[str]) -> int:
        return sum(map(self._remove_if_free, digests))

    def _remove_if_free(self, digest: str) -> bool:
        """Nobody stores the same picture meanwhile: they wait for the end of the transaction."""
        with self.store.begin() as work:
            is_free = work.is_photo_free(digest)
            if is_free:
                self.files.remove(digest)
        return is_free


def _before(now_us: int, kept: timedelta) -> int:
    return now_us - kept // timedelta(microseconds=1)
