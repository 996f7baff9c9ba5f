"""One ingest per name: two with one name would take the broker's session from each other every second."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dashboard.errors import BadInput, Unavailable
from dashboard.ports.operations import Clock, Lease, NameLeases

log = logging.getLogger(__name__)

EXPIRY_S: Final = 5.0
"""A holder that has not prolonged its lease for so long is gone. It prolongs it once a second."""

_LOOK_S: Final = 0.5


@dataclass
class NameLease:
    """The right to be the ingest of this name.

    `is_dead` says whether the process that a holder's mark names has certainly ended. `wait` waits so many seconds
    and returns whether to give up. Whether a holder lives is told from its prolonging the lease, never from comparing
    two machines' clocks.
    """

    leases: NameLeases
    name: str
    holder: str
    clock: Clock
    is_dead: Callable[[str], bool]
    wait: Callable[[float], bool]

    def acquire(self) -> bool:
        """Take the name, waiting for as long as a holder that was killed may have prolonged it; False: given up.

        Raises BadInput when another ingest holds the name, and Unavailable.
        """
        seen = self.leases.lease(self._key)
        for _ in range(round(EXPIRY_S / _LOOK_S)):
            if seen is None or seen.holder == self.holder or self.is_dead(seen.holder):
                break
            if self.wait(_LOOK_S):
                return False
            now = self.leases.lease(self._key)
            if now is not None and now != seen:
                raise self._refusal()
            seen = now
        if not self._take(seen):
            raise self._refusal()
        return True

    def prolong(self) -> None:
        """Keep the name. Raises BadInput when another ingest has taken it meanwhile, and Unavailable."""
        now_us = self.clock()
        if not self.leases.take(self._key, self.holder, now_us, now_us + int(EXPIRY_S * 1e6)):
            raise self._refusal()

    def release(self) -> None:
        """Give the name up, so that the next process of this name need not wait."""
        try:
            self.leases.release(self._key, self.holder)
        except Unavailable as error:
            log.warning("the name %s could not be given up (%s); it is free in %g s", self.name, error, EXPIRY_S)

    def _take(self, seen: Lease | None) -> bool:
        """Take it if nobody else has touched it since it was seen."""
        before_us = 0 if seen is None else seen.until_us + 1
        until_us = max(self.clock() + int(EXPIRY_S * 1e6), before_us)
        return self.leases.take(self._key, self.holder, before_us, until_us)

    @property
    def _key(self) -> str:
        return f"name:{self.name}"[:80]

    def _refusal(self) -> BadInput:
        return BadInput(
            f"another ingest runs under the name {self.name}: stop that one, or tell this one which of several it is "
            "(--partition K/N, or --member N of a share group)"
        )
