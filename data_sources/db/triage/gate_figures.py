"""How often each word came, and what the gates hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Engine, Select, case, func, literal, select

from dashboard.domain.event_lines import EventLine
from dashboard.domain.triage.gate_effects import Tally
from dashboard.domain.triage.gates import EVERY, Find
from dashboard.domain.triage.states import EventState, HeldBecause
from dashboard.domain.triage.words import WordCount, WordGroup
from dashboard.ports.gates import GateFigures
from data_sources.db import tables as t
from data_sources.db.engine import reading
from data_sources.db.event_lines import EVENT, event_line
from data_sources.db.triage.gate_rows import find_of

_E: Final = t.camera_event.c
_IS_HELD: Final = _E.state == EventState.HELD.value
_CAMERA: Final = "camera"


class GateFigureReader(GateFigures):
    """Counts events by the index of when they were last seen."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def words(self, since_us: int) -> Sequence[WordCount]:
        """By source, label, zone and category."""
        word = (_E.source, _E.label, _E.zone, _E.category)
        held = func.sum(case((_IS_HELD, 1), else_=0))
        query = select(*word, func.count(), func.sum(_E["count"]), held, func.max(_E.last_us))
        with reading(self._engine) as connection:
            return [WordCount(*row) for row in connection.execute(query.where(_E.last_us >= since_us).group_by(*word))]

    def word_groups(self, since_us: int, stood_s: Sequence[float]) -> Sequence[WordGroup]:
        """How long it stood is rounded down to the times that are asked for."""
        word = (_E.source, _E.label, _E.zone, _E.camera_ref, _E.category)
        steps = sorted({each for each in stood_s if each > 0}, reverse=True)
        stood: ColumnElement[Any] = literal(0.0)
        if steps:
            stood = case(*((_E.dwell_s >= step, step) for step in steps), else_=0.0)
        query = select(*word, stood.label("stood_s"), func.count()).where(_E.last_us >= since_us)
        with reading(self._engine) as connection:
            return [WordGroup(*row) for row in connection.execute(query.group_by(*word, "stood_s"))]

    def tallies(self, since_us: int, cameras: Sequence[str]) -> Mapping[tuple[str, str], Tally]:
        """What has no category counts among all only."""
        because = case((_IS_HELD, _E.held_because), else_=None).label("because")
        query = select(_E.category, because, func.count()).where(_E.last_us >= since_us)
        asset = t.asset.c.asset_id
        at_cameras = query.add_columns(asset).join(t.asset, t.asset.c.asset_key == _E.asset_key)
        at_cameras = at_cameras.where(asset.in_(cameras)).group_by(_E.category, because, asset)
        counted: dict[tuple[str, str], dict[str | None, int]] = defaultdict(lambda: defaultdict(int))
        with reading(self._engine) as connection:
            for category, reason, count in connection.execute(query.group_by(_E.category, because)):
                for key in {(EVERY, EVERY), (category or EVERY, EVERY)}:
                    counted[key][reason] += count
            for category, reason, count, camera in connection.execute(at_cameras) if cameras else ():
                for key in {(EVERY, camera), (category or EVERY, camera)}:
                    counted[key][reason] += count
        return {key: _tally(by_reason) for key, by_reason in counted.items()}

    def finds(self, category: str | None, camera: str | None, since_us: int, limit: int) -> Sequence[Find]:
        """The last seen first."""
        a = t.asset.c
        query: Select[Any] = (
            select(t.camera_event, a.asset_id, a.lon, a.lat)
            .outerjoin(t.asset, a.asset_key == _E.asset_key)
            .where(_E.last_us >= since_us)
            .order_by(_E.last_us.desc())
            .limit(limit)
        )
        if category is not None:
            query = query.where(_E.category == category)
        if camera is not None:
            query = query.where(a.asset_id == camera)
        with reading(self._engine) as connection:
            return [find_of(row) for row in connection.execute(query)]

    def held_events(self, category: str | None, limit: int) -> Sequence[EventLine]:
        """By the index of state and time."""
        query = EVENT.where(_IS_HELD).order_by(_E.last_us.desc(), _E.camera_event_key.desc()).limit(limit)
        if category is not None:
            query = query.where(_E.category == category)
        with reading(self._engine) as connection:
            return [event_line(row) for row in connection.execute(query)]

    def camera_names(self, asset_ids: Sequence[str]) -> Mapping[str, str]:
        """By their numbers."""
        a = t.asset.c
        query = select(a.asset_id, a.name).where(a.kind == _CAMERA, a.asset_id.in_(asset_ids))
        if not asset_ids:
            return {}
        with reading(self._engine) as connection:
            return {row.asset_id: row.name for row in connection.execute(query)}


def _tally(by_reason: Mapping[str | None, int]) -> Tally:
    held = {HeldBecause(reason): count for reason, count in by_reason.items() if reason is not None}
    return Tally(sum(by_reason.values()), held)
