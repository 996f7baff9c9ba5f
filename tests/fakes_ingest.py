"""The ingest's store in memory, and devices that report in the canonical form."""

from __future__ import annotations

import copy
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from dashboard.domain.camera_events import CameraEventReport, CameraNote, CameraPicture
from dashboard.domain.camera_privacy import CameraMask
from dashboard.domain.feeds import Feed
from dashboard.domain.positions.known import KnownPosition
from dashboard.domain.positions.reports import Position
from dashboard.domain.readings import Delivery, Device
from dashboard.domain.roster.records import Attendance
from dashboard.domain.severity import AssetState
from dashboard.domain.triage.gates import NO_GATES, Gatekeeper
from dashboard.errors import Unavailable
from dashboard.ports.ingest import (
    NewReason,
    ObservationRow,
    ParkingChange,
    QuarantinedDelivery,
    QuarantineRow,
    RefusalRow,
)
from dashboard.ports.parts import AssetLatest
from tests.fakes_alarms import FakeAlarmStore, FakeAlarmWork, FakeClock, Tables

NOW = 1_763_700_000_000_000
SECOND = 1_000_000
HOUR = 3_600 * SECOND


@dataclass
class Waiting:
    """A delivery in quarantine."""

    row: QuarantineRow
    count: int = 1


@dataclass
class IngestTables(Tables):
    """Everything that a transaction may change."""

    observations: dict[tuple[int, ...], ObservationRow] = field(default_factory=dict)
    parking: list[ParkingChange] = field(default_factory=list)
    quarantine: dict[int, Waiting] = field(default_factory=dict)
    camera_reports: list[CameraEventReport] = field(default_factory=list)
    camera_pictures: list[CameraPicture] = field(default_factory=list)
    camera_notes: list[CameraNote] = field(default_factory=list)
    refusals: list[RefusalRow] = field(default_factory=list)
    positions: dict[int, KnownPosition] = field(default_factory=dict)
    tracks: dict[int, list[Position]] = field(default_factory=dict)
    attendance: list[Attendance] = field(default_factory=list)


class FakeIngestWork(FakeAlarmWork):
    """One transaction."""

    def __init__(self, tables: IngestTables, store: FakeIngestStore) -> None:
        super().__init__(tables, store.devices, store.paths, store.clock())
        self.tables = tables

    def person_positions(self, person_keys: Collection[int] | None = None) -> dict[int, KnownPosition]:
        return {key: known for key, known in self.tables.positions.items() if person_keys is None or key in person_keys}

    def record_positions(self, newest: Mapping[int, KnownPosition], points: Mapping[int, Sequence[Position]]) -> None:
        self.tables.positions.update(newest)
        for key, track in points.items():
            self.tables.tracks.setdefault(key, []).extend(track)

    def sign_in(self, attendance: Attendance) -> None:
        self.tables.attendance.append(attendance)

    def add_observations(self, rows: Sequence[ObservationRow]) -> int:
        before = len(self.tables.observations)
        for row in rows:
            if row.value == POISON:
                raise OverflowError("this value breaks the store")
            self.tables.observations.setdefault(row[:5], row)
        return len(self.tables.observations) - before

    def add_parking_changes(self, changes: Sequence[ParkingChange]) -> None:
        self.tables.parking += changes

    def add_to_quarantine(self, rows: Sequence[QuarantineRow]) -> None:
        for row in rows:
            same = [
                waiting
                for waiting in self.tables.quarantine.values()
                if (waiting.row.delivery[:2], waiting.row.channel) == (row.delivery[:2], row.channel)
            ]
            if same:
                same[0].row, same[0].count = row, same[0].count + 1
            else:
                self.tables.quarantine[max(self.tables.quarantine, default=0) + 1] = Waiting(row)

    def count_refusals(self, rows: Sequence[RefusalRow]) -> None:
        self.tables.refusals += rows

    def release(self, quarantine_keys: Sequence[int]) -> None:
        for key in quarantine_keys:
            del self.tables.quarantine[key]

    def give_new_reasons(self, reasons: Sequence[NewReason]) -> None:
        for new in reasons:
            waiting = self.tables.quarantine[new.quarantine_key]
            judgement = new._asdict()
            del judgement["quarantine_key"]
            waiting.row = waiting.row._replace(**judgement)

    def save_camera_event(
        self, report: CameraEventReport, camera: Device | None, now_us: int, keeper: Gatekeeper = NO_GATES
    ) -> None:
        self.tables.camera_reports.append(report)

    def save_camera_note(self, note: CameraNote, now_us: int) -> None:
        self.tables.camera_notes.append(note)

    def save_camera_still(self, event_key: int, picture: CameraPicture, now_us: int) -> bool:
        self.tables.camera_pictures.append(picture)
        return True

    def save_camera_picture(self, picture: CameraPicture, now_us: int) -> None:
        self.tables.camera_pictures.append(picture)


class FakeIngestStore(FakeAlarmStore):
    """Fulfils IngestStore; a block that raises leaves nothing behind. While `is_down` it is out of reach."""

    tables: IngestTables

    def __init__(self, devices: Mapping[str, Device], clock: FakeClock) -> None:
        super().__init__(list(devices.values()), {}, clock)
        self.devices_by_ref = dict(devices)
        self.tables = IngestTables(latest=self.tables.latest, feeds={Feed.REGISTRY: 1})
        self.specs: list[dict[str, Any]] = []
        self.masks: dict[str, CameraMask] = {}
        self.is_down = False

    @contextmanager
    def begin(self) -> Iterator[FakeIngestWork]:
        if self.is_down:
            raise Unavailable("the database cannot be used now")
        tables = copy.deepcopy(self.tables)
        yield FakeIngestWork(tables, self)
        self.tables = tables

    def add_device(self, device_ref: str, device: Device) -> None:
        """Registers a device, as an import does."""
        self.devices_by_ref[device_ref] = device
        self.devices[device.asset_key] = device
        self.tables.latest[device.asset_key] = AssetLatest(device.asset_key, AssetState.OFFLINE, 0, 0)
        self.tables.feeds[Feed.REGISTRY] += 1

    def camera_masks(self) -> dict[str, CameraMask]:
        return self.masks

    def registry(self) -> dict[str, Device]:
        return dict(self.devices_by_ref)

    def newest(self, kind: str, metric: str, since_us: int) -> dict[int, float]:
        return {
            key: latest.values[metric][0]
            for key, latest in self.tables.latest.items()
            if self.devices[key].kind == kind and metric in latest.values and latest.values[metric][1] >= since_us
        }

    def mapping_specs(self) -> list[dict[str, Any]]:
        return self.specs

    def quarantine_size(self) -> int:
        return len(self.tables.quarantine)

    def quarantined(self, after_key: int, limit: int) -> list[QuarantinedDelivery]:
        waiting = sorted((key, each.row) for key, each in self.tables.quarantine.items() if key > after_key)
        return [QuarantinedDelivery(key, row.channel, row.delivery) for key, row in waiting[:limit]]

    def outdated(self, revision: int, limit: int) -> list[QuarantinedDelivery]:
        old = {key for key, each in self.tables.quarantine.items() if each.row.judged_revision < revision}
        everything = self.quarantined(0, len(self.tables.quarantine))
        return [waiting for waiting in everything if waiting.quarantine_key in old][:limit]


POISON = 23.23
"""A value that makes the store in memory fail, as a bug would."""


def canonical(device_id: str, received_us: int, **message: Any) -> Delivery:
    """A canonical message of a device of kind manhole."""
    topic = f"xiuhua/v1/manhole/{device_id}/observation"
    return Delivery(topic, json.dumps(message).encode(), received_us)
