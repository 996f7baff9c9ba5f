"""What the ingest counts, and whether the share of what cannot be used has jumped."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dashboard.domain.jumps import ShareWatch
from dashboard.ports.ingest import Recorded
from data_sources.mqtt.client import Received


@dataclass
class Tally:
    """What the ingest counted since it started; `lag_s` is the age of the newest recorded message at its commit,
    and `refused` counts the values that were not taken, by reason; `positions_refused` the positions of people."""

    received: int = 0
    committed: int = 0
    accepted: int = 0
    repeated: int = 0
    quarantined: int = 0
    camera_events: int = 0
    unmapped: int = 0
    batches: int = 0
    positions: int = 0
    lag_s: float = 0.0
    refused: dict[str, int] = field(default_factory=dict)
    positions_refused: dict[str, int] = field(default_factory=dict)

    def add(self, batch: Sequence[Received], recorded: Recorded) -> None:
        """Counts a committed batch."""
        self.batches += 1
        self.committed += len(batch)
        self.accepted += recorded.accepted
        self.repeated += recorded.repeated
        self.quarantined += recorded.quarantined
        self.camera_events += recorded.camera_events
        self.unmapped += recorded.unmapped
        self.positions += recorded.positions.kept
        _add_each(self.refused, recorded.refused)
        _add_each(self.positions_refused, recorded.positions.refused)
        self.lag_s = round(max(0.0, time.time() - batch[-1].delivery.received_us / 1e6), 3)


def _add_each(counts: dict[str, int], more: Mapping[str, int]) -> None:
    for reason, times in more.items():
        counts[reason] = counts.get(reason, 0) + times


@dataclass
class TallyWatch:
    """Watches the messages that go to quarantine, and the fields that no mapping names."""

    _before: Tally = field(default_factory=Tally)
    _watches: dict[str, ShareWatch] = field(
        default_factory=lambda: {"quarantined": ShareWatch(), "unmapped": ShareWatch()}
    )

    def look(self, tally: Tally, at_s: float) -> dict[str, dict[str, float | None]]:
        """Return the jumps that stand, share and usual share (0-1) by what jumped; `at_s` is of a clock that rises."""
        counts = tuple(_growth(self._before, tally))
        self._before = replace(tally)
        found = {}
        for (name, watch), (whole, unusable) in zip(self._watches.items(), counts, strict=True):
            watch.count(whole, unusable, at_s)
            if jump := watch.jump(at_s):
                found[name] = {"share": round(jump.share, 3), "usual": jump.usual and round(jump.usual, 3)}
        return found


def _growth(before: Tally, now: Tally) -> Iterator[tuple[int, int]]:
    """All and the unusable of them since then: messages, then fields (a reading is a field that was mapped)."""
    yield now.committed - before.committed, now.quarantined - before.quarantined
    unmapped = now.unmapped - before.unmapped
    readings = now.accepted + now.repeated - before.accepted - before.repeated
    yield readings + unmapped, unmapped
