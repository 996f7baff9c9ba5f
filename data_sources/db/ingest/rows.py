"""Rows of readings and of what could not be read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import and_, bindparam, case, delete, literal_column, update

from dashboard.domain.quarantine import PROFILE_LENGTH, SOURCE_LENGTH
from dashboard.ports.ingest import (
    NewReason,
    ObservationRow,
    ObservationRows,
    ParkingChange,
    QuarantineRow,
    QuarantineRows,
    RefusalRow,
    RefusalRows,
)
from data_sources.db import tables as t
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

DETAIL_LENGTH: Final = 1000
FIELD_LENGTH: Final = 120
VALUE_LENGTH: Final = 80

_Q: Final = t.quarantine.c
_R: Final = t.refusal.c
_JUDGEMENT: Final = ("reason", "detail", "source", "profile", "judged_revision", "device_ref")


class SqlObservationRows(SqlPart, ObservationRows):
    """Readings and changes of occupancy."""

    def add_observations(self, rows: Sequence[ObservationRow]) -> int:
        """Store what is not stored yet and mark the hours for the roll-up."""
        if not rows:
            return 0
        added = self._bulk.insert_observations(self._connection, rows)
        self._bulk.touch_hours(self._connection, sorted({row.hour for row in rows}), self._now_us)
        return added

    def add_parking_changes(self, changes: Sequence[ParkingChange]) -> None:
        """Store changes of occupancy; one that is there already stays."""
        if changes:
            statement = upsert(self._connection.dialect.name, t.parking_change, ["asset_key", "at_us"], update=[])
            self._connection.execute(statement, [change._asdict() for change in changes])


class SqlRefusalRows(SqlPart, RefusalRows):
    """Values that were not taken."""

    def count_refusals(self, rows: Sequence[RefusalRow]) -> None:
        """Add to what is counted by asset, field and code; the newest value and time replace those before."""
        if rows:
            # In one order everywhere, so that two processes never wait for each other in a circle.
            self._connection.execute(_refusal_statement(self._dialect), [_refusal_values(row) for row in sorted(rows)])


class SqlQuarantineRows(SqlPart, QuarantineRows):
    """Deliveries that could not be read."""

    def add_to_quarantine(self, rows: Sequence[QuarantineRow]) -> None:
        """Keep the deliveries; one that is there already is counted up."""
        if rows:
            statement = _quarantine_statement(self._connection.dialect.name)
            self._connection.execute(statement, [_quarantine_values(row) for row in rows])

    def release(self, quarantine_keys: Sequence[int]) -> None:
        """Take deliveries out of quarantine."""
        if quarantine_keys:
            self._connection.execute(delete(t.quarantine).where(_Q.quarantine_key.in_(quarantine_keys)))

    def give_new_reasons(self, reasons: Sequence[NewReason]) -> None:
        """Say anew why deliveries stay in quarantine."""
        if reasons:
            statement = update(t.quarantine).where(_Q.quarantine_key == bindparam("key"))
            statement = statement.values({name: bindparam(f"new_{name}") for name in _JUDGEMENT})
            self._connection.execute(statement, [_new_judgement(reason) for reason in reasons])


@cache
def _quarantine_statement(dialect: str) -> Any:
    retained = and_(_Q.retained, literal_column("excluded.retained"))
    return upsert(
        dialect,
        t.quarantine,
        ["digest"],
        update=["received_us", *_JUDGEMENT],
        count=_Q.count + 1,
        retained=retained,
    )


def _new_judgement(reason: NewReason) -> dict[str, Any]:
    changed = reason._replace(detail=reason.detail[:DETAIL_LENGTH])._asdict()
    return {"key": changed.pop("quarantine_key")} | {f"new_{name}": value for name, value in changed.items()}


def _quarantine_values(row: QuarantineRow) -> dict[str, Any]:
    delivery = row.delivery
    names = f"{row.channel}\0{delivery.topic}\0".encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(names + delivery.payload)
    return {
        "digest": digest.hexdigest(),
        "channel": row.channel,
        "topic": delivery.topic,
        "reason": row.reason,
        "detail": row.detail[:DETAIL_LENGTH],
        "source": row.source[:SOURCE_LENGTH] or row.channel,
        "profile": row.profile[:PROFILE_LENGTH],
        "judged_revision": row.judged_revision,
        "device_ref": row.device_ref,
        "retained": delivery.retained,
        "payload": delivery.payload,
        "payload_bytes": len(delivery.payload),
        "first_received_us": delivery.received_us,
        "received_us": delivery.received_us,
    }


@cache
def _refusal_statement(dialect: str) -> Any:
    total = _R.count + literal_column("excluded.count")
    came_us: Any = literal_column("excluded.last_us")
    newest: dict[str, Any] = {
        "value": case((came_us >= _R.last_us, literal_column("excluded.value")), else_=_R.value),
        "first_us": case((came_us < _R.first_us, came_us), else_=_R.first_us),
        "last_us": case((came_us > _R.last_us, came_us), else_=_R.last_us),
    }
    return upsert(dialect, t.refusal, ["asset_key", "field", "code"], update=[], count=total, **newest)


def _refusal_values(row: RefusalRow) -> dict[str, Any]:
    return {
        "asset_key": row.asset_key,
        "field": row.field[:FIELD_LENGTH],
        "code": row.code,
        "value": row.value[:VALUE_LENGTH],
        "count": row.times,
        "first_us": row.at_us,
        "last_us": row.at_us,
    }
