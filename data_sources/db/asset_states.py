"""The present state of every asset, locked before it is changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from dashboard.domain.severity import STATES_BY_NUMBER, AssetState
from dashboard.ports.parts import AssetLatest, AssetStates
from data_sources.db import tables as t
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

NEVER_SEEN: Final[dict[str, Any]] = {
    "state": AssetState.OFFLINE.number,
    "last_seen_us": 0,
    "changed_us": 0,
    "values": "{}",
    "memory": "{}",
}


def state_from(number: int | None) -> AssetState:
    """Return the state that is stored as `number`; an asset without one was never seen, and is offline."""
    return AssetState.OFFLINE if number is None else STATES_BY_NUMBER[number]


class SqlAssetStates(SqlPart, AssetStates):
    """The states of assets."""

    def latest(self, asset_keys: Sequence[int]) -> dict[int, AssetLatest]:
        """The present state of each asset; one that has none yet begins as offline."""
        found = {}
        for key, state, seen_us, changed_us, due_us, values, memory in self._bulk.lock_states(
            self._connection, asset_keys
        ):
            found[key] = AssetLatest(
                key, STATES_BY_NUMBER[state], seen_us, changed_us, unpacked(values), unpacked(memory), due_us
            )
        missing = [key for key in asset_keys if key not in found]
        if missing:
            rows = [{"asset_key": key, **NEVER_SEEN} for key in missing]
            self._connection.execute(
                upsert(self._connection.dialect.name, t.asset_state, ["asset_key"], update=[]), rows
            )
            found |= {key: AssetLatest(key, AssetState.OFFLINE, 0, 0) for key in missing}
        return found

    def save_latest(self, latest: Iterable[AssetLatest]) -> None:
        """Write the states back."""
        rows = [
            (a.state.number, a.last_seen_us, a.changed_us, a.due_us, packed(a.values), packed(a.memory), a.asset_key)
            for a in latest
        ]
        if rows:
            self._bulk.update_states(self._connection, rows)
