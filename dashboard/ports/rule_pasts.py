"""What trying a rule on the past reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from dashboard.domain.rule_preview import Band, Past


class MeasuredAsset(NamedTuple):
    """An asset that has measured a metric, with its newest value."""

    asset_key: int
    asset_id: str
    area_key: int | None
    value: float


class Reached(NamedTuple):
    """The assets with a value outside a band, and when the oldest kept hour of all that were asked for began."""

    asset_keys: frozenset[int]
    oldest_us: int | None


class RulePasts(Protocol):
    """The past of one metric of many assets. Each may raise Unavailable."""

    def measured(self, kind: str, metric: str) -> Sequence[MeasuredAsset]:
        """The assets of a kind that have measured the metric."""

    def reached(self, asset_keys: Sequence[int], metric: str, band: Band, from_us: int) -> Reached:
        """Which of the assets had a value outside the band since then."""

    def pasts(
        self, asset_keys: Sequence[int], metric: str, band: Band, from_us: int, readings: int
    ) -> Mapping[int, Past]:
        """The hours since then that lie outside the band, with the next one after each, and readings.

        These are about so many at most: those of the newest hours outside the band, and of hours not rolled up.
        """
