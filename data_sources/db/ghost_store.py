"""The messages of unknown devices, and the register that takes those in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, case, func, literal, select

from dashboard.domain.ghosts import KnownAsset, WaitingMessage
from dashboard.ports.ghosts import GhostStore
from data_sources.db import tables as t
from data_sources.db.engine import reading
from data_sources.db.transactions import SqlTransactions

LARGEST_READ: Final = 64 * 1024
"""Of a larger message only its size is told: a list of ghosts stays a small thing."""

_Q: Final = t.quarantine.c
_A: Final = t.asset.c
_PAYLOAD: Final = case((_Q.payload_bytes <= LARGEST_READ, _Q.payload), else_=literal(b""))


class SqlGhostStore(SqlTransactions, GhostStore):
    """The database as the taking in of devices sees it."""

    def waiting(self, limit: int) -> tuple[Sequence[WaitingMessage], int]:
        """The newest message of each unknown device, the last heard first, and how many devices there are in all.

        The devices come from an index alone; then one message of each is looked up.
        """
        last_us = func.max(_Q.received_us)
        query = (
            select(_Q.device_ref, func.count(), func.sum(_Q["count"]), func.min(_Q.first_received_us), last_us)
            .add_columns(func.count().over())
            .where(_Q.device_ref > "")
            .group_by(_Q.device_ref)
            .order_by(last_us.desc(), _Q.device_ref)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
            found = [_newest(connection, row) for row in rows]
        return [message for message in found if message is not None], int(rows[0][-1]) if rows else 0

    def waiting_of(self, device_ref: str) -> WaitingMessage | None:
        """The newest message of one unknown device; None when none waits."""
        counts = (func.count(), func.sum(_Q["count"]), func.min(_Q.first_received_us), func.max(_Q.received_us))
        with reading(self._engine) as connection:
            row = connection.execute(
                select(_Q.device_ref, *counts)
                .where(_Q.device_ref == device_ref, _Q.device_ref > "")
                .group_by(_Q.device_ref)
            ).first()
            return None if row is None else _newest(connection, row)


def _newest(connection: Connection, row: Any) -> WaitingMessage | None:
    """The newest message of a device; None when it was read again and released meanwhile."""
    device_ref, messages, times, first_us, last_us, *_ = row
    query = (
        select(_Q.channel, _Q.topic, _PAYLOAD, _Q.payload_bytes, _A.asset_id, _A.name, _A.kind, _A.lon, _A.lat)
        .select_from(t.quarantine.outerjoin(t.asset, _A.device_ref == _Q.device_ref))
        .where(_Q.device_ref == device_ref, _Q.received_us == last_us)
        .limit(1)
    )
    message = connection.execute(query).first()
    if message is None:
        return None
    channel, topic, payload, payload_bytes, asset_id, *asset = message
    return WaitingMessage(
        device_ref=device_ref,
        channel=channel,
        topic=topic,
        payload=bytes(payload),
        payload_bytes=payload_bytes,
        messages=messages,
        times=int(times),
        first_us=first_us,
        last_us=last_us,
        known=None if asset_id is None else KnownAsset(asset_id, *asset),
    )
