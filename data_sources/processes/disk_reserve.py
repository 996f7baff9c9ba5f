"""The disk space that is kept free, so that a full disk stops the intake and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import Unavailable

_MEGABYTE = 1_000_000


def free_bytes(folder: Path) -> int:
    """Return how many bytes this user may still write where `folder` lies."""
    return shutil.disk_usage(folder).free


@dataclass(frozen=True)
class DiskReserve:
    """So many MB are kept free where `folder` lies; 0: none."""

    folder: Path
    reserve_mb: int
    free: Callable[[Path], int] = free_bytes

    def check(self) -> None:
        """Raise Unavailable, with what to do, while less than the reserve is free."""
        if not self.reserve_mb:
            return
        free_mb = self.free(self.folder) // _MEGABYTE
        if free_mb < self.reserve_mb:
            raise Unavailable(
                f"only {free_mb} MB are free where {self.folder} lies and XIUHUA_DISK_RESERVE_MB keeps "
                f"{self.reserve_mb} MB: make room"
            )
