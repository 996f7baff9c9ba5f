"""What programs ask about assets: lists, one asset, and the history of one, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from dashboard.domain.machine_reads import AssetEntry, AssetQuery, Reading, ReadingPosition, ReadingQuery
from dashboard.domain.metrics import METRICS
from dashboard.domain.sensors import device_types
from dashboard.errors import BadInput, NotFound
from dashboard.ports.register import AssetReads
from dashboard.services.paging import check_limit, cursor_of, position_of

MOST_ASSETS: Final = 100_000
MOST_READINGS: Final = 10_000


class AssetPage(NamedTuple):
    """Assets by asset_id; `next` is the cursor of the page after it, None on the last."""

    items: Sequence[AssetEntry]
    next: str | None


class ReadingPage(NamedTuple):
    """Readings, newest first; `next` is the cursor of the page after it, None on the last."""

    items: Sequence[Reading]
    next: str | None


class Assets:
    """The reads. Raises BadInput saying what is allowed, NotFound, or Unavailable."""

    def __init__(self, source: AssetReads) -> None:
        self._source = source

    def page(self, query: AssetQuery) -> AssetPage:
        """The assets that the query means, at most its limit."""
        check_limit(query.limit, MOST_ASSETS)
        unknown = sorted(set(query.kinds) - set(device_types()))
        if unknown:
            raise BadInput(f"there is no kind {unknown[0]}; there are {', '.join(sorted(device_types()))}")
        _check_bounds(query)
        if query.area is not None and not self._source.area_exists(query.area):
            raise BadInput(f"there is no area {query.area}; /api/v1/map/areas lists their codes")
        found = self._source.assets(query._replace(limit=query.limit + 1))
        more = len(found) > query.limit
        items = found[: query.limit]
        return AssetPage(items, items[-1].asset_id if more else None)

    def one(self, asset_id: str) -> AssetEntry:
        """One asset."""
        entry = self._source.asset(asset_id)
        if entry is None:
            raise NotFound(f"there is no asset {asset_id}")
        return entry

    def readings(
        self,
        asset_id: str,
        *,
        metric: str | None = None,
        from_us: int | None = None,
        until_us: int | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> ReadingPage:
        """The asset's readings from `from_us` on and before `until_us`, newest first."""
        check_limit(limit, MOST_READINGS)
        if metric is not None and metric not in METRICS:
            raise BadInput(f"there is no metric {metric}; there are {', '.join(METRICS)}")
        if from_us is not None and until_us is not None and from_us >= until_us:
            raise BadInput("from must be before to")
        after = position_of(cursor, 3)
        self.one(asset_id)
        position = ReadingPosition(*after) if after else None
        found = self._source.readings(ReadingQuery(asset_id, metric, from_us, until_us, position, limit + 1))
        items = found[:limit]
        if len(found) <= limit:
            return ReadingPage(items, None)
        last = items[-1]
        return ReadingPage(items, cursor_of(last.measured_us, METRICS[last.metric].number, last.discriminator))


def _check_bounds(query: AssetQuery) -> None:
    bounds = query.bounds
    if bounds is None:
        return
    inside = -180 <= bounds.west <= bounds.east <= 180 and -90 <= bounds.south <= bounds.north <= 90
    if not inside:
        raise BadInput("bbox must be west,south,east,north in degrees (WGS-84)")
