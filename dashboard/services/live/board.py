"""The board: the display state of every asset, held by each web process and rebuilt from the database at will."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from dashboard.domain.map_order import z_order
from dashboard.domain.sensors import sensor_types
from dashboard.domain.severity import AssetState
from dashboard.ports.register import BoardRow, BoardSource

MISSED_AT_MOST: Final = 5_000
"""Who missed more loads the snapshot of all assets anew."""
_STATES: Final = [state.value for state in AssetState]
_PLACES: Final = {state: place for place, state in enumerate(_STATES)}


class Columns(NamedTuple):
    """The map snapshot in columns: those that last until the board is loaded anew, and those that move.

    `loaded` tells how often it was loaded, `registry` is the revision of the register that it shows at least.
    """

    loaded: int
    registry: int
    lasting: dict[str, list[Any]]
    moving: dict[str, list[Any]]


@dataclass(slots=True)
class _Mark:
    """The moving part of one asset."""

    state: str
    seen_ms: int
    changed_ms: int
    values: dict[str, Any]


class Board:
    """Thread-safe: frames come on the network thread, questions on others."""

    def __init__(self, source: BoardSource) -> None:
        self._source = source
        self._lock = threading.Lock()
        self._lasting = _lasting_columns([])
        self._loaded = 0
        self._registry = 0
        self._marks: dict[str, _Mark] = {}
        self.newest_ms = 0

    def load(self) -> None:
        """Read everything anew; changes that came meanwhile win over older rows. Raises Unavailable."""
        # Before the rows: a register that changes meanwhile is then loaded once too often, never too seldom.
        registry = self._source.registry_revision()
        rows = sorted(self._source.board_rows(), key=_find_z_order)
        lasting = _lasting_columns(rows)
        with self._lock:
            before = self._marks
            self._marks = {row.asset_id: _merge_row(row, before.get(row.asset_id)) for row in rows}
            self._lasting = lasting
            self._loaded += 1
            self._registry = registry
            self.newest_ms = max((row.seen_ms for row in rows), default=self.newest_ms)

    def apply(self, assets: Sequence[dict[str, Any]], now_ms: int) -> None:
        """Take in the asset entries of a live frame."""
        with self._lock:
            for entry in assets:
                mark = self._marks.get(entry["id"])
                if mark is None:
                    self._marks[entry["id"]] = _Mark(entry["state"], entry["at"], now_ms, dict(entry["values"]))
                    continue
                mark.state = entry["state"]
                mark.seen_ms = max(mark.seen_ms, entry["at"])
                mark.changed_ms = now_ms
                mark.values.update(entry["values"])
                self.newest_ms = max(self.newest_ms, entry["at"])

    def columns(self) -> Columns:
        """The map snapshot, neighbours near each other."""
        with self._lock:
            marks = [self._marks[asset_id] for asset_id in self._lasting["id"]]
            moving = {"state": [_PLACES[mark.state] for mark in marks], "at": [mark.seen_ms for mark in marks]}
            return Columns(self._loaded, self._registry, self._lasting, moving)

    def changed_since(self, moment_ms: int) -> list[dict[str, Any]] | None:
        """The asset entries that changed from `moment_ms` on; None when they are too many to be worth it."""
        with self._lock:
            changed = [(key, mark) for key, mark in self._marks.items() if mark.changed_ms >= moment_ms]
            if len(changed) > MISSED_AT_MOST:
                return None
            return [
                {"id": key, "state": mark.state, "at": mark.seen_ms, "values": dict(mark.values)}
                for key, mark in changed
            ]


def _merge_row(row: BoardRow, mark: _Mark | None) -> _Mark:
    if mark is not None and mark.changed_ms > row.changed_ms:
        mark.values = {**row.values, **mark.values}
        return mark
    return _Mark(row.state.value, row.seen_ms, row.changed_ms, row.values)


def _find_z_order(row: BoardRow) -> int:
    return z_order(_round_degrees(row.lon), _round_degrees(row.lat))


def _round_degrees(degrees: float) -> float:
    """To a tenth of a metre: more digits would only make the snapshot larger."""
    return round(degrees, 6)


def _lasting_columns(rows: Sequence[BoardRow]) -> dict[str, list[Any]]:
    """What of the snapshot stays until the register changes."""
    kinds = {kind: index for index, kind in enumerate(sorted({row.kind for row in rows}))}
    types = [sensor_types().get(kind) for kind in kinds]
    return {
        "states": _STATES,
        "kinds": list(kinds),
        "labels": [list(known.label) if known else [kind, kind] for kind, known in zip(kinds, types, strict=True)],
        "layers": [known.layer if known else kind for kind, known in zip(kinds, types, strict=True)],
        "id": [row.asset_id for row in rows],
        "kind": [kinds[row.kind] for row in rows],
        "name": [row.name for row in rows],
        "lon": [_round_degrees(row.lon) for row in rows],
        "lat": [_round_degrees(row.lat) for row in rows],
    }
