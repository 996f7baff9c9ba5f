"""Ties a process to its parent's life, so that nothing is left behind when the parent is killed."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Final

_PR_SET_PDEATHSIG: Final = 1


def die_with_parent(parent_pid: int | None = None) -> None:
    """Asks the system to send SIGTERM to this process when its parent ends, however it ends (Linux; see prctl(2)).

    The request outlives exec. With `parent_pid` a parent that has ended before the request is noticed too.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if parent_pid is not None and os.getppid() != parent_pid:
        os.kill(os.getpid(), signal.SIGTERM)
