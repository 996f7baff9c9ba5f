"""Runs nats-server: starts it again when its store broke, gives up forgotten sessions, tells how full it is."""

from __future__ import annotations

import fcntl
import logging
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

from dashboard.errors import Unavailable
from data_sources.mqtt.broker import SESSION_ROOM_BYTES
from data_sources.mqtt.broker_monitor import BrokerMonitor, StoreState
from data_sources.mqtt.session_keeper import SessionKeeper
from data_sources.processes.lifeline import die_with_parent

log = logging.getLogger(__name__)

ROOM_BYTES: Final = 32 * 1000 * 1000
"""The broker needs so much room to start, and is not started again before."""

_LOOK_S: Final = 1.0
_STOP_S: Final = 10.0
_LOCK_S: Final = 20.0
_NAMED: Final = 5
_BROKEN_STORE: Final = re.compile("write error|no space|not enabled|disabled|shutdown", re.IGNORECASE)


class Voice(Protocol):
    """The connection by which the broker's state is told."""

    def start(self) -> None: ...

    def tell(self, status: Mapping[str, Any]) -> None: ...

    def stop(self) -> None: ...


@dataclass
class BrokerProcess:
    """The embedded broker as one process and its server.

    `command` gives the server's command line and writes its configuration, and `refresh` writes it anew when users
    of devices came or went, and tells whether; `monitor` asks the server of a process id; `free` tells how many
    bytes the disk has left; `forget` gives up the session of a client id; `shown` is a client id as others may see it.
    """

    folder: Path
    command: Callable[[], list[str]]
    refresh: Callable[[], bool]
    monitor: Callable[[int], BrokerMonitor]
    voice: Voice
    keeper: SessionKeeper
    free: Callable[[Path], int]
    forget: Callable[[str], None]
    shown: Callable[[str], str]
    _lock: int = -1
    _ailing: str | None = None
    _is_heard: bool = False
    _is_up: bool = False
    _is_limited: bool = False
    _refusals: set[str] = field(default_factory=set)

    def run(self, stop: threading.Event) -> None:
        """Run until told to stop. Raises Unavailable when the server does not start."""
        with self._only_one(stop):
            try:
                while self._wait_for_room(stop):
                    self._run_server(stop)
            finally:
                self.voice.stop()

    @contextmanager
    def _only_one(self, stop: threading.Event) -> Iterator[None]:
        """Hold a lock that lives as long as any server on this store, so that no two ever write to it."""
        self._lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        deadline_s = time.monotonic() + _LOCK_S
        try:
            while not stop.is_set() and not _try_lock(self._lock):
                if time.monotonic() > deadline_s:
                    raise Unavailable(f"another broker runs on {self.folder}: stop that one")
                stop.wait(0.1)
            yield
        finally:
            os.close(self._lock)

    def _wait_for_room(self, stop: threading.Event) -> bool:
        """Wait until the disk has room for a start; False: told to stop."""
        said = False
        while not stop.is_set() and self.free(self.folder) < ROOM_BYTES:
            if not said:
                log.error("the disk of %s is full: the broker starts as soon as there is room", self.folder)
            said = True
            stop.wait(_LOOK_S)
        return not stop.is_set()

    def _run_server(self, stop: threading.Event) -> None:
        self._is_up = self._is_limited = False
        for left_over in (self.folder / "ports").glob("*.ports"):
            left_over.unlink(missing_ok=True)
        server = subprocess.Popen(
            self.command(), pass_fds=(self._lock,), preexec_fn=partial(die_with_parent, os.getpid())
        )
        try:
            monitor = self.monitor(server.pid)
            while server.poll() is None and not stop.wait(_LOOK_S):
                if self._look(monitor):
                    return
                self._follow_users(server)
        finally:
            _end(server)
        if stop.is_set():
            return
        if not self._is_up:
            raise Unavailable(f"nats-server does not start (exit code {server.returncode}); the lines above say why")
        log.error("nats-server ended (exit code %s) and is started again", server.returncode)

    def _follow_users(self, server: subprocess.Popen[bytes]) -> None:
        """Have the server take in users that came or went; nobody else is disconnected."""
        try:
            if self._is_up and self.refresh():
                server.send_signal(signal.SIGHUP)
                log.info("the broker takes in the users of devices as they are now")
        except Unavailable as error:
            log.error("the users of devices stay as they were: %s", error)

    def _look(self, monitor: BrokerMonitor) -> bool:
        """Look after the server; return whether it must be started again, and can be."""
        try:
            problem = monitor.problem()
            store = monitor.store()
            is_overfull = self._limit(monitor, store)
            names = {session.key: monitor.client_id(session.key) for session in store.sessions if not session.is_served}
        except Unavailable as error:
            log.debug("%s", error)
            return False
        self._is_up = True
        is_broken = problem is not None and _BROKEN_STORE.search(problem) is not None
        self._note(problem if is_broken else None)
        if is_broken and self.free(self.folder) >= ROOM_BYTES:
            log.warning("there is room again: the broker is started anew")
            return True
        if is_overfull:
            log.warning("more came than the store may hold before that was told: the broker is started anew, with room")
            return True
        self._tell(store, names)
        if not is_broken:
            self._give_up(self.keeper.overdue(store, names))
        return False

    def _limit(self, monitor: BrokerMonitor, store: StoreState) -> bool:
        """Limit the messages, once a server; return whether so many came before that sessions have no room left."""
        if self._is_limited or store.limit_bytes <= 0:
            return False
        self._is_limited = monitor.limit_messages(store.limit_bytes)
        return self._is_limited and monitor.store().used_bytes > store.limit_bytes + SESSION_ROOM_BYTES // 2

    def _note(self, problem: str | None) -> None:
        """Say once that the store broke, and once that it works again."""
        if problem and not self._ailing:
            log.error("the broker cannot store messages: %s", problem)
        elif self._ailing and not problem:
            log.info("the broker stores messages again")
        self._ailing = problem

    def _tell(self, store: StoreState, names: Mapping[str, str]) -> None:
        if not self._is_heard:
            self._is_heard = True
            self.voice.start()
        unserved = [session for session in store.sessions if not session.is_served and session.waiting]
        unserved.sort(key=lambda session: -session.waiting)
        self.voice.tell(
            {
                "state": "online",
                **({"problem": f"it cannot store messages: {self._ailing}"} if self._ailing else {}),
                "store_bytes": store.used_bytes,
                "store_limit_bytes": store.limit_bytes,
                "waiting_unserved": sum(session.waiting for session in unserved),
                "unserved": {self.shown(names[session.key]): session.waiting for session in unserved[:_NAMED]},
            }
        )

    def _give_up(self, client_ids: list[str]) -> None:
        for client_id in client_ids:
            try:
                self.forget(client_id)
                log.warning("the session of %s, which nobody serves, was given up with what waited in it", client_id)
                self._refusals.discard(client_id)
            except Unavailable as error:
                if client_id not in self._refusals:
                    log.warning("%s", error)
                self._refusals.add(client_id)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _end(server: subprocess.Popen[bytes]) -> None:
    """End the server and wait; what does not end in time is killed."""
    if server.poll() is None:
        server.terminate()
    try:
        server.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
