"""The folder DATA_DIR: writable, and its owner's alone."""

from __future__ import annotations

import errno
import logging
import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from dashboard.errors import Unusable
from data_sources.photos.files import FOLDER

log = logging.getLogger(__name__)

_OTHERS: Final = 0o077
_OURS: Final = re.compile(
    r"xiuhua\.db(-\w+)?|secret_key(\..+)?|broker|log|lock|photos|supervisord\.pid|\.writable(\..+)?"
)
_ANOTHER: Final = "set XIUHUA_DATA_DIR to another folder"
_WHAT_TO_DO: Final = {
    errno.ENOSPC: "the disk is full: make room, or set XIUHUA_DATA_DIR to another disk",
    errno.EDQUOT: "the disk quota is used up: make room, or set XIUHUA_DATA_DIR to another disk",
    errno.EROFS: f"the disk is read-only: {_ANOTHER}",
    errno.EACCES: f"it belongs to another user: {_ANOTHER}",
    errno.EPERM: f"it belongs to another user: {_ANOTHER}",
    errno.EEXIST: f"it is a file: {_ANOTHER}",
    errno.ENOTDIR: f"a part of it is a file: {_ANOTHER}",
}


def write_probe(data_dir: Path) -> None:
    """Writes a block into the folder and removes it again. Raises OSError."""
    probe = data_dir / f".writable.{os.getpid()}"
    try:
        probe.write_bytes(bytes(4096))
    finally:
        probe.unlink(missing_ok=True)


def open_data_dir(data_dir: Path, probe: Callable[[Path], None] = write_probe) -> None:
    """Makes the folder, or takes the rights of other users from what an older Xiuhua left open to them.

    Raises Unusable, with what to do, when nothing can be written there.
    """
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe(data_dir)
    except OSError as error:
        what_to_do = _WHAT_TO_DO.get(error.errno or 0, f"{error.strerror}: {_ANOTHER}")
        raise Unusable(f"cannot write to {data_dir}, {what_to_do}") from error
    tightened = sum(map(_tighten, _loose(data_dir)))
    if tightened:
        log.warning("%s was open to other users of this machine; now it is its owner's alone", data_dir)


def _loose(data_dir: Path) -> Iterator[Path]:
    """What is ours and open to others; the folder itself only when nothing but ours lies in it."""
    names = sorted(os.listdir(data_dir))
    ours = [data_dir / name for name in names if _OURS.fullmatch(name)]
    if len(ours) == len(names):
        yield data_dir
    elif data_dir.stat().st_mode & _OTHERS:
        log.warning(
            "%s holds other things too and stays open to other users: give Xiuhua a folder of its own", data_dir
        )
    for path in ours:
        yield path
        # Nobody else gets into the folder of pictures, and of these there are too many to look at each.
        if path.is_dir() and not path.is_symlink() and path.name != FOLDER:
            yield from (Path(folder) / name for folder, *within in os.walk(path) for part in within for name in part)


def _tighten(path: Path) -> bool:
    """Takes the rights of others; of what is not this user's own nothing is changed."""
    try:
        found = path.lstat()
        is_ours = found.st_uid == os.geteuid() and (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode))
        if not is_ours or found.st_mode & stat.S_ISVTX or not found.st_mode & _OTHERS:
            return False
        path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
    except FileNotFoundError:
        return False
    return True
