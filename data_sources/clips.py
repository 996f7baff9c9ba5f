"""Clips as files: `ab/abcd….clip` below a folder of their own."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from dashboard.domain.camera_clips import TOO_LARGE
from dashboard.errors import BadInput, Unusable
from dashboard.ports.camera_clips import ClipFiles, DraftClip
from data_sources.private_folders import made_folder, sync_folder

FOLDER: Final = "clips"
_DRAFTS: Final = "drafts"
_HEAD_BYTES: Final = 16
_SECOND_US: Final = 1_000_000


class ClipFolder(ClipFiles):
    """Clips below one folder, which several web servers may share."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / FOLDER

    @contextmanager
    def drafted(self, chunks: Iterable[bytes], most_bytes: int) -> Iterator[DraftClip]:
        """Drafts have names of their own; a clip is never held in memory as a whole."""
        path = self._folder / _DRAFTS / secrets.token_hex(16)
        try:
            yield self._written(path, chunks, most_bytes)
        finally:
            with suppress(FileNotFoundError, NotADirectoryError):
                path.unlink()

    def _written(self, path: Path, chunks: Iterable[bytes], most_bytes: int) -> DraftClip:
        digest, size, head = hashlib.sha256(), 0, b""
        with self._translated():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        with file:
            for chunk in chunks:
                size += len(chunk)
                if size > most_bytes:
                    raise BadInput(TOO_LARGE)
                digest.update(chunk)
                head = (head + chunk)[:_HEAD_BYTES]
                with self._translated():
                    file.write(chunk)
            with self._translated():
                file.flush()
                os.fsync(file.fileno())
        return DraftClip(digest.hexdigest(), size, head, lambda: self._keep(path, digest.hexdigest()))

    def path(self, digest: str) -> Path | None:
        """Where it is; None when it is not."""
        path = self._path(digest)
        with self._translated():
            return path if path.is_file() else None

    def remove(self, digest: str) -> None:
        """The file, if it is there."""
        with self._translated():
            self._path(digest).unlink(missing_ok=True)

    def older_than(self, before_us: int) -> Iterator[str]:
        """The digests of files that were written before; old drafts are removed."""
        with self._translated():
            for path in sorted(self._folder.glob("*/*")):
                with suppress(FileNotFoundError):
                    if path.stat().st_mtime * _SECOND_US >= before_us:
                        continue
                    if path.parent.name == _DRAFTS:
                        path.unlink()
                    else:
                        yield path.stem

    def _keep(self, draft: Path, digest: str) -> None:
        path = self._path(digest)
        with self._translated():
            draft.replace(made_folder(path.parent) / path.name)
            sync_folder(path.parent)

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / f"{digest}.clip"

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Unusable(
                f"clips cannot be kept in {self._folder} ({error.strerror}): make room there, or let this user "
                "write there"
            ) from error
