"""One instance per data folder: an advisory lock that ends with the processes that hold it."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from dashboard.errors import Conflict

_PAUSE_S: Final = 0.1
_PATIENCE_S: Final = 20.0


@contextmanager
def instance_lock(
    data_dir: Path, *, sleep: Callable[[float], None] = time.sleep, patience_s: float = _PATIENCE_S
) -> Iterator[int]:
    """Holds the lock of `data_dir` and gives its file descriptor, which children that shall hold it too may inherit.

    When the owner is gone and only its children still hold the lock, they are about to stop: they get `patience_s`
    seconds. Raises Conflict when the folder stays in use.
    """
    descriptor = os.open(data_dir / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _acquire(descriptor, data_dir, sleep, round(patience_s / _PAUSE_S))
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, data_dir: Path, sleep: Callable[[float], None], attempts: int) -> None:
    for _ in range(attempts):
        if _try_lock(descriptor):
            return
        if _is_alive(_owner(descriptor)):
            break
        sleep(_PAUSE_S)
    if not _try_lock(descriptor):
        raise Conflict(
            f"{data_dir} is in use by another Xiuhua (process {_owner(descriptor)}): "
            "stop that one, or give this one its own XIUHUA_DATA_DIR"
        )


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _owner(descriptor: int) -> int:
    return int(os.pread(descriptor, 20, 0) or 0)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid > 0
