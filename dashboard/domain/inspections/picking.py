"""Whom chance picks: everybody may be, whoever was picked lately less often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard.domain.durations import DAY_US

COUNTS_US: Final = 30 * DAY_US
"""Picks that are older make nobody less likely."""


def weight(times: int) -> float:
    """Return how likely somebody is who was picked so often lately, against 1 for somebody who never was."""
    return 1.0 / (1 + times)


def pick(candidates: Sequence[str], picked: Mapping[str, int], chance: float) -> str:
    """Return the one of the candidates on whom `chance` (0 ≤ chance < 1) falls, each by their weight.

    With the same candidates in any order, picks and chance it is the same one, so that a record can be proven.
    """
    ordered = sorted(candidates)
    weights = [weight(picked.get(each, 0)) for each in ordered]
    left = chance * sum(weights)
    for each, part in zip(ordered, weights, strict=True):
        left -= part
        if left < 0:
            return each
    return ordered[-1]
