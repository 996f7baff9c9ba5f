"""Where data come from, and how the fields of devices are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from typing import Any, Final

from dashboard.domain.durations import SECOND_US
from dashboard.domain.readings import midnight_before, to_us
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.sources import SourceBoard, board
from dashboard.ports.sources import SourceReads
from dashboard.services.access import require
from dashboard.services.remembered import Remembered

_SLICE_US: Final = 10 * SECOND_US


class Sources:
    """Reads for the administrator; shared for ten seconds. Each method raises Unavailable."""

    def __init__(self, reads: SourceReads, *, clock: Callable[[], int], zone: tzinfo) -> None:
        self._reads = reads
        self._clock = clock
        self._zone = zone
        self._remembered = Remembered()

    def board(self, actor: Actor) -> SourceBoard:
        """Every kind of data with its newest record. Raises Forbidden."""
        require(actor, Permission.VIEW_PROCESSES)
        return self._remembered.get("board", self._clock() // _SLICE_US, self._read)

    def mappings(self, actor: Actor) -> Sequence[Mapping[str, Any]]:
        """The imported mappings in their order. Raises Forbidden."""
        require(actor, Permission.REGISTER_DEVICES)
        return self._reads.mapping_specs()

    def _read(self) -> SourceBoard:
        now_us, lines = self._clock(), self._reads.sources()
        return board(lines, to_us(midnight_before(now_us, self._zone)), now_us)
