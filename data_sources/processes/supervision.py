"""supervisord as a child: started with our configuration, watched through its log lines, stopped with all it runs."""

from __future__ import annotations

import os
import queue
import re
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import IO, Final, NamedTuple

from data_sources.processes.lifeline import die_with_parent

_ROOT: Final = Path(__file__).parents[2]
_RUNNER: Final = "data_sources.processes.supervisord"
_STOP_PATIENCE_S: Final = 40.0
_LAST_ERRORS: Final = 50


class Change(StrEnum):
    """What happened to a process."""

    SPAWNED = "spawned"
    RUNNING = "running"
    ENDED = "ended"
    GIVEN_UP = "given up"
    STOPPED = "stopped"


class ProcessEvent(NamedTuple):
    """One change of one supervised process; `detail` says how it ended, or its process id."""

    process: str
    change: Change
    detail: str = ""


_LINES: Final = (
    (Change.SPAWNED, re.compile(r" INFO spawned: '(?P<process>[^']+)' with pid (?P<detail>\d+)")),
    (Change.RUNNING, re.compile(r" INFO success: (?P<process>\S+) entered RUNNING state(?P<detail>)")),
    (Change.ENDED, re.compile(r" (?:INFO|WARN) exited: (?P<process>\S+) \((?P<detail>[^;)]*)")),
    (Change.GIVEN_UP, re.compile(r" INFO gave up: (?P<process>\S+) entered FATAL state(?P<detail>)")),
    (Change.STOPPED, re.compile(r" (?:INFO|WARN) stopped: (?P<process>\S+) \((?P<detail>[^)]*)\)")),
)


def read_event(line: str) -> ProcessEvent | None:
    """What a line of supervisord's log says of a process, if anything."""
    for change, pattern in _LINES:
        if match := pattern.search(line):
            return ProcessEvent(match["process"], change, match["detail"])
    return None


class Supervision:
    """A running supervisord. Use it as a context manager: at the end all processes are stopped.

    `keep_open` is inherited by supervisord (and by none of its processes), so that a lock lives as long as it does.
    supervisord ends, with all that it runs, when this process is killed.
    """

    def __init__(self, config: Path, environment: Mapping[str, str], keep_open: int | None = None) -> None:
        self._command = [sys.executable, "-m", _RUNNER, "--nodaemon", "--configuration", str(config.absolute())]
        self._environment = {**environment, "PATH": _path_with_this_python(environment.get("PATH", os.defpath))}
        self._last_errors: deque[str] = deque(maxlen=_LAST_ERRORS)
        self._keep_open = () if keep_open is None else (keep_open,)
        # A SimpleQueue waits without end when a signal is handled just as its time runs out (CPython 3.11).
        self._events: queue.Queue[ProcessEvent] = queue.Queue()

    def __enter__(self) -> Supervision:
        self._process = subprocess.Popen(
            self._command,
            cwd=_ROOT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=self._keep_open,
            start_new_session=True,
            preexec_fn=partial(die_with_parent, os.getpid()),
            text=True,
            errors="replace",
        )
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._readers = (
            threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True),
            threading.Thread(target=self._read_errors, args=(self._process.stderr,), daemon=True),
        )
        for reader in self._readers:
            reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def is_running(self) -> bool:
        """Whether supervisord itself lives."""
        return self._process.poll() is None

    def next_event(self, timeout_s: float) -> ProcessEvent | None:
        """The next event, or None when none came in time."""
        try:
            return self._events.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def complaint(self) -> str:
        """What supervisord had to say when it ended by itself."""
        self._readers[1].join(_STOP_PATIENCE_S)
        lines = list(self._last_errors)
        errors = [line.removeprefix("Error: ") for line in lines if line.startswith("Error: ")] or lines[-1:]
        return errors[0] if errors else f"its exit code is {self._process.poll()}"

    def stop(self) -> None:
        """Stops every process in order and waits until all have ended; what does not end is killed."""
        self._process.terminate()
        try:
            self._process.wait(_STOP_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for reader in self._readers:
            reader.join()

    def _read(self, output: IO[str]) -> None:
        with output:
            for line in output:
                if event := read_event(line):
                    self._events.put(event)

    def _read_errors(self, output: IO[str]) -> None:
        """Keep the last lines: a file in a full folder would end supervisord when it complains."""
        with output:
            for line in output:
                if line.strip():
                    self._last_errors.append(line.rstrip())


def _path_with_this_python(path: str) -> str:
    return f"{Path(sys.executable).parent}{os.pathsep}{path}"
