"""Folders of backups: made aside and put in place when they are whole, and read only when nothing in them changed."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Final

from dashboard.domain.backups import MANIFEST, BackupFile, Manifest, manifest_text, read_manifest
from dashboard.errors import BadInput, Unavailable
from dashboard.ports.backups import BackupFolders
from data_sources.clips import FOLDER as CLIPS
from data_sources.photos.files import FOLDER as PHOTOS
from data_sources.processes.data_dir import open_data_dir
from data_sources.processes.instance_lock import instance_lock

_ANCHORS: Final = "log/audit-anchors.log"
BESIDE: Final = ("secret_key", "broker/credentials.json", "broker/device_users.json", _ANCHORS)
"""What belongs to a backup besides database and pictures, as it lies in the folder of data."""
_PICTURE: Final = re.compile(rf"{PHOTOS}/[0-9a-f]{{2}}/[0-9a-f]+\.[a-z]+\.jpg|{CLIPS}/[0-9a-f]{{2}}/[0-9a-f]+\.clip")
"""Evidence: pictures and films."""


class KeptFolders(BackupFolders):
    """Backups of the folder `data_dir`."""

    def __init__(self, data_dir: Path, sleep: Callable[[float], None] = time.sleep) -> None:
        self._data_dir = data_dir
        self._sleep = sleep

    @contextmanager
    def new(self, folder: Path) -> Iterator[Path]:
        """A draft beside the folder, for its owner alone."""
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise BadInput(f"{folder} is there already: name a new folder")
        draft = folder.with_name(f".{folder.name}.{os.getpid()}.draft")
        try:
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.mkdir(mode=0o700)
            yield draft
            draft.replace(folder)
        except OSError as error:
            raise Unavailable(f"{folder} cannot be written: {error.strerror}") from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def add_files(self, draft: Path) -> Sequence[BackupFile]:
        """Copy what is there of the files beside the database."""
        found = [name for name in BESIDE if (self._data_dir / name).is_file()]
        for name in found:
            _copy(self._data_dir / name, draft / name)
        return [file_of(draft, name) for name in found]

    def add_pictures(self, draft: Path) -> Sequence[BackupFile]:
        """Copy every kept picture and film; one that is removed meanwhile has served its time."""
        copied = []
        for name in _pictures(self._data_dir):
            with suppress(FileNotFoundError):
                _copy(self._data_dir / name, draft / name)
                copied.append(file_of(draft, name))
        return copied

    def seal(self, draft: Path, manifest: Manifest) -> Manifest:
        """Write the manifest, the last file of a backup."""
        whole = manifest._replace(files=(file_of(draft, manifest.snapshot.file), *manifest.files))
        (draft / MANIFEST).touch(mode=0o600)
        (draft / MANIFEST).write_text(manifest_text(whole), encoding="utf-8")
        return whole

    def open(self, folder: Path) -> Manifest:
        """Return the manifest when every file is there as it was written."""
        try:
            manifest = read_manifest((folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(f"{folder} is no backup: it has no {MANIFEST} that can be read") from error
        names = {file.name for file in manifest.files}
        others = (name for name in names - {manifest.snapshot.file, *BESIDE} if not _PICTURE.fullmatch(name))
        if manifest.snapshot.file not in names or any(others):
            raise BadInput(f"{folder / MANIFEST} names other files than a backup has")
        for file in manifest.files:
            if not (folder / file.name).is_file() or file_of(folder, file.name) != file:
                raise BadInput(f"{folder / file.name} is missing or was changed: take another backup")
        return manifest

    def alone(self) -> AbstractContextManager[object]:
        """Hold the lock of the folder of data, which is made when there is none."""
        open_data_dir(self._data_dir)
        return instance_lock(self._data_dir, sleep=self._sleep)

    def differing(self, manifest: Manifest) -> Sequence[str]:
        """Return those that hold something else; anchors are set aside and not lost."""
        there = ((self._data_dir / file.name, file) for file in _beside(manifest) if file.name != _ANCHORS)
        others = [str(path) for path, file in there if path.is_file() and _digest(path) != file.digest]
        strange = set(_pictures(self._data_dir)) - {file.name for file in manifest.files}
        return [*others, f"{len(strange)} pictures and films in {self._data_dir}"] if strange else others

    def put_back(self, folder: Path, manifest: Manifest) -> None:
        """Put each in its place at once; the anchors of the audit log that was there keep lying beside."""
        anchors = self._data_dir / _ANCHORS
        if anchors.is_file():
            aside = (anchors.with_name(f"{anchors.name}.{number}") for number in range(1, 1_000_000))
            anchors.replace(next(path for path in aside if not path.exists()))
        for name in set(_pictures(self._data_dir)) - {file.name for file in manifest.files}:
            (self._data_dir / name).unlink(missing_ok=True)
        for file in _beside(manifest):
            target = self._data_dir / file.name
            draft = target.with_name(f"{target.name}.{os.getpid()}.draft")
            _copy(folder / file.name, draft)
            draft.replace(target)


def _beside(manifest: Manifest) -> Sequence[BackupFile]:
    return [file for file in manifest.files if file.name != manifest.snapshot.file]


def _pictures(data_dir: Path) -> list[str]:
    folders = (data_dir / PHOTOS, data_dir / CLIPS)
    found = (path.relative_to(data_dir).as_posix() for folder in folders for path in folder.glob("*/*"))
    return sorted(name for name in found if _PICTURE.fullmatch(name))


def _copy(source: Path, target: Path) -> None:
    """Copy a file, for its owner alone from the first byte on."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    with (
        source.open("rb") as content,
        os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to,
    ):
        shutil.copyfileobj(content, to)


def file_of(folder: Path, name: str) -> BackupFile:
    """Return what a manifest says of a file."""
    return BackupFile(name, (folder / name).stat().st_size, _digest(folder / name))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
