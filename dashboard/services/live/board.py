"""The board: the display state of every asset, held by each web process and rebuilt from the database at will."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from dashboard.domain.sensors import sensor_types
from dashboard.domain.severity import AssetState
from dashboard.ports.register import BoardRow, BoardSource
from dashboard.services.live.columns import FORMAT, microdegrees, runs, split, split_texts
from dashboard.services.live.quiet import Quiet

MISSED_AT_MOST: Final = 5_000
"""Who missed more loads the snapshot of all assets anew."""
_STATES: Final = [state.value for state in AssetState]
_PLACES: Final = {state: str(place) for place, state in enumerate(_STATES)}


class Columns(NamedTuple):
    """The map snapshot in columns: those that last until the board is loaded anew, and those that move.

    `loaded` tells how often it was loaded, `registry` is the revision of the register that it shows at least.
    """

    loaded: int
    registry: int
    lasting: dict[str, Any]
    moving: dict[str, Any]


class Ground(NamedTuple):
    """Where the assets are, as of the load that `loaded` tells."""

    loaded: int
    rows: Sequence[BoardRow]


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
        self._rows: list[BoardRow] = []
        self._lasting = lasting_columns([])
        self._loaded = 0
        self._registry = 0
        self._marks: dict[str, _Mark] = {}
        self.newest_ms = 0
        self.quiet = Quiet()

    def load(self) -> None:
        """Read everything anew; changes that came meanwhile win over older rows. Raises Unavailable."""
        # Before the rows: a register that changes meanwhile is then loaded once too often, never too seldom.
        registry = self._source.registry_revision()
        rows = sorted(self._source.board_rows(), key=_find_order)
        lasting = lasting_columns(rows)
        with self._lock:
            before = self._marks
            self._marks = {row.asset_id: _merge_row(row, before.get(row.asset_id)) for row in rows}
            self._rows, self._lasting = rows, lasting
            self._loaded += 1
            self._registry = registry
            self.newest_ms = max((row.seen_ms for row in rows), default=self.newest_ms)
            self.quiet.begin(row.seen_ms for row in rows)

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
                self.quiet.hear(entry["at"])

    def columns(self) -> Columns:
        """Return the map snapshot: by kind and number, in which ids and positions differ least."""
        with self._lock:
            marks = [self._marks[row.asset_id] for row in self._rows]
            moving = moving_columns(self._rows, [(mark.state, mark.seen_ms) for mark in marks])
            return Columns(self._loaded, self._registry, self._lasting, moving)

    def ground(self) -> Ground:
        """Return where the assets are."""
        with self._lock:
            return Ground(self._loaded, self._rows)

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


def _find_order(row: BoardRow) -> tuple[str, str, int, str]:
    before, _, _, number = split(row.asset_id)
    return row.kind, before, number, row.asset_id


def lasting_columns(rows: Sequence[BoardRow]) -> dict[str, Any]:
    """Return what of the snapshot stays until the register changes."""
    kinds = _number_kinds(rows)
    types = [sensor_types().get(kind) for kind in kinds]
    return {
        "format": FORMAT,
        "states": _STATES,
        "kinds": list(kinds),
        "labels": [list(known.label) if known else [kind, kind] for kind, known in zip(kinds, types, strict=True)],
        "layers": [known.layer if known else kind for kind, known in zip(kinds, types, strict=True)],
        "kind": runs(kinds[row.kind] for row in rows),
        "id": split_texts([row.asset_id for row in rows]),
        "name": split_texts([row.name for row in rows]),
        "lon": microdegrees(row.lon for row in rows),
        "lat": microdegrees(row.lat for row in rows),
    }


def moving_columns(rows: Sequence[BoardRow], marks: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """Return each row's state as a digit, and of each kind when one was seen last (ms since the epoch, 0: never).

    `marks` are state and time of each row.
    """
    newest = dict.fromkeys(_number_kinds(rows), 0)
    for row, (_, seen_ms) in zip(rows, marks, strict=True):
        if seen_ms > newest[row.kind]:
            newest[row.kind] = seen_ms
    return {"state": "".join([_PLACES[state] for state, _ in marks]), "newest": list(newest.values())}


def _number_kinds(rows: Sequence[BoardRow]) -> dict[str, int]:
    return {kind: index for index, kind in enumerate(sorted({row.kind for row in rows}))}
