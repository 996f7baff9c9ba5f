"""The present state of every asset, locked before it is changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from dashboard.domain.severity import AssetState
from dashboard.ports.parts import AssetLatest, AssetStates
from data_sources.db import tables as t
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

STATES: Final = tuple(AssetState)
_CODES: Final = {state: code for code, state in enumerate(STATES)}
NEVER_SEEN: Final[dict[str, Any]] = {
    "state": _CODES[AssetState.OFFLINE],
    "last_seen_us": 0,
    "changed_us": 0,
    "values": "{}",
    "memory": "{}",
}


class SqlAssetStates(SqlPart, AssetStates):
    """The states of assets."""

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

    def save_latest(self, latest: Iterable[AssetLatest]) -> None:
        """Write the states back."""
        rows = [
            (_CODES[a.state], a.last_seen_us, a.changed_us, a.due_us, packed(a.values), packed(a.memory), a.asset_key)
            for a in latest
        ]
        if rows:
            self._bulk.update_states(self._connection, rows)
