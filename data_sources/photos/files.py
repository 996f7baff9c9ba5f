"""Pictures as files: `ab/abcd….small.jpg` and so on below a folder of their own."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from dashboard.domain.photos.records import PhotoSize
from dashboard.errors import Unusable
from dashboard.ports.photos import PhotoFiles
from data_sources.private_folders import made_folder, sync_folder

FOLDER: Final = "photos"
_DRAFTS: Final = "drafts"
_SECOND_US: Final = 1_000_000


class PhotoFolder(PhotoFiles):
    """Pictures below one folder, which several web servers may share."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / FOLDER

    @contextmanager
    def drafted(self, digest: str, sizes: Mapping[PhotoSize, bytes]) -> Iterator[Callable[[], None]]:
        """Drafts have names of their own, so that two who store the same picture do not meet."""
        run = secrets.token_hex(8)
        drafts = {size: self._folder / _DRAFTS / f"{digest}.{size}.{run}" for size in sizes}
        try:
            with self._translated():
                for size, path in drafts.items():
                    _write(path, sizes[size])
            yield lambda: self._keep(digest, drafts)
        finally:
            for path in drafts.values():
                with suppress(FileNotFoundError, NotADirectoryError):
                    path.unlink()

    def content(self, digest: str, size: PhotoSize) -> bytes | None:
        """The bytes."""
        with self._translated():
            try:
                return self._path(digest, size).read_bytes()
            except FileNotFoundError:
                return None

    def remove(self, digest: str) -> None:
        """Every size."""
        with self._translated():
            for size in PhotoSize:
                self._path(digest, size).unlink(missing_ok=True)

    def older_than(self, before_us: int) -> Iterator[str]:
        """One folder after the other."""
        with self._translated():
            for folder in sorted(self._folder.glob("*")):
                if folder.name == _DRAFTS:
                    _remove_old(folder, before_us)
                else:
                    yield from sorted({path.name.partition(".")[0] for path in _old(folder, before_us)})

    def _keep(self, digest: str, drafts: Mapping[PhotoSize, Path]) -> None:
        with self._translated():
            for size, draft in drafts.items():
                path = self._path(digest, size)
                draft.replace(made_folder(path.parent) / path.name)
            sync_folder(self._path(digest, PhotoSize.FULL).parent)

    def _path(self, digest: str, size: PhotoSize) -> Path:
        return self._folder / digest[:2] / f"{digest}.{size}.jpg"

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Unusable(
                f"pictures cannot be kept in {self._folder} ({error.strerror}): make room there, or let this user "
                "write there"
            ) from error


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _old(folder: Path, before_us: int) -> Iterator[Path]:
    for entry in os.scandir(folder):
        try:
            if entry.stat().st_mtime * _SECOND_US < before_us:
                yield Path(entry.path)
        except FileNotFoundError:
            continue  # somebody else removed it meanwhile


def _remove_old(folder: Path, before_us: int) -> None:
    for path in _old(folder, before_us):
        path.unlink(missing_ok=True)
