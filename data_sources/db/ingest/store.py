"""The ingest's side of the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Select, func, select

from dashboard.domain.camera_privacy import CameraMask
from dashboard.domain.feeds import Feed
from dashboard.domain.readings import Delivery, Device
from dashboard.ports.ingest import (
    IngestStore,
    QuarantinedDelivery,
)
from data_sources.db import tables as t
from data_sources.db.cameras.masks import camera_masks
from data_sources.db.devices import IS_DEVICE
from data_sources.db.engine import reading
from data_sources.db.feeds import revisions
from data_sources.db.json_columns import unpacked
from data_sources.db.mapping_rows import mapping_specs
from data_sources.db.transactions import SqlTransactions

READ_AGAIN_BYTES: Final = 32 * 1024 * 1024
"""About how much of the quarantine is held in memory at once when it is read again."""

_Q: Final = t.quarantine.c
_WAITING: Final = select(_Q.quarantine_key, _Q.payload_bytes)


class SqlIngestStore(SqlTransactions, IngestStore):
    """The database as the ingest sees it."""

    def registry(self) -> dict[str, Device]:
        """All assets that have a device, by its reference; whoever sends for a person's asset is an unknown device."""
        a = t.asset.c
        query = select(a.device_ref, a.asset_key, a.asset_id, a.kind, a.datum_m, a.grid_key).where(
            a.device_ref.is_not(None), IS_DEVICE
        )
        with reading(self._engine) as connection:
            return {row[0]: Device(*row[1:]) for row in connection.execute(query)}

    def mapping_specs(self) -> list[dict[str, Any]]:
        """The imported device mappings in their order."""
        return mapping_specs(self._engine)

    def camera_masks(self) -> Mapping[str, CameraMask]:
        """What is painted over in pictures, by camera."""
        with reading(self._engine) as connection:
            return camera_masks(connection)

    def revisions(self) -> dict[Feed, int]:
        """The present revision of each feed."""
        return revisions(self._engine)

    def newest(self, kind: str, metric: str, since_us: int) -> dict[int, float]:
        """The newest value of a metric by asset key, of the assets of the kind that told it since then."""
        state = t.asset_state.c
        query = (
            select(state.asset_key, state["values"])
            .join(t.asset, t.asset.c.asset_key == state.asset_key)
            .where(t.asset.c.kind == kind, state.last_seen_us >= since_us)
        )
        with reading(self._engine) as connection:
            known = {key: unpacked(values).get(metric) for key, values in connection.execute(query)}
        return {key: value[0] for key, value in known.items() if value is not None and value[1] >= since_us}

    def quarantined(self, after_key: int, limit: int) -> list[QuarantinedDelivery]:
        """The next deliveries in quarantine after `after_key`, oldest first; fewer when they are large."""
        waiting = _WAITING.where(_Q.quarantine_key > after_key)
        return self._waiting(waiting.order_by(_Q.quarantine_key).limit(limit))

    def quarantine_size(self) -> int:
        """How many deliveries are in quarantine."""
        with reading(self._engine) as connection:
            return int(connection.execute(select(func.count()).select_from(t.quarantine)).scalar_one())

    def outdated(self, revision: int, limit: int) -> list[QuarantinedDelivery]:
        """The next deliveries in quarantine that were judged before `revision`; fewer when they are large."""
        waiting = _WAITING.where(_Q.judged_revision < revision)
        return self._waiting(waiting.order_by(_Q.judged_revision, _Q.quarantine_key).limit(limit))

    def _waiting(self, keys_and_sizes: Select[Any]) -> list[QuarantinedDelivery]:
        """The first of these deliveries, oldest first."""
        with reading(self._engine) as connection:
            keys = within(connection.execute(keys_and_sizes).all(), READ_AGAIN_BYTES)
            query = select(_Q.quarantine_key, _Q.channel, _Q.topic, _Q.payload, _Q.first_received_us, _Q.retained)
            rows = connection.execute(query.where(_Q.quarantine_key.in_(keys)).order_by(_Q.quarantine_key)).all()
        return [QuarantinedDelivery(key, channel, Delivery(*delivery)) for key, channel, *delivery in rows]


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
