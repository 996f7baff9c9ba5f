"""What a wall reads of cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, Select, and_, case, func, select

from dashboard.domain.cases.board import CaseBoard, CaseLine, CasePoint, SquadCases
from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.queries import LampCount
from dashboard.domain.cases.states import CaseState
from dashboard.domain.wall_facts import News, NewsKind, Then
from dashboard.ports.walls import CaseBoards
from data_sources.db import tables as t
from data_sources.db.cases.lamps import has_lamp, lamp_counts
from data_sources.db.engine import reading

NEWEST: Final = 20
POINTS_AT_MOST: Final = 800
_C = t.case_record.c
_OPEN = _C.ended_us.is_(None)


class CaseBoardReader(CaseBoards):
    """Reads for walls, by the indexes of what is open, filed and ended. Raises Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def board(self, now_us: int, midnight_us: int, yesterday_us: int) -> CaseBoard:
        """Return what all cases come to now."""
        until_us = yesterday_us + now_us - midnight_us
        today, before = (midnight_us, now_us), (yesterday_us, until_us)
        with reading(self._engine) as connection:
            states = connection.execute(select(_C.state, func.count()).where(_OPEN).group_by(_C.state))
            return CaseBoard(
                by_state={CaseState(state): count for state, count in states},
                lamps=_lamps(connection, now_us),
                filed=Then(_between(connection, _C.filed_us, *today), _between(connection, _C.filed_us, *before)),
                ended=Then(_between(connection, _C.ended_us, *today), _between(connection, _C.ended_us, *before)),
                squads=_squads(connection, now_us, midnight_us),
                newest=[_line(row) for row in connection.execute(_newest(now_us))],
                points=_points(connection, now_us),
            )

    def news(self, limit: int) -> Sequence[News]:
        """Return the cases filed and ended last."""
        with reading(self._engine) as connection:
            filed = connection.execute(_told(_C.filed_us, limit)).all()
            ended = connection.execute(_told(_C.ended_us, limit)).all()
        lines = [_news(row, NewsKind.FILED) for row in filed] + [_news(row, NewsKind.ENDED) for row in ended]
        return sorted(lines, key=lambda line: -line.at_us)[:limit]


def _lamp(now_us: int) -> Any:
    """Which lamp an open case has."""
    return case(*((has_lamp(lamp, now_us), lamp.value) for lamp in Lamp), else_=Lamp.GREY.value)


def _lamps(connection: Connection, now_us: int) -> LampCount:
    return LampCount(**connection.execute(select(*lamp_counts(now_us)).where(_OPEN)).one()._asdict())


def _between(connection: Connection, column: Any, from_us: int, until_us: int) -> int:
    query = select(func.count()).select_from(t.case_record).where(column >= from_us, column < until_us)
    return int(connection.execute(query).scalar_one())


def _squads(connection: Connection, now_us: int, midnight_us: int) -> list[SquadCases]:
    """Those with anything open or ended today, the most overdue first."""
    red = func.count().filter(and_(_OPEN, has_lamp(Lamp.RED, now_us)))
    yellow = func.count().filter(and_(_OPEN, has_lamp(Lamp.YELLOW, now_us)))
    squad = t.squad.c
    query = (
        select(squad.name, func.count().filter(_OPEN), red, yellow, func.count().filter(_C.ended_us.is_not(None)))
        .join_from(t.case_record, t.squad, squad.code == _C.squad)
        .where(_OPEN | (_C.ended_us >= midnight_us))
        .group_by(squad.name)
    )
    found = [SquadCases(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda each: (-each.red, -each.yellow, -each.open, each.squad))


def _newest(now_us: int) -> Select[Any]:
    squad = select(t.squad.c.name).where(t.squad.c.code == _C.squad).scalar_subquery()
    return (
        select(_C.case_key, _C.number, _C.category_name, _C.address, _C.state, _lamp(now_us), squad, _C.reported_us)
        .where(_OPEN)
        .order_by(_C.reported_us.desc())
        .limit(NEWEST)
    )


def _line(row: Row[Any]) -> CaseLine:
    key, number, category, place, state, lamp, squad, reported_us = tuple(row)
    return CaseLine(key, number, category, place, CaseState(state), Lamp(lamp), squad, reported_us)


def _points(connection: Connection, now_us: int) -> list[CasePoint]:
    """The overdue first, then those soon due."""
    urgency = case((has_lamp(Lamp.RED, now_us), 0), (has_lamp(Lamp.YELLOW, now_us), 1), else_=2)
    query = select(_C.lon, _C.lat, _lamp(now_us)).where(_OPEN).order_by(urgency, _C.case_key.desc())
    return [CasePoint(lon, lat, Lamp(lamp)) for lon, lat, lamp in connection.execute(query.limit(POINTS_AT_MOST))]


def _told(moment: Any, limit: int) -> Select[Any]:
    return (
        select(_C.number, _C.category_name, _C.address, moment.label("at_us"))
        .where(moment.is_not(None))
        .order_by(moment.desc())
        .limit(limit)
    )


def _news(row: Row[Any], kind: NewsKind) -> News:
    return News(
        key=f"c{row.number}{kind}",
        at_us=row.at_us,
        kind=kind,
        severity=None,
        about=row.category_name,
        asset_kind="",
        asset_id=row.number,
        place=row.address or row.number,
    )
