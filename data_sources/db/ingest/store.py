"""The ingest's side of the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Engine, bindparam, delete, select, update

from dashboard.domain.alarms import AlarmTransition, OpenAlarm
from dashboard.domain.camera_events import CameraEventReport, CameraPicture
from dashboard.domain.readings import Delivery, Device
from dashboard.domain.severity import AssetState
from dashboard.ports.ingest import NewReason, ObservationRow, ParkingChange, QuarantinedDelivery, QuarantineRow
from dashboard.ports.operations import Clock
from dashboard.ports.transactions import AssetLatest
from data_sources.db import tables as t
from data_sources.db.alarms.rows import apply_transition, open_alarm
from data_sources.db.bulk import Bulk, bulk_for
from data_sources.db.engine import reading, writing
from data_sources.db.feeds import bump, revisions
from data_sources.db.ingest.camera_rows import save_picture, save_report
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.upserts import upsert

STATES: Final = tuple(AssetState)
_CODES: Final = {state: code for code, state in enumerate(STATES)}
DETAIL_LENGTH: Final = 1000
READ_AGAIN_BYTES: Final = 32 * 1024 * 1024
"""About how much of the quarantine is held in memory at once when it is read again."""

_Q: Final = t.quarantine.c


class SqlIngestWork:
    """One transaction of the ingest."""

    def __init__(self, connection: Connection, bulk: Bulk, now_us: int) -> None:
        self._connection = connection
        self._bulk = bulk
        self._now_us = now_us

    def latest(self, asset_keys: Sequence[int]) -> dict[int, AssetLatest]:
        """The present state of each asset; one that has none yet begins as offline."""
        found = {}
        for key, state, seen_us, changed_us, due_us, values, memory in self._bulk.lock_states(
            self._connection, asset_keys
        ):
            found[key] = AssetLatest(
                key, STATES[state], seen_us, changed_us, unpacked(values), unpacked(memory), due_us
            )
        missing = [key for key in asset_keys if key not in found]
        if missing:
            rows = [{"asset_key": key, **NEVER_SEEN} for key in missing]
            self._connection.execute(
                upsert(self._connection.dialect.name, t.asset_state, ["asset_key"], update=[]), rows
            )
            found |= {key: AssetLatest(key, AssetState.OFFLINE, 0, 0) for key in missing}
        return found

    def open_alarms(self, asset_keys: Sequence[int]) -> dict[int, dict[str, OpenAlarm]]:
        """The open alarms of the assets that have any, by rule key."""
        found: dict[int, dict[str, OpenAlarm]] = {}
        for row in self._bulk.open_alarms(self._connection, asset_keys):
            found.setdefault(row["asset_key"], {})[row["rule_key"]] = open_alarm(row)
        return found

    def add_observations(self, rows: Sequence[ObservationRow]) -> int:
        """Stores what is not stored yet and marks the hours for the roll-up."""
        if not rows:
            return 0
        added = self._bulk.insert_observations(self._connection, rows)
        self._bulk.touch_hours(self._connection, sorted({row.hour for row in rows}), self._now_us)
        return added

    def add_parking_changes(self, changes: Sequence[ParkingChange]) -> None:
        """Stores changes of occupancy; one that is there already stays."""
        if changes:
            statement = upsert(self._connection.dialect.name, t.parking_change, ["asset_key", "at_us"], update=[])
            self._connection.execute(statement, [change._asdict() for change in changes])

    def save_latest(self, latest: Iterable[AssetLatest]) -> None:
        """Writes the states back."""
        rows = [
            (_CODES[a.state], a.last_seen_us, a.changed_us, a.due_us, packed(a.values), packed(a.memory), a.asset_key)
            for a in latest
        ]
        if rows:
            self._bulk.update_states(self._connection, rows)

    def apply_transitions(self, device: Device, transitions: Sequence[AlarmTransition], suppressed: bool) -> None:
        """Raises, changes and clears the device's alarms."""
        for transition in transitions:
            apply_transition(self._connection, device, transition, suppressed, self._now_us)

    def add_to_quarantine(self, rows: Sequence[QuarantineRow]) -> None:
        """Keeps the deliveries; one that is there already is counted up."""
        if rows:
            statement = _quarantine_statement(self._connection.dialect.name)
            self._connection.execute(statement, [_quarantine_values(row) for row in rows])

    def release(self, quarantine_keys: Sequence[int]) -> None:
        """Takes deliveries out of quarantine."""
        if quarantine_keys:
            self._connection.execute(delete(t.quarantine).where(_Q.quarantine_key.in_(quarantine_keys)))

    def give_new_reasons(self, reasons: Sequence[NewReason]) -> None:
        """Says anew why deliveries stay in quarantine."""
        if reasons:
            statement = update(t.quarantine).where(_Q.quarantine_key == bindparam("key"))
            statement = statement.values(reason=bindparam("new_reason"), detail=bindparam("new_detail"))
            rows = [
                {"key": key, "new_reason": why, "new_detail": detail[:DETAIL_LENGTH]} for key, why, detail in reasons
            ]
            self._connection.execute(statement, rows)

    def save_camera_event(self, report: CameraEventReport, camera: Device | None, now_us: int) -> None:
        """Adds the report to the event that it belongs to, or stores a new one."""
        save_report(self._connection, report, camera, now_us)

    def save_camera_picture(self, picture: CameraPicture, now_us: int) -> None:
        """Gives the picture to the event that it belongs to; one that belongs to none is let go."""
        save_picture(self._connection, picture, now_us)

    def bump(self, feeds: Iterable[str]) -> dict[str, int]:
        """Raises the revision of each feed by one and gives the new numbers."""
        return bump(self._connection, feeds)


NEVER_SEEN: Final[dict[str, Any]] = {
    "state": _CODES[AssetState.OFFLINE],
    "last_seen_us": 0,
    "changed_us": 0,
    "values": "{}",
    "memory": "{}",
}


class SqlIngestStore:
    """The database as the ingest sees it."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._bulk = bulk_for(engine.dialect.name)

    @contextmanager
    def begin(self) -> Iterator[SqlIngestWork]:
        """A transaction that ends with its block."""
        with writing(self._engine) as connection:
            yield SqlIngestWork(connection, self._bulk, self._clock())

    def registry(self) -> dict[str, Device]:
        """All assets that have a device, by its reference."""
        a = t.asset.c
        query = select(a.device_ref, a.asset_key, a.asset_id, a.kind, a.datum_m, a.grid_key).where(
            a.device_ref.is_not(None)
        )
        with reading(self._engine) as connection:
            return {row[0]: Device(*row[1:]) for row in connection.execute(query)}

    def mapping_specs(self) -> list[dict[str, Any]]:
        """The imported device mappings in their order."""
        query = select(t.device_mapping.c.spec).order_by(t.device_mapping.c.position)
        with reading(self._engine) as connection:
            return [unpacked(spec) for spec in connection.execute(query).scalars()]

    def revisions(self) -> dict[str, int]:
        """The present revision of each feed."""
        return revisions(self._engine)

    def quarantined(self, after_key: int, limit: int) -> list[QuarantinedDelivery]:
        """The next deliveries in quarantine after `after_key`, oldest first; fewer when they are large."""
        waiting = select(_Q.quarantine_key, _Q.payload_bytes).where(_Q.quarantine_key > after_key)
        with reading(self._engine) as connection:
            sizes = connection.execute(waiting.order_by(_Q.quarantine_key).limit(limit)).all()
            query = select(_Q.quarantine_key, _Q.channel, _Q.topic, _Q.payload, _Q.first_received_us)
            query = query.where(_Q.quarantine_key.in_(within(sizes, READ_AGAIN_BYTES))).order_by(_Q.quarantine_key)
            rows = connection.execute(query).all()
        return [
            QuarantinedDelivery(key, channel, Delivery(topic, payload, at)) for key, channel, topic, payload, at in rows
        ]


def within(sizes: Iterable[tuple[int, int]], limit_bytes: int) -> list[int]:
    """The keys of (key, size) from the first on that together stay below the limit; the first one always."""
    keys: list[int] = []
    total = 0
    for key, size in sizes:
        total += size
        if keys and total > limit_bytes:
            break
        keys.append(key)
    return keys


@cache
def _quarantine_statement(dialect: str) -> Any:
    changed = ["received_us", "reason", "detail"]
    return upsert(dialect, t.quarantine, ["digest"], update=changed, count=t.quarantine.c.count + 1)


def _quarantine_values(row: QuarantineRow) -> dict[str, Any]:
    delivery = row.delivery
    digest = hashlib.sha256(row.channel.encode() + b"\0" + delivery.topic.encode() + b"\0" + delivery.payload)
    return {
        "digest": digest.hexdigest(),
        "channel": row.channel,
        "topic": delivery.topic,
        "reason": row.reason,
        "detail": row.detail[:DETAIL_LENGTH],
        "payload": delivery.payload,
        "payload_bytes": len(delivery.payload),
        "first_received_us": delivery.received_us,
        "received_us": delivery.received_us,
    }
