"""The statements that nearly every batch of the ingest runs for people, in each database's own quick way.

They go by the driver: to build and compile them anew in each batch costs more than to run them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

from sqlalchemy import Connection

from dashboard.domain.positions.known import KnownPosition
from dashboard.domain.positions.reports import Position
from dashboard.domain.positions.stillness import Still

_MEASURED: Final = len(Position._fields)
Row = tuple[Any, ...]

_NEWEST: Final = 12
_TRACKED: Final = 5
"""How many values of a position its track has: time, place, accuracy and speed."""


class PositionBulk(Protocol):
    """The statements that differ between the databases; rows as `rows_of` and `track_rows` give them."""

    def select(self, connection: Connection, person_keys: Collection[int]) -> Iterable[Sequence[Any]]:
        """The newest positions of these people."""

    def record(self, connection: Connection, newest: Sequence[Row], track: Sequence[Row]) -> None:
        """Store newest positions in place of those before, and add to tracks; of one moment the first stays."""


class SqlitePositionBulk:
    """SQLite: executemany of the driver, key lists as one JSON parameter."""

    _SELECT: Final = (
        "SELECT person_key, at_us, lon, lat, accuracy_m, speed_mps, heading_deg, battery_pct, received_us, still_lon, "
        "still_lat, still_since_us, outside_m FROM person_position "
        "WHERE person_key IN (SELECT value FROM json_each(?))"
    )
    _SAVE: Final = (
        "INSERT INTO person_position (person_key, at_us, lon, lat, accuracy_m, speed_mps, heading_deg, battery_pct, "
        "received_us, still_lon, still_lat, still_since_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (person_key) DO UPDATE SET at_us = excluded.at_us, lon = excluded.lon, lat = excluded.lat, "
        "accuracy_m = excluded.accuracy_m, speed_mps = excluded.speed_mps, heading_deg = excluded.heading_deg, "
        "battery_pct = excluded.battery_pct, received_us = excluded.received_us, still_lon = excluded.still_lon, "
        "still_lat = excluded.still_lat, still_since_us = excluded.still_since_us"
    )
    _ADD: Final = (
        "INSERT INTO person_track (person_key, at_us, lon, lat, accuracy_m, speed_mps) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (person_key, at_us) DO NOTHING"
    )

    def select(self, connection: Connection, person_keys: Collection[int]) -> Iterable[Sequence[Any]]:
        return connection.exec_driver_sql(self._SELECT, (json.dumps(sorted(person_keys)),))

    def record(self, connection: Connection, newest: Sequence[Row], track: Sequence[Row]) -> None:
        for statement, rows in ((self._SAVE, newest), (self._ADD, track)):
            if rows:
                connection.exec_driver_sql(statement, list(rows))


class PostgresPositionBulk:
    """PostgreSQL: one statement a batch over unnested arrays, for a round trip costs more than the rows."""

    _SELECT: Final = (
        "SELECT person_key, at_us, lon, lat, accuracy_m, speed_mps, heading_deg, battery_pct, received_us, still_lon, "
        "still_lat, still_since_us, outside_m FROM person_position WHERE person_key = ANY(%s)"
    )
    _RECORD: Final = (
        "WITH added AS (INSERT INTO person_track (person_key, at_us, lon, lat, accuracy_m, speed_mps) "
        "SELECT * FROM unnest(%s::int[], %s::bigint[], %s::float8[], %s::float8[], %s::float8[], %s::float8[]) "
        "ON CONFLICT (person_key, at_us) DO NOTHING) "
        "INSERT INTO person_position (person_key, at_us, lon, lat, accuracy_m, speed_mps, heading_deg, battery_pct, "
        "received_us, still_lon, still_lat, still_since_us) SELECT * FROM unnest(%s::int[], %s::bigint[], "
        "%s::float8[], %s::float8[], %s::float8[], %s::float8[], %s::float8[], %s::float8[], %s::bigint[], "
        "%s::float8[], %s::float8[], %s::bigint[]) "
        "ON CONFLICT (person_key) DO UPDATE SET at_us = excluded.at_us, lon = excluded.lon, lat = excluded.lat, "
        "accuracy_m = excluded.accuracy_m, speed_mps = excluded.speed_mps, heading_deg = excluded.heading_deg, "
        "battery_pct = excluded.battery_pct, received_us = excluded.received_us, still_lon = excluded.still_lon, "
        "still_lat = excluded.still_lat, still_since_us = excluded.still_since_us"
    )

    def select(self, connection: Connection, person_keys: Collection[int]) -> Iterable[Sequence[Any]]:
        return connection.exec_driver_sql(self._SELECT, (sorted(person_keys),))

    def record(self, connection: Connection, newest: Sequence[Row], track: Sequence[Row]) -> None:
        given = (*_columns(track, _TRACKED + 1), *_columns(newest, _NEWEST))
        connection.exec_driver_sql(self._RECORD, given)


def position_bulk_for(dialect: str) -> PositionBulk:
    """Return the statements for `sqlite` or `postgresql`."""
    return PostgresPositionBulk() if dialect == "postgresql" else SqlitePositionBulk()


def rows_of(positions: Mapping[int, KnownPosition]) -> list[tuple[Any, ...]]:
    """Return newest positions as rows, by key: two ingest processes take them in the same order."""
    return [
        (key, *each.position, each.received_us, each.still.anchor_lon, each.still.anchor_lat, each.still.since_us)
        for key, each in sorted(positions.items())
    ]


def track_rows(points: Mapping[int, Sequence[Position]]) -> list[tuple[Any, ...]]:
    """Return what is added to tracks as rows, by key."""
    return [(key, *each[:_TRACKED]) for key, track in sorted(points.items()) for each in track]


def known_of(row: Sequence[Any]) -> tuple[int, KnownPosition]:
    """Return a row that was selected, as key and position."""
    key, *values = row
    received_us, still_lon, still_lat, since_us, outside_m = values[_MEASURED:]
    still = Still(still_lon, still_lat, since_us)
    return key, KnownPosition(Position(*values[:_MEASURED]), received_us, still, outside_m)


def _columns(rows: Sequence[Row], count: int) -> list[list[Any]]:
    """7 and 8.5 are both accuracies, but psycopg takes no list of int and float."""
    columns: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(count)]
    return [
        [float(each) if each is not None else None for each in column]
        if any(isinstance(each, float) for each in column)
        else column
        for column in columns
    ]
