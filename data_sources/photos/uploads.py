"""Pictures on their way as files: `<sha256>.part` grows, `.json` tells of it, in a folder for each account."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from dashboard.errors import Unusable
from dashboard.ports.uploads import Upload, UploadFiles

FOLDER: Final = "uploads"
_PART: Final = ".part"
_ABOUT: Final = ".json"
_SECOND_US: Final = 1_000_000


class UploadFolder(UploadFiles):
    """Uploads below one folder, which several web servers may share."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / FOLDER

    def find(self, account: str, sha256: str) -> Upload | None:
        """As the files say."""
        with self._translated():
            return _read(self._path(account, sha256))

    def begin(self, account: str, sha256: str, size_bytes: int, most: int) -> Upload:
        """The file of its bytes comes first: what is told of has one."""
        path = self._path(account, sha256)
        with self._translated(), self._alone(account):
            known = _read(path)
            if known is not None:
                return known
            for old in _unfinished(path.parent)[most - 1 :]:
                _remove(old)
            path.with_suffix(_PART).touch(mode=0o600)
            _write_about(path, {"size_bytes": size_bytes})
            return Upload(sha256=sha256, size_bytes=size_bytes, offset=0)

    def append(self, account: str, sha256: str, offset: int, part: bytes) -> Upload | None:
        """One at a time for an account, so that two phones that send the same do not mix."""
        path = self._path(account, sha256)
        with self._translated(), self._alone(account):
            known = _read(path)
            if known is None or known.photo is not None or known.offset != offset:
                return known
            with path.with_suffix(_PART).open("ab") as file:
                file.write(part)
                file.flush()
                os.fsync(file.fileno())
            return _read(path)

    def content(self, account: str, sha256: str) -> bytes | None:
        """The bytes that came."""
        with self._translated():
            try:
                return self._path(account, sha256).with_suffix(_PART).read_bytes()
            except FileNotFoundError:
                return None

    def finish(self, account: str, sha256: str, photo: str) -> None:
        """What it became is told before its bytes go."""
        path = self._path(account, sha256)
        with self._translated(), self._alone(account):
            known = _read(path)
            size_bytes = 0 if known is None else known.size_bytes
            _write_about(path, {"size_bytes": size_bytes, "photo": photo})
            path.with_suffix(_PART).unlink(missing_ok=True)

    def drop(self, account: str, sha256: str) -> None:
        """Both files."""
        with self._translated(), self._alone(account):
            _remove(self._path(account, sha256))

    def forget(self, before_us: int) -> int:
        """One account after the other; an empty folder stays for its lock."""
        gone = 0
        with self._translated():
            for folder in sorted(each for each in self._folder.glob("*") if each.is_dir()):
                with _locked(folder):
                    old = [path for path in _known(folder) if _touched_us(path) < before_us]
                    gone += len(old)
                    for path in old:
                        _remove(path)
        return gone

    def _of(self, account: str) -> Path:
        return self._folder / hashlib.sha256(account.encode()).hexdigest()[:32]

    def _path(self, account: str, sha256: str) -> Path:
        return self._of(account) / sha256

    @contextmanager
    def _alone(self, account: str) -> Iterator[None]:
        folder = self._of(account)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(folder):
            yield

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Unusable(
                f"pictures on their way cannot be kept in {self._folder} ({error.strerror}): make room there, or let "
                "this user write there"
            ) from error


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Processes that are killed let go of it."""
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _read(path: Path) -> Upload | None:
    try:
        about = json.loads(path.with_suffix(_ABOUT).read_bytes())
        size_bytes, photo = int(about["size_bytes"]), about.get("photo")
        offset = size_bytes if photo else path.with_suffix(_PART).stat().st_size
    except FileNotFoundError:
        return None
    return Upload(sha256=path.name, size_bytes=size_bytes, offset=offset, photo=photo)


def _write_about(path: Path, about: dict[str, object]) -> None:
    """Whole or not at all."""
    draft = path.with_suffix(".draft")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(about, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path.with_suffix(_ABOUT))


def _known(folder: Path) -> set[Path]:
    return {path.with_suffix("") for path in folder.iterdir() if path.suffix}


def _unfinished(folder: Path) -> list[Path]:
    """Those with bytes here, the one that was touched last first."""
    parts = (path.with_suffix("") for path in folder.glob(f"*{_PART}"))
    return sorted(parts, key=_touched_us, reverse=True)


def _touched_us(path: Path) -> int:
    files = (path.with_suffix(suffix) for suffix in (_PART, _ABOUT, ".draft"))
    return max((round(file.stat().st_mtime * _SECOND_US) for file in files if file.exists()), default=0)


def _remove(path: Path) -> None:
    for suffix in (_ABOUT, _PART, ".draft"):
        path.with_suffix(suffix).unlink(missing_ok=True)
