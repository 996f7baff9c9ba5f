"""The ports of the core: what it needs from outside, as protocols that adapters fulfil."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from dashboard.domain.readings import Delivery, Device, Parsed
from dashboard.domain.severity import AssetState

if TYPE_CHECKING:
    from dashboard.domain.alarms import AlarmTransition, OpenAlarm
    from dashboard.domain.camera_events import CameraEventReport, CameraPicture
    from dashboard.domain.mappings import MappingRules

Registry = Mapping[str, Device]
"""The devices by their `device_ref`."""


@dataclass(frozen=True, kw_only=True)
class Uplink:
    """One envelope in which devices report.

    `topic_filters` are the MQTT subscriptions it needs (none: it arrives by HTTP only) and `topic_pattern` a
    regular expression that its topics match whole. `read` turns a delivery into canonical observations; it
    raises UnreadablePayload when nothing of the delivery can be understood, and nothing else, whatever the bytes.
    """

    key: str
    topic_filters: tuple[str, ...]
    topic_pattern: str
    read: Callable[[Delivery, MappingRules, Registry], Parsed]


@dataclass(frozen=True, kw_only=True)
class CameraSource:
    """One way in which cameras report events; `read` keeps the same promise as an uplink's."""

    key: str
    topic_filters: tuple[str, ...]
    topic_pattern: str
    read: Callable[[Delivery], list[CameraEventReport] | list[CameraPicture]]


class ObservationRow(NamedTuple):
    """One reading as it is stored; `metric` is the metric's number, times in µs, `hour` in hours since the epoch."""

    hour: int
    asset_key: int
    metric: int
    measured_us: int
    discriminator: int
    value: float
    received_us: int
    flags: int


@dataclass(slots=True)
class AssetLatest:
    """What is known of an asset now; changed in place inside one unit of work.

    `values` maps metric keys to `[value, measured_us]`. `memory` is JSON-able and belongs to the rules.
    """

    asset_key: int
    state: AssetState
    last_seen_us: int
    changed_us: int
    values: dict[str, list[Any]] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)
    due_us: int | None = None
    """When the worker must look at it again, though no reading came."""


class QuarantineRow(NamedTuple):
    """A delivery that could not be read, verbatim, with the reason."""

    delivery: Delivery
    channel: str
    reason: str
    detail: str


class QuarantinedDelivery(NamedTuple):
    """A delivery that waits in quarantine, with its key."""

    quarantine_key: int
    channel: str
    delivery: Delivery


class NewReason(NamedTuple):
    """Why a delivery is still in quarantine after it was read again."""

    quarantine_key: int
    reason: str
    detail: str


class ParkingChange(NamedTuple):
    """A bay whose occupancy changed at `at_us`; `lasted_s` is how long it had been as before (None: unknown)."""

    asset_key: int
    at_us: int
    occupied: bool
    lasted_s: float | None


class IngestWork(Protocol):
    """One transaction of the ingest. Everything in it lands together or not at all."""

    def latest(self, asset_keys: Sequence[int]) -> dict[int, AssetLatest]:
        """The present state of each asset, locked until the end of the transaction."""

    def open_alarms(self, asset_keys: Sequence[int]) -> dict[int, dict[str, OpenAlarm]]:
        """The open alarms of the assets that have any, by rule key."""

    def add_observations(self, rows: Sequence[ObservationRow]) -> int:
        """Stores what is not stored yet; gives the number of rows that were new."""

    def add_parking_changes(self, changes: Sequence[ParkingChange]) -> None: ...

    def save_latest(self, latest: Iterable[AssetLatest]) -> None: ...

    def apply_transitions(self, device: Device, transitions: Sequence[AlarmTransition], suppressed: bool) -> None:
        """Raises, changes and clears the device's alarms; one that another process raised first is joined."""

    def add_to_quarantine(self, rows: Sequence[QuarantineRow]) -> None:
        """Keeps the deliveries; one that is there already is counted up."""

    def release(self, quarantine_keys: Sequence[int]) -> None:
        """Takes deliveries out of quarantine."""

    def give_new_reasons(self, reasons: Sequence[NewReason]) -> None:
        """Says anew why deliveries stay in quarantine; they are not counted as having come again."""

    def save_camera_event(self, report: CameraEventReport, camera: Device | None, now_us: int) -> None:
        """Adds the report to the event that it belongs to, or stores a new one."""

    def save_camera_picture(self, picture: CameraPicture, now_us: int) -> None:
        """Gives the picture to the event that it belongs to; one that belongs to none is let go."""

    def bump(self, feeds: Iterable[str]) -> dict[str, int]:
        """Raises the revision of each feed by one and gives the new numbers."""


class IngestStore(Protocol):
    """The database as the ingest sees it. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[IngestWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def registry(self) -> dict[str, Device]: ...

    def mapping_specs(self) -> list[dict[str, Any]]: ...

    def revisions(self) -> dict[str, int]:
        """The present revision of each feed."""

    def quarantined(self, after_key: int, limit: int) -> list[QuarantinedDelivery]:
        """The next deliveries in quarantine after `after_key`, oldest first; fewer when they are large."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What became of a batch, in observations (accepted, repeated), deliveries (quarantined) and fields (unmapped)."""

    accepted: int
    repeated: int
    quarantined: int
    camera_events: int
    unmapped: int


class AssetChange(NamedTuple):
    """An asset whose display changed, as the live channel tells it; `values` are presented values."""

    asset_id: str
    state: AssetState
    last_seen_us: int
    values: dict[str, float | str | bool]


class BoardRow(NamedTuple):
    """One asset as the database has it; `values` are presented values, times in ms since the epoch (0: never)."""

    asset_id: str
    kind: str
    name: str
    lon: float
    lat: float
    state: AssetState
    seen_ms: int
    changed_ms: int
    values: dict[str, Any]


class LiveNotifier(Protocol):
    """Tells every web process what changed, after the commit."""

    def publish(self, changes: Sequence[AssetChange], feeds: Mapping[str, int]) -> None: ...


class Clock(Protocol):
    """Now, in µs since the epoch."""

    def __call__(self) -> int: ...
