"""Bulk statements of the ingest, in each database's own quick way (product.md: bulk rows go by the driver)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final, Protocol

from sqlalchemy import Connection, text

from dashboard.ports.ingest import ObservationRow

StateRow = tuple[int, int, int, int | None, str, str, int]
"""state, last_seen_us, changed_us, due_us, values, memory, asset_key"""

_VALUE: Final = ObservationRow._fields.index("value")


class Bulk(Protocol):
    """The statements that differ between the databases."""

    def lock_states(self, connection: Connection, asset_keys: Sequence[int]) -> Iterable[Sequence[Any]]:
        """asset_key, state, last_seen_us, changed_us, due_us, values, memory of each asset, locked."""

    def open_alarms(self, connection: Connection, asset_keys: Sequence[int]) -> Iterable[Any]:
        """The open alarm rows of the assets."""

    def insert_observations(self, connection: Connection, rows: Sequence[ObservationRow]) -> int:
        """Insert what is new; return the number of new rows."""

    def update_states(self, connection: Connection, rows: Sequence[StateRow]) -> None: ...

    def touch_hours(self, connection: Connection, hours: Iterable[int], now_us: int) -> None:
        """Mark hours whose roll-up must be made (again)."""


class SqliteBulk:
    """SQLite: executemany of the driver, key lists as one JSON parameter."""

    _LOCK: Final = (
        'SELECT asset_key, state, last_seen_us, changed_us, due_us, "values", memory FROM asset_state '
        "WHERE asset_key IN (SELECT value FROM json_each(?))"
    )
    _OPEN: Final = text(
        "SELECT * FROM alarm WHERE cleared_us IS NULL AND asset_key IN (SELECT value FROM json_each(:keys))"
    )
    _INSERT: Final = "INSERT OR IGNORE INTO observation VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    _UPDATE: Final = (
        "UPDATE asset_state SET state = ?, last_seen_us = ?, changed_us = ?, due_us = ?, "
        '"values" = ?, memory = ? WHERE asset_key = ?'
    )
    _TOUCH: Final = (
        "INSERT INTO rollup_pending VALUES (?, ?) ON CONFLICT (hour) DO UPDATE SET touched_us = excluded.touched_us"
    )

    def lock_states(self, connection: Connection, asset_keys: Sequence[int]) -> Iterable[Sequence[Any]]:
        return connection.exec_driver_sql(self._LOCK, (json.dumps(asset_keys),))

    def open_alarms(self, connection: Connection, asset_keys: Sequence[int]) -> Iterable[Any]:
        return connection.execute(self._OPEN, {"keys": json.dumps(asset_keys)}).mappings()

    def insert_observations(self, connection: Connection, rows: Sequence[ObservationRow]) -> int:
        return connection.exec_driver_sql(self._INSERT, list(rows)).rowcount

    def update_states(self, connection: Connection, rows: Sequence[StateRow]) -> None:
        connection.exec_driver_sql(self._UPDATE, list(rows))

    def touch_hours(self, connection: Connection, hours: Iterable[int], now_us: int) -> None:
        connection.exec_driver_sql(self._TOUCH, [(hour, now_us) for hour in hours])


class PostgresBulk:
    """PostgreSQL: one statement per batch over unnested arrays; rows are locked in key order so that two ingest
    processes never wait for each other in a circle."""

    _LOCK: Final = (
        'SELECT asset_key, state, last_seen_us, changed_us, due_us, "values", memory FROM asset_state '
        "WHERE asset_key = ANY(%s) ORDER BY asset_key FOR UPDATE"
    )
    _OPEN: Final = text("SELECT * FROM alarm WHERE cleared_us IS NULL AND asset_key = ANY(:keys)")
    _INSERT: Final = (
        "INSERT INTO observation SELECT * FROM unnest(%s::int[], %s::int[], %s::smallint[], %s::bigint[], "
        "%s::bigint[], %s::float8[], %s::bigint[], %s::smallint[]) ON CONFLICT DO NOTHING"
    )
    _UPDATE: Final = (
        'UPDATE asset_state SET state = n.a, last_seen_us = n.b, changed_us = n.c, due_us = n.u, "values" = n.d, '
        "memory = n.e FROM unnest(%s::smallint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], "
        "%s::int[]) AS n(a, b, c, u, d, e, k) WHERE asset_key = n.k"
    )
    # Shared, so that ingest processes do not wait for each other, while a roll-up that takes the mark away waits.
    _MARKS: Final = "SELECT hour FROM rollup_pending WHERE hour = ANY(%s) FOR KEY SHARE"
    _MARK: Final = (
        "INSERT INTO rollup_pending SELECT h, %s FROM unnest(%s::int[]) AS h ORDER BY h ON CONFLICT (hour) DO NOTHING"
    )

    def lock_states(self, connection: Connection, asset_keys: Sequence[int]) -> Iterable[Sequence[Any]]:
        return connection.exec_driver_sql(self._LOCK, (list(asset_keys),))

    def open_alarms(self, connection: Connection, asset_keys: Sequence[int]) -> Iterable[Any]:
        return connection.execute(self._OPEN, {"keys": list(asset_keys)}).mappings()

    def insert_observations(self, connection: Connection, rows: Sequence[ObservationRow]) -> int:
        columns = _columns(rows)
        # 92 and 0.84 are both readings, but psycopg takes no list of int and float.
        columns[_VALUE] = list(map(float, columns[_VALUE]))
        return connection.exec_driver_sql(self._INSERT, tuple(columns)).rowcount

    def update_states(self, connection: Connection, rows: Sequence[StateRow]) -> None:
        connection.exec_driver_sql(self._UPDATE, tuple(_columns(rows)))

    def touch_hours(self, connection: Connection, hours: Iterable[int], now_us: int) -> None:
        wanted = sorted(set(hours))
        while missing := self._find_unmarked(connection, wanted):
            connection.exec_driver_sql(self._MARK, (now_us, missing))

    def _find_unmarked(self, connection: Connection, hours: list[int]) -> list[int]:
        marked = set(connection.exec_driver_sql(self._MARKS, (hours,)).scalars())
        return [hour for hour in hours if hour not in marked]


def bulk_for(dialect: str) -> Bulk:
    """The bulk statements for `sqlite` or `postgresql`."""
    return PostgresBulk() if dialect == "postgresql" else SqliteBulk()


def _columns(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
