"""Passwords as argon2id digests (RFC 9106): 19 MiB, two passes, one lane, about 50 ms; few at a time."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dashboard.ports.accounts import PasswordDigests

_AT_ONCE: Final = 2
_NICENESS: Final = 10
"""Whoever signs in can wait a little; the live channel on the same cores goes first."""

Found = TypeVar("Found")


class Argon2Digests(PasswordDigests):
    """Digests with the parameters that OWASP names for a web server; argon2 releases the interpreter meanwhile."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="argon2", initializer=_stand_back)
        self._nobody = self._hasher.hash("nobody has this password")

    def digest(self, password: str) -> str:
        """The digest to keep."""
        return self._in_turn(lambda: self._hasher.hash(password))

    def matches(self, digest: str, password: str) -> bool:
        """Whether it is this password; without a digest it takes as long and is none."""
        try:
            return self._in_turn(lambda: self._hasher.verify(digest or self._nobody, password)) and bool(digest)
        except (VerificationError, InvalidHashError):
            return False

    def is_old(self, digest: str) -> bool:
        """Whether it was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(digest)

    def _in_turn(self, work: Callable[[], Found]) -> Found:
        return self._threads.submit(work).result()


def _stand_back() -> None:
    """Lower the priority of the present thread; only Linux gives each thread one of its own."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
