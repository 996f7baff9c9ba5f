"""Blurred copies as files: `blurred/1/ab/abcd….jpg`; the first folder is the version of what blurs."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dashboard.domain.camera_privacy import BLUR_VERSION
from dashboard.ports.camera_privacy import BlurredFiles

log = logging.getLogger(__name__)

FOLDER: Final = "blurred"
_SECOND_US: Final = 1_000_000


class BlurredFolder(BlurredFiles):
    """Copies below one folder, which several web servers may share. Where none can be kept, each is made anew."""

    def __init__(self, data_dir: Path) -> None:
        self._versions = data_dir / FOLDER
        self._folder = self._versions / str(BLUR_VERSION)

    def content(self, key: str) -> bytes | None:
        """The bytes."""
        try:
            return self._path(key).read_bytes()
        except OSError:
            return None

    def keep(self, key: str, content: bytes) -> None:
        """Whole or not at all; a full disk costs time and nothing else."""
        path = self._path(key)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
            draft.replace(path)
        except OSError as error:
            log.warning("a blurred copy cannot be kept (%s)", error.strerror)
            draft.unlink(missing_ok=True)

    def forget(self, before_us: int) -> int:
        """By when they were made."""
        for folder in self._versions.glob("*"):
            if folder != self._folder:
                shutil.rmtree(folder, ignore_errors=True)
        old = [path for path in self._all() if _made_us(path) < before_us]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _all(self) -> Iterator[Path]:
        return self._folder.glob("*/*")

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.jpg"


def _made_us(path: Path) -> int:
    try:
        return round(path.stat().st_mtime * _SECOND_US)
    except FileNotFoundError:
        return 0
