"""The value in the middle."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median


def middle(values: Sequence[float]) -> float | None:
    """Return the median, the mean of the two in the middle of an even number; None of nothing."""
    return median(values) if values else None
