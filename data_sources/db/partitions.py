"""Weekly partitions of the observations on PostgreSQL; SQLite clusters by hour and needs none."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Engine, text

from dashboard.domain.durations import HOUR_US
from data_sources.db.engine import reading, writing

WEEK_HOURS: Final = 168
WEEKS_AHEAD: Final = 4


def ensure_partitions(engine: Engine, now_us: int) -> None:
    """Creates the partitions of this week and the next four where they are missing.

    Older or far-future readings land in the default partition, so that no insert ever fails.
    """
    if engine.dialect.name != "postgresql":
        return
    first = now_us // HOUR_US // WEEK_HOURS
    with writing(engine) as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(482911)"))
        for week in range(first, first + WEEKS_AHEAD + 1):
            _create_week(connection, week)


def _create_week(connection: Connection, week: int) -> None:
    low, high = week * WEEK_HOURS, (week + 1) * WEEK_HOURS
    occupied = connection.execute(
        text("SELECT EXISTS (SELECT 1 FROM observation_default WHERE hour >= :low AND hour < :high)"),
        {"low": low, "high": high},
    ).scalar_one()
    if not occupied:
        connection.execute(
            text(
                f"CREATE TABLE IF NOT EXISTS observation_w{week} PARTITION OF observation "
                f"FOR VALUES FROM ({low}) TO ({high})"
            )
        )


def drop_weeks_before(engine: Engine, hour: int) -> int:
    """Drops the weekly partitions that end at or before `hour`; return their number."""
    if engine.dialect.name != "postgresql":
        return 0
    with reading(engine) as connection:
        names = connection.execute(
            text("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'observation'::regclass")
        ).scalars()
        weeks = [int(name.removeprefix("observation_w")) for name in names if name.startswith("observation_w")]
    old = [week for week in weeks if (week + 1) * WEEK_HOURS <= hour]
    with writing(engine) as connection:
        for week in old:
            connection.execute(text(f"DROP TABLE observation_w{week}"))
    return len(old)
