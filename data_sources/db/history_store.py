"""Roll-ups and retention of the readings."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, Engine, Table, and_, delete, exists, func, select

from dashboard.ports.operations import HistoryStore
from data_sources.db import tables as t
from data_sources.db.engine import reading, writing
from data_sources.db.partitions import drop_weeks_before, ensure_partitions
from data_sources.db.upserts import upsert

_O = t.observation.c
_H = t.observation_hourly.c
_HOURS_AT_ONCE: Final = 24


class SqlHistoryStore(HistoryStore):
    """Old readings, in the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def pending_hours(self, before_hour: int, limit: int) -> list[int]:
        """Hours with new readings since their last roll-up, the oldest first."""
        hour = t.rollup_pending.c.hour
        with reading(self._engine) as connection:
            return list(
                connection.execute(select(hour).where(hour < before_hour).order_by(hour).limit(limit)).scalars()
            )

    def roll_up(self, hour: int) -> int:
        """Make the hour's roll-up anew.

        The mark goes first: whoever adds a reading meanwhile waits for it, and then sets it again.
        """
        summary = (
            select(
                _O.asset_key,
                _O.metric,
                _O.hour,
                func.count(),
                func.min(_O.value),
                func.max(_O.value),
                func.avg(_O.value),
            )
            .where(_O.hour == hour)
            .group_by(_O.asset_key, _O.metric, _O.hour)
        )
        with writing(self._engine) as connection:
            connection.execute(delete(t.rollup_pending).where(t.rollup_pending.c.hour == hour))
            statement = upsert(
                connection.dialect.name,
                t.observation_hourly,
                ["asset_key", "metric", "hour"],
                update=["count", "minimum", "maximum", "mean"],
                source=summary,
            )
            return connection.execute(statement).rowcount

    def forget_readings(self, before_hour: int) -> int:
        """Remove readings older than that hour, some hours at a time, so that nobody waits long."""
        dropped = drop_weeks_before(self._engine, before_hour)
        return dropped + self._forget_by_hour(t.observation, _O.hour, before_hour)

    def forget_hourly(self, before_hour: int) -> int:
        """Remove roll-ups older than that hour."""
        with writing(self._engine) as connection:
            return connection.execute(delete(t.observation_hourly).where(_H.hour < before_hour)).rowcount

    def forget_others(self, *, pictures_us: int, quarantine_us: int, parking_us: int, refusals_us: int) -> int:
        """Remove pictures, quarantined deliveries, parking changes and refused values older than these moments.

        Photos of people stay for as long as the people do, pictures of events at least until their case has ended.
        """
        photos = select(t.person.c.photo_digest).where(t.person.c.photo_digest.is_not(None))
        old = (
            (t.image, and_(t.image.c.stored_us < pictures_us, t.image.c.digest.not_in(photos), ~_of_an_open_case())),
            (t.quarantine, t.quarantine.c.received_us < quarantine_us),
            (t.parking_change, t.parking_change.c.at_us < parking_us),
            (t.refusal, t.refusal.c.last_us < refusals_us),
        )
        with writing(self._engine) as connection:
            return sum(connection.execute(delete(table).where(where)).rowcount for table, where in old)

    def prepare(self, now_us: int) -> None:
        """Make room for the readings to come."""
        ensure_partitions(self._engine, now_us)

    def _forget_by_hour(self, table: Table, hour: ColumnElement[int], before_hour: int) -> int:
        removed = 0
        while True:
            with writing(self._engine) as connection:
                oldest = connection.execute(select(func.min(hour))).scalar_one_or_none()
                if oldest is None or oldest >= before_hour:
                    return removed
                end = min(oldest + _HOURS_AT_ONCE, before_hour)
                removed += connection.execute(delete(table).where(hour < end)).rowcount


def _of_an_open_case() -> ColumnElement[bool]:
    event, tie, case = t.camera_event.c, t.case_camera_event.c, t.case_record.c
    return exists().where(
        event.image_digest == t.image.c.digest,
        tie.camera_event_key == event.camera_event_key,
        case.case_key == tie.case_key,
        case.ended_us.is_(None),
    )
