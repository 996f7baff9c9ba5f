"""A mark that names one process for good, and whether that process has certainly ended (Linux; see proc(5))."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_START_TIME_FIELD: Final = 19
"""Of what follows the command's name in /proc/PID/stat."""


def process_mark(pid: int | None = None, proc: Path = _PROC) -> str:
    """Return `system:namespace:pid:start`, which no other process ever has; elsewhere than on Linux a random word."""
    pid = os.getpid() if pid is None else pid
    start = _start_time(pid, proc)
    if start is None:
        return secrets.token_hex(16)
    return f"{_system(proc)}:{pid}:{start}"


def has_ended(mark: str, proc: Path = _PROC) -> bool:
    """Whether the process of the mark ran where this one can see it, and is there no longer.

    False when that cannot be told: on another machine, in another container.
    """
    system, _, rest = mark.rpartition(":")[0].rpartition(":")
    start = mark.rpartition(":")[2]
    return bool(system) and system == _system(proc) and rest.isdigit() and _start_time(int(rest), proc) != start


def _system(proc: Path) -> str:
    """The running kernel and the namespace of process ids, as one word."""
    try:
        boot = (proc / "sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}:{os.stat(proc / 'self/ns/pid').st_ino}"
    except OSError:
        return ""


def _start_time(pid: int, proc: Path) -> str | None:
    """The ticks since the start of the system at which the process began; None when there is no such process."""
    try:
        fields = (proc / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else fields[_START_TIME_FIELD]
