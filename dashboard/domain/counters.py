"""Counts that go up for ever, such as a rain gauge's: the increase since the count before is the measurement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from dashboard.domain.plausibility import Plausible

COUNTS: Final = "counts"
"""The key of an asset's memory under which the last counts are kept, by metric: `[count, measured_us]`."""

_RESET_BELOW: Final = 0.5


def increase(memory: dict[str, Any], metric: str, count: float, measured_us: int) -> float | None:
    """The increase since the last count, which is kept in `memory`; None when there is nothing to compare with.

    A count below half of the last began anew at zero and is itself the increase; a smaller step back is no rain
    taken back but a correction, and measures zero. A count that is not newer than the last says nothing: the last
    one holds it already.
    """
    counts: dict[str, list[float]] = memory.setdefault(COUNTS, {})
    last = counts.get(metric)
    if last is not None and measured_us <= last[1]:
        return None
    counts[metric] = [count, measured_us]
    if last is None:
        return None
    if count >= last[0]:
        return round(count - last[0], 6)
    return count if count < last[0] * _RESET_BELOW else 0.0


class Counted(NamedTuple):
    """Values with increases instead of counts, and the increases that are more than can be true, by metric."""

    values: dict[str, float]
    refused: dict[str, float]


def counted(
    memory: dict[str, Any],
    values: Mapping[str, float],
    counters: frozenset[str],
    measured_us: int,
    ranges: Mapping[str, Plausible],
) -> Counted:
    """`values` with the increase of each of the `counters`; a first count alone measures nothing."""
    measured = dict(values)
    refused: dict[str, float] = {}
    for metric in counters & measured.keys():
        amount = increase(memory, metric, measured.pop(metric), measured_us)
        if amount is None:
            continue
        limits = ranges[metric]
        into = measured if limits.minimum <= amount <= limits.maximum else refused
        into[metric] = amount
    return Counted(measured, refused)
