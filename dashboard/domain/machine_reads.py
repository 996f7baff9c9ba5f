"""What the HTTP API reads out: the records behind its lists, free of JSON."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.domain.readouts import LiveValue
from dashboard.domain.severity import AssetState


class Bounds(NamedTuple):
    """A rectangle in degrees, WGS-84."""

    west: float
    south: float
    east: float
    north: float


class AssetQuery(NamedTuple):
    """Which assets: of these kinds (none: all), within the bounds, in the area or below it, after that asset_id."""

    kinds: tuple[str, ...] = ()
    bounds: Bounds | None = None
    area: str | None = None
    after: str | None = None
    limit: int = 100_000


class AssetEntry(NamedTuple):
    """One asset with its present state; `area_code` is its grid, `last_seen_us` None when it never reported."""

    asset_id: str
    kind: str
    name: str
    lon: float
    lat: float
    state: AssetState
    area_code: str | None
    last_seen_us: int | None
    values: tuple[LiveValue, ...]


class ReadingPosition(NamedTuple):
    """Where in the history of an asset a reading stands, newest first."""

    measured_us: int
    metric: int
    discriminator: int


class ReadingQuery(NamedTuple):
    """Which readings of an asset: of one metric (None: all), from `from_us` on, before `until_us`, after `after`."""

    asset_id: str
    metric: str | None
    from_us: int | None
    until_us: int | None
    after: ReadingPosition | None
    limit: int


class Reading(NamedTuple):
    """One stored reading; `value` is the stored number."""

    measured_us: int
    metric: str
    discriminator: int
    value: float
    received_us: int
    late: bool
    replayed: bool


class QuarantinedMessage(NamedTuple):
    """A message that could not be read, verbatim; it came `times` times, first and last at those moments."""

    quarantine_key: int
    channel: str
    topic: str
    reason: str
    detail: str
    payload: bytes
    first_received_us: int
    received_us: int
    times: int


class Picture(NamedTuple):
    """A picture as it came; `media_type` was found by its first bytes."""

    media_type: str
    content: bytes
