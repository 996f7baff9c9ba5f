"""What the ingest needs: envelopes and camera sources to read, rows to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from dashboard.domain.camera_events import CameraEventReport, CameraNote, CameraPicture
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_privacy import CameraMask
from dashboard.domain.feeds import Feed
from dashboard.domain.machine_reads import QuarantinedMessage
from dashboard.domain.mappings import MappingRules
from dashboard.domain.positions.known import Taken
from dashboard.domain.readings import Delivery, Device, Parsed
from dashboard.domain.triage.gates import NO_GATES, Gatekeeper
from dashboard.ports.alarms import AlarmTurns
from dashboard.ports.parts import AssetStates, AuditLog, FeedRevisions, Listeners
from dashboard.ports.positions import PositionTaking

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
class CameraPull:
    """How cameras of a source are asked for their events.

    `ask` gets how the camera is reached, and until when (µs) what it told is recorded; it yields payloads that the
    source reads. It goes on for as long as the camera tells, or ends when it told everything and may be asked again
    after `every_s`. It raises Unavailable with the reason, LoginRefused when the camera does not know us, and nothing
    else. `address` is the usual path on a camera, `still` that of what it shows, with `{channel}` in it.
    """

    ask: Callable[[CameraAccess, int], Iterator[bytes]]
    address: str
    every_s: float = 0.0
    still: str = ""


@dataclass(frozen=True, kw_only=True)
class CameraSource:
    """One way in which cameras report events; `read` keeps the same promise as an uplink's."""

    key: str
    topic_filters: tuple[str, ...]
    topic_pattern: str
    read: Callable[[Delivery], list[CameraEventReport] | list[CameraPicture] | list[CameraNote]]
    pull: CameraPull | None = None


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


class QuarantineRow(NamedTuple):
    """A delivery that could not be read, verbatim, with the reason.

    `source` is the key of the uplink or camera source that read it, else the pattern of its topic; `profile` the
    device's model as its network names it. `judged_revision` tells the devices and mappings with which it was judged.
    `device_ref` is the device that somebody would have to take in.
    """

    delivery: Delivery
    channel: str
    reason: str
    detail: str
    source: str = ""
    profile: str = ""
    judged_revision: int = 0
    device_ref: str = ""


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
    source: str = ""
    profile: str = ""
    judged_revision: int = 0
    device_ref: str = ""


class ParkingChange(NamedTuple):
    """A bay whose occupancy changed at `at_us`; `lasted_s` is how long it had been as before (None: unknown)."""

    asset_key: int
    at_us: int
    occupied: bool
    lasted_s: float | None


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What became of a batch, in observations (accepted, repeated), deliveries (quarantined) and fields (unmapped).

    `refused` counts the values that were not taken, by reason; `positions` are those of people.
    """

    accepted: int
    repeated: int
    quarantined: int
    camera_events: int
    unmapped: int
    refused: Mapping[str, int] = field(default_factory=dict)
    positions: Taken = field(default_factory=lambda: Taken(0, {}))


class RefusalRow(NamedTuple):
    """A value that was not taken, as it is counted: the newest one, when it came, and how often it did."""

    asset_key: int
    field: str
    code: str
    value: str
    at_us: int
    times: int


class RefusalRows(Protocol):
    """Values that were not taken, counted at their devices."""

    def count_refusals(self, rows: Sequence[RefusalRow]) -> None:
        """Add to what is counted by asset, field and code; the newest value and time replace those before."""


class ObservationRows(Protocol):
    """Readings and what follows from them."""

    def add_observations(self, rows: Sequence[ObservationRow]) -> int:
        """Store what is not stored yet; return the number of rows that were new."""

    def add_parking_changes(self, changes: Sequence[ParkingChange]) -> None: ...


class QuarantineRows(Protocol):
    """Deliveries that could not be read."""

    def add_to_quarantine(self, rows: Sequence[QuarantineRow]) -> None:
        """Keep the deliveries; one that is there already is counted up."""

    def release(self, quarantine_keys: Sequence[int]) -> None:
        """Take deliveries out of quarantine."""

    def give_new_reasons(self, reasons: Sequence[NewReason]) -> None:
        """Say anew why deliveries stay in quarantine; they are not counted as having come again."""


class CameraEventRows(Protocol):
    """Events that cameras report."""

    def save_camera_event(
        self, report: CameraEventReport, camera: Device | None, now_us: int, keeper: Gatekeeper = NO_GATES
    ) -> None:
        """Add the report to the event that it belongs to, or store a new one; the keeper says whether it waits."""

    def save_camera_picture(self, picture: CameraPicture, now_us: int) -> None:
        """Hand the picture to the event that it belongs to; one that belongs to none is let go."""

    def save_camera_still(self, event_key: int, picture: CameraPicture, now_us: int) -> bool:
        """Give the picture to this event; False when it has got one meanwhile."""

    def save_camera_note(self, note: CameraNote, now_us: int) -> None:
        """Add what is said to the event that it names; of an event that is not known it is let go."""


class IngestWork(
    PositionTaking,
    AssetStates,
    AlarmTurns,
    ObservationRows,
    RefusalRows,
    QuarantineRows,
    CameraEventRows,
    Listeners,
    AuditLog,
    FeedRevisions,
    Protocol,
):
    """One transaction of the ingest. Everything in it lands together or not at all."""


class IngestStore(Protocol):
    """The database as the ingest sees it. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[IngestWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def registry(self) -> dict[str, Device]: ...

    def mapping_specs(self) -> list[dict[str, Any]]: ...

    def camera_masks(self) -> Mapping[str, CameraMask]:
        """What is painted over in pictures, by camera."""

    def revisions(self) -> dict[Feed, int]:
        """The present revision of each feed."""

    def newest(self, kind: str, metric: str, since_us: int) -> dict[int, float]:
        """The newest value of a metric by asset key, of the assets of the kind that told it since then."""

    def quarantined(self, after_key: int, limit: int) -> list[QuarantinedDelivery]:
        """The next deliveries in quarantine after `after_key`, oldest first; fewer when they are large."""

    def quarantine_size(self) -> int:
        """How many deliveries are in quarantine."""

    def outdated(self, revision: int, limit: int) -> list[QuarantinedDelivery]:
        """The next deliveries in quarantine that were judged before `revision`; fewer when they are large."""


class QuarantineReads(Protocol):
    """Where the quarantine is read from; raises Unavailable when that is out of reach."""

    def messages(
        self, reason: str | None, limit: int, before: tuple[int, int] | None
    ) -> tuple[Sequence[QuarantinedMessage], bool]:
        """By (received_us, quarantine_key) downwards, fewer than `limit` when they are large; and whether more come."""

    def reasons(self) -> Sequence[str]:
        """Every reason that occurs."""


class ReplaySender(Protocol):
    """Where replayed messages go."""

    def send(self, topic: str, payload: bytes) -> None:
        """Hand a message over; wait when the broker is slow. Raises Unavailable when it takes nothing."""

    def finish(self) -> None:
        """Wait until the broker has everything. Raises Unavailable when it takes nothing."""
