"""What cases are tied to, inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import Select, Table, delete, select, union

from dashboard.domain.cases.discovery import SeenEvent, Stretch, Trail
from dashboard.domain.cases.similar import NEAR_M, NearCase, NearQuery, box_around
from dashboard.domain.cases.states import CaseState
from dashboard.domain.durations import hours_between
from dashboard.domain.event_lines import EventLine
from dashboard.domain.metrics import METRICS
from dashboard.domain.readouts import AlarmLine, AlarmStory, HistoryPoint
from dashboard.ports.camera_privacy import StoredPicture
from dashboard.ports.case_discovery import CaseLinks
from data_sources.db import tables as t
from data_sources.db.cameras.pictures import boxes_of
from data_sources.db.event_lines import EVENT, event_line
from data_sources.db.part import SqlPart
from data_sources.db.read_models import ALARM, alarm_line, moments_of
from data_sources.db.upserts import upsert

_C: Final = t.case_record.c
MOST_TIED: Final = 200
"""How many alarms, and how many events, a timeline tells of."""


class SqlCaseLinks(SqlPart, CaseLinks):
    """Alarms and camera events of cases."""

    def told_alarm(self, alarm_key: int) -> AlarmLine | None:
        """By its key."""
        row = self._connection.execute(ALARM.where(t.alarm.c.alarm_key == alarm_key)).one_or_none()
        return None if row is None else alarm_line(row)

    def told_event(self, camera_event_key: int) -> EventLine | None:
        """By its key."""
        query = EVENT.where(t.camera_event.c.camera_event_key == camera_event_key)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else event_line(row)

    def event_picture(self, camera_event_key: int) -> StoredPicture | None:
        """By the digest that the event has."""
        event, image = t.camera_event.c, t.image.c
        query = select(image.content, image.personal, event.camera_ref)
        query = query.join_from(t.camera_event, t.image, image.digest == event.image_digest)
        found = self._connection.execute(query.where(event.camera_event_key == camera_event_key)).first()
        return None if found is None else StoredPicture(bytes(found[0]), boxes_of(found[1]), found[2])

    def case_of_alarm(self, alarm_key: int) -> int | None:
        """Its key."""
        return self._tied(t.case_alarm, "alarm_key", alarm_key)

    def case_of_event(self, camera_event_key: int) -> int | None:
        """Its key."""
        return self._tied(t.case_camera_event, "camera_event_key", camera_event_key)

    def tie_alarm(self, alarm_key: int, case_key: int, at_us: int, rule: str | None = None) -> bool:
        """The key decides who was first."""
        row = {"alarm_key": alarm_key, "case_key": case_key, "at_us": at_us, "rule": rule}
        return self._tie(t.case_alarm, "alarm_key", row)

    def tie_event(self, camera_event_key: int, case_key: int, at_us: int) -> bool:
        """The key decides who was first."""
        row = {"camera_event_key": camera_event_key, "case_key": case_key, "at_us": at_us}
        return self._tie(t.case_camera_event, "camera_event_key", row)

    def untie_event(self, camera_event_key: int) -> None:
        """By its key."""
        tie = t.case_camera_event
        self._connection.execute(delete(tie).where(tie.c.camera_event_key == camera_event_key))

    def trails(self, case_keys: Collection[int]) -> Sequence[Trail]:
        """Also the alarm that an older case was reported of."""
        ties = _ties(t.case_alarm, "alarm_key", case_keys)
        query = ALARM.join(ties, ties.c.tied == t.alarm.c.alarm_key).add_columns(ties.c.case_key.label("tied_case"))
        rows = self._connection.execute(query.order_by(t.alarm.c.raised_us).limit(MOST_TIED)).all()
        moments = moments_of(self._connection, [row.alarm_key for row in rows]) if rows else {}
        return [
            Trail(row.tied_case, AlarmStory(alarm_line(row), tuple(moments.get(row.alarm_key, ())))) for row in rows
        ]

    def seen_events(self, case_keys: Collection[int]) -> Sequence[SeenEvent]:
        """Also the event that an older case was reported of, and those that were merged into one of them."""
        ties = _with_merged(_ties(t.case_camera_event, "camera_event_key", case_keys))
        query = EVENT.join(ties, ties.c.tied == t.camera_event.c.camera_event_key)
        query = query.add_columns(ties.c.case_key.label("tied_case")).order_by(t.camera_event.c.first_us)
        return [SeenEvent(row.tied_case, event_line(row)) for row in self._connection.execute(query.limit(MOST_TIED))]

    def cases_near(self, query: NearQuery, limit: int) -> Sequence[NearCase]:
        """By the index of category and latitude."""
        box = box_around(query.lon, query.lat, NEAR_M)
        ended = [state.value for state in (CaseState.CLOSED, CaseState.FORCED_CLOSE)]
        when = _C.ended_us if query.closed else _C.reported_us
        found = (
            select(*(_C[name] for name in NearCase._fields))
            .where(_C.category == query.category, _C.lat.between(box.south, box.north))
            .where(_C.lon.between(box.west, box.east), when.between(query.from_us, query.until_us))
            .where(_C.state.in_(ended) if query.closed else _C.ended_us.is_(None))
            .order_by(when.desc(), _C.case_key.desc())
            .limit(limit)
        )
        rows = self._connection.execute(found)
        return [NearCase(**{**row._asdict(), "state": CaseState(row.state)}) for row in rows]

    def stretch(self, of: Stretch, limit: int) -> Sequence[HistoryPoint]:
        """The hours are listed one by one, as the table is clustered by them."""
        o = t.observation.c
        asset = select(t.asset.c.asset_key).where(t.asset.c.asset_id == of.asset_id).scalar_subquery()
        query = (
            select(o.measured_us, o.value)
            .where(o.hour.in_(hours_between(of.from_us, of.until_us)), o.asset_key == asset)
            .where(o.metric == METRICS[of.metric].number, o.measured_us.between(of.from_us, of.until_us))
            .order_by(o.hour, o.measured_us)
            .limit(limit)
        )
        return [HistoryPoint(at_us, value, value, value) for at_us, value in self._connection.execute(query)]

    def _tied(self, table: Table, column: str, key: int) -> int | None:
        return self._connection.execute(select(table.c.case_key).where(table.c[column] == key)).scalar()

    def _tie(self, table: Table, column: str, row: dict[str, Any]) -> bool:
        ended = select(_C.case_key).where(_C.case_key == table.c.case_key, _C.ended_us.is_not(None)).exists()
        update = [name for name in row if name != column]
        statement = upsert(self._dialect, table, [column], update=update, only_if=ended)
        return self._connection.execute(statement.returning(table.c.case_key), row).first() is not None


def _ties(table: Table, column: str, case_keys: Collection[int]) -> Any:
    """Which case is tied to what: by its ties, and by what it was reported of."""
    keys = list(case_keys)
    by_tie: Select[Any] = select(table.c.case_key, table.c[column].label("tied")).where(table.c.case_key.in_(keys))
    by_origin = select(_C.case_key, _C[column]).where(_C.case_key.in_(keys), _C[column].is_not(None))
    return union(by_tie, by_origin).subquery("ties")


def _with_merged(ties: Any) -> Any:
    """The same with the events that are one of them once more."""
    event = t.camera_event.c
    merged = select(ties.c.case_key, event.camera_event_key).join_from(
        ties, t.camera_event, event.merged_into == ties.c.tied
    )
    return union(select(ties.c.case_key, ties.c.tied), merged).subquery("ties_with_merged")
